import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { indexAll, indexAnew, indexPublicOn } from '../../src/rooms/appeals/acts/indexing.ts';
import { publish, redact, unpublish } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration, aStaff } from '../../src/rooms/appeals/make.ts';
import { openHouse, ok, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
let lamp = '';
let water = '';
let quiet = '';
const secret = 'Құпиялы Дәуренбай';

/** Registered with consent, redacted to `open`, and published when `on`. */
const put = async (text: string, open: string, o: { topicCode?: string; on?: boolean } = {}): Promise<string> => {
  const [one] = ok(await register(h.ctx(), aRegistration({ matters: [{ kind: 'application', text, territoryCode: '276000000', topicCode: o.topicCode ?? 'lighting', publishConsent: true }] }))).matters;
  const number = one?.number ?? '';
  const clerk = h.ctx(aStaff(h.people.clerk, [{ unitId: h.units.tasqala }]));
  ok(await redact(clerk, { number, publicText: open }));
  if (o.on !== false) ok(await publish(clerk, { number }));
  return number;
};
const search = async (typed: string, rest = '', lang = 'kk') => h.browser().open(`/${lang}/appeals?q=${encodeURIComponent(typed)}${rest}`);
const numbersOn = (html: string): readonly string[] => [...new Set(html.match(/BQ01-2026-\d{6}(?=<\/a>)/g) ?? [])];
const numbers = async (typed: string, rest = '') => numbersOn((await search(typed, rest)).html);

beforeAll(async () => {
  h = await openHouse();
  lamp = await put(`Көшедегі шамдар жанбайды, көршім ${secret} растайды.`, 'Көшедегі шамдар жанбайды, көршім █████ растайды.');
  water = await put('Во дворе прорвало трубу горячей воды, третий день никого.', 'Во дворе прорвало трубу горячей воды, третий день никого.', { topicCode: 'roads' });
  quiet = await put('Саябақтағы орындықтар сынған.', 'Саябақтағы орындықтар сынған.', { on: false });
}, 240_000);
afterAll(() => h.end());

describe('anybody searches what is published, without JavaScript', () => {
  test.each([['көше шамы', 'lamp'], ['шамдардың', 'lamp'], ['koshe shamdary', 'lamp'], ['коше шамы', 'lamp'], ['трубы', 'water'], ['горячая вода', 'water'], ['truba', 'water'], ['проры', 'none'], ['прорв', 'water'], ['«прорвало трубу»', 'water'], ['«трубу прорвало»', 'none'], ['шам труба', 'none']])('%s', async (typed, which) => {
    expect(await numbers(typed)).toEqual(which === 'lamp' ? [lamp] : which === 'water' ? [water] : []);
  });

  test('by the number, whole or by its end', async () => {
    expect(await numbers(lamp.toLowerCase())).toEqual([lamp]);
    expect(await numbers(String(Number(lamp.slice(-6))))).toContain(lamp);
  });

  test('by the form of the page, with the filters kept and the words marked', async () => {
    const page = await h.browser().open('/kk/appeals?topic=lighting');
    await page.submit('Көрсету', { q: 'шамы' });
    expect(numbersOn(page.html)).toEqual([lamp]);
    expect([...page.document.querySelectorAll('mark')].map((one) => one.textContent)).toEqual(['шамдар']);
    expect(page.document.querySelector('input[name=q]')?.getAttribute('value')).toBe('шамы');
    expect(page.document.querySelector('select[name=topic] option[selected]')?.getAttribute('value')).toBe('lighting');
    expect(page.document.querySelectorAll('script')).toHaveLength(0);
    expect(await numbers('шамы', '&topic=roads')).toEqual([]);
    expect(await numbers('шамы', '&place=276000000')).toEqual([lamp]);
  });

  test('nothing found says what to try', async () => {
    const page = await search('үкісінқұс', '&topic=lighting');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Мұндай жарияланған өтініш табылмады.');
    expect(page.html).toContain(`/kk/appeals?${new URLSearchParams({ q: 'үкісінқұс' }).toString()}`);
    expect(page.text).not.toContain('Әзірге жарияланған өтініш жоқ');
  });

  test('signs and nothing else are no question', async () => {
    for (const typed of ['', '   ', '«»', "'", '§§', '&', ':*', '!!!']) expect((await numbers(typed)).toSorted(), typed).toEqual([lamp, water].toSorted());
    expect(await numbers('\u0000шам')).toEqual([lamp]);
    for (const typed of ["шам' & 'труба", '!шам', 'шам:*', '§kapplication', `§n${water}`, '\\', "'".repeat(200), 'ш'.repeat(5_000)]) expect((await search(typed)).status, typed).toBe(200);
  });
});

describe('nothing leaks by the search', () => {
  test('what is not published, what was covered, and who wrote it are not found', async () => {
    for (const typed of ['орындықтар', 'саябақ', secret, 'Құпиялы', 'Дәуренбай', quiet, 'Сыналмалы', '87010000001', '000001 276000000 lighting']) expect(await numbers(typed), typed).toEqual([]);
  });

  test('taken off the list or made ready anew it is gone from the search at once, published again it is back', async () => {
    const clerk = h.ctx(aStaff(h.people.clerk, [{ unitId: h.units.tasqala }]));
    const number = await put('Аялдамада орындық жоқ.', 'Аялдамада орындық жоқ.');
    expect(await numbers('аялдама')).toEqual([number]);
    ok(await unpublish(clerk, { number }));
    expect(await numbers('аялдама')).toEqual([]);
    expect(await h.t.raw('SELECT 1 FROM appeals.publication WHERE number = $1', [number])).toEqual([]);
    ok(await publish(clerk, { number }));
    expect(await numbers('аялдама')).toEqual([number]);
    ok(await redact(clerk, { number, publicText: 'Орындық жоқ.' }));
    expect(await numbers('аялдама')).toEqual([]);
    ok(await publish(clerk, { number }));
    expect([await numbers('аялдама'), await numbers('орындық')]).toEqual([[], [number]]);
  });
});

test('rows of before are written by the job, and what is found stays the same', async () => {
  await h.t.raw('UPDATE appeals.publication SET document = NULL, made_with = 0');
  expect(await numbers('шамы')).toEqual([]);
  expect(ok(await indexPublicOn(h.ctx(system('test'))))).toMatchObject({ done: true });
  expect(await numbers('шамы')).toEqual([lamp]);
  await indexAnew(h.ctx(system('test')));
  expect(await h.t.raw('SELECT 1 FROM appeals.publication WHERE made_with > 0')).toEqual([]);
  expect(await numbers('шамы')).toEqual([lamp]);
  await indexAll(h.ctx(system('test')));
  expect(await h.t.raw('SELECT 1 FROM appeals.publication WHERE made_with = 0')).toEqual([]);
});

test('a page of findings asks the database nine times at most, and is small', async () => {
  const page = h.browser();
  await page.open('/kk/appeals');
  const before = h.t.db.statements.count;
  await page.open(`/kk/appeals?q=${encodeURIComponent('шамы')}`);
  const asked = h.t.db.statements.count - before;
  console.log(`public search: ${asked} statements, ${page.bytes} bytes`);
  expect(asked).toBeLessThanOrEqual(9);
  expect(page.bytes).toBeLessThan(30_000);
});
