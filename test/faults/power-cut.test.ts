import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startEmbedded } from '../../src/platform/postgres.ts';
import { freePort } from '../support/port.ts';
import { startClients } from './clients.ts';
import { countOf, faultsOf, type Fault, type Told } from './ledger.ts';
import { openSite, type Site } from './opening.ts';
import { copy, flushedTo, logSyncs, logWriter, powerCut, snapshotAfterCheckpoint, superuserUrl } from './power.ts';
import { stillRunning, until, workingIn } from './program.ts';
import { prepared, registerOf } from './seed.ts';
import { journalFindings, unevenAppeals } from './underneath.ts';

const clientCount = 8;
const toldBetweenCuts = 250;

let site: Site;
beforeAll(async () => {
  site = await openSite('power');
  await prepared(join(site.dir, 'postgres'));
});
afterAll(() => site.end());

type Outcome = { readonly told: number; readonly faults: readonly Fault[]; readonly uneven: number; readonly journal: readonly string[]; readonly syncs: number; readonly strange: readonly string[] };

/** Load, power cut, start, load … on a database of its own with these settings; then the same questions as after the kills. They go side by side: none touches another's. */
const suffer = async (name: string, settings: Readonly<Record<string, string>>, cuts: number, syncsWithinMs: number): Promise<Outcome> => {
  const house = join(site.dir, name);
  const place = join(house, 'postgres');
  const data = join(place, 'data');
  mkdirSync(house);
  copy(join(site.dir, 'postgres'), place);
  const port = await freePort();
  const roots = join(house, 'journal-roots');
  // never a checkpoint but the one that was asked for, and no background work between it and the copy
  const open = () => startEmbedded({ dataDir: place, settings: { checkpoint_timeout: '1h', max_wal_size: '8GB', autovacuum: 'off', bgwriter_lru_maxpages: '0', ...settings } });
  let clients: ReturnType<typeof startClients> | undefined;
  const notTold = new Set<Told>();
  let syncs = 0;
  for (let cut = 0; cut < cuts; cut += 1) {
    const server = await open();
    const superuser = superuserUrl(place, server.url);
    // where nobody waits for the log, only its writer flushes it, every ten seconds at most: right before the cut nothing would be lost
    const asleep = settings['synchronous_commit'] === 'off' ? await logWriter(superuser) : null;
    if (asleep !== null) process.kill(asleep, 'SIGSTOP');
    const snapshot = await snapshotAfterCheckpoint(superuser, data);
    const syncsBefore = await logSyncs(superuser);
    const program = await site.begin({ PORT: String(port), JAUAP_DATA: house, DATABASE_URL: server.url });
    clients ??= startClients(port, clientCount, 1 + cuts);
    const { told } = clients;
    const enough = told.length + toldBetweenCuts;
    if (!(await until(() => told.length >= enough, 60_000))) throw new Error('no load');
    // the statistics of a backend reach the view a second later at most, where it gets the processor
    await until(async () => (syncs = (await logSyncs(superuser)) - syncsBefore) > 0, syncsWithinMs);
    const witnessed = readOr(roots);
    let moment = performance.now();
    let flushed = await flushedTo(superuser);
    // the end of one of the log's files is flushed all the same: the cut falls only when people were told since the last flush, more than can have been on their way
    for (let settled = asleep === null; !settled; ) {
      const [before, since] = [flushed, told.length + 2 * clientCount];
      if (!(await until(() => told.length >= since, 60_000))) throw new Error('no load');
      moment = performance.now();
      flushed = await flushedTo(superuser);
      settled = flushed.file === before.file && flushed.offset === before.offset;
    }
    program.signal('SIGKILL');
    process.kill(server.pid, 'SIGKILL');
    if (asleep !== null) process.kill(asleep, 'SIGKILL');
    await Promise.all([program.ended, server.ended]);
    if (!(await until(() => workingIn(data).length === 0, 60_000))) throw new Error('a server outlived the cut');
    // whoever was told between that moment and the kill would have heard nothing: the power was gone
    for (const one of told) if (one.toldAt >= moment) notTold.add(one);
    if (syncs > 0) writeFileSync(roots, witnessed);
    powerCut(data, snapshot, { fsync: syncs > 0, flushed });
  }
  const server = await open();
  const program = await site.begin({ PORT: String(port), JAUAP_DATA: house, DATABASE_URL: server.url });
  await clients?.stop();
  program.signal('SIGTERM');
  await program.ended;
  try {
    const told = (clients?.told ?? []).filter((one) => !notTold.has(one));
    const faults = faultsOf(clients?.sent ?? new Set(), told, await registerOf(server.url));
    const uneven = await unevenAppeals(server.url);
    const journal = await journalFindings(server.url, house);
    return { told: told.length, faults, uneven: uneven.length, journal: journal.findings.map((one) => one.what), syncs, strange: clients?.strange ?? [] };
  } finally {
    await server.stop();
  }
};

const readOr = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
};

test.concurrent('four power cuts under load: everything acknowledged is there, under its number, once', async () => {
  const { told, faults, uneven, journal, syncs, strange } = await suffer('safe', {}, 4, 30_000);
  console.log(`proof: 4 power cuts, ${told} acknowledged, ${faults.length} faults, ${syncs} syncs of the log before the last`);
  expect(syncs).toBeGreaterThan(0);
  expect(told).toBeGreaterThan(3 * toldBetweenCuts);
  expect(countOf(faults)).toEqual({});
  expect([uneven, journal, strange]).toEqual([0, [], []]);
}, 300_000);

test.concurrent('control: with fsync off the same cut loses acknowledged appeals, and the same questions find it', async () => {
  const { told, faults, journal, syncs } = await suffer('unsafe', { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }, 1, 1_500);
  console.log(`proof: control with fsync off, ${told} acknowledged, ${JSON.stringify(countOf(faults))}, the journal says ${[...new Set(journal)].join(', ') || 'nothing'}`);
  expect(syncs).toBe(0);
  expect(countOf(faults)['lost'] ?? 0).toBeGreaterThan(told / 4);
}, 300_000);

test.concurrent('control: with commits that do not wait for the log, the same cut loses the last acknowledged appeals', async () => {
  const { told, faults } = await suffer('hasty', { synchronous_commit: 'off', wal_writer_delay: '10s', wal_writer_flush_after: '1GB' }, 1, 1_500);
  console.log(`proof: control with synchronous_commit off, ${told} acknowledged, ${JSON.stringify(countOf(faults))}`);
  expect(countOf(faults)['lost'] ?? 0).toBeGreaterThan(0);
}, 300_000);

test('nothing stays behind', () => {
  expect(stillRunning()).toEqual([]);
  expect(workingIn(site.dir)).toEqual([]);
});
