import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import writeSheet from 'write-excel-file/node';
import { addressOf, notPages, visits, type Looker } from '../../e2e/a11y/pages.ts';
import type { World } from '../../e2e/a11y/world.ts';
import { house, operations } from '../../src/app/house.ts';
import { makeLog } from '../../src/platform/log.ts';
import { exposition } from '../../src/platform/metrics.ts';
import { root } from '../../src/platform/root.ts';
import { advised, installed, newKey, visitOf } from '../support/tablet.ts';
import { Caller } from './caller.ts';
import { sheetsOf, wrongInCsv, wrongInSheet } from './cells.ts';
import { live } from './live.ts';
import { after, hostile, letters, mark } from './plant.ts';
import { openPlanted, type Planted } from './planted.ts';

/**
 * Every text of the database that somebody may have typed begins as a formula and carries a script, a picture that fails, another line and a slot:
 * whatever column is added tomorrow. Then every page, file and answer is opened by every post, and by nobody. Chromium opens them in e2e/a11y/canaries.test.ts.
 */
let p: Planted;
let w: World;
const lines: string[] = [];
/** Who passes by every page: nobody, the post with the longest sight, one with none of this, one of another house, one of another branch. */
const passing = ['visitor', 'head', 'administrator', 'executor', 'sibling'] as const;
const callers = new Map<Looker, Caller>();

beforeAll(async () => {
  p = await openPlanted(makeLog('debug', (line) => lines.push(line)));
  w = p.w;
  for (const [who, { cookies }] of p.ahead) {
    const caller = new Caller(p.app, cookies.find((one) => one.name === 'jauap_session')?.value ?? null);
    caller.visit = cookies.find((one) => one.name === 'jauap_visit')?.value ?? '';
    callers.set(who, caller);
  }
});
afterAll(() => p?.end());

const open = async (who: Looker, address: string): Promise<Response> => {
  const caller = callers.get(who);
  if (!caller) throw new Error(`nobody is ${who}`);
  return caller.get(address);
};

test('they are in every room’s words, in the words of the drafts and of the journal, and none waits in the queue of jobs', async () => {
  console.log(`proof: markers in ${p.columns.length} columns`);
  for (const column of ['appeals.appeal.text', 'appeals.answer.text', 'appeals.note.text', 'appeals.publication.text', 'assignments.assignment.task', 'journal.leaf.facts', 'people.account.name', 'units.unit.name_kk', 'units.topic.name_kk', 'reception.duty.name_kk', 'reception.lane.name_kk', 'reception.outing.name_kk', 'reception.matter.text', 'reception.promise.text', 'reception.ticket.name'])
    expect(p.columns).toContain(column);
  // a name of 120 letters at most
  expect(p.refused).toEqual(['files.file.name']);
  for (const [who, address] of [['drafting', '/kk/appeals/new/check'], ['booking', '/kk/receptions/book/check']] as const) expect(await (await open(who, address)).text(), address).toContain(`onerror=${mark}(1)`);
  expect(await w.h.t.raw(`SELECT DISTINCT payload::text FROM graphile_worker._private_jobs WHERE payload::text ~ '${letters}'`)).toEqual([]);
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

const json = (body: Buffer): readonly string[] => { JSON.parse(body.toString()); return []; };
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** What is wrong in a body of each type the house answers with. */
const within: Readonly<Record<string, (body: Buffer, headers: Headers) => readonly string[]>> = {
  'text/html': (body) => live(body.toString()),
  'text/csv': (body) => wrongInCsv(body.toString()).map((cell) => `cell ${cell.slice(0, 30)}`),
  [sheet]: (body) => sheetsOf(body).flatMap(wrongInSheet).map((cell) => `cell ${cell.slice(0, 30)}`),
  'text/calendar': (body) => (new RegExp(`^X-${mark}`, 'm').test(body.toString()) ? ['a line of its own'] : []),
  'application/json': json, 'application/problem+json': json, 'application/manifest+json': json,
  // shown as they are, because nobody may guess what else they are
  'text/plain': () => [],
  'application/octet-stream': (_, headers) => (headers.get('content-disposition')?.startsWith('attachment;') ? [] : ['opened in the page']),
};
/** Types that another test looks into, with its reason to; a type that stands nowhere is wrong. */
const elsewhere: Readonly<Record<string, string>> = {
  'application/pdf': 'test/hostile/talon.test.ts',
  'image/jpeg': 'src/rooms/files/torture.test.ts',
  'image/webp': 'src/rooms/files/torture.test.ts',
};
const met = new Set<string>();

/** One answer looked through, whatever it is. */
const wrongIn = async (response: Response): Promise<readonly string[]> => {
  const type = response.headers.get('content-type')?.split(';')[0] ?? '';
  const body = Buffer.from(await response.arrayBuffer());
  const wrong: string[] = [...policyOf(response.headers, type === 'text/html')];
  if (response.status >= 500) wrong.push(`answered ${response.status}`);
  for (const [name, value] of response.headers) if (name.includes(mark) || (value.includes(mark) && /[\r\n<]/.test(value))) wrong.push(`header ${name}`);
  met.add(type);
  if (type === '') wrong.push(...(body.length > 0 ? ['of no type'] : []));
  else if (!(type in elsewhere)) wrong.push(...(within[type]?.(body, response.headers) ?? [`nobody looks into ${type}`]));
  return wrong;
};

let shown = 0;
test('every page by whoever looks there: the words are words, whatever is in them', async () => {
  const bad: string[] = [];
  for (const visit of visits.filter((one) => one.empty !== true)) {
    const address = addressOf(visit, w, 'ru');
    const response = await open(visit.as, address);
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
      bad.push(...(await wrongIn(await open(who, address))).map((one) => `${who} ${address}: ${one}`));
    }
  }
  expect(bad.slice(0, 30)).toEqual([]);
});

/** A paper that a tablet brought, with a record that waits for a person; who sees it downloads it as it came. */
const brought = async (): Promise<string> => {
  const tablet = await installed(w.h, w.outing.outingId, { name: `<b>${mark}` });
  const bytes = Buffer.from(`<script>${mark}(2)</script>`);
  const paper = { key: newKey(), name: hostile('акт'), bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  await tablet.sendPaper(paper.key, bytes, paper.name);
  await tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: 0, officialId: null, person: { surname: hostile('Үлгібаева').slice(0, 60), given: 'Сара', iin: '12' }, matters: [{ ...advised, papers: [paper] }] }) });
  return `/desk/outings/arrivals/${tablet.device.id}/1/papers/${paper.key}`;
};
/** A paper of that record, by what it was when it came. */
const paperOf = async (owner: string, mime: string): Promise<string> => String((await w.h.t.raw(`SELECT id FROM files.file WHERE owner = $1 AND mime ~ $2 ORDER BY id`, [owner, mime]))[0]?.['id'] ?? 0);

/** Where each answer that is no page is found. */
const files = async (): Promise<Readonly<Record<keyof typeof notPages, readonly string[]>>> => {
  const papers = await Promise.all(['jpeg', 'text'].map((mime) => paperOf(`appeal:${w.busy.appealId}`, mime)));
  const desk = `/desk/appeals/${w.busy.number}`;
  const follow = `/follow/${w.busy.linkToken}`;
  return {
    '/sign-in/back': ['/sign-in/back?code=1&state=1'], '/sign-in/issuer': ['/sign-in/issuer'], '/desk': ['/desk'], '/metrics': ['/metrics'], '/receptions/book/urgent': ['/receptions/book/urgent'],
    '/desk/outings/arrivals/:device{[0-9]{1,15}}/:place{[0-9]{1,9}}/papers/:key': [await brought()], '/outing-desk/kit': ['/outing-desk/kit'], '/outing-desk/manifest': ['/outing-desk/manifest'], '/outing-desk/papers/:key': [`/outing-desk/papers/${newKey()}`],
    '/receptions/bookings/:token/visit.ics': [`/receptions/bookings/${w.booked.token}/visit.ics`], '/appeals/new/territories': [`/appeals/new/territories?q=${encodeURIComponent('тасқ')}`], '/display/:token/state': [`/display/${w.hall.display}/state`],
    '/figures.csv': ['/figures.csv'], '/figures/receptions.csv': ['/figures/receptions.csv', `/figures/receptions.csv?branch=${w.h.units.tasqala}`], '/figures/hand-overs.csv': ['/figures/hand-overs.csv'], '/admin/calendar/dates.csv': ['/admin/calendar/dates.csv'],
    '/desk/control.csv': ['/desk/control.csv?of=branch'], '/desk/control.xlsx': ['/desk/control.xlsx?of=branch'], '/desk/control/assignments/:id{[0-9]{1,15}}/papers/:paper{[0-9]{1,16}}': [`/desk/control/assignments/${w.task}/papers/${papers[0]}`],
    '/follow/:token/:act{(?:verdicts|additions|withdrawals|clarification-answers|consent-withdrawals|detachings)}': [`${follow}/additions`],
    '/follow/:token/talon.pdf': [`${follow}/talon.pdf`], '/follow/:token/papers/:id{[0-9]{1,16}}': papers.flatMap((id) => [`${follow}/papers/${id}`, `${follow}/papers/${id}?size=small`]),
    '/desk/appeals/:number/talon': [`${desk}/talon`], '/desk/appeals/:number/papers/:id': papers.flatMap((id) => [`${desk}/papers/${id}`, `${desk}/papers/${id}?size=small`]),
  };
};

test('files, feeds, calendars, what programs ask for and the interface', async () => {
  const bad: string[] = [];
  const skin = new Map(house.routes.map((route) => [route.path, route.skin]));
  const given = await files();
  expect(Object.keys(given).toSorted()).toEqual(Object.keys(notPages).toSorted());
  const paths = Object.entries(given).flatMap(([route, all]) => all.map((path) => (skin.get(route) === 'page' ? `/kk${path}` : path)));
  const api = operations.filter((one) => one.method === 'get').map((one) => `/api/v1${one.path.replace('{number}', w.fresh.number)}?territory=276000000&q=${mark}`);
  for (const path of [...paths, ...api, '/outing-desk', '/manifest.webmanifest', '/nowhere', '/kk/nowhere', '/assets/nowhere.js']) for (const who of ['visitor', 'reception', 'clerk', 'head', 'administrator'] as const) {
    bad.push(...(await wrongIn(await open(who, path))).map((one) => `${who} ${path}: ${one}`));
  }
  expect(bad.slice(0, 30)).toEqual([]);
});

test('every type of answer was met, and what is not looked into here is looked into by a test that names it', () => {
  expect([...met].filter((type) => type !== '').toSorted()).toEqual([...Object.keys(within), ...Object.keys(elsewhere)].toSorted());
  for (const [type, path] of Object.entries(elsewhere)) expect(readFileSync(join(root, path), 'utf8'), path).toContain(`'${type}'`);
});

test('and nothing of it in a line of the log, in a metric, or in a trace of an address', async () => {
  expect(lines.length).toBeGreaterThan(500);
  expect(lines.filter((line) => line.includes(mark)).slice(0, 5)).toEqual([]);
  expect(await exposition(null, w.h.clock.now)).not.toContain(mark);
});

test('the look itself sees each of them', async () => {
  const as = (type: string, body: BodyInit, more: Readonly<Record<string, string>> = {}) => wrongIn(new Response(body, { headers: { 'content-type': type, 'content-security-policy': "default-src 'none'; frame-ancestors 'none'", 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', ...more } }));
  const page = (inside: string) => as('text/html; charset=utf-8', `<!doctype html><html><body>${inside}</body></html>`);
  expect(await page('<p>&lt;img src=x onerror=1&gt;</p>')).toEqual([]);
  for (const inside of [`<p>${after}</p>`, `<input value="${after}">`, '<a href="javascript:alert(1)">а</a>', '<p style="color:red">а</p>']) expect((await page(inside)).length, inside).toBeGreaterThan(0);
  expect(await as('text/csv', '"а"\r\n"=1+1"\r\n')).toEqual(['cell =1+1']);
  expect(await as('text/calendar', `SUMMARY:а\r\nX-${mark}: 1\r\n`)).toEqual(['a line of its own']);
  const book = await writeSheet([[{ type: 'Formula', value: '1+1' }]], { sheet: 'а' }).toBuffer();
  expect(await as(sheet, new Uint8Array(book))).toEqual(['cell a formula']);
  expect(await as('application/octet-stream', '<b>', { 'content-disposition': 'inline' })).toEqual(['opened in the page']);
  expect(await as('image/svg+xml', '<svg/>')).toEqual(['nobody looks into image/svg+xml']);
  const bare = await wrongIn(new Response(null, { headers: { 'content-security-policy': "default-src 'none'; script-src 'unsafe-inline'", 'set-cookie': 'jauap_x=1; Path=/' } }));
  expect(bare.map((one) => one.split(' ')[0])).toEqual(['policy', 'sniffed', 'tells', 'cookie']);
});
