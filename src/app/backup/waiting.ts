import { createHash } from 'node:crypto';
import type { Head, WaitingSum } from '../../platform/backup/manifest.ts';
import { leafHash, signatureHolds, type Finding, type WaitingAct } from '../../rooms/journal/contract.ts';

type Acts = AsyncIterable<WaitingAct> | Iterable<WaitingAct>;

/** All that wait, in the order of their ids, as one sum: after an import there are millions, and a list of them would not fit into a part. */
export const sumOf = async (acts: Acts, onGone: (nth: number) => void = () => {}): Promise<WaitingSum> => {
  const hash = createHash('sha256');
  let [count, gone] = [0, 0];
  for await (const act of acts) {
    if (act.hash === '') {
      gone += 1;
      onGone(count);
    }
    hash.update(lineOf(act));
    count += 1;
  }
  return { count, gone, sum: hash.digest('hex') };
};
const lineOf = ({ id, hash }: WaitingAct): string => `${id} ${hash}\n`;

/** What the journal's key signs in a backup: the tree of the moment, and the acts that were not in it yet. */
export const textOf = (at: string, { size, root, waiting }: Pick<Head['journal'], 'size' | 'root' | 'waiting'>): Buffer => {
  const rest = waiting === null ? '' : `waiting ${waiting.count} ${waiting.gone} ${waiting.sum}\n`;
  return Buffer.from(`jauap backup\n${at}\n${size}\n${root}\n${rest}`, 'utf8');
};

/** The acts that wait, against what the archive says of them. An archive of before they were counted says nothing. */
export const waitingFaults = async ({ at, journal }: Pick<Head, 'at' | 'journal'>, found: Acts): Promise<readonly Finding[]> => {
  const { waiting, size, publicPem, signature } = journal;
  if (waiting === null) return [];
  const faults = await sumFaults(size, waiting, found);
  const signed = publicPem === null || (signature !== null && signatureHolds(publicPem, textOf(at, journal), Buffer.from(signature, 'base64')));
  return [...faults, ...(signed ? [] : [{ position: size, what: 'signature differs' } as const])];
};

/** One whose leaf has gone is named by the position it would get; of a changed one the sum says only that it is among them. */
const sumFaults = async (size: number, waiting: WaitingSum, found: Acts): Promise<readonly Finding[]> => {
  const without: number[] = [];
  const now = await sumOf(found, (nth) => without.length < mostNamed && without.push(nth));
  const gone = without.map((nth): Finding => ({ position: size + nth, what: 'leaf gone' }));
  if (now.count < waiting.count) return [...gone, { position: size + now.count, what: 'leaf gone' }];
  if (now.count > waiting.count) return [...gone, { position: size + waiting.count, what: 'leaves outside the tree' }];
  return now.sum === waiting.sum || gone.length > waiting.gone ? gone : [...gone, { position: size, what: 'leaf changed' }];
};
const mostNamed = 100;

/** The same, looked up in the rows of an archive as they pass by: without a database. The queue passes first; 40 bytes are held of each of its acts. */
export const waitingInRows = (head: Head) => {
  const columnsOf = (name: string): readonly string[] => head.tables.find((table) => `${table.schema}.${table.name}` === name)?.columns ?? [];
  const [ofLeaf, ofQueue] = [columnsOf('journal.leaf'), columnsOf('journal.unsealed')];
  const queue: number[] = [];
  let kept: ReturnType<typeof hashesOf> | undefined;
  return {
    look: (name: string, lines: Buffer): void => {
      if (name === 'journal.unsealed') for (const line of linesOf(lines)) queue.push(Number(line.split('\t')[ofQueue.indexOf('leaf_id')]));
      if (name !== 'journal.leaf') return;
      kept ??= hashesOf(queue);
      if (kept.none) return;
      for (const line of linesOf(lines)) {
        const values = line.split('\t');
        const id = Number(values[ofLeaf.indexOf('id')]);
        if (kept.awaits(id)) kept.set(id, hashOf((column) => valueOf(values[ofLeaf.indexOf(column)] ?? '')));
      }
    },
    faults: (): Promise<readonly Finding[]> => {
      const hashes = kept;
      const acts = function* (): Generator<WaitingAct> {
        for (const id of Float64Array.from(queue).toSorted()) yield { id, hash: hashes?.of(id) ?? '' };
      };
      return waitingFaults(head, acts());
    },
  };
};

const hashBytes = 32;
const hashesOf = (wanted: readonly number[]) => {
  const ids = Float64Array.from(wanted).toSorted();
  const hashes = Buffer.alloc(ids.length * hashBytes);
  const placeOf = (id: number): number => {
    let [from, to] = [0, ids.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((ids[middle] ?? 0) < id) from = middle + 1;
      else to = middle;
    }
    return ids[from] === id ? from * hashBytes : -1;
  };
  return {
    none: ids.length === 0,
    awaits: (id: number): boolean => placeOf(id) >= 0,
    set: (id: number, hash: Buffer): void => void hash.copy(hashes, placeOf(id)),
    /** empty: no leaf of this id has passed by */
    of: (id: number): string => {
      const at = placeOf(id);
      const hash = at < 0 ? Buffer.alloc(0) : hashes.subarray(at, at + hashBytes);
      return hash.every((byte) => byte === 0) ? '' : hash.toString('hex');
    },
  };
};

function* linesOf(lines: Buffer): Generator<string> {
  for (let from = 0, end = lines.indexOf(10); end >= 0; from = end + 1, end = lines.indexOf(10, from)) yield lines.toString('utf8', from, end);
}

/** A leaf without a moment was not written by us: no act has this hash. */
const noMoment = Buffer.alloc(hashBytes, 255);
const hashOf = (value: (column: string) => string | null): Buffer => {
  const number = (column: string): number | null => ((text) => (text === null ? null : Number(text)))(value(column));
  // 2026-11-20 05:00:00.123+00
  const at = new Date((value('at') ?? '').replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (Number.isNaN(at.getTime())) return noMoment;
  return leafHash({ act: value('act') ?? '', subject: value('subject') ?? '', actorKind: value('actor_kind') ?? '', actorId: number('actor_id'), postId: number('post_id'), facts: value('facts') ?? '', at });
};

const escapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' };
/** A value as COPY writes it as text (https://www.postgresql.org/docs/current/sql-copy.html, file formats). */
const valueOf = (text: string): string | null => (text === '\\N' ? null : text.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter));
