import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { day } from '../../src/kernel/day.ts';
import { shortDay } from '../../src/kernel/show.ts';
import { say, type Lang } from '../../src/kernel/words.ts';
import { askTime, handOver, report } from '../../src/rooms/assignments/acts/task.ts';
import { climbLadders } from '../../src/rooms/assignments/contract.ts';
import { refusalWords, stageWords } from '../../src/rooms/assignments/words.ts';
import { boardWords, bulkWords } from '../../src/rooms/assignments/words/board.ts';
import { formWords, taskRefusals, taskWords } from '../../src/rooms/assignments/words/task.ts';
import { uiWords } from '../../src/ui/words.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';
import { boardOf } from '../nojs/boards.ts';
import { mattersOf } from '../nojs/matters.ts';
import { atControl } from './control.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

const langs = ['kk', 'ru'] as const;
const dayMs = 86_400_000;
const photograph = async () => ({ name: 'баған.jpg', mimeType: 'image/jpeg', buffer: await sharp({ create: { width: 320, height: 240, channels: 3, background: '#20303a' } }).jpeg().toBuffer() });
/** A task beside a matter of its own; `by`: somebody who has it already. */
const task = async (text: string, o: { by?: 'executor' | 'colleague'; dueOn?: string } = {}): Promise<number> => {
  const { number } = await mattersOf(s.house).given(s.house.people.executor);
  return boardOf(s.house).task(number, { task: text, ...(o.by === undefined ? {} : { accountId: s.house.people[o.by] }), ...(o.dueOn === undefined ? {} : { dueOn: o.dueOn }) });
};
const opened = async (who: keyof Served['house']['people'], lang: Lang) => {
  const page = await s.staff(who, lang);
  const at = atControl(page, lang);
  await at.openBoard();
  return { page, at };
};

const day1 = {
  kk: { task: 'Мектеп жанындағы бағанды тексеріп, шамын ауыстырыңыз', wait: 'Мұнара кран тек аптаның соңында босайды', did: 'Баған түзетілді, шамы ауыстырылды' },
  ru: { task: 'Проверьте столб у школы и замените лампу', wait: 'Автовышка освободится только к концу недели', did: 'Столб выправлен, лампа заменена' },
} as const;

test.each(langs)('an executor’s day: opens the board, takes a task, asks for time, reports with a photograph and its place (%s)', { timeout: 360_000 }, async (lang) => {
  const words = day1[lang];
  await task(words.task);
  const { page, at } = await opened('colleague', lang);
  await at.whose('body');
  await at.openFromBoard(words.task);
  await at.unfold('accept');
  await at.press('accept');

  const ask = await at.unfold('ask_time');
  await ask.getByLabel(say(lang, formWords.toOn), { exact: true }).fill('2026-12-04');
  await ask.getByLabel(say(lang, formWords.reason), { exact: true }).fill(words.wait);
  await at.press('ask_time');
  await at.openBoard();
  await at.whose('mine');
  await at.drawer('waits');
  await at.openFromBoard(words.task);

  // the place folds out; what was photographed is shown with where and when
  const form = await at.unfold('report');
  await form.getByLabel(say(lang, formWords.text), { exact: true }).fill(words.did);
  await form.getByLabel(say(lang, formWords.papers), { exact: true }).setInputFiles(await photograph());
  await form.getByText(say(lang, formWords.place)).click();
  for (const [name, typed] of [['lat', '51,2'], ['lon', '51.37'], ['metres', '12'], ['takenDay', '2026-11-20'], ['takenTime', '09:05']] as const) await form.getByLabel(say(lang, formWords[name]), { exact: true }).fill(typed);
  await at.press('report');
  const reports = page.getByRole('region', { name: say(lang, taskWords.reports) });
  const said = await reports.innerText();
  for (const shown of [words.did, '51.2, 51.37', '±12', '20.11.2026 09:05']) expect(said).toContain(shown);
  const picture = reports.getByRole('img', { name: 'баған.jpg' });
  await picture.scrollIntoViewIfNeeded();
  await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(10);

  await at.openBoard();
  await at.whose('mine');
  await at.drawer('reported');
  await at.row(words.task).getByText(say(lang, stageWords.reported)).waitFor();
});

const mornings = {
  kk: { back: 'Аула шамдарын санап, тізімін беріңіз', why: 'Көше бойынша бөліп жазыңыз', good: 'Сынған плафонды ауыстырыңыз', asks: 'Кабель жолын тексеріңіз', late: 'Қолшатыр бағандарды бояңыз', did: 'Бәрі орындалды', need: 'Кабель жолда' },
  ru: { back: 'Сосчитайте фонари во дворах и дайте список', why: 'Разбейте список по улицам', good: 'Замените разбитый плафон', asks: 'Проверьте кабельную линию', late: 'Покрасьте опоры', did: 'Всё сделано', need: 'Кабель в пути' },
} as const;

test.each(langs)('a controller’s morning: returns one, accepts one, grants nothing, reminds many at once after seeing whom (%s)', { timeout: 360_000 }, async (lang) => {
  const words = mornings[lang];
  const { house } = s;
  const [back, good, asks] = [await task(words.back, { by: 'colleague' }), await task(words.good, { by: 'colleague' }), await task(words.asks, { by: 'colleague' })];
  await task(words.late);
  const colleague = await boardOf(house).as('colleague');
  for (const assignmentId of [back, good]) ok(await report(colleague, { assignmentId, text: words.did, papers: [] }));
  ok(await askTime(colleague, { assignmentId: asks, toOn: day('2026-12-04'), reason: words.need }));

  const { page, at } = await opened('controller', lang);
  await at.openMorning();
  for (const [part, text] of [['reported', words.back], ['reported', words.good], ['waits', words.asks]] as const) await at.part(part).getByText(text).waitFor();
  await at.openFromMorning('reported', words.back);
  const form = await at.unfold('return');
  await form.getByLabel(say(lang, formWords.reason), { exact: true }).fill(words.why);
  await at.press('return');
  await page.goto(`/${lang}/desk/control/morning`);
  await at.part('returned').getByText(words.back).waitFor();
  await at.openFromMorning('reported', words.good);
  await page.getByText(words.did, { exact: true }).waitFor();
  await at.unfold('settle');
  await at.press('settle');
  await page.getByText(say(lang, taskWords.ended)).waitFor();

  // more time is the head's to give: no form on its page, and nothing by the bulk either
  await page.goto(`/${lang}/desk/control/morning`);
  expect(await at.part('reported').getByText(words.good).count()).toBe(0);
  await at.openFromMorning('waits', words.asks);
  await at.cannot('decide_time', taskRefusals.not_allowed);
  await at.openBoard();
  await at.whose('control');
  await at.preview([words.asks], 'grant_time');
  await page.getByRole('heading', { name: say(lang, bulkWords.impossible, { count: 1 }) }).waitFor();
  expect(await page.getByRole('button', { name: say(lang, bulkWords.doIt), exact: true }).count()).toBe(0);

  await at.openBoard();
  await at.whose('control');
  await at.preview([words.asks, words.late], 'remind');
  await page.getByRole('heading', { name: say(lang, bulkWords.possible, { count: 2 }) }).waitFor();
  await page.getByText(say(lang, bulkWords.willRemind, { who: 'Әріптес Светлана' })).waitFor();
  expect(await house.t.raw("SELECT 1 FROM assignments.act WHERE act = 'remind' AND assignment_id = $1", [asks])).toEqual([]);
  await at.perform('remind');
  await page.getByText(say(lang, bulkWords.doneCount, { count: 2 })).waitFor();
  await at.back();
  await at.preview([words.asks], 'remind');
  await page.getByText(say(lang, refusalWords.reminded_today)).waitFor();
});

const weeks = {
  kk: { old: 'Қаулы бойынша шам қойыңыз', asks: 'Трансформаторды ауыстырыңыз', need: 'Трансформатор зауыттан шықты', round: 'Иесіз бағанның иесін табыңыз', why: 'Бұл біздің баған емес' },
  ru: { old: 'Поставьте фонарь по постановлению', asks: 'Замените трансформатор', need: 'Трансформатор отгружен с завода', round: 'Найдите хозяина бесхозного столба', why: 'Это не наш столб' },
} as const;

describe('a head’s weekly sitting', () => {
  beforeAll(async () => {
    const { house } = s;
    for (const lang of langs) {
      const words = weeks[lang];
      await task(words.old, { by: 'colleague' });
      const asks = await task(words.asks, { by: 'colleague', dueOn: '2026-12-09' });
      ok(await askTime(await boardOf(house).as('colleague'), { assignmentId: asks, toOn: day('2026-12-11'), reason: words.need }));
      const round = await task(words.round, { dueOn: '2026-12-10' });
      for (const unitId of [house.units.roads, house.units.lighting]) ok(await handOver(house.ctx(), { assignmentId: round, unitId, reason: words.why }));
    }
    house.clock.now += 17 * dayMs;
    await climbLadders(house.ctx());
  });

  test.each(langs)('the agenda goes on paper with what the ladder brought up; time is granted; what goes round is seen with every holder (%s)', { timeout: 360_000 }, async (lang) => {
    const words = weeks[lang];
    const { page, at } = await opened('head', lang);
    await at.openAgenda();
    const line = page.locator('tbody tr', { hasText: words.old });
    expect(await line.innerText()).toContain('27.11.2026');
    expect(await page.getByText(words.asks).count()).toBe(0);
    // a sheet is 182 mm wide between its margins
    await page.setViewportSize({ width: 688, height: 900 });
    await page.emulateMedia({ media: 'print' });
    expect([await page.getByRole('navigation').first().isVisible(), await line.isVisible()]).toEqual([false, true]);
    expect(await page.evaluate(() => [...document.querySelectorAll('body, .scroll')].filter((box) => box.scrollWidth > box.clientWidth).length)).toBe(0);
    expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
    await page.emulateMedia({ media: 'screen' });
    await page.setViewportSize({ width: 1280, height: 900 });

    await at.openBoard();
    await at.whose('below');
    await at.drawer('waits');
    await at.openFromBoard(words.asks);
    const form = await at.unfold('decide_time');
    await form.getByText(words.need).waitFor();
    await form.getByRole('radio', { name: say(lang, formWords.granted) }).check();
    await at.press('decide_time');
    await page.getByText(`${say(lang, taskWords.due)}: ${shortDay(day('2026-12-11'))}`, { exact: true }).waitFor();

    await at.openBoard();
    await at.whose('below');
    await at.drawer('carousel');
    await at.row(words.round).getByText(say(lang, boardWords.flagCarousel)).waitFor();
    await at.openFromBoard(words.round);
    await page.getByText(say(lang, taskWords.carousel)).waitFor();
    expect(await page.getByRole('region', { name: say(lang, uiWords.baton) }).locator('.bars > div').count()).toBe(3);
  });
});
