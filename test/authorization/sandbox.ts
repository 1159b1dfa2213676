import type { Db } from '../../src/platform/db.ts';

/** A database in which everything that is committed is undone when `end` is called: every cell of the table starts from the same matters. */
export type Sandbox = { readonly db: Db; readonly print: () => Promise<string>; readonly actsOf: (appealId: number) => Promise<number>; readonly end: () => Promise<void> };

/** What a refused act must leave as it was. Who looks at what, and wrong tries, are kept on purpose. */
const tables = [
  'appeals.appeal', 'appeals.applicant', 'appeals.act', 'appeals.note', 'appeals.answer', 'appeals.clarification', 'assignments.extension', 'assignments.report', 'appeals.verdict', 'appeals.intake', 'appeals.publication', 'appeals.counter',
  'assignments.assignment', 'assignments.act', 'assignments.co_executor', 'assignments.ladder', 'journal.leaf', 'journal.unsealed', 'files.file', 'people.account', 'people.post', 'people.invitation', 'people.session', 'units.unit', 'units.competence', 'units.territory', 'calendar.version',
  'reception.outing', 'reception.outing_person', 'reception.device', 'reception.block', 'reception.unused_number', 'reception.arrival', 'reception.visit', 'reception.matter',
  'reception.duty', 'reception.duty_person', 'reception.expected', 'reception.expected_act', 'reception.reception', 'reception.reception_act', 'reception.slot',
];
const question = tables.map((table) => `SELECT '${table}' AS name, count(*) AS rows, coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) AS print FROM ${table} t`).join(' UNION ALL ');

type Client = Awaited<ReturnType<Db['acquire']>>;

/** One connection, one transaction; the transactions of the acts become savepoints in it. */
export const sandbox = async (db: Db): Promise<Sandbox> => {
  const client = await db.acquire();
  await client.query('BEGIN');
  const point = async (asked: string | { text: string; values: unknown[] }): Promise<unknown> => {
    if (typeof asked !== 'string') return client.query(asked);
    const text = asked;
    if (text.startsWith('BEGIN')) return client.query(`SAVEPOINT act${text.slice(text.indexOf(';'))}`);
    if (text === 'COMMIT') return client.query('RELEASE SAVEPOINT act');
    if (text === 'ROLLBACK') return client.query('ROLLBACK TO SAVEPOINT act');
    return client.query(text);
  };
  const seeAll = () => client.query(`SELECT set_config('jauap.sight', 'all', true), set_config('jauap.kind', 'system', true)`);
  return {
    actsOf: async (appealId) => {
      await seeAll();
      return Number((await client.query('SELECT count(*) AS n FROM appeals.act WHERE appeal_id = $1', [appealId])).rows[0]?.['n']);
    },
    db: { acquire: async () => ({ query: point, release: () => {} }) as unknown as Client, close: async () => {}, url: db.url, statements: { count: 0 }, connections: () => db.connections() },
    print: async () => {
      await seeAll();
      return JSON.stringify((await client.query(question)).rows);
    },
    end: async () => {
      await client.query('ROLLBACK');
      client.release();
    },
  };
};
