import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { openClient, type Client } from '../../platform/db-pool.ts';
import type { Signer, Witness } from '../../rooms/journal/contract.ts';
import { madeWith } from '../../rooms/appeals/store/searched.ts';
import { putOn, takeOff } from './bare.ts';
import { partsOf, type Order, type Part } from './order.ts';
import { mostActs } from './rows.ts';
import { sealAll } from './sealed.ts';
import type { Given, Said } from './thread.ts';

export type Filled = { readonly appeals: number; readonly leaves: number; readonly rowsMs: number; readonly ms: number; readonly bytes: number };
export type Seal = { readonly signer: Signer; readonly witness: Witness };
type Ask = { readonly url: string; readonly order: Order; readonly seal: Seal | null; /** false: the owner stays past row-level security */ readonly locked?: boolean; readonly onStep: (line: string) => void };

const partSize = 20_000;
const mostStreams = 4;
const tellEveryMs = 5_000;

/** Writes a whole register into a furnished, empty one: rows by COPY in several streams, what hangs on them afterwards. */
export const fillCrowd = async ({ url, order, seal, locked = true, onStep }: Ask): Promise<Filled> => {
  const began = performance.now();
  if (order.journal !== (seal !== null)) throw new Error('leaves are sealed, and only they');
  const { parts, counters } = partsOf(order, partSize);
  const client = await openClient(url, 'jauap crowd');
  try {
    await client.query(`SET statement_timeout = 0; SET synchronous_commit = off; SELECT set_config('jauap.sight', 'all', false), set_config('jauap.kind', 'system', false)`);
    const { rows: [there] } = await client.query<{ some: boolean }>('SELECT EXISTS (SELECT 1 FROM appeals.appeal) AS some');
    if (there?.some) throw new Error('there are appeals in this register already');
    const years = [...new Set(parts.map((part) => part.year))];
    // an act of December's letter may be of January
    await client.query('SELECT platform.make_years(of, $1) FROM platform.kept_by_years()', [[...years, Math.max(...years) + 1]]);
    const bare = await takeOff(client);
    const words = await stream(url, order, parts, onStep);
    const rowsMs = performance.now() - began;
    await addWords(client, words);
    await counted(client, order, counters, years);
    onStep(`rows are in after ${said(rowsMs)}; indexes`);
    await putOn(url, bare, { locked, onStep });
    if (seal) await withSecond(url, (from) => sealAll({ from, to: client, ...seal, at: new Date(), onStep }));
    onStep('statistics for the planner');
    await client.query('VACUUM (ANALYZE)');
    const { rows: [size] } = await client.query<{ bytes: number; leaves: number }>('SELECT pg_database_size(current_database()) AS bytes, (SELECT coalesce(max(size), 0) FROM journal.root) AS leaves');
    return { appeals: order.size, leaves: size?.leaves ?? 0, rowsMs, ms: performance.now() - began, bytes: size?.bytes ?? 0 };
  } finally {
    await client.end();
  }
};

const said = (ms: number): string => (ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${(ms / 60_000).toFixed(1)} min`);

const withSecond = async (url: string, fn: (client: Client) => Promise<unknown>): Promise<void> => {
  const client = await openClient(url, 'jauap crowd');
  try {
    await client.query(`SET statement_timeout = 0; SET work_mem = '256MB'`);
    await fn(client);
  } finally {
    await client.end();
  }
};

/** As source in tests; bundled beside the program everywhere else. */
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './thread.ts' : './crowd-thread.js', import.meta.url);

/** Hands the parts to several threads, each with a connection of its own. Gives back every word and in how many letters it stands. */
const stream = async (url: string, order: Order, parts: readonly Part[], onStep: (line: string) => void): Promise<ReadonlyMap<string, number>> => {
  const waiting = [...parts];
  const words = new Map<string, number>();
  const began = performance.now();
  let [done, told] = [0, began];
  const progress = (by: number): void => {
    done += by;
    const now = performance.now();
    if (now - told < tellEveryMs && done < order.size) return;
    told = now;
    const rate = done / (now - began);
    onStep(`${done.toLocaleString('en')} of ${order.size.toLocaleString('en')} appeals, ${Math.round(rate * 1000).toLocaleString('en')} a second, ${said((order.size - done) / rate)} left`);
  };
  const one = (): Promise<void> => new Promise((resolve, reject) => {
    const thread = new Worker(threadFile, { workerData: { order, url } satisfies Given });
    thread.on('error', reject);
    thread.on('exit', () => resolve());
    thread.on('message', (message: Said) => {
      if ('words' in message) for (const [word, count] of message.words) words.set(word, (words.get(word) ?? 0) + count);
      else if (message.done > 0) progress(message.done);
      else thread.postMessage(waiting.shift() ?? null);
    });
  });
  const streams = Math.max(1, Math.min(mostStreams, availableParallelism(), parts.length));
  onStep(`${order.size.toLocaleString('en')} appeals in ${parts.length} parts by ${streams} streams`);
  await Promise.all(Array.from({ length: streams }, one));
  if (done !== order.size) throw new Error(`of ${order.size} appeals ${done} were written`);
  return words;
};

const addWords = async (client: Client, words: ReadonlyMap<string, number>): Promise<void> => {
  await client.query('INSERT INTO appeals.search_word (word, matters) SELECT * FROM unnest($1::text[], $2::int[])', [[...words.keys()], [...words.values()]]);
};

/** Counters stand at the last number of each branch and year, sequences behind the last id: the register goes on from here. */
const counted = async (client: Client, order: Order, counters: readonly { branchId: number; year: number; last: number }[], years: readonly number[]): Promise<void> => {
  await client.query('INSERT INTO appeals.counter (branch_id, year, last) SELECT * FROM unnest($1::bigint[], $2::int[], $3::int[])', [counters.map((one) => one.branchId), counters.map((one) => one.year), counters.map((one) => one.last)]);
  const last = Math.max(...years) * 10_000_000_000 + order.size;
  await client.query('INSERT INTO appeals.search_progress (made_with, through, done) VALUES ($1, $2, true) ON CONFLICT (made_with) DO UPDATE SET through = excluded.through, done = true', [madeWith, last]);
  const ahead: readonly (readonly [string, number])[] = [['appeals.appeal_id', 1], ['appeals.act_id_seq', mostActs], ['journal.leaf_id_seq', mostActs], ['assignments.assignment_id_seq', 1], ['assignments.act_id_seq', 1]];
  for (const [name, each] of ahead) await client.query('SELECT setval($1::regclass, greatest(nextval($1::regclass), $2))', [name, order.size * each + each]);
  await client.query(`SELECT setval(pg_get_serial_sequence('appeals.answer', 'id'), $1)`, [order.size + 1]);
};
