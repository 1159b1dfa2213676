import { parse } from 'csv-parse/sync';
import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { leastCount, suppressParts, tellable, type Alike } from '../../src/rooms/appeals/law/figures.ts';
import { giveVerdict } from '../../src/rooms/appeals/acts/holder.ts';
import { figureWords } from '../../src/rooms/appeals/words/figures.ts';
import { ok } from '../support/house.ts';
import { Caller } from './caller.ts';
import { inHouseWithout } from './lacking-house.ts';
import { openWorld, type World } from './world.ts';

let w: World;
const [region, many, few] = ['270000000', '276000000', '273600000'];
const at = (territoryCode: string, topicCode = 'lighting') => ({ matters: [{ kind: 'application' as const, text: 'Көшедегі шам жанбайды.', territoryCode, topicCode, publishConsent: false }] });

beforeAll(async () => {
  w = await openWorld();
  for (let n = 0; n < 12; n += 1) await w.received(at(many));
  for (let n = 0; n < 3; n += 1) await w.received(at(few, 'roads'));
  const solved = await w.answered(at(few, 'roads'));
  ok(await giveVerdict(w.holder(solved), { verdict: 'solved' }));
});
afterAll(() => w.end());

const page = async (path: string, app = w.app) => {
  const { document } = parseHTML(await (await new Caller(app).get(path)).text());
  const figures = [...document.querySelectorAll('.fig')].map((one) => (one.textContent ?? '').trim());
  const cells = [...document.querySelectorAll('table td')].map((one) => (one.textContent ?? '').trim());
  return { figures, cells, text: document.querySelector('main')?.textContent ?? '', file: document.querySelector('a[href*="figures.csv"]') !== null };
};
const rows = async (query: string, app = w.app): Promise<readonly Record<string, string>[]> => parse(await (await new Caller(app).get(`/ru/figures.csv?${query}`)).text(), { columns: true, bom: true });

/** What is told of the neighbour or of the hidden district by any of the three pages: a figure, a count in a cell, the very answer. */
const toldOf = async (app = w.app): Promise<readonly string[]> => {
  const [whole, neighbour, hidden] = [await page(`/ru/figures/${region}`, app), await page(`/ru/figures/${many}`, app), await page(`/ru/figures/${few}`, app)];
  expect(whole.figures[0]).toBe('16');
  return [
    ...[...neighbour.figures, ...hidden.figures].filter((figure) => /\d/.test(figure)).map((figure) => `figure ${figure}`),
    ...[...neighbour.cells, ...hidden.cells].filter((cell) => /^\d+$/.test(cell) && cell !== '0').map((cell) => `cell ${cell}`),
    // 12 or 4 anywhere on the three pages would be the answer
    ...whole.cells.filter((cell) => cell === '12' || cell === '4').map((cell) => `answer ${cell}`),
  ];
};
test('what is hidden of a district does not follow from its neighbour’s own page, nor from the region’s', async () => {
  expect(await toldOf()).toEqual([]);
});

test('control: a house that hides nobody tells both districts, on their pages and in the rows', async () => {
  const [told, open] = await inHouseWithout(w, { 'src/rooms/appeals/law/figures.ts': [['export const leastCount = 5;', 'export const leastCount = 1;']] }, async ({ app }) => [await toldOf(app), await rows(`territory=${few}`, app)] as const);
  expect(told).toEqual(expect.arrayContaining(['figure 12', 'figure 4', 'answer 12', 'answer 4']));
  expect(open).toHaveLength(4);
});

test('the rows behind the figures name no hidden place, no number, no day, and nobody alone', async () => {
  for (const query of ['', `territory=${region}`, `territory=${many}`, `territory=${few}`]) {
    const all = await rows(query);
    expect(JSON.stringify(all)).not.toMatch(/BQ\d*-2026|276000000|273600000|\d{4}-\d\d-\d\d/);
    const alike = Map.groupBy(all, (row) => [row['territory'], row['period'], row['topic'], row['kind']].join());
    for (const [told, same] of alike) if (told !== ',,,') expect(same.length, told).toBeGreaterThanOrEqual(leastCount);
  }
  // recounted by anybody: as many rows as the figure says
  expect(await rows(`territory=${region}`)).toHaveLength(16);
  expect(await rows(`territory=${few}`)).toEqual([]);
});

test('a period of a day is widened to its month: a day is not the difference of two periods', async () => {
  const one = await page(`/ru/figures/${region}?from=2026-11-20&to=2026-11-20`);
  expect(one.figures[0]).toBe('16');
  expect(one.text).toContain('01.11.2026');
  expect((await page(`/ru/figures/${region}?from=2026-11-19&to=2026-11-19`)).figures).toEqual(one.figures);
});

test('below a district nothing is counted', async () => {
  await w.t.raw(`INSERT INTO units.territory (code, parent_code, level, kind, name_kk, name_ru, name_en, path, search) VALUES ('276030000', '276000000', 3, 'okrug', 'А', 'А', 'A', '{000000000,270000000,276000000,276030000}', 'а') ON CONFLICT DO NOTHING`);
  expect((await page('/ru/figures/276030000')).figures).toEqual((await page(`/ru/figures/${many}`)).figures);
});

test('whatever the counts are, nothing hidden follows from the total and what is shown', () => {
  let state = 7;
  const random = (below: number) => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return Math.floor((state / 2 ** 32) * below); };
  for (let time = 0; time < 20_000; time += 1) {
    const counts = Array.from({ length: 1 + random(6) }, () => (random(3) === 0 ? 0 : random(2) === 0 ? random(5) : random(60)));
    const shown = suppressParts(counts);
    for (const [place, count] of counts.entries()) if (count > 0 && count < leastCount) expect(shown[place]).toBeNull();
    const hidden = counts.filter((_count, place) => shown[place] === null);
    if (hidden.length === 0 || hidden.length === counts.length) continue;
    // each hidden one is at least 1: it may be anything up to the sum less one for each of the others
    const most = hidden.reduce((sum, count) => sum + count, 0) - (hidden.length - 1);
    expect(most, JSON.stringify(counts)).toBeGreaterThanOrEqual(leastCount);
    expect(hidden.length).toBeGreaterThanOrEqual(2);
  }
});

test('no row is told more of than five have in common', () => {
  const alike = (district: string, topic: string, count: number, month = '2026-11'): Alike => ({ region, district, topic, kind: 'application', month, count }) as Alike;
  const told = [...tellable([alike(many ?? '', 'roads', 9), alike(many ?? '', 'gas', 1), alike(many ?? '', 'water', 4), alike('275000000', 'roads', 30), alike(few ?? '', 'gas', 2)]).values()];
  expect(told.map((one) => [one.territory, one.topic].join(' '))).not.toContain(`${many} gas`);
  expect(told.some((one) => one.territory === few)).toBe(false);
});

test('a cell of the file is words to every spreadsheet, never a formula', async () => {
  const payloads = ['=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1', '\r=1', '=cmd|\' /C calc\'!A0', '=HYPERLINK("http://evil.example","x")', '=IMPORTXML("http://evil.example")', '＝1+1', '"=1', '\'=1', ';=1', '=\u0001', '-2+3+cmd|\' /C calc\'!A0', '@=1', '+=1', ' =1', '=1\n=2', '|=1', '%=1', '=DDE("cmd")', '\u200B=1', '==1', '=+1'];
  for (const payload of payloads) {
    await w.t.raw(`UPDATE appeals.appeal SET topic_code = $1 WHERE territory_code = $2`, [payload, many]);
    await w.t.raw(`UPDATE appeals.appeal SET territory_code = $1, territory_path = $2 WHERE territory_code = $3`, [many, ['000000000', region, many], few]);
    const cells = (await rows('')).flatMap((row) => Object.values(row));
    if (payload === '=1+1') expect(cells).toContain("'=1+1");
    expect(cells.filter((cell) => /^[=+\-@\t\r＝＋－＠]/.test(cell)), JSON.stringify(payload)).toEqual([]);
  }
});

test('the file of a place is the country’s own cut by its place, and the page says that some are left out', async () => {
  // two districts are told, each with a matter whose like there is none of; two more hide one another
  const [open, hidden] = [['274200000', '274400000'], ['274600000', '274800000']] as const;
  for (const code of [...open, ...hidden]) await w.t.raw(`INSERT INTO units.territory (code, parent_code, level, kind, name_kk, name_ru, name_en, path, search) VALUES ($1, $2, 2, 'district', 'А', 'А', 'A', $3, 'а')`, [code, region, ['000000000', region, code]]);
  for (const place of open) for (let n = 0; n < 11; n += 1) await w.received(at(place, n < 10 ? 'lighting' : 'gas'));
  for (const [nth, place] of hidden.entries()) for (let n = 0; n < 3 + 3 * nth; n += 1) await w.received(at(place));
  await w.t.raw(`UPDATE appeals.appeal SET registered_on = '2026-10-05' WHERE territory_code = ANY ($1) AND topic_code = 'gas'`, [open]);
  const all = await rows('');
  for (const place of open) {
    const own = await rows(`territory=${place}`);
    expect(own.map((row) => row['territory'])).toEqual(Array.from({ length: 10 }, () => place));
    expect(own).toEqual(all.filter((row) => row['territory'] === place));
    const told = await page(`/ru/figures/${place}`);
    expect([told.figures[0], told.text.includes(figureWords.csvLess.ru), told.file]).toEqual(['11', true, true]);
  }
  expect(await rows(`territory=${region}`)).toEqual(all.filter((row) => row['territory'] !== ''));
  const untold = await page(`/ru/figures/${hidden[0]}`);
  expect([untold.text.includes(figureWords.csvHidden.ru), untold.file]).toEqual([true, false]);
});
