import type { Locator, Page } from 'playwright-core';
import { say, type Lang, type Sentence } from '../../src/kernel/words.ts';
import { actWords, buttonWords, deskWords, doneWords } from '../../src/rooms/appeals/words/desk.ts';
import { tabWords } from '../../src/rooms/appeals/words/inbox.ts';
import { outcomeWords } from '../../src/rooms/appeals/words/labels.ts';

type Act = keyof typeof buttonWords;

export type Upload = { readonly name: string; readonly mimeType: string; readonly buffer: Buffer };

/** Somebody of the staff at work on one matter, with JavaScript and a mouse, finding everything by its words. */
export const atDesk = (page: Page, lang: Lang) => {
  const form = (act: Act): Locator => page.locator(`#act-${act}`);
  const press = (act: Act) => form(act).getByRole('button', { name: say(lang, buttonWords[act]), exact: true }).click();
  const opened = (number: string) => page.getByRole('heading', { level: 1, name: number }).waitFor();

  const openFromInbox = async (number: string, tab: Sentence): Promise<void> => {
    await page.goto(`/${lang}/desk/appeals`);
    await page.getByRole('navigation', { name: say(lang, deskWords.tabs) }).getByRole('link', { name: tab[lang] }).click();
    await page.getByRole('link', { name: number, exact: true }).click();
    await opened(number);
  };
  const unfold = async (act: Act): Promise<Locator> => {
    const open = await form(act).evaluate((details) => (details as HTMLDetailsElement).open);
    if (!open) await form(act).locator('summary').filter({ hasText: say(lang, actWords[act]) }).click();
    return form(act);
  };
  /** presses the act's own button and waits until the page says it is done */
  const done = async (act: Act): Promise<void> => {
    await press(act);
    await page.getByRole('status').filter({ hasText: say(lang, doneWords[act]) }).waitFor();
    await page.waitForLoadState();
  };
  const choosePerson = async (unitId: number, accountId: number): Promise<void> => {
    const assign = await unfold('assign');
    await assign.getByLabel(say(lang, deskWords.unit), { exact: true }).selectOption(String(unitId));
    await assign.getByRole('button', { name: say(lang, deskWords.peopleShow) }).click();
    await assign.locator('[name="assign.accountId"]').selectOption(String(accountId));
  };
  return {
    openFromInbox, unfold, done,
    openMine: async (number: string): Promise<void> => {
      await page.goto(`/${lang}/desk/appeals?of=mine`);
      await page.getByRole('link', { name: number, exact: true }).click();
      await opened(number);
    },
    assignTo: async (unitId: number, accountId: number): Promise<void> => {
      await choosePerson(unitId, accountId);
      await done('assign');
    },
    cannotAssignTo: async (unitId: number, accountId: number, why: Sentence): Promise<void> => {
      await choosePerson(unitId, accountId);
      await press('assign');
      await page.getByRole('alert').filter({ hasText: why[lang] }).waitFor();
    },
    answerDone: async (text: string, paper?: Upload): Promise<void> => {
      const draft = await unfold('draft_answer');
      await draft.getByRole('radio', { name: say(lang, outcomeWords.done) }).check();
      await draft.getByLabel(say(lang, deskWords.answer), { exact: true }).fill(text);
      if (paper) await draft.getByLabel(say(lang, deskWords.addPapers), { exact: true }).setInputFiles(paper);
      await done('draft_answer');
    },
    accept: async (number: string, text: string): Promise<void> => {
      await openFromInbox(number, tabWords.to_approve);
      const approve = await unfold('approve');
      await approve.getByText(text).waitFor();
      await done('approve');
    },
  };
};
