import type { Hono } from 'hono';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { visitor } from '../../src/kernel/actor.ts';
import { isRefusal } from '../../src/kernel/refusal.ts';
import { readConfig } from '../../src/platform/config.ts';
import type { Ctx } from '../../src/platform/ctx.ts';
import { callerOf, signIn } from '../../src/rooms/people/contract.ts';
import { loginOf, password } from '../support/house.ts';
import type { Lacking } from '../support/lacking.ts';
import { Caller, origin } from './caller.ts';
import { inHouseWithout } from './lacking-house.ts';
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

/** Of each try to sign somebody in by a form of another site: what was answered, and whether a session came with it. */
const fromElsewhere = async (app = w.app): Promise<readonly (readonly [status: number, session: boolean])[]> => {
  const caller = await new Caller(app).arrive('/kk/sign-in');
  const tried: (readonly [number, boolean])[] = [];
  for (const o of [{ headers: { origin: 'https://evil.example' } }, { headers: { origin: 'null' } }, { headers: { 'sec-fetch-site': 'cross-site' } }, { headers: { 'sec-fetch-site': 'same-site' } }, { csrf: 'A'.repeat(32) }]) {
    const response = await caller.post('/kk/sign-in', right, o);
    tried.push([response.status, cookies(response).includes('jauap_session=')]);
  }
  return tried;
};
test('nobody is signed in by a form of another site', async () => {
  expect(await fromElsewhere()).toEqual(Array.from({ length: 5 }, () => [403, false]));
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

/** Cookies of whoever comes, and of whoever signs in, that are not as they must be. */
const loose = async (app = w.app): Promise<readonly string[]> => {
  const plain = await (await new Caller(app).arrive('/kk/sign-in')).post('/kk/sign-in', right);
  const first = await new Caller(app).get('/kk/sign-in');
  return [...plain.headers.getSetCookie(), ...first.headers.getSetCookie()].filter((line) => !/^(?=.*; HttpOnly)(?=.*; SameSite=Lax)(?=.*; Path=\/(;|$))(?!.*Domain)(?!.*Secure)/.test(line));
};
test('cookies are out of reach of scripts and of other sites, and over TLS only where there is TLS', async () => {
  expect(await loose()).toEqual([]);
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

/** Where somebody is led to after signing in that is not of this site. */
const ledAway = async (app = w.app): Promise<readonly string[]> => {
  const away: string[] = [];
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', '/kk/../../evil', 'javascript:alert(1)', '/kk\n//evil.example', '/%2F%2Fevil.example', '/kk//evil.example/..', '/kk@evil.example', '///evil.example', '/ru?x=//evil', '/xx/evil']) {
    const caller = await new Caller(app).arrive(`/kk/sign-in?next=${encodeURIComponent(next)}`);
    const location = (await caller.post('/kk/sign-in', { ...right, next })).headers.get('location') ?? '';
    const { origin: site, pathname } = new URL(location, origin);
    if (site !== origin || !/^\/(kk|ru|en)(\/|$)|^\/evil$/.test(pathname)) away.push(next);
  }
  return away;
};
test('after signing in nobody is led to another site', async () => {
  expect(await ledAway()).toEqual([]);
});

/** What is told of a login that exists and of one that does not: by words, and by time. The work of a password is nearly all of it: left out for one of them, the quickest try of that one would be several times quicker. */
const toldOfLogins = async (enter = signIn, ctx: Ctx = w.ctx(), tries = 9): Promise<readonly string[]> => {
  const took: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  const said = new Set<string>();
  for (let time = 0; time < tries; time += 1) for (const kind of ['known', 'unknown'] as const) {
    const from = performance.now();
    const result = await enter({ ...ctx, actor: visitor }, { login: kind === 'known' ? loginOf('bodyHead') : `nobody${time}@ashyq.example`, password: 'not the password at all', remote: `192.0.2.${time}`, userAgent: '' });
    took[kind].push(performance.now() - from);
    said.add(isRefusal(result) ? `${result.code} ${JSON.stringify(result.facts)}` : 'in');
  }
  const ratio = Math.min(...took.unknown) / Math.min(...took.known);
  return [...said].filter((one) => one !== 'sign_in_wrong {}').concat(ratio > 0.5 && ratio < 2 ? [] : ['another time']);
};
test('a login that exists and one that does not are told the same, in the same time', async () => {
  expect(await toldOfLogins()).toEqual([]);
});

/** What a wrong number, a wrong code and a wrong passkey say of what exists. */
const toldOfOthers = async (app = w.app): Promise<readonly string[]> => {
  const m = await w.received();
  const caller = await new Caller(app).arrive('/kk/follow');
  const [known, unknown] = await Promise.all([m.number, 'BQ01-2026-999999'].map(async (number) => {
    const answer = await caller.post('/kk/follow', { number, code: 'WRONGCOD' });
    return `${answer.status} ${(await answer.text()).replaceAll(number, 'N')}`;
  }));
  const passkeys = await (await caller.post('/kk/sign-in/passkey/options', { login: loginOf('clerk') })).text();
  return [...(known === unknown ? [] : ['of a number']), ...(/allowCredentials":\[\{|ashyq|account/.test(passkeys) ? ['of a passkey'] : [])];
};
test('a wrong number, a wrong code and a wrong passkey say nothing of what exists', async () => {
  expect(await toldOfOthers()).toEqual([]);
});

/** Answers that let something out to other sites, to scripts or to caches. */
const unkept = async (app = w.app): Promise<readonly string[]> => {
  const m = await w.received();
  const staff = new Caller(app, await w.token('clerk'));
  const asked = [[staff, `/kk/desk/appeals/${m.number}`, 200], [staff, '/kk/desk/appeals/BQ99-2026-000001', 404], [new Caller(app), `/kk/follow/${m.link}`, 200], [new Caller(app), '/kk/follow/AAAAAAAAAAAAAAAAAAAAAA', 404], [new Caller(app), '/kk/nowhere', 404], [new Caller(app), '/kk/appeals/new', 200], [new Caller(app), '/kk/follow', 200]] as const;
  const bad: string[] = [];
  for (const [caller, path, status] of asked) {
    const { headers, status: got } = await caller.get(path);
    expect(got, path).toBe(status);
    const must = { 'referrer-policy': /^same-origin$/, 'x-content-type-options': /^nosniff$/, 'content-security-policy': /^default-src 'none';(?!.*unsafe)(?!.*\*).*frame-ancestors 'none'/, 'cache-control': /no-store/ };
    for (const [name, value] of Object.entries(must)) if (!value.test(headers.get(name) ?? '')) bad.push(`${name} ${path}`);
  }
  return bad;
};
test('every answer keeps its secrets from other sites, from scripts and from caches', async () => {
  expect(await unkept()).toEqual([]);
});

test('links are made with the configured address, never with the one the caller named', async () => {
  const m = await w.received();
  const app = served({ JAUAP_URL: 'https://ashyq.example' });
  const page = await (await new Caller(app).get(`/kk/follow/${m.link}`, { host: 'evil.example', 'x-forwarded-host': 'evil.example' })).text();
  expect(page).not.toContain('evil.example');
});

test('control: a house whose doors lack a line each: the same questions find every one of them', async () => {
  const server = 'src/app/server.tsx';
  const asked = <T>(lines: Lacking, ask: (app: Hono) => Promise<T>): Promise<T> => inHouseWithout(w, lines, ({ app }) => ask(app));
  const [elsewhere, cookie, headers] = await asked({ [server]: [
    ["if (!sameOrigin(c.req.raw.headers, c.req.header('host') ?? '') || !csrfMatches(secret, asked.visit, (await asked.form()).get('csrf')))", 'if (asked.visit === null)'],
    ["generateCookie(visitCookie, visit, { path: '/', httpOnly: true,", "generateCookie(visitCookie, visit, { path: '/',"],
    ["headers.set('x-content-type-options', 'nosniff');", ''], ["style-src 'self'; script-src 'self';", "style-src 'self' 'unsafe-inline'; script-src 'self';"],
  ] }, async (app) => [await fromElsewhere(app), await loose(app), await unkept(app)] as const);
  expect(elsewhere).toEqual(Array.from({ length: 5 }, () => [303, true]));
  expect(cookie.filter((line) => line.startsWith('jauap_visit='))).not.toEqual([]);
  expect(new Set(headers.map((one) => one.split(' ')[0]))).toEqual(new Set(['x-content-type-options', 'content-security-policy']));
  expect(await asked({ 'src/rooms/people/pages/enter.tsx': [["const next = localPath(form.get('next')) ?? '';", "const next = form.get('next');"]], 'src/platform/web.ts': [["location: path.startsWith('/') && !path.startsWith('//') ? path : '/'", 'location: path.trim()']] }, ledAway)).toContain('//evil.example');
});

test('control: a house that works less for a login nobody has, knows which number there is, and names whose passkeys it wants: the same questions say so', async () => {
  w.clock.now += 16 * 60_000;
  const told = await inHouseWithout(w, {
    'src/rooms/people/acts/signin.ts': [
      ["  const same = await passwordMatches(possible ? password : '', phc ?? (await nobodysPhc()));", "  if (phc === null) return false;\n  const same = await passwordMatches(possible ? password : '', phc);"],
      ["if (!known || !right) return refuse('sign_in_wrong');", "if (!known || !right) return refuse('sign_in_wrong', known ? {} : { login });"],
    ],
    'src/rooms/appeals/store/follow.ts': [['  const given = codeHash(r?.id ?? 0, code);', "  if (!r) throw new Error('there is no such number');\n  const given = codeHash(r.id, code);"]],
    'src/rooms/people/passkeys.ts': [['generateAuthenticationOptions({ rpID: site.id,', "generateAuthenticationOptions({ rpID: site.id, allowCredentials: [{ id: 'AAAA' }],"]],
  }, async (broken) => [...(await toldOfLogins(broken.signIn, broken.ctx(), 2)), ...(await toldOfOthers(broken.app))]);
  console.log(`proof: control, a house that tells of logins, numbers and passkeys: ${told.join('; ')}`);
  expect(told).toEqual([...[0, 1].map((time) => `sign_in_wrong {"login":"nobody${time}@ashyq.example"}`), 'another time', 'of a number', 'of a passkey']);
});
