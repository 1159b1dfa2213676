import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { read } from '../../src/platform/db.ts';
import { move, type Booked } from '../../src/rooms/reception/acts/bookings.ts';
import { icsOf } from '../../src/rooms/reception/pages/bookings/ics.ts';
import { routes } from '../../src/rooms/reception/pages.tsx';
import { visitBy, visitLink } from '../../src/rooms/reception/store/visits.ts';
import { openOffice, type Office } from '../notices/office.ts';
import type { PlainBrowser } from '../support/browser.ts';
import { launch, serveApp } from '../support/chromium.ts';
import { ok } from '../support/house.ts';
import type { Lacking } from '../support/lacking.ts';
import { installed } from '../support/tablet.ts';
import { Caller } from './caller.ts';
import { wrongInCsv } from './cells.ts';
import { inHouseWithout } from './lacking-house.ts';
import { live } from './live.ts';
import { openOutbox, type Outbox } from './outbox.ts';
import { linksIn, runsIn, unpacked } from './pdf.ts';
import { mark, names, openActs, shortly, typed, word } from './reception-acts.ts';

/** Every file the room gives out; a new one must be looked at below. The rest are pages, and paper is a page that is printed. */
const files = ['/figures/receptions.csv', '/receptions/bookings/:token/visit.ics'];

let o: Office;
let outbox: Outbox;
let b: Booked;
let visit: { readonly number: string; readonly link: string };
let quiet: { readonly number: string; readonly link: string };
let ticket = '';
let screens = { kiosk: '', display: '' };
let receptionId = 0;
let outingId = 0;
let kit: PlainBrowser;
beforeAll(async () => {
  o = await openOffice();
  outbox = await openOutbox(o);
  const acts = await openActs(o, outbox);
  const { people, units } = o.house;
  receptionId = await acts.laid('bodyHead', '2026-11-26');
  b = await acts.booked({ how: 'place', receptionId, atMinute: 600 });
  ok(await move(o.house.ctx(visitor), { bookingId: b.bookingId, held: b.bookingId, place: { receptionId, atMinute: 620 } }, { door: 'site', video: false }));
  const linked = async (number: string) => ({ number, link: await read(o.house.ctx(), async (q) => { const found = await visitBy(q, { number }); return found ? visitLink(found) : ''; }) });
  visit = await linked((await acts.promised(people.head, units.region)).number);
  quiet = await linked((await acts.promised(people.head, units.region, { quiet: true })).number);
  await acts.duty();
  outingId = await acts.outing('2026-11-25');
  kit = await o.house.signedIn('reception');
  await installed(o.house, outingId, { page: kit, name: shortly('көк') });
  const called = await acts.outing('2026-11-24');
  await acts.calledOff(called);
  ({ ticket, ...screens } = await acts.hall());
  await acts.named();
});
afterAll(async () => {
  await outbox?.end();
  await o?.house.end();
});

const squeezed = (text: string): string => text.replace(/\s+/g, '');
const textOf = (html: string): string => squeezed(parseHTML(html).document.body?.textContent ?? '');
type Seen = { readonly status: number; readonly html: string; readonly headers: Headers };
const sessions = new Map<string, string>();
/** What one of the staff, or a visitor, is answered by the house, or by one that lacks something. */
const by = async (who: keyof Office['house']['people'] | null, address: string, app = o.house.app): Promise<Seen> => {
  if (who !== null && !sessions.has(who)) sessions.set(who, (await o.house.signedIn(who, 'ru')).cookies.find((one) => one.name === 'jauap_session')?.value ?? '');
  const response = await new Caller(app, who === null ? null : (sessions.get(who) ?? '')).get(address);
  return { status: response.status, html: await response.text(), headers: response.headers };
};

test('every file the room gives is known here', () => {
  expect(routes.filter((route) => /\.\w{2,4}$/.test(route.path)).map((route) => route.path).toSorted()).toEqual(files);
});

const printed = (): readonly (readonly [keyof Office['house']['people'] | null, address: string, words: string])[] => {
  const branch = o.house.units.tasqala;
  return [
    ['reception', `/ru/desk/visits/${visit.number}/paper`, typed('уәде')], ['reception', `/ru/desk/visits/${visit.number}/paper?on=roll`, typed('кеңес')], [null, `/ru/visits/${visit.link}`, typed('шам')],
    [null, `/ru/receptions/bookings/${b.linkToken}`, typed('бөлме')], [null, `/ru/tickets/${ticket}`, shortly('').split('\n')[0] ?? ''], [null, `/kk/kiosk/${screens.kiosk}`, typed('терезе').slice(0, 100)],
    [null, `/kk/display/${screens.display}`, ''], ['reception', '/ru/desk/queue', typed('терезе').slice(0, 100)], ['administrator', `/ru/admin/queue?branch=${branch}`, typed('тәртіп')],
    ['reception', `/ru/desk/receptions/${receptionId}/bookings`, typed('аулада шам жанбайды')], ['reception', '/ru/desk/receptions', ''], ['reception', `/ru/desk/receptions/${receptionId}`, ''], [null, '/ru/receptions', ''],
    ['administrator', `/ru/admin/duties?branch=${branch}`, names.duty], [null, '/ru/outings', typed('боран')], ['reception', `/ru/desk/outings/${outingId}`, names.outing], [null, `/ru/officials/${o.house.people.colleague}`, names.duty],
    ['reception', '/ru/desk/visits', ''], ['head', '/ru/desk/figures', ''], [null, '/ru/figures/receptions', ''],
  ];
};
const wrongInPrint = async (app = o.house.app): Promise<readonly string[]> => {
  const bad: string[] = [];
  for (const [who, address, words] of printed()) {
    const page = await by(who, address, app);
    bad.push(...live(page.html).map((one) => `${address}: ${one}`));
    if (page.status !== 200) bad.push(`${address}: ${page.status}`);
    if (!textOf(page.html).includes(squeezed(words))) bad.push(`${address}: not as it was typed`);
    for (const [name, value] of page.headers) if (value.toLowerCase().includes(mark) || name.includes(mark)) bad.push(`${address}: header ${name}`);
  }
  return bad;
};

test('what is printed and handed over has the words as they were typed, and nothing of them is alive', async () => {
  expect([...(await wrongInPrint()), ...live(kit.html).map((one) => `kit: ${one}`)]).toEqual([]);
});

test('control: a house that takes its signs for words no more has something alive on every page that shows any, and the same look finds it', async () => {
  const unescaped: Lacking = { 'src/platform/web.ts': [['${renderToString(node)}', "${renderToString(node).replaceAll('&lt;', '<')}"]] };
  const bad = await inHouseWithout(o.house, unescaped, ({ app }) => wrongInPrint(app));
  const withWords = printed().filter(([, , words]) => words !== '').map(([, address]) => address);
  for (const address of withWords) expect(bad.filter((one) => one.startsWith(`${address}: `)), address).not.toEqual([]);
  console.log(`proof: control with signs that are not escaped: ${bad.length} findings on ${withWords.length} papers and pages`);
});

test('kept as a file of pages it holds words and the house’s own links, and nothing that runs', async () => {
  const { address, end } = await serveApp(() => ({ app: o.house.app }));
  const chromium = await launch();
  try {
    const context = await chromium.newContext({ javaScriptEnabled: true });
    await context.addCookies((await o.house.signedIn('reception')).cookies.map((cookie) => ({ ...cookie, url: address })));
    const page = await context.newPage();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    for (const path of [`/ru/desk/visits/${visit.number}/paper`, `/ru/visits/${visit.link}`, `/ru/receptions/bookings/${b.linkToken}`, `/ru/tickets/${ticket}?still=1`, `/ru/desk/receptions/${receptionId}/bookings`]) {
      await page.goto(address + path);
      const pdf = await page.pdf();
      const file = unpacked(pdf);
      expect(file).toMatch(/^%PDF/);
      expect([path, ...runsIn(pdf)]).toEqual([path]);
      expect(linksIn(file).filter((link) => !link.startsWith(`${address}/`))).toEqual([]);
    }
    // the look itself: a link that leads away is found, and a page’s words are packed
    await page.setContent('<a href="https://evil.example/x">а</a>');
    const away = await page.pdf();
    expect(linksIn(unpacked(away))).toEqual(['https://evil.example/x']);
    expect(unpacked(away).length).toBeGreaterThan(away.length + 100);
    expect(asked.filter((url) => !url.startsWith(`${address}/`) && !url.startsWith('data:image/png'))).toEqual([]);
  } finally {
    await chromium.close();
    await end();
  }
});

/** Of each paper of the quiet visit: answered, with its number, with a word of what was told. */
const quietPapers = (app = o.house.app) => Promise.all(['', '?on=roll'].map(async (on) => {
  const { status, html } = await by('reception', `/ru/desk/visits/${quiet.number}/paper${on}`, app);
  return [status, html.includes(quiet.number), html.includes(word)];
}));
test('of a quiet visit the paper and its page say nothing that was told in the room', async () => {
  expect(await quietPapers()).toEqual([[200, true, false], [200, true, false]]);
});

test('control: a paper that does not ask whether the visit was quiet says it', async () => {
  expect(await inHouseWithout(o.house, { 'src/rooms/reception/pages/visits/paper.tsx': [['<PaperMatter lang={lang} quiet={visit.quiet} one={one} />', '<PaperMatter lang={lang} quiet={false} one={one} />']] }, ({ app }) => quietPapers(app))).toEqual([[200, true, true], [200, true, true]]);
});

test('a visit in somebody’s calendar is one visit: no line of its own, nothing of the matter', async () => {
  const page = await by(null, `/ru/receptions/bookings/${b.linkToken}/visit.ics`);
  expect(page.headers.get('content-type')).toMatch(/^text\/calendar/);
  expect(wrongInIcs(page.html)).toEqual([]);
  const whole = page.html.replace(/\r\n /g, '');
  expect(whole).toContain(`${mark}-unit`);
  expect(whole).not.toContain('аулада');
});
const own = ['BEGIN', 'VERSION', 'PRODID', 'BEGIN', 'UID', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'LOCATION', 'URL', 'END', 'END'];
/** Its lines are those of the house, in their order, and commas and semicolons in them are words (RFC 5545, 3.3.11). */
const wrongInIcs = (ics: string): readonly string[] => {
  const lines = ics.replace(/\r\n[ \t]/g, '').split('\r\n').filter((line) => line !== '');
  const wrong = lines.filter((line, nth) => !line.startsWith(`${own[nth]}:`));
  const loose = lines.filter((line) => /^(?:SUMMARY|LOCATION):/.test(line) && /(?<!\\)(?:\\\\)*[,;]/.test(line.replace(/^\w+:/, '')));
  return [...wrong, ...loose, ...(lines.length === own.length ? [] : [`${lines.length} lines`]), ...(/[^\r]\n|\r[^\n]/.test(ics) ? ['a bare end of a line'] : []), ...ics.split('\r\n').filter((line) => Buffer.byteLength(line) > 75)];
};

const table = '/ru/figures/receptions.csv';
test('a table of the figures begins no formula', async () => {
  const page = await by(null, `${table}?branch=${o.house.units.tasqala}`);
  expect(wrongInCsv(page.html)).toEqual([]);
  expect(page.html).toContain(`${mark}-`);
});

test('control: a calendar and a table without their guards have lines and formulas of others in them', async () => {
  const unguarded: Lacking = {
    'src/rooms/reception/pages/bookings/ics.ts': [[".replace(/[\\r\\n]+/g, ' ').replace(/([,;])/g, '\\\\$1')", '']],
    'src/rooms/reception/pages/figures.tsx': [['escape_formulas: true', 'escape_formulas: false']],
  };
  const [ics, csv] = await inHouseWithout(o.house, unguarded, async ({ app }) => [await by(null, `/ru/receptions/bookings/${b.linkToken}/visit.ics`, app), await by(null, `${table}?branch=${o.house.units.tasqala}`, app)] as const);
  expect(wrongInIcs(ics.html)).toEqual(expect.arrayContaining([`X-${mark}: 1`, '15 lines', 'a bare end of a line']));
  expect(wrongInCsv(csv.html).filter((one) => one.startsWith(`=${mark}-official`))).not.toEqual([]);
});

test('the look itself sees each of them', () => {
  expect(live(`<p>${typed('шам')}</p>`).length).toBeGreaterThan(0);
  expect(textOf(`<html><body><p>${names.outing}</p></body></html>`)).not.toContain(squeezed(names.outing));
  const ics = (place: string) => icsOf({ number: 'BQ01-B-2026-000001', title: names.unit, place, url: 'https://ashyq.example', on: day('2026-11-26'), atMinute: 600, minutes: 20, madeAt: new Date(0) });
  expect(wrongInIcs(ics(typed('бөлме')))).toEqual([]);
  expect(wrongInIcs(ics('бөлме').replace('LOCATION', `X-${mark}: 1\r\nLOCATION`)).length).toBeGreaterThan(0);
  expect(wrongInIcs(ics('бөлме').replace('LOCATION:', 'LOCATION:a,b'))).toHaveLength(1);
});
