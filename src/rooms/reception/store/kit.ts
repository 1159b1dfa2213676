import type { Day } from '../../../kernel/day.ts';
import { sql, view, type Read } from '../../../platform/db.ts';

const db = (q: Read) => view<Record<string, never>>(q);

export type PromiseHere = { readonly promiseId: number; readonly visit: string; readonly accountId: number; readonly text: string; readonly to: string; readonly dueOn: Day; readonly open: boolean; readonly kept: boolean | null };
type PromiseRow = { promise_id: number; visit: string; account_id: number; text: string; to: string; due_on: Day; open: boolean; kept: boolean | null };
const promise = (r: PromiseRow): PromiseHere => ({ promiseId: r.promise_id, visit: r.visit, accountId: r.account_id, text: r.text, to: r.to, dueOn: r.due_on, open: r.open, kept: r.kept });

/** What was promised at a branch's outings to one place; of quiet visits nothing. Whoever may not see the visit sees none of it. */
const promisesWhere = async (q: Read, o: { readonly branchId: number; readonly territoryCode: string; readonly outingId?: number | undefined; readonly openOnly: boolean; readonly limit: number }): Promise<readonly PromiseHere[]> =>
  (await sql<PromiseRow>`SELECT p.id AS promise_id, v.number AS visit, p.account_id, p.text, concat_ws(' ', v.surname, v.given) AS "to", p.due_on::text AS due_on, p.open, p.kept
    FROM reception.outing o JOIN reception.visit v ON v.outing_id = o.id JOIN reception.matter m ON m.visit_id = v.id JOIN reception.promise p ON p.matter_id = m.id
    WHERE o.branch_id = ${o.branchId} AND o.territory_code = ${o.territoryCode} AND NOT v.quiet AND (${o.outingId ?? null}::bigint IS NULL OR o.id = ${o.outingId ?? null}) AND (p.open OR NOT ${o.openOnly})
    ORDER BY p.open DESC, p.due_on, p.id LIMIT ${o.limit}`.execute(db(q))).rows.map(promise);
/** Whether a promise is one that a tablet takes along to that place. */
export const isPromiseHere = async (q: Read, o: { readonly branchId: number; readonly territoryCode: string; readonly promiseId: number }): Promise<boolean> =>
  (await sql`SELECT 1 FROM reception.promise p JOIN reception.matter m ON m.id = p.matter_id JOIN reception.visit v ON v.id = m.visit_id JOIN reception.outing o ON o.id = v.outing_id
    WHERE p.id = ${o.promiseId} AND o.branch_id = ${o.branchId} AND o.territory_code = ${o.territoryCode} AND NOT v.quiet`.execute(db(q))).rows.length > 0;
export const openPromisesHere = (q: Read, o: { readonly branchId: number; readonly territoryCode: string }): Promise<readonly PromiseHere[]> => promisesWhere(q, { ...o, openOnly: true, limit: 300 });
export const promisesOfOuting = (q: Read, o: { readonly branchId: number; readonly territoryCode: string; readonly outingId: number }): Promise<readonly PromiseHere[]> => promisesWhere(q, { ...o, openOnly: false, limit: 300 });

export type CameFrom = { readonly surname: string; readonly given: string; readonly patronymic: string | null; readonly phone: string | null; readonly address: string | null; readonly last: string; readonly lastOn: Day };
/** Who was received by the branch from that place, the newest first, each once; nobody of a quiet visit. Looked for among the branch's newest 20,000. */
export const cameFrom = async (q: Read, o: { readonly branchId: number; readonly territoryCode: string; readonly limit: number }): Promise<readonly CameFrom[]> =>
  (await sql<CameFrom>`SELECT surname, given, patronymic, phone, address, last, "lastOn" FROM (
      SELECT DISTINCT ON (v.search) v.surname, v.given, v.patronymic, v.phone, v.address, v.number AS last, v.held_on::text AS "lastOn", v.id
      FROM (SELECT * FROM reception.visit WHERE branch_id = ${o.branchId} ORDER BY held_on DESC, id DESC LIMIT 20000) v
      LEFT JOIN reception.outing g ON g.id = v.outing_id
      WHERE NOT v.quiet AND v.surname IS NOT NULL AND v.given IS NOT NULL AND coalesce(v.territory_code, g.territory_code) = ${o.territoryCode}
      ORDER BY v.search, v.id DESC) latest ORDER BY id DESC LIMIT ${o.limit}`.execute(db(q))).rows;

/** How a day on the road went, in whole numbers. */
export type OutingSums = { readonly visits: number; readonly matters: number; readonly advised: number; readonly promised: number; readonly registered: number };
export const outingSums = async (q: Read, outingIds: readonly number[]): Promise<ReadonlyMap<number, OutingSums>> =>
  outingIds.length === 0 ? new Map() : new Map((await sql<OutingSums & { outing_id: number }>`SELECT v.outing_id, count(DISTINCT v.id)::int AS visits, count(m.id)::int AS matters, count(m.id) FILTER (WHERE m.outcome = 'advised')::int AS advised,
      count(m.id) FILTER (WHERE m.outcome = 'promised')::int AS promised, count(m.id) FILTER (WHERE m.outcome IN ('registered', 'joined'))::int AS registered
    FROM reception.visit v LEFT JOIN reception.matter m ON m.visit_id = v.id WHERE v.outing_id = ANY (${[...outingIds]}::bigint[]) GROUP BY v.outing_id`.execute(db(q))).rows.map((row) => [row.outing_id, row]));
