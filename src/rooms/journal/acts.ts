import type { Actor } from '../../kernel/actor.ts';
import { read, write, type Read, type Tx } from '../../platform/db.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { canonical, grow, leafHash, rootOf, signedText, type Leaf } from './law.ts';
import { keyIdOf, signatureHolds, type Signer, type Witness } from './signing.ts';
import { lastTree, lockSealer, rootsAfter, sealedFrom, strayLeaves, takeUnsealed, waitingFrom, writeLeaf, writeRoot, writeSeals } from './store.ts';

export type Entry = { readonly act: string; readonly subject: string; readonly actor: Actor; readonly facts?: unknown; readonly at: Date; readonly postId?: number | null };

const actorId = (actor: Actor): number | null => (actor.kind === 'staff' ? actor.accountId : actor.kind === 'holder' ? actor.appealId : null);

/** Writes the leaf of an act, in the act's own transaction. Facts are ids, codes and hashes: never a person's words. */
export const record = async (tx: Tx, entry: Entry): Promise<void> => {
  const leaf: Leaf = {
    act: entry.act, subject: entry.subject, actorKind: entry.actor.kind === 'system' ? `system:${entry.actor.name}` : entry.actor.kind,
    actorId: actorId(entry.actor), postId: entry.postId ?? null, facts: canonical(entry.facts ?? {}), at: entry.at,
  };
  await writeLeaf(tx, leaf, leafHash(leaf));
};

const batch = 2_000;

/** Orders what has been committed into the tree and signs the new root. Returns how many leaves were sealed; 0 when another sealer is at work. */
export const sealOnce = async (ctx: Ctx, signer: Signer, witness: Witness): Promise<number> => {
  const sealed = await write(ctx, async (tx) => {
    if (!(await lockSealer(tx))) return null;
    const leaves = await takeUnsealed(tx, batch);
    if (leaves.length === 0) return null;
    const before = await lastTree(tx);
    const tree = leaves.reduce((growing, leaf) => grow(growing, leaf.hash), before);
    const at = new Date(ctx.clock.now());
    const root = rootOf(tree);
    await writeSeals(tx, before.size, leaves);
    await writeRoot(tx, tree, { size: tree.size, root, at, keyId: signer.keyId, signature: signer.sign(signedText(tree.size, root, at)) });
    return { count: leaves.length, size: tree.size, root };
  });
  if (!sealed) return 0;
  witness.note(sealed.size, sealed.root);
  return sealed.count;
};

/** The tree as it stands in this transaction: how many acts it holds, and its root. */
export const treeIn = async (q: Read): Promise<{ readonly size: number; readonly root: string }> => {
  const tree = await lastTree(q);
  return { size: tree.size, root: rootOf(tree).toString('hex') };
};

/** `hash`: of what the leaf says, whatever stands beside it; empty when it is gone. */
export type WaitingAct = { readonly id: number; readonly hash: string };
/** Acts that are committed and not yet in the tree, in the order of their ids, as the sealer takes them; page by page, for an import leaves millions. */
export async function* waitingIn(q: Read): AsyncGenerator<WaitingAct> {
  for (let page = await waitingFrom(q, 0, pageSize); page.length > 0; page = await waitingFrom(q, page.at(-1)?.id ?? 0, pageSize)) {
    for (const { id, leaf } of page) yield { id, hash: leaf ? leafHash(leaf).toString('hex') : '' };
  }
}

export type Finding = { readonly position: number; readonly what: 'leaf changed' | 'leaf gone' | 'seal changed' | 'seal gone' | 'root differs' | 'peaks differ' | 'root gone' | 'signature differs' | 'sealed and waiting' | 'leaves outside the tree' };
export type Verified = { readonly sealed: number; readonly root: string; readonly findings: readonly Finding[] };

const mostFindings = 100;
const pageSize = 5_000;

/** Recomputes everything from the rows: leaves, order, every stored root and its signature, what waits for the sealer, and the roots kept outside the database. */
export const verify = (ctx: Ctx, o: { publicPem: string; witness: Witness }): Promise<Verified> =>
  read(ctx, async (q) => {
    const findings: Finding[] = [];
    const found = (position: number, what: Finding['what']) => findings.length < mostFindings && findings.push({ position, what });
    const witnessed = new Map(o.witness.lines().map((line) => [line.size, line.root]));
    let tree = { size: 0, peaks: [] as readonly Buffer[] };
    let roots = await rootsAfter(q, 0, 1_000);
    let next = 0;
    for (;;) {
      const page = await sealedFrom(q, next, pageSize);
      if (page.length === 0) break;
      for (const seal of page) {
        if (seal.position !== tree.size) found(tree.size, 'seal gone');
        if (!seal.leaf) found(seal.position, 'leaf gone');
        else if (!leafHash(seal.leaf).equals(seal.leaf.hash)) found(seal.position, 'leaf changed');
        else if (!seal.leaf.hash.equals(seal.sealHash)) found(seal.position, 'seal changed');
        tree = grow(tree, seal.leaf ? leafHash(seal.leaf) : seal.sealHash);
        const root = roots[0];
        if (root && root.size === tree.size) {
          const computed = rootOf(tree);
          if (!computed.equals(root.root)) found(seal.position, 'root differs');
          // the sealer goes on from the peaks: altered, they would lead the next root astray
          else if (!rootOf({ size: root.size, peaks: root.peaks }).equals(computed)) found(seal.position, 'peaks differ');
          if (root.keyId !== keyIdOf(o.publicPem) || !signatureHolds(o.publicPem, signedText(root.size, root.root, root.at), root.signature)) found(seal.position, 'signature differs');
          const outside = witnessed.get(root.size);
          if (outside !== undefined && outside !== computed.toString('hex')) found(seal.position, 'root differs');
          witnessed.delete(root.size);
          roots = roots.length > 1 ? roots.slice(1) : await rootsAfter(q, root.size, 1_000);
        }
      }
      next = (page.at(-1)?.position ?? next) + 1;
    }
    for (const root of roots) found(root.size - 1, 'seal gone');
    for (const size of witnessed.keys()) found(size - 1, 'root gone');
    if ((await lastTree(q)).size < tree.size) found(tree.size - 1, 'root gone');
    for (let page = await waitingFrom(q, 0, pageSize); page.length > 0; page = await waitingFrom(q, page.at(-1)?.id ?? 0, pageSize)) {
      for (const { leaf, sealed } of page) {
        if (sealed) found(tree.size, 'sealed and waiting');
        else if (!leaf) found(tree.size, 'leaf gone');
        else if (!leafHash(leaf).equals(leaf.hash)) found(tree.size, 'leaf changed');
      }
    }
    if ((await strayLeaves(q)) > 0) found(tree.size, 'leaves outside the tree');
    return { sealed: tree.size, root: rootOf(tree).toString('hex'), findings };
  });
