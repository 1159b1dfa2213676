import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate } from '../../src/platform/migrate.ts';
import { startClients } from '../faults/clients.ts';
import { countOf, faultsOf } from '../faults/ledger.ts';
import { openSite, type Site, type Started } from '../faults/opening.ts';
import { until } from '../faults/program.ts';
import { inside, registerOf, seedBranches } from '../faults/seed.ts';
import { depth } from '../support/proof.ts';
import { createDatabase, openCluster, type Cluster } from './cluster.ts';

/** Needs Debian's patroni, etcd-server, postgresql-15 and haproxy: `script/prove failover` brings them. */
const kills = depth(2, 10);
/** The promise (trust.md, Targets). */
const mostGapMs = 30_000;

let site: Site;
let cluster: Cluster;
let program: Started;
beforeAll(async () => {
  for (const needed of ['/usr/bin/patroni', '/usr/bin/etcd', '/usr/lib/postgresql/15/bin/postgres', '/usr/sbin/haproxy']) expect(existsSync(needed), `${needed}: run script/prove failover`).toBe(true);
  site = await openSite('failover');
  cluster = await openCluster();
  expect(await cluster.whole(90_000), 'three servers, one of them a synchronous standby').toBe(true);
  await createDatabase(cluster);
  await migrate(cluster.url);
  await inside(cluster.url, seedBranches);
  program = await site.begin({ DATABASE_URL: cluster.url, JAUAP_DATA: join(site.dir, 'data') });
});
afterAll(() => site.end(() => cluster.end()), 60_000);

test(`the primary is killed ${kills} times under load: nothing acknowledged is lost or doubled, and the next number is given within ${mostGapMs / 1000} s`, async () => {
  const clients = startClients(program.port, 6, 21);
  const gaps: number[] = [];
  for (let nth = 0; nth < kills; nth += 1) {
    const before = clients.told.length;
    expect(await until(() => clients.told.length > before + 50, 60_000)).toBe(true);
    const leader = await cluster.leader();
    if (!leader) throw new Error('no primary');
    await cluster.kill(leader);
    const killedAt = performance.now();
    // what was on its way back in that moment is none of the new primary's
    await pause(1_000);
    expect(await until(() => clients.told.some((one) => one.toldAt > killedAt + 1_000), 120_000), 'a number after the kill').toBe(true);
    const first = Math.min(...clients.told.filter((one) => one.toldAt > killedAt + 1_000).map((one) => one.toldAt));
    gaps.push(first - killedAt);
    cluster.start(leader);
    expect(await cluster.whole(120_000), 'whole again').toBe(true);
  }
  await clients.stop();
  const rows = await registerOf(cluster.url);
  const faults = faultsOf(clients.sent, clients.told, rows);
  console.log(`proof: ${kills} primaries killed under load, ${clients.told.length} acknowledged in ${clients.tries()} tries, ${rows.length} rows, ${faults.length} faults, gaps ${gaps.map((ms) => (ms / 1000).toFixed(1)).join(', ')} s`);
  expect(countOf(faults)).toEqual({});
  expect(clients.strange).toEqual([]);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(mostGapMs);
}, 180_000 * kills);
