import { fold } from '../../../kernel/fold.ts';
import type { Day } from '../../../kernel/day.ts';
import type { Permit } from '../../../kernel/permit.ts';
import type { UrgencySign } from '../../../kernel/urgency.ts';
import { sql, type Read, type Tx } from '../../../platform/db.ts';
import type { Applicant, Matter, RegisteredMatter } from '../contract/register.ts';
import type { Channel } from '../law/stages.ts';
import type { HolderTime, Profile } from '../law/terms.ts';
import { codeHash, followCode, iinHash, linkHash, linkToken, seal } from './seal.ts';
import { db } from './tables.ts';

export { bodyHash } from '../../../platform/seal/proofs.ts';

/** Takes ids under the key. Another transaction with the same key is waited for; then its ids are given back with `fresh: false`. */
export const claimKey = async (tx: Tx, key: string, body: Buffer, count: number, at: Date): Promise<{ ids: readonly number[]; fresh: boolean; sameBody: boolean }> => {
  const taken = await sql<{ appeal_ids: string[] }>`INSERT INTO appeals.intake (key, body_sha256, appeal_ids, made_at)
    SELECT ${key}, ${body}, array_agg(platform.year_id(${at}, nextval('appeals.appeal_id'))), ${at} FROM generate_series(1, ${count}::int)
    ON CONFLICT (key) DO NOTHING RETURNING appeal_ids`.execute(db(tx));
  const own = taken.rows[0];
  if (own) return { ids: own.appeal_ids.map(Number), fresh: true, sameBody: true };
  const before = await sql<{ appeal_ids: string[]; same: boolean }>`SELECT appeal_ids, body_sha256 = ${body} AS same FROM appeals.intake WHERE key = ${key}`.execute(db(tx));
  const row = before.rows[0];
  if (!row) throw new Error('the key vanished while it was waited for');
  return { ids: row.appeal_ids.map(Number), fresh: false, sameBody: row.same };
};

/** So many at once that nobody waits for them; gives back how many. Keys of imports stay: a file may be brought again years later. */
export const forgetIntake = async (tx: Tx, before: Date, most: number): Promise<number> => {
  const { numAffectedRows } = await sql`DELETE FROM appeals.intake WHERE key IN (SELECT key FROM appeals.intake WHERE made_at < ${before} AND key NOT LIKE 'import %' ORDER BY made_at LIMIT ${most}::int)`.execute(db(tx));
  return Number(numAffectedRows ?? 0);
};

/** One id for a part split off: no key, the act itself cannot happen twice under the lock. */
export const nextId = async (tx: Tx, at: Date): Promise<number> => {
  const { rows } = await sql<{ id: number }>`SELECT platform.year_id(${at}, nextval('appeals.appeal_id')) AS id`.execute(db(tx));
  return rows[0]?.id ?? 0;
};

export type NewAppeal = {
  id: number; code: string; branchId: number; channel: Channel; lang: string; matter: Omit<Matter, 'papers'>; territoryPath: readonly string[];
  profile: Profile; ruleVersion: string; calendarVersion: string; receivedAt: Date; registeredAt: Date; registeredOn: Day; dueOn: Day; held: HolderTime;
  applicant: Applicant | undefined; urgency: UrgencySign | null; splitFrom?: number;
  /** given out before, from a reserved block: the counter stands still */
  given?: string | null;
};

/**
 * Number, row, person and first act in one statement: the counter's row is locked as late and as shortly as can be.
 * Gives back the number.
 */
export const insertAppeal = async (tx: Tx, permit: Permit<'appeal.register'> | Permit<'appeal.import'> | Permit<'appeal.split'>, a: NewAppeal): Promise<string> => {
  const token = linkToken(a.id, 1);
  const year = a.registeredOn.slice(0, 4);
  const who = a.applicant;
  const person = who && who.kind !== 'organisation' ? who : undefined;
  const personal = who?.kind === 'person' ? who.iin : who?.kind === 'organisation' ? who.bin : undefined;
  const { rows } = await sql<{ number: string }>`
    WITH n AS (${a.given == null ? sql`
      INSERT INTO appeals.counter AS c (branch_id, year, last) VALUES (${a.branchId}, ${Number(year)}, 1)
      ON CONFLICT (branch_id, year) DO UPDATE SET last = c.last + 1
      RETURNING ${`${a.code}-${year}-`}::text || lpad(last::text, greatest(6, length(last::text)), '0') AS number` : sql`SELECT ${a.given}::text AS number`}
    ), appeal AS (
      INSERT INTO appeals.appeal (id, number, branch_id, kind, channel, lang, text, territory_code, territory_path, address, lat, lon, point_accuracy_m, topic_code,
        profile, rule_version, calendar_version, received_at, registered_at, registered_on, term_from_on, due_on, original_due_on,
        holder_unit, holder_since_on, forward_by, forward_calendar_version, seen_by, publish_consent, split_from, urgency, link_hash, code_hash)
      SELECT ${a.id}, n.number, ${a.branchId}, ${a.matter.kind}, ${a.channel}, ${a.lang}, ${a.matter.text}, ${a.matter.territoryCode ?? null}, ${[...a.territoryPath]}::text[],
        ${a.matter.address ?? null}, ${a.matter.point?.lat ?? null}, ${a.matter.point?.lon ?? null}, ${a.matter.point?.accuracy ?? null}, ${a.matter.topicCode ?? null},
        ${a.profile}, ${a.ruleVersion}, ${a.calendarVersion}, ${a.receivedAt}, ${a.registeredAt}, ${a.registeredOn}, ${a.registeredOn}, ${a.dueOn}, ${a.dueOn},
        ${a.branchId}, ${a.held.sinceOn}, ${a.held.forwardBy}, ${a.held.forwardCalendar}, ARRAY[${a.branchId}::bigint], ${a.matter.publishConsent}, ${a.splitFrom ?? null}, ${a.urgency}, ${linkHash(token)}, ${codeHash(a.id, followCode(a.id, 1))}
      FROM n
    ), who AS (
      INSERT INTO appeals.applicant (appeal_id, branch_id, kind, surname, given, patronymic, organisation, iin_sealed, iin_hash, phone, email, address, representative, authority, search)
      SELECT ${a.id}, ${a.branchId}, ${who?.kind ?? null}, ${person?.surname ?? null}, ${person?.given ?? null}, ${person?.patronymic ?? null},
        ${who?.kind === 'organisation' ? who.name : null}, ${personal ? seal(personal) : null}, ${personal ? iinHash(personal) : null}, ${who?.phone ?? null}, ${who?.email ?? null},
        ${who?.address ?? null}, ${who?.representative?.name ?? null}, ${who?.representative?.authority ?? null}, ${searchLine(who)}
      WHERE ${who !== undefined}
    ), act AS (
      INSERT INTO appeals.act (appeal_id, act, code, at, by_kind, by_account, by_post, public, stage_after, due_after, facts)
      SELECT ${a.id}, 'register', 'registered', ${a.registeredAt}, ${permit.actor.kind}, ${permit.actor.kind === 'staff' ? permit.actor.accountId : null}, ${permit.postId},
        true, 'registered', ${a.dueOn}, ${JSON.stringify({ unit: a.branchId, day: a.dueOn, channel: a.channel, ...(a.given == null ? {} : { reserved: true }), ...(a.urgency === null ? {} : { urgency: a.urgency }) })}::jsonb
    )
    SELECT number FROM n`.execute(db(tx));
  const number = rows[0]?.number;
  if (number === undefined) throw new Error('the counter gave no number');
  if (who?.kind === 'group') await insertSignatories(tx, a.id, who.signatories);
  return number;
};

const insertSignatories = async (tx: Tx, appealId: number, list: readonly { surname: string; given: string; patronymic?: string | undefined; address?: string | undefined }[]): Promise<void> => {
  await db(tx).insertInto('appeals.signatory').values(list.map((one, place) => ({
    appeal_id: appealId, place: place + 1, surname: one.surname, given: one.given, patronymic: one.patronymic ?? null, address: one.address ?? null,
  }))).execute();
};

/** What the desk finds a person by: name in either script, telephone as digits. */
export const searchLine = (who: Applicant | undefined): string => {
  if (!who) return '';
  const name = who.kind === 'organisation' ? who.name : [who.surname, who.given, who.patronymic].filter(Boolean).join(' ');
  return fold([name, who.representative?.name, who.phone?.slice(1)].filter(Boolean).join(' '));
};

/** The answer of a registration given again: same number, same day, same link. Asked with the caller's key and body proven equal. */
export const registeredBefore = async (tx: Tx, ids: readonly number[]): Promise<readonly RegisteredMatter[]> => {
  const found: RegisteredMatter[] = [];
  for (const id of ids) {
    // Whoever holds the key holds the matter: row-level security is asked as its holder.
    await sql`SELECT set_config('jauap.held', ${String(id)}, true)`.execute(db(tx));
    found.push(...(await registeredOf(tx, id)));
  }
  return found;
};

/** What the talon shows. */
export const registeredOf = async (q: Read, id: number): Promise<readonly RegisteredMatter[]> => {
  const r = await db(q).selectFrom('appeals.appeal').select(['id', 'number', 'branch_id', 'kind', 'received_at', 'registered_on', 'original_due_on', 'secret_version']).where('id', '=', id).executeTakeFirst();
  return r ? [{
    appealId: r.id, number: r.number, branchId: r.branch_id, kind: r.kind, receivedAt: r.received_at, registeredOn: r.registered_on as Day, dueOn: r.original_due_on as Day,
    linkToken: linkToken(r.id, r.secret_version), followCode: followCode(r.id, r.secret_version),
  }] : [];
};
