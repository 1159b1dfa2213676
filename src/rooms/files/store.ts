import type { Permit } from '../../kernel/permit.ts';
import { sql, view, type Generated, type Read, type Selectable, type Tx } from '../../platform/db.ts';
import type { FileKind, FileState, StoredFile } from './law.ts';

type FileTable = {
  id: number; nth: Generated<number>; owner: string | null; taken_by: string; name: string; kind: FileKind; mime: string; bytes: number; sha256: string;
  width: number | null; height: number | null; state: FileState; scanned: boolean; key: string | null; thumbnail_key: string | null; taken_at: Date;
};
type Tables = { 'files.file': FileTable };
type Row = Selectable<FileTable>;
const q = (read: Read) => view<Tables>(read);

const stored = (row: Row): StoredFile => ({
  id: row.id, name: row.name, kind: row.kind, mime: row.mime, bytes: row.bytes, picture: row.kind === 'picture', width: row.width, height: row.height,
  state: row.state, scanned: row.scanned,
});

export type Where = { readonly id: number; readonly nth: number; readonly state: FileState; readonly key: string | null; readonly thumbnailKey: string | null };
const whereOf = (row: Pick<Row, 'id' | 'nth' | 'state' | 'key' | 'thumbnail_key'>): Where => ({ id: row.id, nth: row.nth, state: row.state, key: row.key, thumbnailKey: row.thumbnail_key });

/** What one browser or account keeps without a record. */
export const unattachedBy = async (read: Read, by: string): Promise<number> =>
  Number((await q(read).selectFrom('files.file').select((e) => e.fn.countAll<number>().as('n')).where('taken_by', '=', by).where('owner', 'is', null).where('state', '<>', 'going').executeTakeFirstOrThrow()).n);

/** Until the transaction ends, no other upload of `by` is counted. */
export const lockTaker = async (tx: Tx, by: string): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${by}, 7215006))`.execute(q(tx));
};

export type Arriving = {
  readonly id: number; readonly by: string; readonly name: string; readonly kind: FileKind; readonly mime: string; readonly bytes: number; readonly sha256: string;
  readonly width: number | null; readonly height: number | null; readonly key: string; readonly thumbnailKey: string | null; readonly at: Date;
};

/** Before the bytes: whatever lies in the store has a row that names it. */
export const writeArriving = async (tx: Tx, _permit: Permit<'files.take'>, f: Arriving): Promise<void> => {
  await q(tx).insertInto('files.file').values({
    id: f.id, owner: null, taken_by: f.by, name: f.name, kind: f.kind, mime: f.mime, bytes: f.bytes, sha256: f.sha256, width: f.width, height: f.height,
    state: 'arriving', scanned: false, key: f.key, thumbnail_key: f.thumbnailKey, taken_at: f.at,
  }).execute();
};

/** After the bytes are safe. */
export const writeArrived = async (tx: Tx, _permit: Permit<'files.take'>, id: number, is: { state: 'clean' | 'quarantined'; scanned: boolean }): Promise<void> => {
  await q(tx).updateTable('files.file').set(is).where('id', '=', id).where('state', '=', 'arriving').returning('id').executeTakeFirstOrThrow();
};

export const writeFailed = async (tx: Tx, _permit: Permit<'files.take'>, id: number): Promise<void> => {
  await q(tx).updateTable('files.file').set({ state: 'going' }).where('id', '=', id).where('state', '=', 'arriving').execute();
};

/** Claims unattached files; gives back how many it got. The calling act's room has asked its own policy. */
export const claim = async (tx: Tx, ids: readonly number[], owner: string, by: string | undefined): Promise<number> => {
  let update = q(tx).updateTable('files.file').set({ owner }).where('id', 'in', [...ids]).where('owner', 'is', null).where('state', 'in', ['clean', 'quarantined']);
  if (by !== undefined) update = update.where('taken_by', '=', by);
  return (await update.returning('id').execute()).length;
};

/** Most a record has; far above any limit of a form. */
const mostOfOwner = 1_000;

export const filesOf = async (read: Read, owner: string | readonly string[]): Promise<readonly StoredFile[]> =>
  (await q(read).selectFrom('files.file').selectAll().where('owner', 'in', [owner].flat()).orderBy('nth').limit(mostOfOwner).execute()).map(stored);

export const ownersFile = async (read: Read, owner: string | readonly string[], fileId: number): Promise<StoredFile | null> => {
  const row = await q(read).selectFrom('files.file').selectAll().where('owner', 'in', [owner].flat()).where('id', '=', fileId).executeTakeFirst();
  return row ? stored(row) : null;
};

export const whereIs = async (read: Read, id: number): Promise<Where | null> => {
  const row = await q(read).selectFrom('files.file').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? whereOf(row) : null;
};

/** Takes the next old unattached files, and uploads that never finished, out of everybody's reach. */
export const writeGoing = async (tx: Tx, _permit: Permit<'files.tend'>, o: { after: number; takenBefore: Date; arrivingBefore: Date; limit: number }): Promise<readonly Where[]> => {
  const next = q(tx).selectFrom('files.file').select('id').where('owner', 'is', null).where('nth', '>', o.after)
    .where((e) => e.or([e('taken_at', '<', o.takenBefore), e('state', '=', 'going'), e.and([e('state', '=', 'arriving'), e('taken_at', '<', o.arrivingBefore)])]))
    .orderBy('nth').limit(o.limit).forUpdate().skipLocked();
  const rows = await q(tx).updateTable('files.file').set({ state: 'going' }).where('id', 'in', next).returningAll().execute();
  return rows.map(whereOf).toSorted((a, b) => a.nth - b.nth);
};

export const removeGone = async (tx: Tx, _permit: Permit<'files.tend'>, id: number): Promise<void> => {
  await q(tx).deleteFrom('files.file').where('id', '=', id).where('owner', 'is', null).where('state', '=', 'going').execute();
};

/** Files that wait for the scanner, and infected ones whose bytes are not removed yet. */
export const toScan = async (read: Read, after: number, limit: number): Promise<readonly Where[]> =>
  (await q(read).selectFrom('files.file').selectAll().where('state', 'in', ['quarantined', 'infected']).where('key', 'is not', null).where('nth', '>', after)
    .orderBy('nth').limit(limit).execute()).map(whereOf);

/** False when it was no longer waiting. */
export const writeScanned = async (tx: Tx, _permit: Permit<'files.tend'>, id: number, state: 'clean' | 'infected'): Promise<boolean> =>
  (await q(tx).updateTable('files.file').set({ state, scanned: true }).where('id', '=', id).where('state', '=', 'quarantined').returning('id').execute()).length === 1;

export const writeEmptied = async (tx: Tx, _permit: Permit<'files.tend'>, id: number): Promise<void> => {
  await q(tx).updateTable('files.file').set({ key: null, thumbnail_key: null }).where('id', '=', id).where('state', '=', 'infected').execute();
};

/** Names of papers on their way into a record, for the form that carries them. Ids are unguessable. */
export const unattachedNames = async (read: Read, ids: readonly number[]): Promise<readonly { id: number; name: string }[]> =>
  ids.length === 0 ? [] : view<Tables>(read).selectFrom('files.file').select(['id', 'name']).where('id', 'in', [...ids]).where('owner', 'is', null).orderBy('taken_at').orderBy('id').execute();

/** What the store holds for the rows of this transaction, a page at a time: both names of a picture. */
export const keptKeys = async (read: Read, after: number, limit: number): Promise<{ readonly keys: readonly string[]; readonly last: number | null }> => {
  const rows = await q(read).selectFrom('files.file').select(['nth', 'key', 'thumbnail_key']).where('nth', '>', after).where('state', 'in', ['clean', 'quarantined', 'infected'])
    .orderBy('nth').limit(limit).execute();
  return { keys: rows.flatMap((row) => [row.key, row.thumbnail_key].filter((key) => key !== null)), last: rows.at(-1)?.nth ?? null };
};

/** Of these names, those that rows still have. */
export const stillNamed = async (read: Read, keys: readonly string[]): Promise<readonly string[]> => {
  const rows = await q(read).selectFrom('files.file').select(['key', 'thumbnail_key']).where('state', 'in', ['clean', 'quarantined'])
    .where((e) => e.or([e('key', 'in', [...keys]), e('thumbnail_key', 'in', [...keys])])).execute();
  const named = new Set(rows.flatMap((row) => [row.key, row.thumbnail_key]));
  return keys.filter((key) => named.has(key));
};
