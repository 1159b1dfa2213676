import type { Db } from '../../src/platform/db.ts';

/** One node of a plan as PostgreSQL tells it in JSON. */
export type PlanNode = Readonly<Record<string, unknown>> & { readonly Plans?: readonly PlanNode[] };
export type Explained = { readonly sql: string; readonly plan: PlanNode; readonly ms: number };

/** Only what reads: explaining runs it once more. */
const reads = /^\s*(select|with)\b/i;
const does = /\b(insert\s+into|delete\s+from|update\s+"?\w+"?\."?\w+|set_config|current_setting|nextval|add_job|pg_(try_)?advisory\w*)\b/i;

/** The same database; every question put to it is explained first, on the same connection: in its transaction, with its eyes and its settings. */
export const explaining = (db: Db, heard: (one: Explained) => void): Db => ({
  ...db,
  acquire: async () => {
    const client = await db.acquire();
    return new Proxy(client, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key, target);
        if (key !== 'query') return typeof value === 'function' ? value.bind(target) : value;
        return async (asked: string | { readonly text: string; readonly values?: unknown[] }, more?: unknown[]) => {
          const [sql, values] = typeof asked === 'string' ? [asked, more] : [asked.text, asked.values];
          if (values !== undefined && reads.test(sql) && !does.test(sql)) {
            const { rows } = await target.query<{ 'QUERY PLAN': readonly [{ Plan: PlanNode; 'Execution Time': number }] }>(`EXPLAIN (ANALYZE, BUFFERS, VERBOSE, FORMAT JSON) ${sql}`, values);
            const found = rows[0]?.['QUERY PLAN'][0];
            if (found) heard({ sql, plan: found.Plan, ms: found['Execution Time'] });
          }
          return typeof asked === 'string' ? target.query(asked, more) : target.query(asked as { text: string });
        };
      },
    });
  },
});

export const figure = (node: PlanNode, name: string): number => Number(node[name] ?? 0);
export const blocksOf = (plan: PlanNode): number => figure(plan, 'Shared Hit Blocks') + figure(plan, 'Shared Read Blocks');

/** One table gone into, with its schema; of a bitmap's own index only the index is named. A bitmap counts what it finds twice, in its index and in the table. */
export type Scan = { readonly kind: string; readonly table: string; readonly looked: number };
const nodesOf = (node: PlanNode): readonly PlanNode[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)];
export const scansOf = (plan: PlanNode): readonly Scan[] => nodesOf(plan)
  .filter((node) => String(node['Node Type']).endsWith('Scan') && (node['Relation Name'] ?? node['Index Name']) !== undefined)
  .map((node) => ({
    kind: String(node['Node Type']), table: node['Relation Name'] === undefined ? String(node['Index Name']) : [node['Schema'], node['Relation Name']].filter(Boolean).join('.'),
    looked: (figure(node, 'Actual Rows') + figure(node, 'Rows Removed by Filter') + figure(node, 'Rows Removed by Index Recheck')) * figure(node, 'Actual Loops'),
  }));

/** Rows all of it looked at, whether it then showed them or not. */
export const lookedAt = (plan: PlanNode): number => scansOf(plan).reduce((sum, scan) => sum + scan.looked, 0);

export type Looked = { readonly questions: number; readonly rows: number };
/** What one piece of reading asks and looks at. */
export const looked = async (db: Db, run: (db: Db) => Promise<unknown>): Promise<Looked> => {
  let [questions, rows] = [0, 0];
  await run(explaining(db, ({ plan }) => { questions += 1; rows += lookedAt(plan); }));
  return { questions, rows };
};
