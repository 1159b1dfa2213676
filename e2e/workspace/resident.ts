import type { Page } from 'playwright-core';
import { say, type Lang } from '../../src/kernel/words.ts';
import { followWords } from '../../src/rooms/appeals/words/follow.ts';
import { intakeWords as w } from '../../src/rooms/appeals/words/intake.ts';

export type Letter = {
  readonly text: string; readonly place: string; readonly address?: string; readonly surname: string; readonly given: string; readonly phone: string; readonly publish: boolean;
  readonly picture?: { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };
};

/** The whole public form as a person fills it, page by page, to the page with the number. */
export const sendAppeal = async (page: Page, lang: Lang, letter: Letter): Promise<{ readonly number: string; readonly link: string }> => {
  // with a script a list of places has the label of its field
  const field = (label: keyof typeof w) => page.getByLabel(say(lang, w[label] as typeof w.surname), { exact: true }).and(page.locator('input'));
  const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const on = () => press(say(lang, w.goOn));
  await page.goto(`/${lang}/appeals/new`);
  await press(say(lang, w.begin));
  await page.waitForURL(`**/${lang}/appeals/new/what`);
  await page.getByRole('textbox', { name: say(lang, w.textTitle) }).fill(letter.text);
  if (letter.picture) {
    await field('papersLabel').setInputFiles(letter.picture);
    // it goes up at once and its line moves the button down: pressed as a person does, when it has arrived
    await page.locator('button[name=remove]').waitFor();
  }
  await on();
  await field('territoryLabel').fill(letter.place);
  await field('addressLabel').fill(letter.address ?? '');
  await on();
  await page.getByRole('radio', { name: say(lang, w.kindApplication) }).check();
  await on();
  await page.getByRole('radio', { name: say(lang, w.whoPerson) }).check();
  await on();
  await field('surname').fill(letter.surname);
  await field('given').fill(letter.given);
  await field('phone').fill(letter.phone);
  await on();
  await page.getByRole('radio', { name: say(lang, letter.publish ? w.publishYes : w.publishNo) }).check();
  await on();
  await page.getByRole('heading', { level: 1, name: say(lang, w.checkTitle) }).waitFor();
  await press(say(lang, w.send));
  await page.waitForURL(`**/${lang}/appeals/new/done`);
  await page.getByRole('heading', { level: 1, name: say(lang, w.doneTitle) }).waitFor();
  const number = /BQ\d\d-2026-\d{6}/.exec(await page.getByRole('main').innerText())?.[0];
  const link = await page.getByRole('link', { name: say(lang, w.doneFollow) }).getAttribute('href');
  if (number === undefined || link === null) throw new Error('no number or no link on the last page');
  return { number, link };
};

/** The last word, by the secret link. */
export const judge = async (page: Page, lang: Lang, link: string, verdict: 'verdictSolved' | 'verdictNot', comment: string): Promise<void> => {
  await page.goto(link);
  await page.getByRole('radio', { name: say(lang, followWords[verdict]) }).check();
  await page.getByLabel(say(lang, followWords.verdictComment), { exact: true }).fill(comment);
  await page.getByRole('button', { name: say(lang, followWords.verdictSend) }).click();
  await page.getByRole('status').filter({ hasText: say(lang, followWords.doneVerdict) }).waitFor();
};
