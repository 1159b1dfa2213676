import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { longDay } from '../../src/kernel/show.ts';
import { read } from '../../src/platform/db.ts';
import { addWorkingDays, calendarNamed } from '../../src/rooms/calendar/contract.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';

let h: TestHouse;
let page: PlainBrowser;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());
beforeEach(async () => { page = await h.signedIn('administrator'); });

const look = 'Не өзгеретінін көру';
const publish = 'Жаңа нұсқаны жариялау';
const draftOf = (...changes: string[]) => `/kk/admin/calendar/draft?${new URLSearchParams(changes.map((one) => ['change', one])).toString()}`;
/** What a day's square says. */
const square = (on: string): { readonly kind: string; readonly words: string } => {
  const start = `${longDay('kk', on)}:`;
  const cell = [...page.document.querySelectorAll('.month td')].find((one) => (one.getAttribute('title') ?? '').startsWith(start));
  return { kind: cell?.getAttribute('class') ?? '', words: (cell?.getAttribute('title') ?? '').slice(start.length + 1) };
};
const dueAfter = async (from: string) => addWorkingDays(await read(h.ctx(), (q) => calendarNamed(q, 'kz5')), day(from), 15);
const versionsKept = async () => (await h.t.raw('SELECT count(*)::int AS n FROM calendar.version'))[0]?.['n'];

describe('the year', () => {
  test('twelve months show holidays, days carried over and days moved both ways, by shape and word; two weeks differ', async () => {
    await page.follow('Күнтізбе');
    expect(page.text).toContain('2026 жылдың жұмыс күнтізбесі');
    expect(page.document.querySelectorAll('.month')).toHaveLength(12);
    expect(page.document.querySelectorAll('.month td[title]')).toHaveLength(365);
    expect(square('2026-03-08')).toEqual({ kind: 'holiday', words: 'мереке: Халықаралық әйелдер күні' });
    expect(square('2026-03-09').kind).toBe('carried');
    expect(square('2026-11-20').kind).toBe('plain today');
    expect(square('2026-11-21').kind).toBe('weekend');
    await page.open('/kk/admin/calendar?year=2024');
    expect([square('2024-05-04').kind, square('2024-05-08').kind]).toEqual(['worked', 'moved_off']);
    await page.follow('Алты күндік апта');
    expect([square('2024-05-04').kind, square('2024-11-23').kind]).toEqual(['plain', 'plain']);
    expect((await page.open('/kk/admin/calendar?year=2027')).text).toContain('Құрбан айттың бірінші күні есеппен қойылған');
    expect((await page.open('/kk/admin/calendar?year=9999')).text).toContain('2035 жылдың');
  });

  test('the version that ships can be looked at, and one that never was is not found', async () => {
    expect((await page.open('/kk/admin/calendar/versions/kz5-2026.11')).text).toContain('Бағдарламамен бірге келген');
    for (const none of ['kz5-999', 'kz6-0', 'kz5-1.1', 'kz7-1']) expect([none, (await page.open(`/kk/admin/calendar/versions/${none}`)).status]).toEqual([none, 404]);
  });
});

describe('a change', () => {
  test('is pressed in the year, seen before it is published, and kept with who, when and why; what was promised stays', async () => {
    const [matter] = ok(await register(h.ctx(), aRegistration({ branchId: h.units.tasqala }))).matters;
    const promised = async () => (await h.t.raw('SELECT due_on::text AS due, calendar_version FROM appeals.appeal WHERE number = $1', [matter?.number]))[0];
    const before = await promised();
    expect(before).toMatchObject({ due: '2026-12-11' });
    await page.open('/kk/admin/calendar');
    const cell = [...page.document.querySelectorAll('.month td a')].find((one) => one.getAttribute('href')?.endsWith('on=2026-12-11'));
    await page.open(cell?.getAttribute('href') ?? '');
    await page.submit(look);
    await page.submit(look, { act: 'move', on: '28.11.2026', to: '2026-12-10' });
    expect(page.address).toBe(draftOf('off:2026-12-11', 'move:2026-11-28:2026-12-10').replace('?', '?calendar=kz5&'));
    expect(page.text).toMatch(/11\.12\.2026, жм\s*жұмыс күні\s*Шешіммен белгіленген демалыс/);
    expect(page.text).toContain('бұрын 11.12.2026, енді 14.12.2026');
    expect([square('2026-11-28').kind, square('2026-12-10').kind]).toEqual(['worked outlined', 'moved_off outlined']);
    expect([await versionsKept(), await dueAfter('2026-11-20')]).toEqual([0, '2026-12-11']);

    await page.submit(publish);
    expect([page.status, page.text.includes('Негіздемесін жазыңыз'), await versionsKept()]).toEqual([422, true, 0]);
    await page.submit(publish, { reason: 'Үкіметтің 2026 жылғы 12 қарашадағы қаулысы' });
    expect(page.address).toMatch(/versions\/kz5-\d+\?done=1$/);
    for (const told of ['Әкімші Дәурен', '20.11.2026 10:00', 'Үкіметтің 2026 жылғы 12 қарашадағы қаулысы', 'өздігінен өзгермейді']) expect(page.text).toContain(told);
    expect(square('2026-12-11').kind).toBe('moved_off outlined');
    expect(await dueAfter('2026-11-20')).toBe('2026-12-14');
    expect(await promised()).toEqual(before);
    expect(await h.t.raw(`SELECT act, facts::jsonb->'days' AS days FROM journal.leaf WHERE subject = 'calendar:kz5'`)).toEqual([{ act: 'calendar.publish', days: [['2026-11-28', 'worked'], ['2026-12-10', 'moved_off'], ['2026-12-11', 'moved_off']] }]);

    // the six-day week has a calendar of its own; a Saturday is worked there anyway, and the page says so
    await page.follow('Алты күндік апта');
    expect([page.status, page.text.includes('28.11.2026 онсыз да жұмыс күні')]).toEqual([200, true]);
  });

  test('can be taken back by a new version; the one before stays as it was', async () => {
    await page.open(draftOf('clear:2026-12-11'));
    await page.submit(publish, { reason: 'Қаулы өзгерді' });
    expect(await dueAfter('2026-11-20')).toBe('2026-12-11');
    await page.open('/kk/admin/calendar');
    const history = page.text.slice(page.text.indexOf('Нұсқалар тарихы'));
    expect(history).toMatch(/Қаулы өзгерді.*Үкіметтің/);
    const first = [...page.document.querySelectorAll('a')].filter((one) => /versions\/kz5-\d+$/.test(one.getAttribute('href') ?? '')).at(-1);
    await page.open(first?.getAttribute('href') ?? '');
    expect(page.text).toContain('Бұл — бұрынғы нұсқа');
    expect(square('2026-12-11').kind).toContain('moved_off');
  });
});

describe('what is refused', () => {
  const wrong: readonly (readonly [string, Record<string, string>, string])[] = [
    ['a day off that is one already', { act: 'off', on: '2026-12-16' }, '16.12.2026 онсыз да демалыс күні'],
    ['a working day that is one already', { act: 'worked', on: '2026-12-15' }, '15.12.2026 онсыз да жұмыс күні'],
    ['clearing a day with nothing special', { act: 'clear', on: '2026-12-15' }, 'ерекше ереже жоқ'],
    ['moving from a working day', { act: 'move', on: '2026-12-15', to: '2026-12-17' }, '15.12.2026 онсыз да жұмыс күні'],
    ['moving to a day off', { act: 'move', on: '2026-12-19', to: '2026-12-20' }, '20.12.2026 онсыз да демалыс күні'],
    ['a move without its second day', { act: 'move', on: '2026-12-19', to: '' }, 'Күнді таңдаңыз'],
    ['a day that does not exist', { act: 'off', on: '31.02.2026' }, 'Күнді таңдаңыз'],
    ['a year nobody knows', { act: 'off', on: '2050-01-05' }, '2020–2035'],
  ];
  test.each(wrong)('%s', async (_, fields, sentence) => {
    await page.open('/kk/admin/calendar/draft');
    await page.submit(look, fields);
    expect([page.status, page.text.includes(sentence)]).toEqual([422, true]);
    expect(page.document.querySelector('[name=on]')?.getAttribute('value')).toBe(fields['on']);
  });

  test('publishing against a version that is not the newest any more: the page shows the newer one first', async () => {
    const kept = await versionsKept();
    await page.open(draftOf('off:2026-12-29'));
    const other = await h.signedIn('administrator', 'ru');
    await other.open('/ru/admin/calendar/draft?change=off:2026-12-30');
    await other.submit('Опубликовать новую версию', { reason: 'Постановление' });
    await page.submit(publish, { reason: 'Қаулы' });
    expect([page.status, page.text.includes('жаңа нұсқасы шықты')]).toEqual([422, true]);
    expect(page.text).toContain('Қаулы');
    await page.submit(publish);
    expect([page.status, await versionsKept()]).toEqual([200, Number(kept) + 2]);
    expect([square('2026-12-29').kind, square('2026-12-30').kind]).toEqual(['moved_off outlined', 'moved_off']);
  });

  test('a made-up address publishes nothing', async () => {
    const kept = await versionsKept();
    await page.open(draftOf('off:2026-13-45', 'burn:2026-12-01'));
    expect(page.document.querySelector('[name=reason]')).toBeNull();
    expect(await versionsKept()).toBe(kept);
  });
});

describe('open dates', () => {
  const both = 'Жариялап, мерзімдерді де жылжыту';
  const due = async (number: string) => (await h.t.raw('SELECT due_on::text AS due FROM appeals.appeal WHERE number = $1', [number]))[0]?.['due'];
  const registered = async (): Promise<string> => ok(await register(h.ctx(), aRegistration({ branchId: h.units.tasqala }))).matters[0]?.number ?? '';

  test('a draft counts by branch what it would move, lists it before and after, and gives all of it as a file', async () => {
    const number = await registered();
    const before = await due(number);
    const last = String(before);
    await page.open(draftOf(`off:${last}`));
    expect(page.text).toContain('Жылжитын ашық мерзім');
    expect(page.text).toContain('Тасқала аудандық филиалы');
    const row = [...page.document.querySelectorAll('table.data tbody tr')].find((one) => one.textContent?.includes(number));
    expect(row?.textContent).toContain(`${last.slice(8)}.${last.slice(5, 7)}.2026`);
    await page.follow('Толық тізім (CSV)');
    expect(page.headers.get('content-type')).toContain('text/csv');
    expect(page.html).toContain(`${number},Тасқала аудандық филиалы,Жауап,${last},`);
    expect(await due(number)).toBe(before);
    const clerk = await h.signedIn('clerk');
    expect([(await clerk.open(`/kk/admin/calendar/dates.csv?change=off:${last}`)).status]).not.toContain(200);
  });

  test('published without moving, the version’s page still offers it; moved, it says who, when and how many, and the matter says so to the person', async () => {
    const number = await registered();
    const last = String(await due(number));
    await page.open(draftOf(`off:${last}`));
    await page.submit(publish, { reason: 'Қаулы' });
    expect([await due(number), page.text.includes('Жылжитын ашық мерзім')]).toEqual([last, true]);
    await page.submit('Мерзімдерді жылжыту');
    expect(page.status).toBe(200);
    expect(page.text).toMatch(/Әкімші Дәурен: \d+ мерзімнің \d+ жылжытылды/);
    expect(page.text).toContain('ешқандай ашық мерзімді жылжытпайды');
    expect(await due(number)).not.toBe(last);
    const clerk = await h.signedIn('clerk');
    await clerk.open(`/kk/desk/appeals/${number}`);
    expect(clerk.text).toContain('Жұмыс күнтізбесі өзгерді. Жауап күні: бұрын');
    expect(clerk.text).toContain('Әкімші Дәурен');
  });

  test('published and moved by one button', async () => {
    const number = await registered();
    const last = String(await due(number));
    await page.open(draftOf(`off:${last}`));
    await page.submit(both, { reason: 'Қаулы' });
    expect(page.status).toBe(200);
    expect(await due(number)).not.toBe(last);
  });

  test('a version that is not in force any more moves nothing', async () => {
    const number = await registered();
    const last = String(await due(number));
    await page.open(draftOf(`off:${last}`));
    await page.submit(publish, { reason: 'Қаулы' });
    const other = await h.signedIn('administrator');
    await other.open(draftOf('off:2027-03-01'));
    await other.submit(publish, { reason: 'Басқа қаулы' });
    await page.submit('Мерзімдерді жылжыту');
    expect([page.status, page.text.includes('кейін жаңасы шыққан'), await due(number)]).toEqual([409, true, last]);
  });
});
