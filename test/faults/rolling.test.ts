import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import type { Day } from '../../src/kernel/day.ts';
import { createAccount, givePost } from '../../src/rooms/people/contract.ts';
import type { TestDb } from '../support/database.ts';
import { freePort } from '../support/port.ts';
import { smtpCounterpart, type Counterpart } from '../support/smtp.ts';
import { openBalancer, type Balancer } from './balancer.ts';
import { send, startClients } from './clients.ts';
import { signIn } from './desk-clerk.ts';
import { branchesDb, openSite, type Site, type Started } from './opening.ts';
import { until } from './program.ts';
import { ok, territories } from './seed.ts';

/** Seconds; the balancer of the test asks ten times in each, and on a busy machine still once. */
const drain = '4';
const clerk = { login: 'clerk@ashyq.example', password: 'Тасқала-қайың-2026' } as const;
let t: TestDb;
let site: Site;
let post: Counterpart;
let environment: Readonly<Record<string, string>>;
const balancers: Balancer[] = [];
beforeAll(async () => {
  t = await branchesDb();
  post = await smtpCounterpart();
  environment = { DATABASE_URL: t.url, JAUAP_DRAIN: drain, MAIL_URL: post.url, MAIL_FROM: 'inbox@ashyq.example' };
  const office = t.ctx(system('test'));
  const { accountId } = ok(await createAccount(office, { login: clerk.login, name: 'Тіркеуші Айжан', lang: 'ru', password: clerk.password }));
  const unitId = Number((await t.raw('SELECT id FROM units.unit WHERE code = $1', ['BQ1']))[0]?.['id']);
  ok(await givePost(office, { accountId, unitId, role: 'appeals_clerk', fromOn: '2026-01-01' as Day }));
  site = await openSite('rolling');
});
afterAll(() => site.end(...balancers.map((one) => one.end), post.end, t.drop));

const opened = async (ports: readonly number[], o: { asks?: boolean } = {}): Promise<Balancer> => {
  const one = await openBalancer(ports, o);
  balancers.push(one);
  return one;
};
const restarted = async (program: Started, how: NodeJS.Signals, meanwhile: () => Promise<void> = () => Promise.resolve()): Promise<Started> => {
  program.signal(how);
  await meanwhile();
  await program.ended;
  return site.begin({ ...environment, PORT: String(program.port) });
};

const unanswered: string[] = [];
const addresses: string[] = [];
/** Somebody registers who wants a letter: a job for whichever process takes it. */
const asksForLetter = async (port: number): Promise<void> => {
  const address = `person${addresses.length}@mail.example`;
  addresses.push(address);
  const body = JSON.stringify({ lang: 'kk', tellBy: 'email', applicant: { kind: 'person', surname: 'Сыналмалы', given: 'Әлия', email: address }, matter: { kind: 'application', text: 'Аялдамада орындық жоқ.', territoryCode: territories[1] } });
  const answer = await send(port, crypto.randomUUID(), body);
  if (answer?.status !== 201) unanswered.push(`${answer?.status} ${answer?.text.slice(0, 200)}`);
};
const lettersTo = (address: string): number => post.letters.filter((one) => one.to[0] === address).length;
/** Of registrations and of letters; those of the clock are nobody's. */
const jobsLeft = async (): Promise<number> => Number((await t.raw(`SELECT count(*)::int AS n FROM graphile_worker._private_jobs j JOIN graphile_worker._private_tasks k ON k.id = j.task_id WHERE k.identifier LIKE 'appeal.%' OR k.identifier = 'notices:deliver'`))[0]?.['n']);

test('two processes restarted one after the other under load: no request fails, every number is one, a clerk stays signed in, every letter goes out once, and both have worked', async () => {
  const [a, b] = await Promise.all([freePort(), freePort()]);
  let one = await site.begin({ ...environment, PORT: String(a) });
  let two = await site.begin({ ...environment, PORT: String(b) });
  const balancer = await opened([a, b]);
  const clients = startClients(balancer.port, 6, 11);
  const desk = await signIn(`http://127.0.0.1:${balancer.port}`, clerk);
  expect(await until(() => clients.told.length > 40, 60_000)).toBe(true);
  /** As long as it has not gone: letters are asked for, and the clerk has asked at least twice. */
  const goesOn = (program: Started) => async (): Promise<void> => {
    const asked = desk.asked();
    do {
      await asksForLetter(balancer.port);
      await pause(50);
    } while (program.running() || desk.asked() < asked + 2);
  };
  for (let round = 0; round < 2; round += 1) {
    one = await restarted(one, 'SIGTERM', goesOn(one));
    const between = clients.told.length;
    expect(await until(() => clients.told.length > between + 40, 60_000)).toBe(true);
    two = await restarted(two, 'SIGTERM', goesOn(two));
    const after = clients.told.length;
    expect(await until(() => clients.told.length > after + 40, 60_000)).toBe(true);
  }
  await Promise.all([clients.stop(), desk.stop()]);
  // one try for each: not one answer was missing, late or other than 201
  expect({ strange: clients.strange, again: clients.tries() - clients.told.length, unanswered: clients.unanswered() }).toEqual({ strange: [], again: 0, unanswered: 0 });
  expect(new Set(clients.told.map((told) => told.number)).size).toBe(clients.told.length);
  const [row] = await t.raw('SELECT count(*)::int AS n FROM appeals.appeal');
  expect(row?.['n']).toBe(clients.told.length + addresses.length);
  expect(desk.refused).toEqual([]);
  expect(unanswered).toEqual([]);
  expect(await until(async () => (await jobsLeft()) === 0, 120_000), 'jobs are left').toBe(true);
  expect(addresses.filter((address) => lettersTo(address) !== 1)).toEqual([]);
  for (const port of [a, b]) expect(balancer.sentTo.get(port) ?? 0).toBeGreaterThan(20);
  console.log(`proof: ${clients.told.length} registrations through two processes while each was restarted twice, none sent again; ${desk.asked()} looks of a clerk who stayed signed in; ${addresses.length} letters asked for meanwhile, each sent once`);
}, 240_000);

test('control: killed, and by a balancer that does not ask, requests do fail, and the same keys mend them', async () => {
  const [a, b] = await Promise.all([freePort(), freePort()]);
  const one = await site.begin({ ...environment, PORT: String(a) });
  await site.begin({ ...environment, PORT: String(b) });
  const balancer = await opened([a, b], { asks: false });
  const before = Number((await t.raw('SELECT count(*)::int AS n FROM appeals.appeal'))[0]?.['n']);
  const clients = startClients(balancer.port, 6, 12);
  expect(await until(() => clients.told.length > 40, 60_000)).toBe(true);
  await restarted(one, 'SIGKILL');
  const after = clients.told.length;
  expect(await until(() => clients.told.length > after + 40, 60_000)).toBe(true);
  await clients.stop();
  expect(clients.tries()).toBeGreaterThan(clients.told.length);
  expect(Number((await t.raw('SELECT count(*)::int AS n FROM appeals.appeal'))[0]?.['n'])).toBe(before + clients.told.length);
}, 240_000);

test('control: a clerk whose session is gone is sent to sign in, a letter whose job is done again comes twice, and the same looks find both', async () => {
  const program = await site.begin(environment);
  const desk = await signIn(`http://127.0.0.1:${program.port}`, clerk);
  expect(await until(() => desk.asked() > 0)).toBe(true);
  expect(desk.refused).toEqual([]);
  await t.raw('DELETE FROM people.session');
  expect(await until(() => desk.refused.length > 0)).toBe(true);
  await desk.stop();
  expect(desk.refused[0]).toMatch(/^200 \/ru\/sign-in/);

  const [address = ''] = addresses;
  await t.raw(`UPDATE notices.notice n SET state = 'waiting' FROM notices.way w WHERE w.id = n.way_id AND w.address = $1`, [address]);
  await t.raw(`SELECT graphile_worker.add_job('notices:deliver', json_build_object('noticeId', n.id)) FROM notices.notice n JOIN notices.way w ON w.id = n.way_id WHERE w.address = $1`, [address]);
  expect(await until(() => lettersTo(address) > 1)).toBe(true);
  expect(addresses.filter((one) => lettersTo(one) !== 1)).toEqual([address]);
});
