import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../src/kernel/actor.ts';
import { say } from '../../src/kernel/words.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { deskWords, doneWords } from '../../src/rooms/appeals/words/desk.ts';
import { suggestionWords } from '../../src/rooms/appeals/words/suggestions.ts';
import { signWords } from '../../src/rooms/appeals/words/urgency.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';
import { handOn } from './hand.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

/** A letter as it comes from the site: nobody has said a topic or a place yet. */
const came = async (text: string): Promise<string> => {
  const matters = [{ kind: 'application' as const, text, publishConsent: false }];
  return ok(await register(s.house.ctx(visitor), aRegistration({ key: `two-keys-${text.length}-${text}`, branchId: s.house.units.tasqala, matters }))).matters[0]?.number ?? '';
};
const stands = async (number: string) => (await s.house.t.raw(
  `SELECT a.topic_code AS topic, a.territory_code AS place, a.holder_unit AS unit, a.urgency, (SELECT facts->>'suggested' FROM appeals.act c WHERE c.appeal_id = a.id AND c.act = 'sort') AS suggested
   FROM appeals.appeal a WHERE a.number = $1`, [number]))[0];
/** Told by the page that came, whose keys are then alive. */
const said = async (page: Page, text: string): Promise<void> => {
  await page.getByRole('status').filter({ hasText: text }).waitFor();
  await page.waitForLoadState();
};

test('two keys lead from a new matter to its body: 1 takes the topic and the place, y the body', { timeout: 360_000 }, async () => {
  const number = await came('Тасқала ауданында Абай көшесіндегі 12-үйдің жанындағы көше шамдары екі аптадан бері жанбайды');
  const page = await s.staff('clerk', 'kk');
  const hand = await handOn(page);
  await page.goto(`/kk/desk/appeals/${number}`);
  await hand.press('1');
  await said(page, say('kk', doneWords.sort));
  expect(await stands(number)).toMatchObject({ topic: 'lighting', place: '276000000', suggested: 'true' });
  await hand.press('y');
  await said(page, say('kk', doneWords.assign));
  expect(hand.counted()).toBe(2);
  expect(await stands(number)).toMatchObject({ unit: String(s.house.units.lighting) });
});

test('the second topic has the second key; and a figure typed into a field is a figure', { timeout: 360_000 }, async () => {
  const number = await came('Во дворе не горит фонарь и не вывозят мусор');
  const page = await s.staff('clerk', 'kk');
  const hand = await handOn(page);
  await page.goto(`/kk/desk/appeals/${number}`);
  const second = await page.locator('[data-press="2"]').getAttribute('value');
  await hand.press('t');
  await hand.tabTo(/^sort.address/);
  await hand.type('Абай 12');
  expect([await page.locator('[name="sort.address"]').inputValue(), (await stands(number))?.['topic']]).toEqual(['Абай 12', null]);
  await hand.press('Escape');
  await hand.press('2');
  await said(page, say('kk', doneWords.sort));
  expect((await stands(number))?.['topic']).toBe(second);
});

test('what is urgent is the first row of the inbox; u says what it is; ? names both keys', { timeout: 360_000 }, async () => {
  const number = await came('Подъезде газ иісі шығып тұр, тезірек келіңіздер');
  const page = await s.staff('clerk', 'ru');
  const hand = await handOn(page);
  await page.goto('/ru/desk/appeals');
  await page.locator('section[aria-labelledby=urgent]').getByRole('link', { name: number }).waitFor();
  await page.goto(`/ru/desk/appeals/${number}`);
  await hand.press('?');
  const dialog = page.getByRole('dialog', { name: say('ru', deskWords.keys) });
  await dialog.getByText(say('ru', suggestionWords.keyTake), { exact: true }).waitFor();
  expect((await dialog.locator('kbd').allInnerTexts()).filter((key) => ['1', '2', '3', 'u'].includes(key))).toEqual(['1', '2', '3', 'u']);
  await hand.press('Escape');
  await hand.press('u');
  await page.getByRole('radio', { name: say('ru', signWords.fire) }).check();
  await hand.press('Control+Enter');
  await said(page, say('ru', doneWords.set_urgency));
  expect((await stands(number))?.['urgency']).toBe('fire');
});
