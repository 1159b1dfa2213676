import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { readConfig } from '../../src/platform/config.ts';
import { makeLog } from '../../src/platform/log.ts';
import { madeUpIin } from '../../src/rooms/appeals/make.ts';
import type { Lacking } from '../support/lacking.ts';
import { Caller } from './caller.ts';
import { inHouseWithout } from './lacking-house.ts';
import { openWorld, type World } from './world.ts';

let w: World;
const lines: string[] = [];
const secrets = ['Құпияева', 'Сыр', '000 00 77', '0000077', madeUpIin(77), 'qupiya@example.kz', 'Абай көшесі', 'қақпаның жанында', 'қате-құпиясөз'];
let app: ReturnType<typeof makeServer>;

beforeAll(async () => {
  w = await openWorld();
  const log = makeLog('debug', (line) => lines.push(line));
  const config = readConfig({ JAUAP_DATA: '/tmp/jauap-logs-unused', JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'debug' });
  app = makeServer({ ctx: { db: w.t.db, clock: { now: () => w.clock.now }, log }, config, house });
});
afterAll(() => w.end());

/** As it was typed, and as it stands in an address. */
const written = secrets.flatMap((secret) => [secret, encodeURIComponent(secret), new URLSearchParams({ q: secret }).toString().slice(2)]);
const leakedIn = (log: readonly string[]): readonly string[] => log.filter((line) => written.some((secret) => line.includes(secret)));

const walk = async (app: Hono): Promise<Caller> => {
  const person = await new Caller(app).arrive();
  await person.post('/kk/appeals/new', {});
  const steps: readonly (readonly [string, Record<string, string>])[] = [
    ['what', { text: 'Қоңыр үй, қақпаның жанында\nқараңғы. 8 701 000 00 77' }], ['where', { place: 'Тасқала ауданы', address: 'Абай көшесі, 12' }], ['kind', { kind: 'application' }], ['who', { who: 'person' }],
    ['contact', { surname: 'Құпияева', given: 'Сыр', phone: '8 701 000 00 77', email: 'qupiya@example.kz', iin: madeUpIin(77) }], ['publish', { publish: 'no' }], ['check', {}],
  ];
  for (const [step, fields] of steps) expect((await person.post(`/kk/appeals/new/${step}`, fields)).status, step).toBe(303);
  return person;
};

/** Everything with words in it: a matter sent, the register searched, a form refused, a wrong password, a wrong code, a broken body. */
const journey = async (app: Hono): Promise<void> => {
  const done = await (await walk(app)).get('/kk/appeals/new/done');
  expect(await done.text()).toContain('BQ01-2026-');
  const clerk = await new Caller(app, await w.token('clerk')).arrive('/kk/desk/register');
  for (const text of secrets) {
    await clerk.get(`/kk/desk/search?q=${encodeURIComponent(text)}`);
    await clerk.get(`/kk/desk/register?find=${encodeURIComponent(text)}`);
  }
  await clerk.post('/kk/desk/registrations', { surname: 'Құпияева', 'm1.text': '' });
  const stranger = await new Caller(app).arrive('/kk/sign-in');
  await stranger.post('/kk/sign-in', { login: 'qupiya@example.kz', password: 'қате-құпиясөз' });
  await stranger.post('/kk/follow', { number: 'BQ01-2026-000001', code: 'Құпияева' });
  await stranger.send('/api/v1/appeals', { method: 'POST', body: '{"lang":"kk","applicant":"Құпияева', headers: { 'content-type': 'application/json', 'idempotency-key': 'key-of-logs-1' } });
};

/** A database that refuses a row and quotes it over several lines: what somebody is told who sends a matter then. */
const refusedRow = async (app: Hono): Promise<Response> => {
  await w.t.raw(`CREATE FUNCTION appeals.tattle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION E'no:\\n%\\n%', NEW.text, NEW.address; END $$`);
  await w.t.raw('CREATE TRIGGER tattle BEFORE INSERT ON appeals.appeal FOR EACH ROW EXECUTE FUNCTION appeals.tattle()');
  try {
    const person = await new Caller(app).arrive();
    return await person.send('/api/v1/appeals', { method: 'POST', body: JSON.stringify({ lang: 'kk', applicant: { kind: 'person', surname: 'Құпияева', given: 'Сыр' }, matter: { kind: 'application', text: 'Үйдің\nқақпаның жанында шұңқыр', address: 'Абай көшесі, 12' } }), headers: { 'content-type': 'application/json', 'idempotency-key': 'key-of-logs-2' } });
  } finally {
    await w.t.raw('DROP TRIGGER tattle ON appeals.appeal');
    await w.t.raw('DROP FUNCTION appeals.tattle()');
  }
};

test('a whole journey leaves ids, codes and durations in the log, at its most talkative', async () => {
  await journey(app);
  expect(lines.length).toBeGreaterThan(30);
  expect(leakedIn(lines)).toEqual([]);
});

test('a database that refuses a row, and quotes it over several lines, is logged without it', async () => {
  const before = lines.length;
  const answer = await refusedRow(app);
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain('қақпаның');
  expect(lines.slice(before).join()).toContain('api.failed');
  expect(leakedIn(lines)).toEqual([]);
});

test('control: a log that writes the address as it was asked for, and keeps what the database said, has them, and the same look finds it', async () => {
  const telling: Lacking = {
    'src/app/server.tsx': [["'web.answered', { method, route: routeOf(c)", "'web.answered', { method, route: c.req.url"]],
    'src/platform/log.ts': [['...(quotes ? {} : { message: error.message })', 'message: error.message']],
  };
  const { asked, quoted } = await inHouseWithout(w, telling, async (broken) => {
    await journey(broken.app);
    const before = broken.lines.length;
    expect((await refusedRow(broken.app)).status).toBe(500);
    return { asked: leakedIn(broken.lines.slice(0, before)), quoted: leakedIn(broken.lines.slice(before)) };
  });
  // every word that was searched for, by both searches
  for (const secret of secrets) expect(asked.filter((line) => line.includes(encodeURIComponent(secret))).length, secret).toBeGreaterThanOrEqual(2);
  expect(quoted.join()).toContain('қақпаның жанында');
  console.log(`proof: control with a log that tells: ${asked.length} lines with somebody’s words in an address, ${quoted.length} in what the database said`);
});
