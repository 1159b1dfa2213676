import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { Caller } from './caller.ts';
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

test('no address with nonsense after the question mark is an error of ours', async () => {
  const callers = [new Caller(w.app), new Caller(w.app, await w.token('clerk')), new Caller(w.app, await w.token('administrator'))];
  const bad: string[] = [];
  for (const path of paths()) for (const value of odd) {
    const query = names.map((name) => `${name}=${value.slice(0, 300)}`).join('&');
    for (const caller of callers) {
      const response = await caller.get(`${path}?${query}`);
      await response.body?.cancel();
      if (response.status >= 500) bad.push(`${response.status} ${path}?…${value.slice(0, 40)}`);
      if (response.headers.has('set-cookie') && response.headers.get('set-cookie')?.startsWith('x=')) bad.push(`header ${path}`);
    }
  }
  expect(bad).toEqual([]);
});

test('no nonsense in the place of a number, a secret or a code is an error of ours', async () => {
  const callers = [new Caller(w.app), new Caller(w.app, await w.token('clerk')), new Caller(w.app, await w.token('administrator'))];
  const bad: string[] = [];
  const shapes = ['/kk/desk/appeals/X', '/kk/desk/appeals/X/papers/1', `/kk/desk/appeals/${m.number}/papers/X`, '/kk/desk/appeals/X/talon', '/kk/desk/appeals/X/redaction', '/kk/follow/X', '/kk/follow/X/talon.pdf', `/kk/follow/${m.link}/papers/X`,
    '/kk/appeals/X', '/kk/appeals/new/X', '/kk/figures/X', '/kk/invitation/X', '/kk/admin/people/X', '/kk/admin/units/X', `/kk/admin/units/${w.units.tasqala}/X`, '/api/v1/appeals/X', '/api/v1/X', '/X', '//X', '/kk//X'];
  for (const shape of shapes) for (const value of odd) for (const caller of callers) {
    const response = await caller.get(shape.replace('X', value.slice(0, 3_000)));
    await response.body?.cancel();
    if (response.status >= 500) bad.push(`${response.status} ${shape} ${value.slice(0, 40)}`);
    const location = response.headers.get('location');
    if (location !== null && !/^\/(?![/\\])/.test(location)) bad.push(`leads away: ${location.slice(0, 60)}`);
  }
  expect(bad).toEqual([]);
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
