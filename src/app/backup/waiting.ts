import type { Head } from '../../platform/backup/manifest.ts';
import { leafHash, signatureHolds, type Finding, type WaitingAct } from '../../rooms/journal/contract.ts';

/** What the journal's key signs in a backup: the tree of the moment, and each act that was not in it yet. */
export const textOf = (at: string, { size, root, waiting }: Pick<Head['journal'], 'size' | 'root' | 'waiting'>): Buffer =>
  Buffer.from(`jauap backup\n${at}\n${size}\n${root}\n${(waiting ?? []).map(({ id, hash }) => `${id} ${hash}\n`).join('')}`, 'utf8');

/** The acts that wait, against those that the archive lists; each is named by the position it would get. One of before there were lists says nothing. */
export const waitingFaults = ({ at, journal }: Pick<Head, 'at' | 'journal'>, found: readonly WaitingAct[]): readonly Finding[] => {
  const { waiting, size, publicPem, signature } = journal;
  if (waiting === null) return [];
  const [hashes, listed] = [new Map(found.map(({ id, hash }) => [id, hash])), new Set(waiting.map(({ id }) => id))];
  const faults = waiting.flatMap(({ id, hash }, nth): readonly Finding[] => {
    const there = hashes.get(id) ?? '';
    return there === hash ? [] : [{ position: size + nth, what: there === '' ? 'leaf gone' : 'leaf changed' }];
  });
  const strange = found.some(({ id }) => !listed.has(id)) ? [{ position: size + waiting.length, what: 'leaves outside the tree' } as const] : [];
  const signed = publicPem === null || (signature !== null && signatureHolds(publicPem, textOf(at, journal), Buffer.from(signature, 'base64')));
  return [...faults, ...strange, ...(signed ? [] : [{ position: size, what: 'signature differs' } as const])];
};

/** The same, looked up in the rows of an archive as they pass by: without a database. */
export const waitingInRows = (head: Head) => {
  const columnsOf = (name: string): readonly string[] => head.tables.find((table) => `${table.schema}.${table.name}` === name)?.columns ?? [];
  const [ofLeaf, ofQueue] = [columnsOf('journal.leaf'), columnsOf('journal.unsealed')];
  const wanted = new Set((head.journal.waiting ?? []).map(({ id }) => id));
  const queue: number[] = [];
  const leaves = new Map<number, string>();
  return {
    look: (name: string, lines: Buffer): void => {
      if (name === 'journal.unsealed') for (const line of linesOf(lines)) queue.push(Number(line.split('\t')[ofQueue.indexOf('leaf_id')]));
      if (name !== 'journal.leaf' || wanted.size === 0) return;
      for (const line of linesOf(lines)) {
        const values = line.split('\t');
        const id = Number(values[ofLeaf.indexOf('id')]);
        if (wanted.has(id)) leaves.set(id, hashOf((column) => valueOf(values[ofLeaf.indexOf(column)] ?? '')));
      }
    },
    faults: (): readonly Finding[] => waitingFaults(head, queue.map((id) => ({ id, hash: leaves.get(id) ?? '' }))),
  };
};

function* linesOf(lines: Buffer): Generator<string> {
  for (let from = 0, end = lines.indexOf(10); end >= 0; from = end + 1, end = lines.indexOf(10, from)) yield lines.toString('utf8', from, end);
}

const hashOf = (value: (column: string) => string | null): string => {
  const number = (column: string): number | null => ((text) => (text === null ? null : Number(text)))(value(column));
  // 2026-11-20 05:00:00.123+00
  const at = new Date((value('at') ?? '').replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (Number.isNaN(at.getTime())) return 'no moment';
  return leafHash({ act: value('act') ?? '', subject: value('subject') ?? '', actorKind: value('actor_kind') ?? '', actorId: number('actor_id'), postId: number('post_id'), facts: value('facts') ?? '', at }).toString('hex');
};

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
/** A value as COPY writes it as text (https://www.postgresql.org/docs/current/sql-copy.html, file formats). */
const valueOf = (text: string): string | null => (text === '\\N' ? null : text.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter));
