import { createHash, createPublicKey, verify } from 'node:crypto';

/** The journal as anybody reads it out of the database: rows as JSON gives them, `bytea` as `\x…`. */
export type Journal = {
  readonly leaf: readonly LeafRow[]; readonly seal: readonly SealRow[]; readonly root: readonly RootRow[]; readonly unsealed: readonly { leaf_id: number }[];
};
export type LeafRow = { id: number; act: string; subject: string; actor_kind: string; actor_id: number | null; post_id: number | null; facts: string; at: string; hash: string };
export type SealRow = { position: number; leaf_id: number; hash: string };
export type RootRow = { size: number; root: string; peaks: readonly string[]; at: string; key_id: string; signature: string };
export type Noted = { readonly size: number; readonly root: string };

const sha = (...parts: readonly Buffer[]): Buffer => createHash('sha256').update(Buffer.concat(parts)).digest();
const bytes = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');
const halfOf = (count: number): number => {
  let half = 1;
  while (half * 2 < count) half *= 2;
  return half;
};

/** From RFC 6962, 2.1, by its recursive definition; `leaves` are hashed already. */
export const naiveRoot = (leaves: readonly Buffer[]): Buffer => {
  const [only] = leaves;
  if (!only) return sha();
  if (leaves.length === 1) return only;
  const half = halfOf(leaves.length);
  return sha(Buffer.from([1]), naiveRoot(leaves.slice(0, half)), naiveRoot(leaves.slice(half)));
};
/** Roots of the perfect trees that so many leaves fall into, largest first. */
export const naivePeaks = (leaves: readonly Buffer[]): readonly Buffer[] => {
  if (leaves.length === 0) return [];
  const size = 2 ** Math.floor(Math.log2(leaves.length));
  return [naiveRoot(leaves.slice(0, size)), ...naivePeaks(leaves.slice(size))];
};
export const hashOf = (leaf: LeafRow): Buffer => sha(Buffer.from([0]), Buffer.from(JSON.stringify([leaf.act, leaf.subject, leaf.actor_kind, leaf.actor_id, leaf.post_id, leaf.facts, new Date(leaf.at).toISOString()])));
export const textToSign = (root: RootRow): Buffer => Buffer.from(`jauap journal\n${root.size}\n${root.root.slice(2)}\n${new Date(root.at).toISOString()}\n`);

/** A second verifier: knows the rows, the public key and what stands outside, and shares no line with the program's own. Gives back what is wrong. */
export const recount = (journal: Journal, publicPem: string, noted: readonly Noted[]): readonly string[] => {
  const wrong: string[] = [];
  const byId = new Map(journal.leaf.map((leaf) => [leaf.id, leaf]));
  const seals = journal.seal.toSorted((a, b) => a.position - b.position);
  const hashes = seals.map(({ position, leaf_id, hash }, at) => {
    const leaf = byId.get(leaf_id);
    if (position !== at) wrong.push(`place ${at} is ${position}`);
    if (!leaf) wrong.push(`no leaf ${leaf_id}`);
    else if (leaf.hash !== hash) wrong.push(`seal of ${leaf_id}`);
    return leaf ? hashOf(leaf) : bytes(hash);
  });
  for (const leaf of journal.leaf) if (!hashOf(leaf).equals(bytes(leaf.hash))) wrong.push(`leaf ${leaf.id}`);
  const sealed = new Set(seals.map((seal) => seal.leaf_id));
  const waiting = new Set(journal.unsealed.map((one) => one.leaf_id));
  for (const id of byId.keys()) if (sealed.has(id) === waiting.has(id)) wrong.push(`leaf ${id} is sealed and waits, or neither`);
  for (const id of waiting) if (!byId.has(id)) wrong.push(`no leaf ${id} that waits`);
  const rootAt = new Map(journal.root.map((root) => [root.size, root]));
  const keyId = createHash('sha256').update(publicPem).digest('hex').slice(0, 16);
  for (const root of journal.root) {
    const under = hashes.slice(0, root.size);
    if (under.length !== root.size || !naiveRoot(under).equals(bytes(root.root))) wrong.push(`root of ${root.size}`);
    if (naivePeaks(under).map((peak) => `\\x${peak.toString('hex')}`).join() !== root.peaks.join()) wrong.push(`peaks of ${root.size}`);
    if (root.key_id !== keyId || !verify(null, textToSign(root), createPublicKey(publicPem), bytes(root.signature))) wrong.push(`signature of ${root.size}`);
  }
  if (Math.max(0, ...rootAt.keys()) !== seals.length) wrong.push('the last root is not over all seals');
  for (const { size, root } of noted) if (rootAt.get(size)?.root !== `\\x${root}` || !naiveRoot(hashes.slice(0, size)).equals(Buffer.from(root, 'hex'))) wrong.push(`noted outside: ${size}`);
  return wrong;
};
