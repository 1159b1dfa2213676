import { createPrivateKey, sign } from 'node:crypto';
import { hashOf, naivePeaks, naiveRoot, textToSign, type Journal, type LeafRow } from '../support/second-verifier.ts';

/** Somebody with all rights in the database, who changes rows in memory before they are written back. */
export type Forger = (journal: Journal, chance: () => number, keyPem: string) => Journal;

const pick = <T>(list: readonly T[], chance: () => number): T => {
  const one = list[Math.floor(chance() * list.length)];
  if (one === undefined) throw new Error('nothing to pick from');
  return one;
};
const hex = (buffer: Buffer): string => `\\x${buffer.toString('hex')}`;
type Row = Record<string, unknown>;

/** Another value of the same kind: a neighbour's as often as one that was made up. */
const other = (value: unknown, chance: () => number): unknown => {
  if (Array.isArray(value)) return chance() < 0.5 ? value.toReversed() : value.slice(1);
  if (value === null) return Math.floor(chance() * 50);
  if (typeof value === 'number') return chance() < 0.5 ? value + 1 : Math.max(0, value - 1 - Math.floor(chance() * 20));
  const text = String(value);
  if (text.startsWith('\\x')) {
    const at = 2 + Math.floor(chance() * (text.length - 2));
    return `${text.slice(0, at)}${((Number.parseInt(text[at] ?? '0', 16) + 1 + Math.floor(chance() * 15)) % 16).toString(16)}${text.slice(at + 1)}`;
  }
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return new Date(Date.parse(text) + (1 + Math.floor(chance() * 86_400_000)) * (chance() < 0.5 ? -1 : 1)).toISOString();
  return text.startsWith('{') ? text.replace(/\d+/, (digits) => String(Number(digits) + 1)) : `${text}${chance() < 0.5 ? ' ' : 'ә'}`;
};

const tables = ['leaf', 'seal', 'root', 'unsealed'] as const;
/** One row, one column. */
export const oneValue: Forger = (journal, chance) => {
  const table = pick(tables, chance);
  const rows: readonly Row[] = journal[table];
  const row = pick(rows, chance);
  const column = pick(Object.keys(row), chance);
  const value = chance() < 0.3 ? pick(rows, chance)[column] : other(row[column], chance);
  return { ...journal, [table]: rows.map((one) => (one === row ? { ...row, [column]: value } : one)) };
};
export const oneRowLess: Forger = (journal, chance) => {
  const table = pick(tables, chance);
  const gone: Row = pick<Row>(journal[table], chance);
  return { ...journal, [table]: journal[table].filter((row) => row !== gone) };
};
export const twoChangePlaces: Forger = (journal, chance) => {
  const [a, b] = [pick(journal.seal, chance), pick(journal.seal, chance)];
  return { ...journal, seal: journal.seal.map((seal) => (seal === a ? { ...a, position: b.position } : seal === b ? { ...b, position: a.position } : seal)) };
};
/** The last acts with all that belongs to them, as if they had never been. */
export const endCutOff: Forger = (journal, chance) => {
  const from = pick(journal.root, chance).size;
  const ids = new Set(journal.seal.filter((seal) => seal.position >= from).map((seal) => seal.leaf_id));
  return { leaf: journal.leaf.filter((leaf) => !ids.has(leaf.id)), seal: journal.seal.filter((seal) => !ids.has(seal.leaf_id)), root: journal.root.filter((root) => root.size <= from), unsealed: journal.unsealed };
};

const forgedLeaf = (journal: Journal, chance: () => number): readonly LeafRow[] => {
  const sealed = new Set(journal.seal.map((seal) => seal.leaf_id));
  const leaf = pick(journal.leaf.filter((one) => sealed.has(one.id)), chance);
  const column = pick(['act', 'subject', 'actor_kind', 'actor_id', 'post_id', 'facts', 'at'] as const, chance);
  return journal.leaf.map((one) => (one === leaf ? { ...leaf, [column]: other(leaf[column], chance) } : one));
};
const hashedAnew = (journal: Journal): Journal => {
  const leaf = journal.leaf.map((one) => ({ ...one, hash: hex(hashOf(one)) }));
  const byId = new Map(leaf.map((one) => [one.id, one.hash]));
  return { ...journal, leaf, seal: journal.seal.map((seal) => ({ ...seal, hash: byId.get(seal.leaf_id) ?? seal.hash })) };
};
const treeAnew = (journal: Journal): Journal => {
  const hashes = journal.seal.toSorted((a, b) => a.position - b.position).map((seal) => Buffer.from(seal.hash.slice(2), 'hex'));
  return { ...journal, root: journal.root.map((root) => ({ ...root, root: hex(naiveRoot(hashes.slice(0, root.size))), peaks: naivePeaks(hashes.slice(0, root.size)).map(hex) })) };
};
const signedAnew = (journal: Journal, keyPem: string): Journal => ({ ...journal, root: journal.root.map((root) => ({ ...root, signature: hex(sign(null, textToSign(root), createPrivateKey(keyPem))) })) });

export const leafWithItsHash: Forger = (journal, chance) => {
  const forged = hashedAnew({ ...journal, leaf: forgedLeaf(journal, chance) });
  return { ...forged, seal: journal.seal };
};
export const leafAndSeal: Forger = (journal, chance) => hashedAnew({ ...journal, leaf: forgedLeaf(journal, chance) });
export const wholeTree: Forger = (journal, chance) => treeAnew(hashedAnew({ ...journal, leaf: forgedLeaf(journal, chance) }));
/** With the stolen key even the signatures hold: what was noted outside does not. */
export const wholeTreeSigned: Forger = (journal, chance, keyPem) => signedAnew(treeAnew(hashedAnew({ ...journal, leaf: forgedLeaf(journal, chance) })), keyPem);
/** An act that never was, in the middle, with everything behind it moved on. */
export const oneLeafMore: Forger = (journal, chance, keyPem) => {
  const like = pick(journal.leaf, chance);
  const id = Math.max(...journal.leaf.map((leaf) => leaf.id)) + 1;
  const at = Math.floor(chance() * journal.seal.length);
  const seal = [...journal.seal.map((one) => (one.position >= at ? { ...one, position: one.position + 1 } : one)), { position: at, leaf_id: id, hash: like.hash }];
  return signedAnew(treeAnew(hashedAnew({ ...journal, leaf: [...journal.leaf, { ...like, id }], seal })), keyPem);
};

export const forgers: Readonly<Record<string, Forger>> = { oneValue, oneRowLess, twoChangePlaces, endCutOff, leafWithItsHash, leafAndSeal, wholeTree, wholeTreeSigned, oneLeafMore };
