import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addressOf, browserOf, visits, type Looker } from '../../e2e/a11y/pages.ts';
import { makeWorld, type World } from '../../e2e/a11y/world.ts';
import { house, operations } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { readConfig } from '../../src/platform/config.ts';
import { makeLog } from '../../src/platform/log.ts';
import { exposition } from '../../src/platform/metrics.ts';
import { openHouse, type TestHouse } from '../support/house.ts';
import { Caller } from './caller.ts';
import { live } from './live.ts';

/**
 * Every text of the database that somebody may have typed begins as a formula and carries a script, a picture that fails, another line and a slot:
 * whatever column is added tomorrow. Then every page, file and answer is opened by every post, and by nobody.
 */
let h: TestHouse;
let w: World;
let app: ReturnType<typeof makeServer>;
const lines: string[] = [];
const planted: string[] = [];
const mark = 'kanareika';
const before = `=${mark}("`;
const after = `"'><img src=x onerror=${mark}(1)><script>${mark}(2)</script><svg onload=${mark}(3)>{n}{{7*7}}\${7*7}\nX-${mark}: 1`;
const people = ['reception', 'clerk', 'controller', 'head', 'administrator', 'executor', 'colleague', 'bodyHead', 'sibling'] as const;
/** Who passes by every page: nobody, the post with the longest sight, one with none of this, one of another house, one of another branch. */
const passing = ['visitor', 'head', 'administrator', 'executor', 'sibling'] as const;
const callers = new Map<Looker, Caller>();

beforeAll(async () => {
  h = await openHouse();
  w = await makeWorld(h);
  const config = readConfig({ JAUAP_DATA: '/tmp/jauap-canaries-unused', JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'debug' });
  const log = makeLog('debug', (line) => lines.push(line));
  for (const who of new Set<Looker>([...visits.map((one) => one.as), ...people])) {
    const cookies = (await browserOf(h, who)).cookies;
    const caller = new Caller((app ??= makeServer({ ctx: { db: h.t.db, clock: { now: () => h.clock.now }, log }, config, house })), cookies.find((one) => one.name === 'jauap_session')?.value ?? null);
    caller.visit = cookies.find((one) => one.name === 'jauap_visit')?.value ?? '';
    callers.set(who, caller);
  }
  await plant();
});
afterAll(async () => {
  await w?.end();
  await h?.end();
});

/** In columns that hold words of people, known by a letter of theirs; one that must be of a certain form refuses it, and is left. */
const plant = async (): Promise<void> => {
  const columns = await h.t.raw(`SELECT c.table_schema || '.' || c.table_name AS t, c.column_name AS c, EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = (c.table_schema || '.' || c.table_name)::regclass AND NOT g.tgisinternal) AS guarded
    FROM information_schema.columns c JOIN information_schema.tables i USING (table_schema, table_name)
    WHERE i.table_type = 'BASE TABLE' AND c.data_type = 'text' AND c.is_generated = 'NEVER' AND c.table_schema NOT IN ('pg_catalog', 'information_schema', 'graphile_worker', 'platform', 'journal', 'recognition') ORDER BY 1, 2`);
  for (const { t, c, guarded } of columns) {
    try {
      const own = guarded === true ? [`ALTER TABLE ${String(t)} DISABLE TRIGGER USER`, `ALTER TABLE ${String(t)} ENABLE TRIGGER USER`] : ['SELECT 1', 'SELECT 1'];
      await h.t.raw(own[0] ?? '');
      const rows = await h.t.raw(`UPDATE ${String(t)} SET "${String(c)}" = $1 || "${String(c)}" || $2 WHERE "${String(c)}" ~ '[А-Яа-яӘәҒғҚқҢңӨөҰұҮүҺһІі]' RETURNING 1`, [before, after]).finally(() => h.t.raw(own[1] ?? ''));
      if (rows.length > 0) planted.push(`${String(t)}.${String(c)}`);
    } catch {
      // a check, a foreign key: no such words come in here
    }
  }
};

test('they are in every room’s words', () => {
  console.log(`proof: markers in ${planted.length} columns`);
  for (const column of ['appeals.appeal.text', 'appeals.answer.text', 'appeals.note.text', 'appeals.publication.text', 'assignments.assignment.task', 'people.account.name', 'units.unit.name_kk', 'units.topic.name_kk', 'reception.duty.name_kk', 'reception.lane.name_kk', 'reception.outing.name_kk', 'reception.matter.text', 'reception.promise.text', 'reception.ticket.name'])
    expect(planted).toContain(column);
});

const policyOf = (headers: Headers, isPage: boolean): readonly string[] => {
  const policy = headers.get('content-security-policy') ?? '';
  const wrong: string[] = [];
  if (!/default-src 'none'/.test(policy) || /unsafe-(?:inline|eval)|\*|https?:|script-src[^;]*data:/.test(policy)) wrong.push(`policy ${policy}`);
  if (isPage && !policy.includes("frame-ancestors 'none'")) wrong.push('may be framed');
  if (headers.get('x-content-type-options') !== 'nosniff') wrong.push('sniffed');
  if (headers.get('referrer-policy') !== 'same-origin') wrong.push('tells where one came from');
  for (const cookie of headers.getSetCookie()) if (!/^jauap_\w+=[^;]*(?=.*; HttpOnly)(?=.*; SameSite=Lax)(?!.*Domain)/.test(cookie)) wrong.push(`cookie ${cookie.replace(/=[^;]*/, '')}`);
  return wrong;
};

/** One answer looked through, whatever it is. */
const wrongIn = async (response: Response): Promise<readonly string[]> => {
  const type = response.headers.get('content-type') ?? '';
  const isPage = type.startsWith('text/html');
  const wrong: string[] = [...policyOf(response.headers, isPage)];
  if (response.status >= 500) wrong.push(`answered ${response.status}`);
  for (const [name, value] of response.headers) if (name.includes(mark) || (value.includes(mark) && /[\r\n<]/.test(value))) wrong.push(`header ${name}`);
  const body = type === '' || /pdf|image|sheet|octet/.test(type) ? '' : await response.text();
  if (isPage) wrong.push(...live(body));
  else if (type.startsWith('text/csv')) { for (const row of parse(body, { bom: true, relax_column_count: true })) for (const cell of row) if (/^[=+\-@\t\r]/.test(cell) && !/^-?\d/.test(cell)) wrong.push(`cell ${cell.slice(0, 30)}`); }
  else if (type.startsWith('text/calendar')) { if (new RegExp(`^X-${mark}`, 'm').test(body)) wrong.push('a line of its own'); }
  else if (type.includes('json')) JSON.parse(body);
  return wrong;
};

let shown = 0;
test('every page by whoever looks there: the words are words, whatever is in them', async () => {
  const bad: string[] = [];
  for (const visit of visits.filter((one) => one.empty !== true)) {
    const address = addressOf(visit, w, 'ru');
    const response = await callers.get(visit.as)?.get(address);
    if (!response) throw new Error(`nobody is ${visit.as}`);
    const copy = response.clone();
    bad.push(...(await wrongIn(response)).map((one) => `${visit.as} ${address}: ${one}`));
    if ((await copy.text()).includes(mark)) shown += 1;
  }
  console.log(`proof: markers shown as words on ${shown} pages`);
  expect(bad.slice(0, 30)).toEqual([]);
  // or nothing was looked at
  expect(shown).toBeGreaterThan(50);
});

test('every page by every post and by nobody, at its own address: refused or shown, with its policy', async () => {
  const bad: string[] = [];
  for (const visit of visits.filter((one) => one.empty !== true && !/sign-out/.test(String(one.route)))) {
    const address = addressOf(visit, w, 'kk');
    for (const who of passing) {
      if (who === visit.as) continue;
      const response = await callers.get(who)?.get(address);
      if (response) bad.push(...(await wrongIn(response)).map((one) => `${who} ${address}: ${one}`));
    }
  }
  expect(bad.slice(0, 30)).toEqual([]);
});

test('files, feeds, calendars, what programs ask for and the interface', async () => {
  const bad: string[] = [];
  const slots = (path: string): string => path.replace(/:version\{[^}]*\}+/, 'kz5-2026.1').replace(/:id\{[^}]*\}+|:id/, '1').replace(/:token/, w.hall.display).replace(/:\w+(?:\{[^/]*\})?/g, '1');
  const paths = house.routes.filter((route) => route.method === 'get' && /csv|xlsx|state|territories|metrics|\/kit/.test(route.path)).map((route) => (route.skin === 'page' ? `/kk${slots(route.path)}` : slots(route.path)));
  const api = operations.filter((one) => one.method === 'get').map((one) => `/api/v1${one.path.replace('{number}', w.fresh.number)}?territory=276000000&q=${mark}`);
  for (const path of [...paths, ...api, '/outing-desk', '/manifest.webmanifest', '/nowhere', '/kk/nowhere', '/assets/nowhere.js']) for (const who of ['visitor', 'clerk', 'head', 'administrator'] as const) {
    const response = await callers.get(who)?.get(path);
    if (response) bad.push(...(await wrongIn(response)).map((one) => `${who} ${path}: ${one}`));
  }
  expect(bad.slice(0, 30)).toEqual([]);
});

test('and nothing of it in a line of the log, in a metric, or in a trace of an address', async () => {
  expect(lines.length).toBeGreaterThan(500);
  expect(lines.filter((line) => line.includes(mark)).slice(0, 5)).toEqual([]);
  expect(await exposition(null, h.clock.now)).not.toContain(mark);
});

test('the look itself sees each of them', async () => {
  const page = (inside: string) => new Response(`<!doctype html><html><body>${inside}</body></html>`, { headers: { 'content-type': 'text/html', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' } });
  expect(await wrongIn(page('<p>&lt;img src=x onerror=1&gt;</p>'))).toEqual([]);
  for (const inside of [`<p>${after}</p>`, `<input value="${after}">`, '<a href="javascript:alert(1)">а</a>', '<p style="color:red">а</p>']) expect((await wrongIn(page(inside))).length, inside).toBeGreaterThan(0);
  expect(await wrongIn(new Response(`"а"\r\n"=1+1"\r\n`, { headers: { ...Object.fromEntries(page('').headers), 'content-type': 'text/csv' } }))).toEqual(['cell =1+1']);
  const bare = await wrongIn(new Response('', { headers: { 'content-security-policy': "default-src 'none'; script-src 'unsafe-inline'", 'set-cookie': 'jauap_x=1; Path=/' } }));
  expect(bare.map((one) => one.split(' ')[0])).toEqual(['policy', 'sniffed', 'tells', 'cookie']);
});
