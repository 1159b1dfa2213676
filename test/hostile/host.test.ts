import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, browserOf, notPages, visits, type Looker } from '../../e2e/a11y/pages.ts';
import { makeWorld, type World } from '../../e2e/a11y/world.ts';
import { house } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { readConfig } from '../../src/platform/config.ts';
import { html, page } from '../../src/platform/web.ts';
import { anyoneMay } from '../../src/rooms/appeals/policy.ts';
import { openOffice } from '../notices/office.ts';
import type { PlainBrowser } from '../support/browser.ts';
import { planned } from '../support/bookings.ts';
import { openHouse, password, loginOf, type TestHouse } from '../support/house.ts';
import { sourcesUnder } from '../architecture/sources.ts';
import { Caller } from './caller.ts';

const site = 'https://ashyq.example';
const evil = 'evil.example';
const claims = { 'x-forwarded-host': evil, 'x-forwarded-server': evil, 'x-original-host': evil, 'x-host': evil, 'x-forwarded-proto': 'http', forwarded: `for=1.2.3.4;host=${evil};proto=http`, 'x-original-url': `https://${evil}/`, 'x-rewrite-url': `https://${evil}/` } as const;
/** As a proxy would pass it on, and as a caller who talks to the server itself would say it: the server makes the address of the request from `Host`. */
const ways = [{ name: 'by its headers', origin: 'http://127.0.0.1:3000', headers: { host: '127.0.0.1:3000', ...claims } }, { name: 'by Host', origin: `http://${evil}`, headers: { host: evil, ...claims } }] as const;

/** Where an answer names the foreign host: in any header (a redirect, the domain of a cookie) or anywhere in the body. */
const namesEvil = async (response: Response): Promise<readonly string[]> => {
  const body = Buffer.from(await response.arrayBuffer()).toString('latin1');
  const at = body.indexOf(evil);
  return [...[...response.headers].filter(([, value]) => value.includes(evil)).map(([name, value]) => `${name}: ${value}`), ...response.headers.getSetCookie().filter((line) => /;\s*domain/i.test(line)), ...(at < 0 ? [] : [body.slice(Math.max(0, at - 60), at + 40)])];
};
/** What a square code on the page leads to cannot be read here; that it is the same picture can. */
const pictures = (text: string): readonly string[] => text.match(/data:image\/[^"')\s]+/g) ?? [];

let h: TestHouse;
let w: World;
const browsers = new Map<Looker, PlainBrowser>();
beforeAll(async () => {
  h = await openHouse({ url: site });
  w = await makeWorld(h, { few: true });
});
afterAll(async () => {
  await w.end();
  await h.end();
});
const cookieOf = async (who: Looker): Promise<string> => {
  const known = browsers.get(who) ?? (await browserOf(h, who));
  browsers.set(who, known);
  return known.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
};

type Asked = { readonly route: string; readonly as: Looker; readonly at: string };
/** What is no page, each with something that is there. */
const others = (): readonly Asked[] => {
  const { outing, booked, hall, busy, ended } = w;
  const at: Readonly<Record<string, readonly [Looker, string]>> = {
    '/sign-in/back': ['visitor', '/sign-in/back?code=x&state=y'], '/sign-in/issuer': ['visitor', '/kk/sign-in/issuer?next=/kk/desk'], '/desk': ['clerk', '/kk/desk'],
    '/outing-desk/kit': ['visitor', '/outing-desk/kit'], '/outing-desk/manifest': ['visitor', '/kk/outing-desk/manifest'], '/outing-desk/papers/:key': ['visitor', `/outing-desk/papers/${'a'.repeat(32)}`],
    '/desk/outings/arrivals/:device{[0-9]{1,15}}/:place{[0-9]{1,9}}/papers/:key': ['reception', `/kk/desk/outings/arrivals/${outing.deviceId}/${outing.place}/papers/${'a'.repeat(32)}`],
    '/receptions/bookings/:token/visit.ics': ['visitor', `/kk/receptions/bookings/${booked.token}/visit.ics`], '/receptions/book/urgent': ['booking', '/kk/receptions/book/urgent'],
    '/metrics': ['visitor', '/metrics'], '/appeals/new/territories': ['visitor', '/kk/appeals/new/territories?q=тас'], '/display/:token/state': ['visitor', `/display/${hall.display}/state`],
    '/figures.csv': ['visitor', '/kk/figures.csv'], '/figures/receptions.csv': ['visitor', '/kk/figures/receptions.csv'], '/figures/hand-overs.csv': ['visitor', '/kk/figures/hand-overs.csv'], '/admin/calendar/dates.csv': ['administrator', '/kk/admin/calendar/dates.csv'],
    '/desk/control.csv': ['controller', '/kk/desk/control.csv?of=branch'], '/desk/control.xlsx': ['controller', '/kk/desk/control.xlsx?of=branch'], '/desk/control/assignments/:id{[0-9]{1,15}}/papers/:paper{[0-9]{1,16}}': ['controller', `/kk/desk/control/assignments/${w.task}/papers/1`],
    '/follow/:token/:act{(?:verdicts|additions|withdrawals|clarification-answers|consent-withdrawals|detachings)}': ['visitor', `/kk/follow/${busy.linkToken}/additions`],
    '/follow/:token/talon.pdf': ['visitor', `/kk/follow/${busy.linkToken}/talon.pdf`], '/follow/:token/papers/:id{[0-9]{1,16}}': ['visitor', `/kk/follow/${busy.linkToken}/papers/1`],
    '/desk/appeals/:number/talon': ['clerk', `/kk/desk/appeals/${ended.number}/talon`], '/desk/appeals/:number/papers/:id': ['clerk', `/kk/desk/appeals/${busy.number}/papers/1`],
  };
  return Object.entries(at).map(([route, [as, address]]) => ({ route, as, at: encodeURI(address) }));
};
const askings = (): readonly Asked[] => [...visits.filter((one) => !one.empty).map((one) => ({ route: one.route ?? '', as: one.as, at: addressOf(one, w, 'kk') })), ...others()];

test('whatever host a caller names, no page, file, redirect or cookie of any address names it', async () => {
  const bad: string[] = [];
  const statuses = new Map<number, number>();
  let squares = 0;
  for (const { as, at } of askings()) {
    const cookie = await cookieOf(as);
    const plain = pictures(await (await h.app.request(new Request(`http://127.0.0.1:3000${at}`, { headers: { cookie, host: '127.0.0.1:3000' } }))).text());
    squares += plain.length;
    for (const { name, origin, headers } of ways) {
      const response = await h.app.request(new Request(`${origin}${at}`, { headers: { ...headers, cookie } }));
      statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
      if (response.status >= 500) bad.push(`${at} ${name}: ${response.status}`);
      const shown = pictures(await response.clone().text());
      if (shown.join() !== plain.join()) bad.push(`${at} ${name}: another picture`);
      bad.push(...(await namesEvil(response)).map((found) => `${at} ${name}: ${found}`));
    }
  }
  expect(bad).toEqual([]);
  // nothing of the house was left out, and nearly all of it was really seen
  const asked = new Set([...askings().map((one) => one.route), ...visits.filter((one) => one.empty).map((one) => one.route)]);
  expect(house.routes.filter((route) => route.method === 'get' && !asked.has(route.path)).map((route) => route.path)).toEqual([]);
  expect(others().map((one) => one.route).toSorted()).toEqual(Object.keys(notPages).toSorted());
  expect(statuses.get(200) ?? 0).toBeGreaterThan(askings().length * 2 * 0.85);
  expect(squares).toBeGreaterThan(0);
  console.log(`proof: ${askings().length} addresses of ${asked.size} routes asked under a foreign host in ${ways.length} ways: ${[...statuses].toSorted().map(([status, n]) => `${status} ${n}`).join(', ')}`);
});

const raw = (address: string, headers: Record<string, string>): Promise<Response> => new Promise((resolve, reject) => {
  request(address, { headers }, (answer) => {
    const parts: Buffer[] = [];
    answer.on('data', (part: Buffer) => parts.push(part)).on('end', () => resolve(new Response(Buffer.concat(parts), { headers: Object.entries(answer.headers).flatMap(([name, value]) => [value ?? []].flat().map((one): [string, string] => [name, one])) })));
  }).on('error', reject).end();
});

test('nor does a house that nobody has set up yet, asked over the wire', async () => {
  for (const one of visits.filter((visit) => visit.empty)) for (const { headers } of ways) expect(await namesEvil(await raw(addressOf(one, w, 'kk'), headers)), addressOf(one, w, 'kk')).toEqual([]);
});

test('control: a page that makes its links from the request, a redirect and a cookie that do are found', async () => {
  const echo = page({ method: 'get', path: '/echo', may: anyoneMay, handler: ({ raw }) => {
    const named = raw.req.query('by') === 'header' ? raw.req.header('x-forwarded-host') ?? '' : new URL(raw.req.url).host;
    if (raw.req.query('as') === 'redirect') return new Response(null, { status: 303, headers: { location: `https://${named}/kk` } });
    if (raw.req.query('as') === 'cookie') return html({ type: 'p', props: { children: 'x' }, key: null } as never, 200, { 'set-cookie': `a=b; Domain=${named}` });
    return new Response(`<a href="https://${named}/kk/invitation/x">x</a>`, { headers: { 'content-type': 'text/html' } });
  } });
  const app = makeServer({ ctx: { db: h.t.db, clock: { now: () => h.clock.now }, log: h.ctx().log }, config: readConfig({ JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent', JAUAP_URL: site }), house: { ...house, routes: [...house.routes, echo] } });
  const asked = async (way: (typeof ways)[number], query: string) => (await namesEvil(await app.request(new Request(`${way.origin}/kk/echo?${query}`, { headers: way.headers })))).length;
  const [byHeader, byHost] = ways;
  for (const as of ['link', 'redirect', 'cookie']) {
    expect(await asked(byHeader, `by=header&as=${as}`), as).toBeGreaterThan(0);
    expect(await asked(byHost, `by=host&as=${as}`), as).toBeGreaterThan(0);
  }
});

test('the program reads the host of a request at one place, to compare a form’s origin with it', () => {
  const readers = sourcesUnder('src').filter(({ path }) => !/\.test\.tsx?$|^src\/ui\/islands\//.test(path))
    .flatMap(({ path, text }) => [...text.matchAll(/header\(\s*['"](?:host|forwarded|x-forwarded-host|x-original-host|x-host|:authority)['"]|headers\.get\(\s*['"](?:host|forwarded|x-forwarded-host)['"]|headers\[?\.?['"]?host\b/gi)].map(([found]) => `${path}: ${found}`));
  expect(readers).toEqual(["src/app/server.tsx: header('host'"]);
});

/** Every `https?://` of a text, but those that stand in it as somebody's words. */
const linksIn = (text: string): readonly string[] => [...text.matchAll(/https?:\/\/[^\s"'<>)]+/g)].map(([link]) => link);

test('whoever makes the house write a letter under a foreign host gets letters with links of the house alone', async () => {
  const o = await openOffice();
  try {
    const receptionId = await planned(o.house);
    const app = { request: (asked: Request) => o.house.app.request(asked) };
    let nth = 0;
    for (const { origin, headers } of ways) {
      nth += 1;
      const sent = async (path: string, body: unknown): Promise<Response> => app.request(new Request(`${origin}${path}`, { method: 'POST', headers: { ...headers, 'content-type': 'application/json', 'idempotency-key': `host-${nth}-${nth}-${nth}` }, body: JSON.stringify(body) }));
      const person = { surname: 'Сыналмалы', given: 'Әлия', email: `person${nth}@mail.example` };
      const registered = await sent('/api/v1/appeals', { lang: 'kk', tellBy: 'email', applicant: { kind: 'person', ...person }, matter: { kind: 'application', text: 'Аулада жарық жанбайды, кешке балалар қорқады.', territoryCode: '276000000' } });
      expect(registered.status).toBe(201);
      const { number } = await registered.clone().json() as { number: string };
      expect(await namesEvil(registered)).toEqual([]);
      const booked = await sent('/api/v1/receptions/bookings', { lang: 'kk', ...person, text: 'Аулада жарық жанбайды', territoryCode: '276000000', receptionId, atMinute: 600 + 20 * nth });
      expect(booked.status, await booked.clone().text()).toBe(201);
      expect(await namesEvil(booked)).toEqual([]);
      // somebody of the office works on it under the same host: signs in and gives it to a body
      const visitor = new Caller({ request: (asked: Request) => app.request(new Request(asked.url.replace('http://127.0.0.1:3000', origin), asked)) } as never);
      const foreign = async (caller: Caller, path: string, fields: Record<string, string>) => caller.post(path, fields, { headers: { ...headers, origin } });
      await visitor.arrive('/kk/sign-in');
      const entered = await foreign(visitor, '/kk/sign-in', { login: loginOf('clerk'), password });
      expect([entered.status, await namesEvil(entered.clone())]).toEqual([303, []]);
      const session = /jauap_session=([^;]+)/.exec(entered.headers.getSetCookie().join('\n'))?.[1] ?? '';
      const clerk = await new Caller({ request: (asked: Request) => app.request(new Request(asked.url.replace('http://127.0.0.1:3000', origin), asked)) } as never, session).arrive('/kk/me');
      const given = await foreign(clerk, `/kk/desk/appeals/${number}/assignments`, { 'assign.unitId': String(o.house.units.lighting), 'assign.accountId': String(o.house.people.executor) });
      expect([given.status, await namesEvil(given.clone())], await given.clone().text()).toEqual([303, []]);
    }
    await o.work();
    // what staff hear by a letter waits for the next working morning
    o.house.clock.now = Date.parse('2026-11-23T03:31:00Z');
    await o.again('notices:digests', {});
    await o.work();
    const letters = o.sent.map((one) => JSON.stringify(one));
    expect(letters.filter((text) => text.includes(evil))).toEqual([]);
    const links = o.sent.flatMap((one) => [one.link, one.stop ?? '', ...linksIn(one.text)].filter(Boolean));
    expect(links.filter((link) => !link.startsWith(`${site}/`))).toEqual([]);
    expect(links.length).toBeGreaterThanOrEqual(o.sent.length);
    // the person's two, and the executor's
    expect(new Set(o.sent.map((one) => one.to)).size).toBeGreaterThanOrEqual(3);
    console.log(`proof: ${o.sent.length} letters caused under a foreign host, ${links.length} links, all of the house`);
  } finally {
    await o.house.end();
  }
});
