import { mkdirSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join, resolve } from 'node:path';
import { startEmbedded } from '../src/platform/postgres.ts';
import { root } from '../src/platform/root.ts';
import { openBare } from './bare.ts';
import { beside } from './beside.ts';
import { measureCreation } from './create.ts';
import { measureLikeness } from './likeness.ts';
import { measureMemory } from './memory.ts';
import { median } from './measure.ts';
import { readOptions, type Options } from './options.ts';
import { measurePages } from './pages.ts';
import { pickFrom } from './picks.ts';
import { creationPicture, growthPicture, pagesPicture } from './pictures.ts';
import { explainAll } from './plans.ts';
import { measureReads } from './reads.ts';
import { measureReceptions } from './receptions.ts';
import { measureRooms, type RoomsMeasured } from './rooms.ts';
import { openRegisters, type Register, type Registers } from './registers.ts';
import { report, type Measured } from './report.ts';
import { measureSearch } from './search.ts';

const began = performance.now();
const step = (line: string): void => void process.stderr.write(`· ${((performance.now() - began) / 1000).toFixed(0).padStart(4)} s  ${line}\n`);

const withPool = async <T>(register: Register, fn: (pool: ReturnType<typeof openBare>) => Promise<T>): Promise<T> => {
  const pool = openBare(register.url, 2);
  try {
    return await fn(pool);
  } finally {
    await pool.end();
  }
};

/** What the whole machine had to do meanwhile, every ten seconds. */
const loads: number[] = [];
setInterval(() => loads.push(loadavg()[0] ?? 0), 10_000).unref();

const measure = async (options: Options, registers: Registers, dataDir: string): Promise<Measured> => {
  const { scene } = registers;
  const wants = (...names: readonly Options['only'][number][]): boolean => names.some((name) => options.only.includes(name));
  const created = wants('create') ? await measureCreation({ registers, ...options, onStep: step }) : [];
  const kept: Register[] = [];
  for (const size of options.sizes) kept.push(await registers.open(size));
  const [largest] = kept.toReversed();
  if (!largest) throw new Error('no register');
  const picks = await withPool(largest, (pool) => pickFrom(pool, scene));
  const reads = await measureReads({ registers: kept, scene, ...options, onStep: step });
  const plans: Measured['plans'][number][] = [];
  for (const register of wants('plans') ? kept : []) {
    const own = await withPool(register, (pool) => pickFrom(pool, scene));
    plans.push({ size: register.size, plans: await explainAll({ register, scene, picks: own }, registers.appOn) });
  }
  const pages = wants('pages') ? await measurePages(largest, scene, picks) : [];
  const searched: Measured['searched'][number][] = [];
  for (const register of wants('search') ? kept : []) searched.push({ size: register.size, results: await measureSearch(register, scene, options.rounds, step) });
  const likened: Measured['likened'][number][] = [];
  for (const register of wants('likeness') ? kept : []) likened.push({ size: register.size, results: await measureLikeness(register, scene, options.rounds, step) });
  for (const register of kept) await registers.close(register);
  const rooms: RoomsMeasured[] = [];
  let receptions: Measured['receptions'] = null;
  // the smallest beside the largest: a copy of each, filled with what the other rooms hold
  for (const size of wants('rooms', 'receptions') ? [...new Set([options.sizes[0] ?? largest.size, largest.size])] : []) {
    const office = await registers.copy(size, 'office');
    rooms.push(await measureRooms(office, scene, dataDir, step));
    if (size === largest.size) receptions = await measureReceptions(office, scene, options.rounds);
    await registers.drop(office);
  }
  const served = wants('memory') ? await registers.copy(largest.size, 'served') : null;
  if (served) step('memory: serving under load');
  const memory = served ? await withPool(served, async (pool) => {
    await pool.query('UPDATE people.session SET started_at = now(), seen_at = now()');
    return measureMemory(served, scene, picks.published, join(dataDir, 'served'));
  }) : null;
  if (served) await registers.drop(served);
  return { on: new Date().toISOString().slice(0, 10), postgres: largest.postgres, rounds: options.rounds, windowMs: options.windowMs, load: median(loads), created, reads, searched, likened, plans, pages, memory, receptions, rooms };
};

const write = (measured: Measured, folder: string): void => {
  mkdirSync(folder, { recursive: true });
  const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);
  if (measured.created.length > 0) put('create.svg', creationPicture(measured.created));
  if (measured.reads.some((one) => one.kind !== 'store')) for (const concurrency of [1, 16]) put(`reads-${concurrency}.svg`, growthPicture(measured.reads, concurrency));
  if (measured.pages.length > 0) put('pages.svg', pagesPicture(measured.pages));
  put('results.md', report(measured));
};

const main = async (): Promise<void> => {
  const options = readOptions(process.argv.slice(2));
  const dataDir = resolve(process.env['JAUAP_DATA'] ?? join(root, 'var/bench'));
  const given = process.env['DATABASE_URL'];
  // three registers, each with two pools, are open at once
  const server = given ? null : await startEmbedded({ dataDir: join(dataDir, 'postgres'), onStep: step, settings: { max_connections: '200' } });
  try {
    const registers = await openRegisters(given ?? server?.url ?? '', dataDir, step);
    const measured = await measure(options, registers, dataDir).finally(() => registers.end());
    writeFileSync(join(dataDir, 'last.json'), JSON.stringify(measured, null, 1));
    if (options.write) write(measured, join(root, 'docs/bench'));
    process.stdout.write(report(measured));
  } finally {
    await server?.stop();
  }
};

// `beside` asks two houses that are served already
if (process.argv[2] === 'beside') process.stdout.write(await beside(process.argv.slice(3)));
else await main();
