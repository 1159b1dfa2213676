import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/platform/migrate.ts';
import { startClients } from '../faults/clients.ts';
import { countOf, faultsOf } from '../faults/ledger.ts';
import { openSite, type Site, type Started } from '../faults/opening.ts';
import { until } from '../faults/program.ts';
import { inside, registerOf, seedBranches } from '../faults/seed.ts';
import { journalFindings, unevenAppeals } from '../faults/underneath.ts';
import { depth } from '../support/proof.ts';
import { createDatabase, openCluster, type Cluster, type Node } from './cluster.ts';

/** Needs Debian's patroni, etcd-server, postgresql-15 and haproxy: `script/prove failover` brings them. */
const kills = depth(2, 10);
const toldBetweenKills = 50;
/** The promise (trust.md, Targets). */
const mostGapMs = 30_000;

let site: Site;
let cluster: Cluster;
let data: string;
beforeAll(async () => {
  for (const needed of ['/usr/bin/patroni', '/usr/bin/etcd', '/usr/lib/postgresql/15/bin/postgres', '/usr/sbin/haproxy']) expect(existsSync(needed), `${needed}: run script/prove failover`).toBe(true);
  site = await openSite('failover');
  data = join(site.dir, 'data');
  cluster = await openCluster();
  expect(await cluster.whole(90_000), 'three servers, one of them a synchronous standby').toBe(true);
  await createDatabase(cluster);
  await migrate(cluster.url);
  await inside(cluster.url, seedBranches);
});
afterAll(() => site.end(() => cluster.end()), 60_000);

const open = (): Promise<Started> => site.begin({ DATABASE_URL: cluster.url, JAUAP_DATA: data });
const closed = async (program: Started): Promise<void> => {
  program.signal('SIGTERM');
  await program.ended;
};
const primary = async (): Promise<Node> => {
  const node = await cluster.leader();
  if (!node) throw new Error('no primary');
  return node;
};
const inSeconds = (ms: number): string => (ms / 1000).toFixed(1);

type Clients = ReturnType<typeof startClients>;
/** Kills it and waits until somebody is told a number by the next one. When that was, and how long after the kill. */
const takenOver = async (clients: Clients, killed: Node): Promise<{ readonly at: number; readonly gapMs: number }> => {
  await cluster.kill(killed);
  const killedAt = performance.now();
  // what was on its way back in that moment is none of the new primary's
  await pause(1_000);
  const since = () => clients.told.filter((one) => one.toldAt > killedAt + 1_000).map((one) => one.toldAt);
  expect(await until(() => since().length > 0, 120_000), 'a number after the kill').toBe(true);
  const at = Math.min(...since());
  return { at, gapMs: at - killedAt };
};

test(`the primary is killed ${kills} times under load: nothing acknowledged is lost or doubled, and the next number is given within ${mostGapMs / 1000} s`, async () => {
  const program = await open();
  const clients = startClients(program.port, 6, 21);
  const toldMore = (): Promise<boolean> => {
    const enough = clients.told.length + toldBetweenKills;
    return until(() => clients.told.length >= enough, 60_000);
  };
  const takeovers: Awaited<ReturnType<typeof takenOver>>[] = [];
  for (let nth = 0; nth < kills; nth += 1) {
    expect(await toldMore()).toBe(true);
    const leader = await primary();
    takeovers.push(await takenOver(clients, leader));
    cluster.start(leader);
    expect(await cluster.whole(120_000), 'whole again').toBe(true);
  }
  expect(await toldMore(), 'residents are told numbers by the last primary too').toBe(true);
  await clients.stop();
  await closed(program);
  const gaps = takeovers.map((one) => one.gapMs);
  const afterLast = clients.told.filter((one) => one.toldAt >= (takeovers.at(-1)?.at ?? Infinity)).length;
  const rows = await registerOf(cluster.url);
  const faults = faultsOf(clients.sent, clients.told, rows);
  const journal = await journalFindings(cluster.url, data);
  console.log(`proof: ${kills} primaries killed under load, ${clients.told.length} acknowledged in ${clients.tries()} tries, ${afterLast} of them by the last primary, ${rows.length} rows, ${faults.length} faults, journal ${journal.sealed} leaves, ${journal.findings.length} findings`);
  console.log(`proof: from the kill of a primary to the next number ${gaps.map(inSeconds).join(', ')} s`);
  expect(countOf(faults)).toEqual({});
  expect(await unevenAppeals(cluster.url)).toEqual([]);
  expect(journal.findings).toEqual([]);
  expect(journal.sealed).toBeGreaterThanOrEqual(clients.told.length);
  expect(clients.strange).toEqual([]);
  expect(clients.unanswered()).toBe(0);
  expect(afterLast).toBeGreaterThanOrEqual(toldBetweenKills);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(mostGapMs);
}, 180_000 * (kills + 1));

test('control: without a synchronous standby, what was acknowledged while the log did not leave the primary is lost with it, and the same questions find it', async () => {
  const program = await open();
  await cluster.waitForNobody();
  const clients = startClients(program.port, 6, 22, 'жарық');
  const leader = await primary();
  const endSenders = await cluster.mute(leader);
  const mutedAt = performance.now();
  const notedBefore = rootsNoted();
  const since = () => clients.told.filter((one) => one.sentAt > mutedAt);
  expect(await until(() => since().length >= toldBetweenKills && rootsNoted() > notedBefore, 60_000)).toBe(true);
  const doomed = [...since()];
  const over = takenOver(clients, leader);
  endSenders();
  await over;
  await clients.stop();
  await closed(program);
  const rows = (await registerOf(cluster.url)).filter((row) => row.text.includes('жарық'));
  const lost = faultsOf(clients.sent, clients.told, rows).filter((fault) => fault.what === 'lost').map((fault) => fault.about);
  const journal = await journalFindings(cluster.url, data);
  console.log(`proof: control without a synchronous standby, ${lost.length} of ${clients.told.length} acknowledged are lost, the journal says ${[...new Set(journal.findings.map((one) => one.what))].join(', ') || 'nothing'}`);
  expect(doomed.filter((one) => !lost.includes(one.number))).toEqual([]);
  expect(journal.findings).not.toEqual([]);
}, 300_000);

/** How many times the journal's root was noted outside the database. */
const rootsNoted = (): number => readFileSync(join(data, 'journal-roots'), 'utf8').split('\n').length;
