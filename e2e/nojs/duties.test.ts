import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { system } from '../../src/kernel/actor.ts';
import { day } from '../../src/kernel/day.ts';
import { addDuty } from '../../src/rooms/reception/acts/duties.ts';
import { begin, end, plan } from '../../src/rooms/reception/acts/receptions.ts';
import { jobs } from '../../src/rooms/reception/reacts/duties.ts';
import { adminWords } from '../../src/rooms/reception/words/duties-admin.ts';
import { oneWords, weekWords } from '../../src/rooms/reception/words/duties-desk.ts';
import { cardWords, dueWords, publicWords, whyWords } from '../../src/rooms/reception/words/duties-public.ts';
import { refusals } from '../../src/rooms/reception/words/duties.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
let administrator: PlainBrowser;
let official: PlainBrowser;
beforeAll(async () => {
  h = await openHouse();
  administrator = await h.signedIn('administrator', 'ru');
  official = await h.signedIn('bodyHead', 'kk');
});
afterAll(() => h.end());
/** A session left alone for half a day is over: whoever comes on another day signs in anew. */
const on = async (day: string, time = '10:00'): Promise<void> => {
  h.clock.now = Date.parse(`${day}T${time}:00+05:00`);
  official = await h.signedIn('bodyHead', 'kk');
};
const night = (): Promise<void> => jobs['reception:duties'](h.ctx(system('reception:duties')));
const dutyFields = (who: string) => ({
  nameKk: 'Бейсенбілік ашық қабылдау', nameRu: 'Открытый приём по четвергам', nameEn: 'Open hours on Thursday', source: 'Қоғамдық қабылдау ережесі, 4-тармақ', rhythm: 'weekday', weekday: '4', onDayOff: 'next', from: '10:00', to: '12:00', place: '3-бөлме', public: 'yes', fromOn: '2026-11-20', who,
});
const who = () => `${h.people.bodyHead}.${h.units.lighting}`;
const at = () => `/ru/admin/duties?branch=${h.units.tasqala}`;

test('an administrator sees the days before anything is saved', async () => {
  await administrator.open(at());
  expect(administrator.text).toContain(adminWords.none.ru);
  await administrator.submit(adminWords.preview.ru, dutyFields(who()));
  expect(administrator.text).toContain(adminWords.previewTitle.ru);
  for (const day of ['26.11.2026, чт', '03.12.2026, чт', '10.12.2026, чт', '17.12.2026, чт', '24.12.2026, чт']) expect(administrator.text).toContain(day);
  expect(await h.t.raw('SELECT 1 FROM reception.duty')).toEqual([]);
});

test('a mistake comes back beside its field with everything that was typed', async () => {
  await administrator.open(at());
  await administrator.submit(adminWords.save.ru, { ...dutyFields(who()), weekday: '', source: '' });
  expect(administrator.status).toBe(422);
  expect(administrator.document.querySelector('[name=nameKk]')?.getAttribute('value')).toBe('Бейсенбілік ашық қабылдау');
  expect([...administrator.document.querySelectorAll('.field.wrong label')].map((label) => label.textContent)).toEqual([adminWords.source.ru, adminWords.weekday.ru]);
});

test('saved, the duty stands with its source, and the official finds what is owed with one click to plan it', async () => {
  await administrator.open(at());
  await administrator.submit(adminWords.save.ru, dutyFields(who()));
  expect(administrator.text).toContain(adminWords.saved.ru);
  expect(administrator.text).toContain('Бөлім басшысы Қайрат');
  await official.open('/kk/desk/receptions');
  expect(official.text).toContain(weekWords.still.kk);
  await official.follow(new RegExp(`^${weekWords.planIt.kk}.*26.11.2026`));
  expect(official.document.querySelector('[name=from]')?.getAttribute('value')).toBe('10:00');
  expect(official.document.querySelector('[name=heldOn]')?.getAttribute('value')).toBe('2026-11-26');
  await official.submit(weekWords.planIt.kk);
  expect(official.text).toContain(weekWords.planned.kk);
  expect(official.document.querySelector('.duty-sit.mine')?.textContent).toContain('10:00–12:00');
});

test('the same hour a second time says where the official already sits', async () => {
  await official.open('/kk/desk/receptions');
  await official.follow(new RegExp(`^${weekWords.planIt.kk}.*03.12.2026`));
  await official.submit(weekWords.planIt.kk, { heldOn: '2026-11-26', from: '11:00', to: '13:00' });
  expect(official.status).toBe(409);
  expect(official.text).toContain(refusals.host_elsewhere.kk.replace('{time}', '10:00–12:00'));
});

test('everybody sees who receives when, and goes from there to the official’s card', async () => {
  const visitor = await h.browser().open('/kk/receptions');
  expect(visitor.text).toContain(publicWords.walkIn.kk);
  await visitor.follow('Бөлім басшысы Қайрат');
  expect(visitor.address).toBe(`/kk/officials/${h.people.bodyHead}`);
  expect(visitor.text).toContain('Қоғамдық қабылдау ережесі, 4-тармақ');
  expect(visitor.document.querySelectorAll('.duty-days .planned')).toHaveLength(1);
  expect(visitor.document.querySelectorAll('.duty-days .open')).toHaveLength(4);
});

test('the places to choose from stand in the order of the Kazakh alphabet', async () => {
  await h.t.raw(`UPDATE units.unit SET name_kk = 'Әйтеке аудандық филиалы' WHERE id = $1`, [h.units.tasqala]);
  const page = await h.browser().open('/kk/receptions');
  expect([...page.document.querySelectorAll('select[name=branch] option')].slice(1).map((one) => one.textContent)).toEqual(['Ақжайық аудандық филиалы', 'Ашық филиал', 'Әйтеке аудандық филиалы']);
  await h.t.raw(`UPDATE units.unit SET name_kk = 'Тасқала аудандық филиалы' WHERE id = $1`, [h.units.tasqala]);
});

test('somebody who is named in no public duty has no card', async () => {
  expect((await h.browser().open(`/kk/officials/${h.people.clerk}`)).status).toBe(404);
  expect((await h.browser().open('/kk/officials/999999')).status).toBe(404);
});

test('the official opens the door on the day and closes it; the night says it was held', async () => {
  await on('2026-11-26');
  await official.open('/kk/desk/receptions');
  await official.follow(/10:00–12:00/);
  await official.submit(oneWords.begin.kk);
  const address = official.address.split('?')[0] ?? '';
  const receptionId = Number(address.split('/').at(-1));
  await h.t.raw('UPDATE reception.reception SET received = 2 WHERE id = $1', [receptionId]);
  await official.submit(oneWords.end.kk);
  expect(official.text).toContain(weekWords.received.kk.replace('{count}', '2'));
  await on('2026-11-27', '09:00');
  await night();
  await official.open(address);
  expect(official.text).toContain('Бейсенбілік ашық қабылдау');
});

test('what was not held shows the next day on the card, with a sign and a word, and is counted', async () => {
  await on('2026-12-04', '09:00');
  await night();
  const card = await h.browser().open(`/ru/officials/${h.people.bodyHead}`);
  expect(card.document.querySelector('.duty-days .missed b')?.textContent).toBe('✕');
  expect(card.text).toContain(`${dueWords.missed.ru}, ${whyWords.not_scheduled.ru}`);
  expect(card.text).toContain('должны были пройти 2 приёма, прошёл 1, не состоялся 1.');
  expect([...card.document.querySelectorAll('.figs .box')].map((box) => box.textContent)).toEqual([`${cardWords.due.ru}2`, `${cardWords.held.ru}1`, `${cardWords.missed.ru}1`]);
});

test('a cancelled reception says why, and the day counts as missed for that reason', async () => {
  await official.open('/kk/desk/receptions');
  await official.follow(new RegExp(`^${weekWords.planIt.kk}.*10.12.2026`));
  await official.submit(weekWords.planIt.kk);
  await official.follow(/10:00–12:00/);
  await official.submit(oneWords.cancel.kk, { reason: '' });
  expect(official.status).toBe(422);
  await official.submit(oneWords.cancel.kk, { reason: 'Жол жабық' });
  expect(official.text).toContain('Жол жабық');
  await on('2026-12-11', '09:00');
  await night();
  expect((await h.browser().open(`/kk/officials/${h.people.bodyHead}`)).text).toContain(whyWords.cancelled.kk);
});

test('the administrator changes, takes off and ends, each with a reason that is kept', async () => {
  administrator = await h.signedIn('administrator', 'ru');
  await administrator.open(at());
  await administrator.follow('Открытый приём по четвергам');
  await administrator.submit(adminWords.save.ru, { weekday: '5', reason: 'Перенесли на пятницу' });
  expect(administrator.text).toContain('18.12.2026, пт');
  await administrator.submit(adminWords.nameButton.ru, { who: `${h.people.executor}.${h.units.lighting}`, fromOn: '2026-12-11' });
  expect(administrator.text).toContain('Орындаушы Бауыржан');
  await administrator.submit(adminWords.takeOff.ru, { toOn: '2026-12-20', reason: 'Перевод' });
  expect(administrator.text).toContain('20.12.2026');
  await administrator.submit(adminWords.end.ru, { toOn: '2026-12-31', reason: 'Новые правила' });
  expect(administrator.text).toContain('31.12.2026');
  expect((await h.t.raw(`SELECT DISTINCT facts->>'reason' AS r FROM reception.expected_act WHERE facts ? 'reason' ORDER BY 1`)).map((one) => one['r'])).toEqual(['Новые правила', 'Перевод', 'Перенесли на пятницу'].toSorted());
});

test('a card after a year of Thursdays is still lighter than thirty kilobytes', async () => {
  await on('2027-11-26', '09:00');
  await h.t.raw(`UPDATE reception.duty SET to_on = NULL, ended_at = NULL, weekday = 4`);
  await h.t.raw(`UPDATE reception.duty_person SET to_on = NULL`);
  await night();
  const card = await h.browser().open(`/kk/officials/${h.people.bodyHead}`);
  expect(card.document.querySelectorAll('.duty-days .missed').length).toBeGreaterThan(40);
  expect(gzipSync(card.html).byteLength).toBeLessThan(15_000);
});

test('the card shows the day of the reception itself; a month that is not laid out yet does not look like an absence', async () => {
  await on('2027-11-26');
  const host = { accountId: h.people.colleague, unitId: h.units.lighting };
  ok(await addDuty(h.ctx(), {
    branchId: h.units.tasqala, nameKk: 'Айына төрт рет', nameRu: 'Четыре раза в месяц', nameEn: 'Four times a month', rhythm: 'month', times: 4, onDayOff: 'next', public: true, source: 'Тәртіп (ойдан шығарылған)', fromOn: day('2027-11-26'), who: [host],
  }));
  const { receptionId } = ok(await plan(h.ctx(), { branchId: h.units.tasqala, host, kind: 'open', place: '3-бөлме', heldOn: day('2027-11-29'), from: 600, to: 720, topicCodes: [], public: true }));
  ok(await plan(h.ctx(), { branchId: h.units.tasqala, host, kind: 'open', place: '3-бөлме', heldOn: day('2027-11-30'), from: 600, to: 720, topicCodes: [], public: true }));
  const card = () => h.browser().open(`/ru/officials/${h.people.colleague}`);
  const month = (page: PlainBrowser, name: string) => [...page.document.querySelectorAll('.duty-days > li')].find((one) => one.textContent?.startsWith(name))?.textContent?.replace(name, '').trim();
  const before = await card();
  expect([month(before, 'Ноябрь 2027'), month(before, 'Январь 2028')]).toEqual([`29○${dueWords.planned.ru}30○${dueWords.planned.ru}`, cardWords.notSetYet.ru]);
  expect(month(before, 'Декабрь 2027')).toContain(`${cardWords.atLatest.ru.replace('{on}', '31')}◌`);
  expect(before.text).toContain(cardWords.atLatest.ru.replace('{on}', '31.12.2027'));
  expect(before.text).toContain(cardWords.besideDuty.ru);
  // it is walked into: nobody is led through questions to a place that is not there
  expect(before.text).toContain(cardWords.walkIn.ru);
  expect(before.html).not.toContain('/receptions/book?who');
  await on('2027-11-29');
  ok(await begin(h.ctx(), { receptionId }));
  ok(await end(h.ctx(), { receptionId }));
  expect(month(await card(), 'Ноябрь 2027')).toBe(`29◇${dueWords.empty.ru}30○${dueWords.planned.ru}`);
  await on('2027-12-01', '09:00');
  await night();
  const after = await card();
  expect(month(after, 'Ноябрь 2027')).toBe(`29◇${dueWords.empty.ru}`);
  expect(after.text).toContain('29.11.2027');
});
