import { fold } from '../../kernel/fold.ts';
import type { Permit } from '../../kernel/permit.ts';
import { sql, view, type Generated, type Read, type Selectable, type Tx } from '../../platform/db.ts';
import { inOrder, searchText, type Names, type Territory, type Unit, type UnitKind, type UnitLevel } from './law.ts';

type TerritoryTable = { code: string; parent_code: string | null; level: number; kind: string; name_kk: string; name_ru: string; name_en: string; path: string[]; search: string; gone_on: string | null };
type UnitTable = {
  id: Generated<number>; kind: UnitKind; level: UnitLevel; code: string; parent_id: number | null; path: number[]; territory_code: string;
  name_kk: string; name_ru: string; name_en: string; address: string | null; phone: string | null; profile: 'internal' | 'appk'; calendar: string;
  closing_minute: number; opened_on: string; closed_on: string | null;
};
type Tables = {
  'units.territory': TerritoryTable;
  'units.topic': { code: string; name_kk: string; name_ru: string; name_en: string; place: number; active: boolean };
  'units.unit': UnitTable;
  'units.competence': { id: Generated<number>; topic_code: string; territory_code: string; unit_id: number; from_on: string; to_on: string | null };
};
export const q = (read: Read) => view<Tables>(read);

const names = (row: { name_kk: string; name_ru: string; name_en: string }): Names => ({ kk: row.name_kk, ru: row.name_ru, en: row.name_en });
const territory = (row: TerritoryTable): Territory => ({ code: row.code, parentCode: row.parent_code, level: row.level, kind: row.kind, names: names(row), path: row.path });
export const unit = (row: Selectable<UnitTable>): Unit => ({
  id: row.id, kind: row.kind, level: row.level, code: row.code, parentId: row.parent_id, path: row.path.map(Number), territoryCode: row.territory_code, names: names(row),
  address: row.address, phone: row.phone, profile: row.profile, calendar: row.calendar, closingMinute: row.closing_minute, closedOn: row.closed_on,
});

/** The unit and everything below it. */
export const below = async (read: Read, unitId: number): Promise<readonly number[]> =>
  (await q(read).selectFrom('units.unit').select('id').where(sql<boolean>`path @> ARRAY[${unitId}]::bigint[]`).execute()).map((row) => row.id);

export const unitsByIds = async (read: Read, ids: readonly number[]): Promise<ReadonlyMap<number, Unit>> => {
  if (ids.length === 0) return new Map();
  const rows = await q(read).selectFrom('units.unit').selectAll().where(sql<boolean>`id = ANY (${[...new Set(ids)]}::bigint[])`).execute();
  return new Map(rows.map((row) => [row.id, unit(row)]));
};

export const unitById = async (read: Read, id: number): Promise<Unit | null> => (await unitsByIds(read, [id])).get(id) ?? null;

export const unitByCode = async (read: Read, code: string): Promise<Unit | null> => {
  const row = await q(read).selectFrom('units.unit').selectAll().where('code', '=', code).executeTakeFirst();
  return row ? unit(row) : null;
};

/** Open units of a kind, the tree in reading order. */
export const openUnits = async (read: Read, kind: UnitKind, within: 'all' | readonly number[] = 'all'): Promise<readonly Unit[]> => {
  let query = q(read).selectFrom('units.unit').selectAll().where('kind', '=', kind).where('closed_on', 'is', null);
  if (within !== 'all') query = query.where('id', 'in', within.length > 0 ? [...within] : [0]);
  return (await query.orderBy('path').limit(5_000).execute()).map(unit);
};

export const territoriesByCodes = async (read: Read, codes: readonly string[]): Promise<ReadonlyMap<string, Territory>> => {
  if (codes.length === 0) return new Map();
  const rows = await q(read).selectFrom('units.territory').selectAll().where(sql<boolean>`code = ANY (${[...new Set(codes)]}::text[])`).execute();
  return new Map(rows.map((row) => [row.code, territory(row)]));
};

/** Places with all that is above them, in one question. */
export const territoriesUpwards = async (read: Read, codes: readonly string[]): Promise<ReadonlyMap<string, Territory>> => {
  if (codes.length === 0) return new Map();
  const rows = await q(read).selectFrom('units.territory').selectAll()
    .where(sql<boolean>`code = ANY (ARRAY(SELECT unnest(path || code) FROM units.territory WHERE code = ANY (${[...new Set(codes)]}::text[])))`).execute();
  return new Map(rows.map((row) => [row.code, territory(row)]));
};

export const territoryChildren = async (read: Read, code: string): Promise<readonly Territory[]> =>
  inOrder((await q(read).selectFrom('units.territory').selectAll().where('parent_code', '=', code).where('gone_on', 'is', null).orderBy('name_kk').limit(500).execute()).map(territory), 'kk');

/** Places by a part of a name, typed in either script and with or without Kazakh letters; nearer names and larger places first. */
export const searchTerritories = async (read: Read, text: string, limit = 12): Promise<readonly Territory[]> => {
  const folded = fold(text).replace(/[\\%_]/g, '\\$&');
  if (folded.length < 2) return [];
  const rows = await q(read).selectFrom('units.territory').selectAll().where('level', '>', 0).where('gone_on', 'is', null)
    .where('search', 'like', `%${folded}%`)
    .orderBy(sql`(search LIKE ${`${folded}%`})`, 'desc').orderBy('level').orderBy('name_kk').limit(limit).execute();
  return rows.map(territory);
};

/** The nearest branch up the tree of places, the smallest that stands there; the central one where no place is known. */
export const branchFor = async (read: Read, territoryCode: string | undefined): Promise<Unit | null> => {
  const row = await q(read).selectFrom('units.unit as u').innerJoin('units.territory as t', 't.code', 'u.territory_code').selectAll('u')
    .where('u.kind', '=', 'branch').where('u.closed_on', 'is', null).where('u.level', '<>', 'primary').where(sql<boolean>`u.territory_code = ANY (coalesce((SELECT path FROM units.territory WHERE code = ${territoryCode ?? null}), ARRAY['000000000']))`)
    .orderBy('t.level', 'desc').orderBy('u.id').limit(1).executeTakeFirst();
  if (row) return unit(row);
  const top = await q(read).selectFrom('units.unit').selectAll().where('kind', '=', 'branch').where('closed_on', 'is', null).where('parent_id', 'is', null).orderBy('id').limit(1).executeTakeFirst();
  return top ? unit(top) : null;
};

export type Competent = { readonly unit: Unit; readonly territoryCode: string; readonly exact: boolean };

/** Who answers for the topic there; where nobody is set, who answers for it in the next place up. */
export const competentBody = async (read: Read, topicCode: string, territoryCode: string): Promise<Competent | null> => (await competentBodies(read, [topicCode], territoryCode)).get(topicCode) ?? null;
/** As `competentBody`, for several topics at once. */
export const competentBodies = async (read: Read, topicCodes: readonly string[], territoryCode: string): Promise<ReadonlyMap<string, Competent>> => {
  if (topicCodes.length === 0) return new Map();
  const path = (await territoriesByCodes(read, [territoryCode])).get(territoryCode)?.path ?? [];
  if (path.length === 0) return new Map();
  const rows = await q(read).selectFrom('units.competence as c').innerJoin('units.unit as u', 'u.id', 'c.unit_id').innerJoin('units.territory as t', 't.code', 'c.territory_code')
    .distinctOn('c.topic_code').selectAll('u').select(['c.topic_code as topic', 'c.territory_code as answers_in'])
    .where('c.topic_code', 'in', [...new Set(topicCodes)]).where('c.territory_code', 'in', [...path]).where('c.to_on', 'is', null).where('u.closed_on', 'is', null)
    .orderBy('c.topic_code').orderBy('t.level', 'desc').execute();
  return new Map(rows.map((row) => [row.topic, { unit: unit(row), territoryCode: row.answers_in, exact: row.answers_in === territoryCode }]));
};

export type NewTerritory = { readonly code: string; readonly parentCode: string | null; readonly level: number; readonly kind: string; readonly names: Names; readonly path: readonly string[] };

/** Writes places as they stand now; gives back how many were new or changed. Parents come first. */
export const putTerritories = async (tx: Tx, _permit: Permit<'units.import'>, list: readonly NewTerritory[]): Promise<number> => {
  const values = list.map((t) => ({ code: t.code, parent_code: t.parentCode, level: t.level, kind: t.kind, name_kk: t.names.kk, name_ru: t.names.ru, name_en: t.names.en, path: [...t.path], search: searchText(t.names) }));
  const result = await sql`INSERT INTO units.territory (code, parent_code, level, kind, name_kk, name_ru, name_en, path, search)
    SELECT code, parent_code, level, kind, name_kk, name_ru, name_en, path, search FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb)
      AS x(code text, parent_code text, level int, kind text, name_kk text, name_ru text, name_en text, path text[], search text)
    ON CONFLICT (code) DO UPDATE SET parent_code = excluded.parent_code, level = excluded.level, kind = excluded.kind, name_kk = excluded.name_kk,
      name_ru = excluded.name_ru, name_en = excluded.name_en, path = excluded.path, search = excluded.search, gone_on = NULL
    WHERE (units.territory.name_kk, units.territory.name_ru, units.territory.kind, units.territory.parent_code) IS DISTINCT FROM (excluded.name_kk, excluded.name_ru, excluded.kind, excluded.parent_code)`.execute(q(tx));
  return Number(result.numAffectedRows ?? 0);
};

export type NewUnit = {
  readonly kind: UnitKind; readonly level: UnitLevel; readonly code: string; readonly parentId: number | null; readonly territoryCode: string; readonly names: Names;
  readonly address?: string | null; readonly phone?: string | null; readonly profile?: 'internal' | 'appk'; readonly calendar?: string; readonly closingMinute?: number; readonly openedOn?: string;
};

export const insertUnit = async (tx: Tx, _permit: Permit<'units.open'>, u: NewUnit): Promise<number> => {
  const row = await q(tx).insertInto('units.unit').values({
    kind: u.kind, level: u.level, code: u.code, parent_id: u.parentId, path: [], territory_code: u.territoryCode, name_kk: u.names.kk, name_ru: u.names.ru, name_en: u.names.en,
    address: u.address ?? null, phone: u.phone ?? null, profile: u.profile ?? 'internal', calendar: u.calendar ?? 'kz5', closing_minute: u.closingMinute ?? 1110, opened_on: u.openedOn ?? '2020-01-01', closed_on: null,
  }).returning('id').executeTakeFirstOrThrow();
  await sql`UPDATE units.unit SET path = coalesce((SELECT p.path FROM units.unit p WHERE p.id = ${u.parentId}), '{}') || ${row.id}::bigint WHERE id = ${row.id}`.execute(q(tx));
  return row.id;
};

/** Ends whoever answered for the topic there, and writes who does from `fromOn`. */
export const putCompetence = async (tx: Tx, _permit: Permit<'units.set_competence'>, c: { topicCode: string; territoryCode: string; unitId: number; fromOn: string }): Promise<void> => {
  await q(tx).updateTable('units.competence').set({ to_on: c.fromOn }).where('topic_code', '=', c.topicCode).where('territory_code', '=', c.territoryCode).where('to_on', 'is', null).execute();
  await q(tx).insertInto('units.competence').values({ topic_code: c.topicCode, territory_code: c.territoryCode, unit_id: c.unitId, from_on: c.fromOn, to_on: null }).execute();
};

/** Opening, moving and closing come one after another: no unit ends up under one that closes, nor two under each other. */
export const lockTree = async (tx: Tx): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(hashtext('units tree'))`.execute(q(tx));
};

export const anyBranch = async (read: Read): Promise<boolean> =>
  (await q(read).selectFrom('units.unit').select('id').where('kind', '=', 'branch').limit(1).executeTakeFirst()) !== undefined;

/** Open branches whose place the given place lies in, itself counted. */
export const groundsOf = async (read: Read, territoryCode: string): Promise<readonly number[]> => {
  const path = (await territoriesByCodes(read, [territoryCode])).get(territoryCode)?.path ?? [];
  if (path.length === 0) return [];
  return (await q(read).selectFrom('units.unit').select('id').where('kind', '=', 'branch').where('closed_on', 'is', null).where('territory_code', 'in', [...path]).execute()).map((row) => row.id);
};

/** Units of a kind that one manages, closed ones too, the tree in reading order. Of bodies: those that lie in the places of one's branches. */
export const managedUnits = async (read: Read, kind: UnitKind, within: 'all' | readonly number[]): Promise<readonly Unit[]> => {
  let query = q(read).selectFrom('units.unit as u').selectAll('u').where('u.kind', '=', kind);
  if (within !== 'all') {
    const ids = sql`${[...within]}::bigint[]`;
    query = kind === 'branch'
      ? query.where(sql<boolean>`u.id = ANY(${ids})`)
      : query.where(sql<boolean>`(u.id = ANY(${ids}) OR EXISTS (SELECT 1 FROM units.territory t JOIN units.unit b ON b.territory_code = ANY(t.path)
          WHERE t.code = u.territory_code AND b.kind = 'branch' AND b.closed_on IS NULL AND b.id = ANY(${ids})))`);
  }
  return (await query.orderBy('u.path').limit(5_000).execute()).map(unit);
};

export const openBelow = async (read: Read, unitId: number): Promise<number> =>
  (await q(read).selectFrom('units.unit').select('id').where(sql<boolean>`path @> ARRAY[${unitId}]::bigint[]`).where('id', '<>', unitId).where('closed_on', 'is', null).execute()).length;

export type UnitPatch = {
  readonly names?: Names; readonly address?: string | null; readonly phone?: string | null; readonly profile?: 'internal' | 'appk'; readonly calendar?: string; readonly closingMinute?: number;
};

export const updateUnit = async (tx: Tx, _permit: Permit<'units.change'>, unitId: number, p: UnitPatch): Promise<void> => {
  await q(tx).updateTable('units.unit').set({
    ...(p.names ? { name_kk: p.names.kk, name_ru: p.names.ru, name_en: p.names.en } : {}), ...(p.address === undefined ? {} : { address: p.address }), ...(p.phone === undefined ? {} : { phone: p.phone }),
    ...(p.profile ? { profile: p.profile } : {}), ...(p.calendar ? { calendar: p.calendar } : {}), ...(p.closingMinute === undefined ? {} : { closing_minute: p.closingMinute }),
  }).where('id', '=', unitId).execute();
};

/** The unit under another one, with everything below it. */
export const putUnder = async (tx: Tx, _permit: Permit<'units.move'>, unitId: number, parent: Pick<Unit, 'id' | 'path'>): Promise<void> => {
  await q(tx).updateTable('units.unit').set({ parent_id: parent.id }).where('id', '=', unitId).execute();
  await sql`UPDATE units.unit SET path = ${[...parent.path]}::bigint[] || path[array_position(path, ${unitId}::bigint):] WHERE path @> ARRAY[${unitId}]::bigint[]`.execute(q(tx));
};

/** Closed from that day; a body answers for nothing any more. Gives back how many of its answers ended with it. */
export const writeClosed = async (tx: Tx, _permit: Permit<'units.close'>, unitId: number, on: string): Promise<number> => {
  await q(tx).updateTable('units.unit').set({ closed_on: on }).where('id', '=', unitId).execute();
  const ended = await q(tx).updateTable('units.competence').set({ to_on: sql<string>`greatest(from_on, ${on}::date)` }).where('unit_id', '=', unitId).where('to_on', 'is', null).executeTakeFirst();
  return Number(ended.numUpdatedRows);
};
