import { createHash } from 'node:crypto';

/** What a leaf says, in the order in which it is hashed. */
export type Leaf = {
  readonly act: string; readonly subject: string; readonly actorKind: string;
  readonly actorId: number | null; readonly postId: number | null; readonly facts: string; readonly at: Date;
};

const sha256 = (...parts: readonly Buffer[]): Buffer => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest();
};
const leafMark = Buffer.from([0]);
const nodeMark = Buffer.from([1]);

/** RFC 6962, 2.1: a leaf and a node are hashed with different marks, so that neither can pass for the other. */
export const leafHash = (leaf: Leaf): Buffer =>
  sha256(leafMark, Buffer.from(JSON.stringify([leaf.act, leaf.subject, leaf.actorKind, leaf.actorId, leaf.postId, leaf.facts, leaf.at.toISOString()]), 'utf8'));
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(nodeMark, left, right);
export const emptyRoot = sha256();

/** Object keys in order, at every depth: the same facts always give the same text. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value instanceof Date) return JSON.stringify(value.toISOString());
  if (typeof value === 'object' && value !== null)
    return `{${Object.entries(value).filter(([, v]) => v !== undefined).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  return JSON.stringify(value ?? null);
};

/** A growing tree: the roots of its perfect subtrees, largest first. Adding a leaf merges equal ones, like carrying in binary. */
export type Tree = { readonly size: number; readonly peaks: readonly Buffer[] };
export const emptyTree: Tree = { size: 0, peaks: [] };

export const grow = (tree: Tree, leaf: Buffer): Tree => {
  const peaks = [...tree.peaks];
  let node = leaf;
  for (let rest = tree.size; rest % 2 === 1; rest = (rest - 1) / 2) node = nodeHash(peaks.pop() ?? emptyRoot, node);
  peaks.push(node);
  return { size: tree.size + 1, peaks };
};

export const rootOf = (tree: Tree): Buffer => {
  const [last, ...others] = tree.peaks.toReversed();
  return last ? others.reduce((right, left) => nodeHash(left, right), last) : emptyRoot;
};

/** What a signature is made over. */
export const signedText = (size: number, root: Buffer, at: Date): Buffer => Buffer.from(`jauap journal\n${size}\n${root.toString('hex')}\n${at.toISOString()}\n`, 'utf8');
