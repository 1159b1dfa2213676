import { fold } from '../../../kernel/fold.ts';
import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import type { Lang } from '../../../kernel/words.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { Visitor } from '../contract/visits.ts';
import type { Outcome, VisitState } from '../law/visits.ts';
import { codeHash, followCode, iinHash, linkHash, linkToken, opened, sealed } from './seal.ts';
import { db, matterColumns, matterOf, promiseColumns, promiseOf, visitColumns, visitOf, type Matter, type Promised, type Visit } from './visits/tables.ts';

export type { Matter, Promised, Visit } from './visits/tables.ts';

/** For the rest of this transaction quiet visits of these branches are seen: said only after a policy was asked (0063). */
export const seeQuiet = async (q: Read, branches: 'all' | readonly number[]): Promise<void> => {
  if (branches !== 'all' && branches.length === 0) return;
  await sql`SELECT set_config('jauap.quiet', ${branches === 'all' ? 'all' : `{${branches.map(Number).join(',')}}`}, true)`.execute(db(q));
};

/** With the program's eyes for as long as it takes, where the actor's own do not reach: under the permit of an act that was theirs. Undone with the transaction when it fails. */
export const withProgramsEyes = async <T>(tx: Tx, permit: Permit<'visit.settle'>, work: () => Promise<T>): Promise<T> => {
  const { actor } = permit;
  const sight = actor.kind !== 'staff' || actor.sight === 'all' ? 'all' : `{${actor.sight.map(Number).join(',')}}`;
  await sql`SELECT set_config('jauap.sight', 'all', true), set_config('jauap.kind', 'system', true)`.execute(db(tx));
  const done = await work();
  await sql`SELECT set_config('jauap.sight', ${sight}, true), set_config('jauap.kind', ${actor.kind}, true)`.execute(db(tx));
  return done;
};

type Which = { readonly number: string } | { readonly id: number };
const one = (q: Read, which: Which) => {
  const base = db(q).selectFrom('reception.visit').select(visitColumns);
  return 'id' in which ? base.where('id', '=', which.id) : base.where('number', '=', which.number);
};
/** Undefined also when row-level security hides it. */
export const visitBy = async (q: Read, which: Which): Promise<Visit | undefined> => {
  const row = await one(q, which).executeTakeFirst();
  return row && visitOf(row);
};
export const lockVisit = async (tx: Tx, which: Which): Promise<Visit | undefined> => {
  const row = await one(tx, which).forUpdate().executeTakeFirst();
  return row && visitOf(row);
};
/** The ticket and the booking a visit was begun from, in the order in which a desk locks them. */
export const lockCameWith = async (tx: Tx, number: string): Promise<void> => {
  await sql`SELECT 1 FROM reception.ticket WHERE id = (SELECT ticket_id FROM reception.visit WHERE number = ${number}) FOR UPDATE`.execute(db(tx));
  await sql`SELECT 1 FROM reception.booking WHERE id = (SELECT booking_id FROM reception.visit WHERE number = ${number}) FOR UPDATE`.execute(db(tx));
};
export const visitsByIds = async (q: Read, ids: readonly number[]): Promise<readonly Visit[]> =>
  ids.length === 0 ? [] : (await db(q).selectFrom('reception.visit').select(visitColumns).where('id', 'in', [...ids]).orderBy('id', 'desc').execute()).map(visitOf);

export const mattersOf = async (q: Read, visitIds: readonly number[]): Promise<readonly Matter[]> =>
  visitIds.length === 0 ? [] : (await db(q).selectFrom('reception.matter').select(matterColumns).where('visit_id', 'in', [...visitIds]).orderBy('visit_id', 'desc').orderBy('nth').limit(1_000).execute()).map(matterOf);
export const matterById = async (q: Read, id: number): Promise<Matter | undefined> => {
  const row = await db(q).selectFrom('reception.matter').select(matterColumns).where('id', '=', id).executeTakeFirst();
  return row && matterOf(row);
};
export const promisesOfMatters = async (q: Read, matterIds: readonly number[]): Promise<readonly Promised[]> =>
  matterIds.length === 0 ? [] : (await db(q).selectFrom('reception.promise').select(promiseColumns).where('matter_id', 'in', [...matterIds]).orderBy('id').limit(500).execute()).map(promiseOf);
export const promiseById = async (q: Read, id: number): Promise<Promised | undefined> => {
  const row = await db(q).selectFrom('reception.promise').select(promiseColumns).where('id', '=', id).executeTakeFirst();
  return row && promiseOf(row);
};

/** Whoever was booked and sits there now: they are received once. */
export const visitOfBooking = async (q: Read, o: { readonly branchId: number; readonly on: Day; readonly bookingId: number }): Promise<Visit | undefined> => {
  const row = await db(q).selectFrom('reception.visit').select(visitColumns).where('branch_id', '=', o.branchId).where('held_on', '=', o.on).where('booking_id', '=', o.bookingId).where('state', '=', 'begun').limit(1).executeTakeFirst();
  return row && visitOf(row);
};

/** A branch's day, the newest first, and what is not over yet of earlier days. */
export const visitsOn = async (q: Read, o: { readonly branchIds: readonly number[]; readonly on: Day; readonly accountId?: number; readonly limit?: number }): Promise<readonly Visit[]> =>
  (await db(q).selectFrom('reception.visit').select(visitColumns).where((eb) => eb.or([eb('held_on', '=', o.on), eb.and([eb('state', '=', 'begun'), eb('held_on', '<', o.on)])]))
    .where((eb) => eb.or([...(o.branchIds.length === 0 ? [] : [eb('branch_id', 'in', [...o.branchIds])]), ...(o.accountId === undefined ? [] : [eb('account_id', '=', o.accountId)]), eb.lit(false)]))
    .orderBy('id', 'desc').limit(o.limit ?? 200).execute()).map(visitOf);

/** The same person's earlier visits, by number of telephone or personal number, or by the name. Quiet ones are never found. */
export const visitsLike = async (q: Read, who: { readonly text?: string; readonly phone?: string | undefined; readonly iin?: string | undefined }, most = 20): Promise<readonly Visit[]> => {
  const found = new Set<number>();
  const add = (rows: readonly { id: number }[]) => { for (const row of rows) found.add(row.id); };
  const base = () => db(q).selectFrom('reception.visit').select('id').where('quiet', '=', false).orderBy('id', 'desc').limit(most);
  if (who.iin !== undefined) add(await base().where('iin_hash', '=', iinHash(who.iin)).execute());
  if (who.phone !== undefined) add(await base().where('phone', '=', who.phone).execute());
  const [longest = '', ...others] = fold(who.text ?? '').split(' ').toSorted((a, b) => b.length - a.length).map((word) => word.replace(/[\\%_]/g, '\\$&'));
  // shorter than three letters, a trigram index would read everything
  if (found.size === 0 && longest.length >= 3)
    add((await sql<{ id: number }>`SELECT visit_id AS id FROM reception.find_visitors(${`%${longest}%`}, ${others.map((word) => `%${word}%`)}::text[], ${most}::int)`.execute(db(q))).rows);
  return visitsByIds(q, [...found]);
};

export const nextVisitId = async (tx: Tx): Promise<number> => (await sql<{ id: number }>`SELECT nextval('reception.visit_id') AS id`.execute(db(tx))).rows[0]?.id ?? 0;
/** Made again from the key outside the database: shown to the person only. */
export const visitLink = (v: { readonly id: number; readonly secretVersion: number }): string => linkToken('visit', v.id, v.secretVersion);
export const visitCode = (v: { readonly id: number; readonly secretVersion: number }): string => followCode('visit', v.id, v.secretVersion);

export type NewVisit = {
  readonly id: number; readonly number: string; readonly branchId: number; readonly receptionId: number | null; readonly outingId: number | null; readonly ticketId: number | null; readonly bookingId: number | null;
  readonly accountId: number | null; readonly unitId: number; readonly clerkId: number | null; readonly lang: Lang; readonly visitor: Visitor; readonly quiet: boolean; readonly letIn: readonly number[]; readonly at: Date; readonly heldOn: Day;
};
const personColumns = (visitId: number, v: Visitor) => ({
  surname: v.surname ?? null, given: v.given ?? null, patronymic: v.patronymic ?? null, phone: v.phone ?? null, email: v.email ?? null, address: v.address ?? null, territory_code: v.territoryCode ?? null,
  ...(v.iin === undefined ? {} : { iin_sealed: sealed('iin', `visit:${visitId}`, v.iin), iin_hash: iinHash(v.iin) }),
  search: fold([v.surname, v.given, v.patronymic, v.phone?.slice(1)].filter(Boolean).join(' ')),
});
export const insertVisit = async (tx: Tx, permit: Permit<'visit.begin'>, v: NewVisit): Promise<void> => {
  await db(tx).insertInto('reception.visit').values({
    id: v.id, number: v.number, branch_id: v.branchId, reception_id: v.receptionId, outing_id: v.outingId, ticket_id: v.ticketId, booking_id: v.bookingId, account_id: v.accountId, unit_id: v.unitId, clerk_id: v.clerkId,
    lang: v.lang, iin_sealed: null, iin_hash: null, ...personColumns(v.id, v.visitor), quiet: v.quiet, let_in: [...v.letIn], began_at: v.at, ended_at: null, held_on: v.heldOn,
    link_hash: linkHash(linkToken('visit', v.id, 1)), code_hash: codeHash('visit', v.id, followCode('visit', v.id, 1)), seen_by: [...new Set([v.branchId, v.unitId])],
  }).execute();
  await addVisitAct(tx, permit, { visitId: v.id, act: 'begin', at: v.at, facts: {} });
};
export const writeVisitor = async (tx: Tx, _permit: Permit<'visit.change'>, visitId: number, v: Visitor & { readonly lang: Lang }): Promise<void> => {
  await db(tx).updateTable('reception.visit').set({ ...personColumns(visitId, v), lang: v.lang }).where('id', '=', visitId).execute();
};
export const writeQuiet = async (tx: Tx, permit: Permit<'visit.change'>, visitId: number, quiet: boolean, letIn: readonly number[]): Promise<void> => {
  await db(tx).updateTable('reception.visit').set({ quiet, let_in: [...new Set([...letIn, ...(permit.actor.kind === 'staff' ? [permit.actor.accountId] : [])])] }).where('id', '=', visitId).execute();
  // the board calls by the ticket alone from now on
  if (quiet) await sql`UPDATE reception.ticket SET name = NULL WHERE id = (SELECT ticket_id FROM reception.visit WHERE id = ${visitId})`.execute(db(tx));
  // the words they booked with stand in the matter; the list of bookings is read by the whole desk
  if (quiet) await sql`UPDATE reception.booking SET text = '' WHERE id = (SELECT booking_id FROM reception.visit WHERE id = ${visitId})`.execute(db(tx));
};
export const letIn = async (tx: Tx, _permit: Permit<'visit.settle'> | Permit<'visit.keep'>, visitId: number, accountId: number): Promise<void> => {
  await sql`UPDATE reception.visit SET let_in = array(SELECT DISTINCT unnest(let_in || ${accountId}::bigint)) WHERE id = ${visitId}`.execute(db(tx));
};
export const writeState = async (tx: Tx, permit: Permit<'visit.finish'>, visitId: number, state: VisitState, at: Date): Promise<void> => {
  await db(tx).updateTable('reception.visit').set({ state, ended_at: at }).where('id', '=', visitId).execute();
  await addVisitAct(tx, permit, { visitId, act: state === 'left' ? 'leave' : 'finish', at, facts: {} });
};
/** Ended by the night: an hour nobody pressed a key for measures nothing, so no end is written. */
export const writeOvernight = async (tx: Tx, permit: Permit<'visit.finish'>, visitId: number, does: 'finish' | 'carry' | 'leave', facts: Readonly<Record<string, string | number>>, at: Date): Promise<void> => {
  if (does !== 'carry') await db(tx).updateTable('reception.visit').set({ state: does === 'finish' ? 'finished' : 'left' }).where('id', '=', visitId).execute();
  await addVisitAct(tx, permit, { visitId, act: does, at, facts: { ...facts, by: 'night' } });
};
/** Begun on a day before this one, not over, and not looked at today: the next of them, locked. */
export const unendedBefore = async (tx: Tx, on: Day, o: { readonly afterId: number; readonly limit: number }): Promise<readonly Visit[]> =>
  (await db(tx).selectFrom('reception.visit').select(visitColumns).where('state', '=', 'begun').where('held_on', '<', on).where('id', '>', o.afterId)
    .where(sql<boolean>`NOT EXISTS (SELECT 1 FROM reception.visit_act a WHERE a.visit_id = reception.visit.id AND a.act = 'carry' AND a.facts->>'to' = ${on})`)
    .orderBy('id').limit(o.limit).forUpdate().skipLocked().execute()).map(visitOf);
/** The personal number in clear, for an appeal that is made of this visit: never for a screen. */
export const visitIin = async (q: Read, _permit: Permit<'visit.settle'> | Permit<'visit.judge'> | Permit<'visit.begin'>, visitId: number): Promise<string | undefined> => {
  const row = await db(q).selectFrom('reception.visit').select('iin_sealed').where('id', '=', visitId).executeTakeFirst();
  return row?.iin_sealed ? opened('iin', `visit:${visitId}`, row.iin_sealed) : undefined;
};

export const addVisitAct = async (tx: Tx, permit: Permit<string>, a: { readonly visitId: number; readonly act: string; readonly at: Date; readonly facts: Readonly<Record<string, unknown>> }): Promise<void> => {
  await db(tx).insertInto('reception.visit_act').values({ visit_id: a.visitId, act: a.act, at: a.at, by_kind: permit.actor.kind, by_account: permit.actor.kind === 'staff' ? permit.actor.accountId : null, facts: JSON.stringify(a.facts) }).execute();
};

export const nextMatterId = async (tx: Tx): Promise<number> => (await sql<{ id: number }>`SELECT nextval('reception.matter_id') AS id`.execute(db(tx))).rows[0]?.id ?? 0;
export const insertMatter = async (tx: Tx, permit: Permit<'visit.add'>, m: { readonly id: number; readonly visit: Visit; readonly text: string; readonly topicCode: string | null; readonly at: Date }): Promise<Matter> => {
  const { rows } = await sql<{ nth: number }>`SELECT coalesce(max(nth), 0) + 1 AS nth FROM reception.matter WHERE visit_id = ${m.visit.id}`.execute(db(tx));
  const nth = rows[0]?.nth ?? 1;
  const row = await db(tx).insertInto('reception.matter').values({
    id: m.id, visit_id: m.visit.id, branch_id: m.visit.branchId, nth, text: m.text, topic_code: m.topicCode, outcome: null, advice: null, appeal_id: null, appeal_number: null, cause_number: null, asked_at: null,
    verdict: null, verdict_at: null, comment: null, settled_at: null, made_at: m.at,
  }).returning(matterColumns).executeTakeFirstOrThrow();
  await addVisitAct(tx, permit, { visitId: m.visit.id, act: 'add', at: m.at, facts: { nth } });
  return matterOf(row);
};
export type Settled = { readonly outcome: Outcome; readonly advice?: string; readonly appealId?: number; readonly appealNumber?: string; readonly causeNumber?: string; readonly topicCode?: string; readonly at: Date; readonly askedAt?: Date };
export const writeSettled = async (tx: Tx, permit: Permit<'visit.settle'>, m: Matter, s: Settled): Promise<void> => {
  await db(tx).updateTable('reception.matter').set({
    outcome: s.outcome, settled_at: m.settledAt ?? s.at, asked_at: s.askedAt ?? null, ...(s.advice === undefined ? {} : { advice: s.advice }), ...(s.topicCode === undefined ? {} : { topic_code: s.topicCode }),
    ...(s.appealNumber === undefined ? {} : { appeal_id: s.appealId ?? null, appeal_number: s.appealNumber, cause_number: s.causeNumber ?? null }),
  }).where('id', '=', m.id).execute();
  await addVisitAct(tx, permit, { visitId: m.visitId, act: 'settle', at: s.at, facts: { nth: m.nth, outcome: s.outcome } });
};
/** Matters by their ids, each with its visit; those the reader's sight reaches. */
export const mattersByIds = async (q: Read, ids: readonly number[]): Promise<readonly { readonly matter: Matter; readonly visit: Visit }[]> => {
  if (ids.length === 0) return [];
  const matters = (await db(q).selectFrom('reception.matter').select(matterColumns).where('id', 'in', [...ids]).execute()).map(matterOf);
  const visits = new Map((await visitsByIds(q, [...new Set(matters.map((one) => one.visitId))])).map((one) => [one.id, one]));
  return matters.flatMap((matter) => { const visit = visits.get(matter.visitId); return visit ? [{ matter, visit }] : []; });
};
