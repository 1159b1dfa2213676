import type { Page } from 'playwright-core';
import { say, type Lang } from '../../src/kernel/words.ts';
import { outcomeWords, verdictWords } from '../../src/rooms/appeals/words/labels.ts';
import { publicWords } from '../../src/rooms/appeals/words/public.ts';

export type Seen = { readonly received: number; readonly inWork: number; readonly doneSolved: number; readonly doneNotSolved: number; readonly doneUnsaid: number };

/** The figures as anybody reads them off the page, not as the database has them. */
export const readFigures = async (page: Page, lang: Lang, place: string): Promise<Seen> => {
  await page.goto(`/${lang}/figures/${place}`);
  const number = (text: string): number => {
    const value = Number(text.replace(/\s/g, ''));
    if (Number.isNaN(value)) throw new Error(`«${text}» is not a number on ${page.url()}`);
    return value;
  };
  const box = async (label: string) => number(await page.locator('.figs .box').filter({ hasText: label }).locator('.fig').innerText());
  const cross = page.getByRole('region', { name: say(lang, publicWords.crossTitle), exact: true }).getByRole('table');
  const columns = await cross.locator('thead th').allInnerTexts();
  const row = cross.getByRole('row').filter({ has: page.getByRole('rowheader', { name: say(lang, outcomeWords.done), exact: true }) });
  const cells = await row.locator('th, td').allInnerTexts();
  const under = (title: string) => number(cells[columns.indexOf(title)] ?? `no column ${title}`);
  return {
    received: await box(say(lang, publicWords.received)), inWork: await box(say(lang, publicWords.inWork)),
    doneSolved: under(say(lang, verdictWords.solved)), doneNotSolved: under(say(lang, verdictWords.not_solved)), doneUnsaid: under(say(lang, publicWords.noVerdict)),
  };
};
