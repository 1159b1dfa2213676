import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import type { Lacking } from '../support/lacking.ts';
import { depth } from '../support/proof.ts';
import { Caller } from './caller.ts';
import { inHouseWithout } from './lacking-house.ts';
import { openWorld, type Matter, type World } from './world.ts';

let w: World;
let m: Matter;
beforeAll(async () => {
  w = await openWorld();
  m = await w.answered();
});
afterAll(() => w.end());

const odd = ['%00', '%25%5F%5C', '__proto__', 'toString', '0000-01-01', '2026-02-30', '9999-12-31', '9999-99-99.1', '0000-01-01.1', '2026-99-99%2099:99:99%2B00~1', '9999-99-99T99:99~1', '-1', '1e309', '99999999999999999999', '%E0%A4%A', '%ED%A0%80', '%E2%80%AE', '%27%3B--', '%0D%0ASet-Cookie:x=1', 'a'.repeat(7_000)];
const names = ['q', 'find', 'from', 'to', 'after', 'territory', 'topic', 'place', 'of', 'tab', 'kind', 'done', 'next', 'number', 'wrong', 'size', 'lang', 'year', 'month'];

/** Every address that is opened, its slots filled with what is there. */
const paths = (): readonly string[] => house.routes.filter((route) => route.method === 'get').map((route) => {
  const filled = route.path.replace(':number{[A-Z0-9]+-[0-9]+-[0-9]+}', m.number).replace(':number', m.number).replace(':token', m.link).replace(/:accountId/, String(w.people.clerk)).replace(/:unitId\{[^}]*\}+/, String(w.units.tasqala))
    .replace(/:territory\{[^}]*\}/, '276000000').replace(/:act\{.*\}/, 'names').replace(/:step\{.*\}/, 'where').replace(/:id\{[^}]*\}+|:id/, '1').replace(/:\w+\{[^/]*\}|:\w+/g, '1');
  return route.skin === 'page' ? `/ru${filled === '/' ? '' : filled}` : filled;
});

const callersOf = async (app = w.app): Promise<readonly Caller[]> => [new Caller(app), new Caller(app, await w.token('clerk')), new Caller(app, await w.token('administrator'))];
/** What is an error of ours, takes a line of theirs for a header, or leads away: asked by each of them, or by so many in turn. */
const wrongAt = async (callers: readonly Caller[], asked: readonly string[], each = callers.length): Promise<readonly string[]> => {
  const bad: string[] = [];
  for (const [nth, path] of asked.entries()) for (const caller of [...callers.slice(nth % callers.length), ...callers].slice(0, each)) {
    const response = await caller.get(path);
    await response.body?.cancel();
    if (response.status >= 500) bad.push(`${response.status} ${path.slice(0, 120)}`);
    if (response.headers.get('set-cookie')?.startsWith('x=')) bad.push(`header ${path.slice(0, 120)}`);
    const location = response.headers.get('location');
    if (location !== null && !/^\/(?![/\\])/.test(location)) bad.push(`leads away: ${location.slice(0, 60)}`);
  }
  return bad;
};
const withQuery = (path: string, value: string): string => `${path}?${names.map((name) => `${name}=${value.slice(0, 300)}`).join('&')}`;
const shapes = (): readonly string[] => ['/kk/desk/appeals/X', '/kk/desk/appeals/X/papers/1', `/kk/desk/appeals/${m.number}/papers/X`, '/kk/desk/appeals/X/talon', '/kk/desk/appeals/X/redaction', '/kk/follow/X', '/kk/follow/X/talon.pdf', `/kk/follow/${m.link}/papers/X`,
  '/kk/appeals/X', '/kk/appeals/new/X', '/kk/figures/X', '/kk/invitation/X', '/kk/admin/people/X', '/kk/admin/units/X', `/kk/admin/units/${w.units.tasqala}/X`, '/api/v1/appeals/X', '/api/v1/X', '/X', '//X', '/kk//X'];

test('no address with nonsense after the question mark is an error of ours', async () => {
  const callers = await callersOf();
  // as many odd values as are no multiple of the callers: each of them comes to every address
  expect(odd.length % callers.length).not.toBe(0);
  expect(await wrongAt(callers, paths().flatMap((path) => odd.map((value) => withQuery(path, value))), depth(1, callers.length))).toEqual([]);
});

test('no nonsense in the place of a number, a secret or a code is an error of ours', async () => {
  expect(await wrongAt(await callersOf(), shapes().flatMap((shape) => odd.map((value) => shape.replace('X', value.slice(0, 3_000)))))).toEqual([]);
});

test('control: a house that takes the signs of an address as they come, and leads wherever it is told, breaks and leads away, and the same look says so', async () => {
  const asItCame: Lacking = { 'src/app/server.tsx': [
    ["param: (name) => clean(c.req.param(name) ?? '')", "param: (name) => c.req.param(name) ?? ''"], ['query: cleanQuery(url.searchParams)', 'query: url.searchParams'],
    ["c.redirect(`/${preferredLang(c.req.header('accept-language'))}`, 302)", "c.redirect(c.req.query('next') ?? '/', 302)"],
  ] };
  const asked = ['/?next=//evil.example', ...['/ru/figures', '/ru/appeals', '/ru/desk/control', '/ru/desk/register', '/ru/admin/people'].map((path) => withQuery(path, '%00')), ...shapes().map((shape) => shape.replace('X', '%00'))];
  const wrong = await inHouseWithout(w, asItCame, async ({ app }) => wrongAt(await callersOf(app), asked));
  console.log(`proof: control with the signs of an address as they come: ${wrong.length} errors of ours`);
  for (const where of ['500 /ru/figures?', '500 /ru/appeals?', '500 /ru/desk/control?', '500 /kk/desk/appeals/%00/talon', 'leads away: //evil.example']) expect(wrong.filter((one) => one.startsWith(where)), where).not.toEqual([]);
});

test('other methods, no body and half a condition are answered calmly', async () => {
  const caller = new Caller(w.app);
  for (const method of ['HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'PROPFIND']) for (const path of ['/kk', '/kk/follow', '/api/v1/appeals', '/api/v1/openapi.json', '/healthz', `/kk/follow/${m.link}`]) {
    const response = await caller.send(path, { method });
    expect(response.status, `${method} ${path}`).toBeLessThan(500);
  }
  for (const headers of [{ 'if-none-match': '*' }, { 'if-modified-since': 'never' }, { range: 'bytes=9-1' }, { accept: 'a/b;q=x' }, { 'accept-language': '\u00ff,;;q=9' }, { cookie: 'jauap_session=' + 'a'.repeat(43) }, { cookie: 'jauap_visit=%00; =; ;;' }, { authorization: 'Bearer \u00ff' }, { 'accept-encoding': 'nonsense' }])
    expect((await caller.get('/kk/appeals/new', headers)).status, JSON.stringify(headers)).toBe(200);
});
