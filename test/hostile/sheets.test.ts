import { afterAll, beforeAll, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { planned } from '../support/bookings.ts';
import { withDuty } from '../support/duties.ts';
import type { Lacking } from '../support/lacking.ts';
import { Caller } from './caller.ts';
import { sheetsOf, wrongInCsv, wrongInSheet } from './cells.ts';
import { inHouseWithout } from './lacking-house.ts';
import { openWorld, type World } from './world.ts';

/** What a spreadsheet would carry out, were it not made words: formulas, commands, links, another cell, another line, and what only looks like a sign. */
const payloads = [
  '=1+1', '+1+1', '-1+1', '@SUM(1)', '\t=1', '\r=1', '=cmd|\' /C calc\'!A0', '=HYPERLINK("http://evil.example","x")', '=IMPORTXML("http://evil.example")', '＝1+1', '＋1', '－1', '＠SUM(1)', '"=1', '\'=1', ';=1',
  '-2+3+cmd|\' /C calc\'!A0', '@=1', '=1\n=2', '","=1', '\n=1', '=DDE("cmd")', '==1', '<c><f>1+1</f></c>', ']]><f>1</f>',
] as const;
const mark = 'белгі';

/** Every file of rows the house gives, by its address; a new one must be named here. */
const files: Readonly<Record<string, (units: World['units']) => string>> = {
  '/figures.csv': () => '',
  '/figures/hand-overs.csv': () => '',
  '/figures/receptions.csv': (units) => `branch=${units.tasqala}`,
  '/admin/calendar/dates.csv': () => 'calendar=kz5&change=off:2026-11-25',
  '/desk/control.csv': () => 'of=branch',
  '/desk/control.xlsx': () => 'of=branch',
};

let w: World;
let callers: readonly Caller[];
beforeAll(async () => {
  w = await openWorld();
  for (let nth = 0; nth < 6; nth += 1) await w.given({ matters: [{ kind: 'application', text: 'Көшедегі шам жанбайды.', territoryCode: '276000000', topicCode: 'lighting', publishConsent: false }] });
  await withDuty(w);
  await planned(w);
  callers = await Promise.all((['administrator', 'clerk', 'head'] as const).map(async (who) => new Caller(w.app, await w.token(who))));
});
afterAll(() => w.end());

/** The same words in every place a file takes them from, past all that checks them on the way in. */
const plant = async (words: string): Promise<void> => {
  const places = [['units.unit', 'name_kk'], ['people.account', 'name'], ['appeals.appeal', 'text'], ['appeals.appeal', 'topic_code'], ['assignments.assignment', 'task']] as const;
  for (const [table, column] of places) {
    await w.t.raw(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
    await w.t.raw(`UPDATE ${table} SET ${column} = $1`, [words]).finally(() => w.t.raw(`ALTER TABLE ${table} ENABLE TRIGGER USER`));
  }
};

test('every file of rows the house gives is known here', () => {
  expect(house.routes.filter((route) => /\.(?:csv|xlsx|xls|ods|tsv)$/.test(route.path)).map((route) => route.path).toSorted()).toEqual(Object.keys(files).toSorted());
});

type Found = { readonly bad: readonly { readonly path: string; readonly what: string }[]; readonly told: ReadonlyMap<string, number> };
/** Each payload in every place, and every file of that house read by everybody: what is alive in them, and in how many files of each kind the payload was. */
const lookedInto = async (asking: readonly Caller[], tried: readonly string[]): Promise<Found> => {
  const bad: { path: string; what: string }[] = [];
  const told = new Map<string, number>();
  for (const payload of tried) {
    await plant(`${payload}${mark}`);
    for (const [path, query] of Object.entries(files)) {
      let seen = false;
      for (const caller of asking) {
        const response = await caller.get(`/kk${path}?${query(w.units)}`);
        if (response.status !== 200) { await response.body?.cancel(); continue; }
        const parts = path.endsWith('.xlsx') ? sheetsOf(Buffer.from(await response.arrayBuffer())) : [await response.text()];
        for (const part of parts) {
          bad.push(...(path.endsWith('.xlsx') ? wrongInSheet(part) : wrongInCsv(part)).map((one) => ({ path, what: `${JSON.stringify(payload)} as ${JSON.stringify(one)}` })));
          seen ||= part.includes(mark);
        }
      }
      if (seen) told.set(path, (told.get(path) ?? 0) + 1);
    }
  }
  return { bad, told };
};

test(`${payloads.length} ways to write a formula into each of ${Object.keys(files).length} files: every cell is words`, async () => {
  const { bad, told } = await lookedInto(callers, payloads);
  expect(bad.slice(0, 20)).toEqual([]);
  // or nothing was looked at
  console.log(`proof: ${JSON.stringify(Object.fromEntries(told))}`);
  for (const path of Object.keys(files)) expect(told.get(path), path).toBe(payloads.length);
});

test('control: without the guard of each file, and with a sheet that takes a sign of equality at its word, every one of them has formulas', async () => {
  const unguarded: Lacking = Object.fromEntries(['src/rooms/appeals/pages/figures.tsx', 'src/rooms/appeals/pages/hand-overs.tsx', 'src/rooms/reception/pages/figures.tsx', 'src/rooms/calendar/pages/dates.tsx'].map((file) => [file, [['escape_formulas: true', 'escape_formulas: false']]]));
  const sheet: Lacking = { 'src/rooms/assignments/pages/board/sheet.ts': [['escape_formulas: true', 'escape_formulas: false'], ['{ value: cell, type: String }', "{ value: cell, type: cell.startsWith('=') ? 'Formula' : String }"]] };
  const tried = ['=1+1', '@SUM(1)'];
  const { bad, told } = await inHouseWithout(w, { ...unguarded, ...sheet }, async ({ app }) =>
    lookedInto(await Promise.all((['administrator', 'clerk', 'head'] as const).map(async (who) => new Caller(app, await w.token(who)))), tried));
  for (const path of Object.keys(files)) expect([path, told.get(path), new Set(bad.filter((one) => one.path === path).map((one) => one.what.split(' as ')[0])).size]).toEqual([path, tried.length, path.endsWith('.xlsx') ? 1 : tried.length]);
  console.log(`proof: control without the guards, ${bad.length} formulas in ${told.size} files`);
});

test('the look itself sees each of them', () => {
  for (const payload of ['=1+1', '+1', '@SUM(1)', '\t=1', '-1+1', '＝1']) expect(wrongInCsv(`"а","б"\r\n"${payload}${mark}","2"\r\n`), payload).toHaveLength(1);
  expect(wrongInCsv(`"а","б"\r\n"'=1+1","-2.5"\r\n`)).toEqual([]);
  expect(wrongInCsv('"а","б"\r\n"","","1"\r\n')).toEqual(['a line of 3']);
  expect(wrongInSheet('<sheet><c r="A1" t="s"><v>0</v></c><c r="A2"><f>1+1</f><v>2</v></c></sheet>')).toEqual(['a formula']);
  expect(wrongInSheet('<sheet><c r="A1"><v>=1+1</v></c></sheet>')).toEqual(['=1+1']);
});
