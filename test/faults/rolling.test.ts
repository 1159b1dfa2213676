import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestDb } from '../support/database.ts';
import { freePort } from '../support/port.ts';
import { openBalancer, type Balancer } from './balancer.ts';
import { startClients } from './clients.ts';
import { branchesDb, openSite, type Site, type Started } from './opening.ts';
import { until } from './program.ts';

/** Seconds; the balancer of the test asks ten times in each, and on a busy machine still once. */
const drain = '4';
let t: TestDb;
let site: Site;
const balancers: Balancer[] = [];
beforeAll(async () => {
  t = await branchesDb();
  site = await openSite('rolling');
});
afterAll(() => site.end(...balancers.map((one) => one.end), t.drop));

const opened = async (ports: readonly number[], o: { asks?: boolean } = {}): Promise<Balancer> => {
  const one = await openBalancer(ports, o);
  balancers.push(one);
  return one;
};
const restarted = async (program: Started, environment: Readonly<Record<string, string>>, how: NodeJS.Signals): Promise<Started> => {
  program.signal(how);
  await program.ended;
  return site.begin({ ...environment, PORT: String(program.port) });
};

test('two processes restarted one after the other under load: no request fails, every number is one, and both have worked', async () => {
  const environment = { DATABASE_URL: t.url, JAUAP_DRAIN: drain };
  const [a, b] = await Promise.all([freePort(), freePort()]);
  let one = await site.begin({ ...environment, PORT: String(a) });
  let two = await site.begin({ ...environment, PORT: String(b) });
  const balancer = await opened([a, b]);
  const clients = startClients(balancer.port, 6, 11);
  expect(await until(() => clients.told.length > 40, 60_000)).toBe(true);
  for (let round = 0; round < 2; round += 1) {
    one = await restarted(one, environment, 'SIGTERM');
    const between = clients.told.length;
    expect(await until(() => clients.told.length > between + 40, 60_000)).toBe(true);
    two = await restarted(two, environment, 'SIGTERM');
    const after = clients.told.length;
    expect(await until(() => clients.told.length > after + 40, 60_000)).toBe(true);
  }
  await clients.stop();
  // one try for each: not one answer was missing, late or other than 201
  expect({ strange: clients.strange, again: clients.tries() - clients.told.length, unanswered: clients.unanswered() }).toEqual({ strange: [], again: 0, unanswered: 0 });
  expect(new Set(clients.told.map((told) => told.number)).size).toBe(clients.told.length);
  const [row] = await t.raw('SELECT count(*)::int AS n FROM appeals.appeal');
  expect(row?.['n']).toBe(clients.told.length);
  for (const port of [a, b]) expect(balancer.sentTo.get(port) ?? 0).toBeGreaterThan(20);
  console.log(`proof: ${clients.told.length} registrations through two processes while each was restarted twice, none sent again`);
}, 240_000);

test('control: killed, and by a balancer that does not ask, requests do fail, and the same keys mend them', async () => {
  const environment = { DATABASE_URL: t.url, JAUAP_DRAIN: drain };
  const [a, b] = await Promise.all([freePort(), freePort()]);
  const one = await site.begin({ ...environment, PORT: String(a) });
  await site.begin({ ...environment, PORT: String(b) });
  const balancer = await opened([a, b], { asks: false });
  const before = Number((await t.raw('SELECT count(*)::int AS n FROM appeals.appeal'))[0]?.['n']);
  const clients = startClients(balancer.port, 6, 12);
  expect(await until(() => clients.told.length > 40, 60_000)).toBe(true);
  await restarted(one, environment, 'SIGKILL');
  const after = clients.told.length;
  expect(await until(() => clients.told.length > after + 40, 60_000)).toBe(true);
  await clients.stop();
  expect(clients.tries()).toBeGreaterThan(clients.told.length);
  expect(Number((await t.raw('SELECT count(*)::int AS n FROM appeals.appeal'))[0]?.['n'])).toBe(before + clients.told.length);
}, 240_000);
