import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { readConfig } from '../../src/platform/config.ts';
import { callerOf, signIn } from '../../src/rooms/people/contract.ts';
import { loginOf, password } from '../support/house.ts';
import { Caller, origin } from './caller.ts';
import { openWorld, type World } from './world.ts';

let w: World;
beforeAll(async () => {
  w = await openWorld();
});
afterAll(() => w.end());

const served = (more: Record<string, string>) =>
  makeServer({ ctx: { db: w.t.db, clock: { now: () => w.clock.now }, log: w.t.ctx().log }, config: readConfig({ JAUAP_DATA: '/tmp/jauap-doors-unused', JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent', ...more }), house });
const right = { login: loginOf('clerk'), password };
const cookies = (response: Response): string => response.headers.getSetCookie().join('\n');

test('nobody is signed in by a form of another site', async () => {
  const caller = await new Caller(w.app).arrive('/kk/sign-in');
  for (const o of [{ headers: { origin: 'https://evil.example' } }, { headers: { origin: 'null' } }, { headers: { 'sec-fetch-site': 'cross-site' } }, { headers: { 'sec-fetch-site': 'same-site' } }, { csrf: 'A'.repeat(32) }]) {
    const response = await caller.post('/kk/sign-in', right, o);
    expect(response.status).toBe(403);
    expect(cookies(response)).not.toContain('jauap_session=');
  }
});

test('a session brought along is not the session one gets, and is over', async () => {
  const brought = await w.token('reception');
  const caller = await new Caller(w.app, brought).arrive('/kk/me');
  const response = await caller.post('/kk/sign-in', right);
  const given = /jauap_session=([\w-]{43})/.exec(cookies(response))?.[1];
  expect(given).toBeDefined();
  expect(given).not.toBe(brought);
  expect((await new Caller(w.app, brought).get('/kk/me')).status).toBe(303);
});

test('cookies are out of reach of scripts and of other sites, and over TLS only where there is TLS', async () => {
  const plain = await (await new Caller(w.app).arrive('/kk/sign-in')).post('/kk/sign-in', right);
  const first = await new Caller(w.app).get('/kk/sign-in');
  for (const line of [...plain.headers.getSetCookie(), ...first.headers.getSetCookie()]) expect(line).toMatch(/^(?=.*; HttpOnly)(?=.*; SameSite=Lax)(?=.*; Path=\/(;|$))(?!.*Domain)(?!.*Secure)/);
  const tls = served({ JAUAP_URL: 'https://ashyq.example' });
  const caller = await new Caller(tls).arrive('/kk/sign-in');
  for (const line of [...(await caller.post('/kk/sign-in', right)).headers.getSetCookie(), ...(await new Caller(tls).get('/kk/sign-in')).headers.getSetCookie()]) expect(line).toMatch(/; Secure/);
});

test('an address written by the caller is not believed unless a proxy of ours stands in front', async () => {
  const wrong = async (app: typeof w.app, count: number, header: (at: number) => string): Promise<readonly number[]> => {
    const caller = await new Caller(app).arrive('/kk/sign-in');
    const statuses: number[] = [];
    for (let at = 0; at < count; at += 1) statuses.push((await caller.post('/kk/sign-in', { login: `nobody${at}@x${count}.example`, password: 'wrong wrong wrong' }, { headers: { 'x-forwarded-for': header(at), 'x-real-ip': header(at), forwarded: `for=${header(at)}` } })).status);
    return statuses;
  };
  expect((await wrong(w.app, 12, (at) => `203.0.113.${at}`)).slice(-2)).toEqual([429, 429]);
  w.clock.now += 16 * 60_000;
  // one proxy: the last address is its word, the ones before it are the caller's own
  expect((await wrong(served({ JAUAP_TRUST_PROXY: '1' }), 13, (at) => `198.51.100.${at}, 203.0.113.7`)).slice(-2)).toEqual([429, 429]);
  w.clock.now += 16 * 60_000;
});

test('all of one household are one caller, however its address is written', () => {
  const same = ['2001:db8::1', '2001:db8:0:0:5:6:7:8', '2001:0DB8:0000:0000::ffff', '2001:db8::%eth0'].map(callerOf);
  expect(new Set(same).size).toBe(1);
  expect(callerOf('::ffff:203.0.113.7')).toBe(callerOf('203.0.113.7'));
});

test('after signing in nobody is led to another site', async () => {
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/kk/../../evil', 'javascript:alert(1)', '/kk\n//evil.example', '/%2F%2Fevil.example', '/kk//evil.example/..', '/kk@evil.example', '///evil.example', '/ru?x=//evil', '/xx/evil']) {
    const caller = await new Caller(w.app).arrive(`/kk/sign-in?next=${encodeURIComponent(next)}`);
    const location = (await caller.post('/kk/sign-in', { ...right, next })).headers.get('location') ?? '';
    expect(new URL(location, origin).origin, next).toBe(origin);
    expect(new URL(location, origin).pathname, next).toMatch(/^\/(kk|ru|en)(\/|$)|^\/evil$/);
  }
});

test('a login that exists and one that does not are told the same, in the same time', async () => {
  const took: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  const said = new Set<string>();
  for (let time = 0; time < 9; time += 1) for (const kind of ['known', 'unknown'] as const) {
    const from = performance.now();
    const result = await signIn(w.ctx({ kind: 'visitor' }), { login: kind === 'known' ? loginOf('bodyHead') : `nobody${time}@ashyq.example`, password: 'not the password at all', remote: `192.0.2.${time}`, userAgent: '' });
    took[kind].push(performance.now() - from);
    said.add(isRefusal(result) ? `${result.code} ${JSON.stringify(result.facts)}` : 'in');
  }
  expect([...said]).toEqual(['sign_in_wrong {}']);
  // the work of a password is nearly all of it: left out for one of them, the quickest try of that one would be several times quicker
  const ratio = Math.min(...took.unknown) / Math.min(...took.known);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

test('a wrong number, a wrong code and a wrong invitation say nothing of what exists', async () => {
  const m = await w.received();
  const caller = await new Caller(w.app).arrive('/kk/follow');
  const answers = await Promise.all([{ number: m.number, code: 'WRONGCOD' }, { number: 'BQ01-2026-999999', code: 'WRONGCOD' }].map(async (fields) => { const r = await caller.post('/kk/follow', fields); return { status: r.status, text: (await r.text()).replaceAll(fields.number, 'N') }; }));
  expect(answers[0]).toEqual(answers[1]);
  const passkeys = await (await caller.post('/kk/sign-in/passkey/options', { login: loginOf('clerk') })).text();
  expect(passkeys).not.toMatch(/allowCredentials":\[\{|ashyq|account/);
});

test('every answer keeps its secrets from other sites, from scripts and from caches', async () => {
  const m = await w.received();
  const staff = new Caller(w.app, await w.token('clerk'));
  const bad = [[staff, `/kk/desk/appeals/${m.number}`, 200], [staff, '/kk/desk/appeals/BQ99-2026-000001', 404], [new Caller(w.app), `/kk/follow/${m.link}`, 200], [new Caller(w.app), '/kk/follow/AAAAAAAAAAAAAAAAAAAAAA', 404], [new Caller(w.app), '/kk/nowhere', 404], [new Caller(w.app), '/kk/appeals/new', 200], [new Caller(w.app), '/kk/follow', 200]] as const;
  for (const [caller, path, status] of bad) {
    const { headers, status: got } = await caller.get(path);
    expect(got, path).toBe(status);
    expect(headers.get('referrer-policy'), path).toBe('same-origin');
    expect(headers.get('x-content-type-options'), path).toBe('nosniff');
    expect(headers.get('content-security-policy'), path).toMatch(/^default-src 'none';(?!.*unsafe)(?!.*\*)/);
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'");
    expect(headers.get('cache-control'), path).toContain('no-store');
  }
});

test('links are made with the configured address, never with the one the caller named', async () => {
  const m = await w.received();
  const app = served({ JAUAP_URL: 'https://ashyq.example' });
  const page = await (await new Caller(app).get(`/kk/follow/${m.link}`, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })).text();
  expect(page).not.toContain('evil.example');
});
