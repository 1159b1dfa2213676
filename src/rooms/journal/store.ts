import { sql, view, type Generated, type Read, type Tx } from '../../platform/db.ts';
import type { Leaf, Tree } from './law.ts';

type LeafRow = { id: Generated<number>; act: string; subject: string; actor_kind: string; actor_id: number | null; post_id: number | null; facts: string; at: Date; hash: Buffer };
type RootRow = { size: number; root: Buffer; peaks: Buffer[]; at: Date; key_id: string; signature: Buffer };
type Tables = {
  'journal.leaf': LeafRow;
  'journal.unsealed': { leaf_id: number };
  'journal.seal': { position: number; leaf_id: number; hash: Buffer };
  'journal.root': RootRow;
};
export type Root = { readonly size: number; readonly root: Buffer; readonly at: Date; readonly keyId: string; readonly signature: Buffer };

/** The leaf and its place in the queue of the sealer: one statement, one round trip. */
export const writeLeaf = async (tx: Tx, leaf: Leaf, hash: Buffer): Promise<void> => {
  await sql`WITH leaf AS (
      INSERT INTO journal.leaf (id, act, subject, actor_kind, actor_id, post_id, facts, at, hash)
      VALUES (platform.year_id(${leaf.at}, nextval('journal.leaf_id_seq')), ${leaf.act}, ${leaf.subject}, ${leaf.actorKind}, ${leaf.actorId}, ${leaf.postId}, ${leaf.facts}, ${leaf.at}, ${hash}) RETURNING id)
    INSERT INTO journal.unsealed (leaf_id) SELECT id FROM leaf`.execute(view<Tables>(tx));
};

/** False when another sealer is at work. Held until the transaction ends. */
export const lockSealer = async (tx: Tx): Promise<boolean> =>
  (await sql<{ got: boolean }>`SELECT pg_try_advisory_xact_lock(7215003) AS got`.execute(view<Tables>(tx))).rows[0]?.got ?? false;

export const lastTree = async (q: Read): Promise<Tree> => {
  const row = await view<Tables>(q).selectFrom('journal.root').select(['size', 'peaks']).orderBy('size', 'desc').limit(1).executeTakeFirst();
  return row ? { size: row.size, peaks: row.peaks } : { size: 0, peaks: [] };
};

/** Takes up to `limit` waiting leaves out of the queue. Each is looked up by itself (OFFSET 0 says so): joined in their order, the leaves of all years would be read up to the newest. */
export const takeUnsealed = async (tx: Tx, limit: number): Promise<readonly { id: number; hash: Buffer }[]> =>
  (await sql<{ id: number; hash: Buffer }>`WITH taken AS (
      DELETE FROM journal.unsealed WHERE leaf_id IN (SELECT leaf_id FROM journal.unsealed ORDER BY leaf_id LIMIT ${limit}) RETURNING leaf_id)
    SELECT l.id, l.hash FROM taken t CROSS JOIN LATERAL (SELECT f.id, f.hash FROM journal.leaf f WHERE f.id = t.leaf_id OFFSET 0) l ORDER BY l.id`.execute(view<Tables>(tx))).rows;

export const writeSeals = async (tx: Tx, from: number, leaves: readonly { id: number; hash: Buffer }[]): Promise<void> => {
  await sql`INSERT INTO journal.seal (position, leaf_id, hash)
    SELECT ${from}::bigint + ordinality - 1, id, hash FROM unnest(${leaves.map((leaf) => leaf.id)}::bigint[], ${leaves.map((leaf) => leaf.hash)}::bytea[]) WITH ORDINALITY AS x(id, hash, ordinality)`.execute(view<Tables>(tx));
};

export const writeRoot = async (tx: Tx, tree: Tree, root: Root): Promise<void> => {
  await view<Tables>(tx).insertInto('journal.root').values({ size: tree.size, root: root.root, peaks: [...tree.peaks], at: root.at, key_id: root.keyId, signature: root.signature }).execute();
};

export type Sealed = { readonly position: number; readonly sealHash: Buffer; readonly leaf: Kept | null };

/** Seals from `position` on, each with the leaf it names; null where the leaf is gone. */
export const sealedFrom = async (q: Read, position: number, limit: number): Promise<readonly Sealed[]> => {
  const rows = await view<Tables>(q).selectFrom('journal.seal as s').leftJoin('journal.leaf as l', 'l.id', 's.leaf_id')
    .select(['s.position', 's.hash as seal_hash', 'l.id', 'l.act', 'l.subject', 'l.actor_kind', 'l.actor_id', 'l.post_id', 'l.facts', 'l.at', 'l.hash'])
    .where('s.position', '>=', position).orderBy('s.position').limit(limit).execute();
  return rows.map((row) => ({ position: row.position, sealHash: row.seal_hash, leaf: leafIn(row) }));
};

type Kept = Leaf & { readonly hash: Buffer };
const leafIn = (row: { readonly [column in keyof Omit<LeafRow, 'id'>]: LeafRow[column] | null }): Kept | null =>
  row.act !== null && row.subject !== null && row.actor_kind !== null && row.facts !== null && row.at !== null && row.hash !== null
    ? { act: row.act, subject: row.subject, actorKind: row.actor_kind, actorId: row.actor_id, postId: row.post_id, facts: row.facts, at: row.at, hash: row.hash }
    : null;

export type Waiting = { readonly id: number; readonly leaf: Kept | null; /** it stands in the tree already */ readonly sealed: boolean };

type Nothing<Row> = { readonly [column in keyof Row]: Row[column] | null };
/** What waits for the sealer, from the leaf behind `after` on; each leaf and seal looked up by itself, as the sealer does it. */
export const waitingFrom = async (q: Read, after: number, limit: number): Promise<readonly Waiting[]> => {
  const { rows } = await sql<{ leaf_id: number; position: number | null } & Nothing<Omit<LeafRow, 'id'>>>`
    SELECT u.leaf_id, s.position, l.* FROM (SELECT leaf_id FROM journal.unsealed WHERE leaf_id > ${after} ORDER BY leaf_id LIMIT ${limit}) u
      LEFT JOIN LATERAL (SELECT f.act, f.subject, f.actor_kind, f.actor_id, f.post_id, f.facts, f.at, f.hash FROM journal.leaf f WHERE f.id = u.leaf_id OFFSET 0) l ON true
      LEFT JOIN LATERAL (SELECT f.position FROM journal.seal f WHERE f.leaf_id = u.leaf_id OFFSET 0) s ON true
    ORDER BY u.leaf_id`.execute(view<Tables>(q));
  return rows.map((row) => ({ id: row.leaf_id, leaf: leafIn(row), sealed: row.position !== null }));
};

/** Roots of trees larger than `size`, smallest first, each with the peaks that the sealer goes on from. */
export const rootsAfter = async (q: Read, size: number, limit: number): Promise<readonly (Root & { readonly peaks: readonly Buffer[] })[]> =>
  (await view<Tables>(q).selectFrom('journal.root').selectAll().where('size', '>', size).orderBy('size').limit(limit).execute())
    .map((row) => ({ size: row.size, root: row.root, peaks: row.peaks, at: row.at, keyId: row.key_id, signature: row.signature }));

/** The root that stood after so many acts; null where no sealer ever stopped there. */
export const rootAt = async (q: Read, size: number): Promise<string | null> =>
  (await view<Tables>(q).selectFrom('journal.root').select('root').where('size', '=', size).executeTakeFirst())?.root.toString('hex') ?? null;

/** Leaves that are neither sealed nor waiting: somebody took them out of the queue. */
export const strayLeaves = async (q: Read): Promise<number> =>
  (await sql<{ n: number }>`SELECT count(*) AS n FROM journal.leaf l
    WHERE NOT EXISTS (SELECT 1 FROM journal.seal s WHERE s.leaf_id = l.id) AND NOT EXISTS (SELECT 1 FROM journal.unsealed u WHERE u.leaf_id = l.id)`.execute(view<Tables>(q))).rows[0]?.n ?? 0;

/** The newest of that act; null where it never was. From the newest on, by the index of the subject. */
export const lastLeafOf = async (q: Read, subject: string, act: string): Promise<Leaf | null> => {
  const row = await view<Tables>(q).selectFrom('journal.leaf').selectAll().where('subject', '=', subject).where('act', '=', act).orderBy('id', 'desc').limit(1).executeTakeFirst();
  return row ? leafIn(row) : null;
};

export const leavesOf = async (q: Read, subject: string, limit = 200): Promise<readonly (Leaf & { id: number })[]> =>
  (await view<Tables>(q).selectFrom('journal.leaf').selectAll().where('subject', '=', subject).orderBy('id').limit(limit).execute())
    .map((row) => ({ id: row.id, act: row.act, subject: row.subject, actorKind: row.actor_kind, actorId: row.actor_id, postId: row.post_id, facts: row.facts, at: row.at }));
