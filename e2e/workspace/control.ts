import type { Locator, Page } from 'playwright-core';
import { say, type Lang, type Sentence } from '../../src/kernel/words.ts';
import { boardWords, bulkActWords, bulkWords, drawerWords, scopeWords } from '../../src/rooms/assignments/words/board.ts';
import { agendaWords, morningWords } from '../../src/rooms/assignments/words/morning.ts';
import { taskActWords, taskButtonWords, taskDoneWords, taskWords } from '../../src/rooms/assignments/words/task.ts';
import { uiWords } from '../../src/ui/words.ts';

type Act = keyof typeof taskButtonWords;
type Bulk = keyof typeof bulkActWords;
type Part = 'week' | 'reported' | 'waits' | 'returned';

/** Somebody of the staff before the board of what was promised, with JavaScript and a mouse, finding everything by its words. */
export const atControl = (page: Page, lang: Lang) => {
  const title = (sentence: Sentence): Promise<void> => page.getByRole('heading', { level: 1, name: sentence[lang], exact: true }).waitFor();
  const row = (text: string): Locator => page.locator('table.list tbody tr', { hasText: text });
  const openTask = async (list: Locator, task: string): Promise<void> => {
    const line = list.locator('tbody tr', { hasText: task });
    const number = await line.getByRole('link').innerText();
    await line.getByRole('link').click();
    await title({ kk: say('kk', taskWords.title, { number }), ru: say('ru', taskWords.title, { number }), en: say('en', taskWords.title, { number }) });
    await page.getByText(task, { exact: true }).waitFor();
  };
  const unfold = async (act: Act): Promise<Locator> => {
    const form = page.locator(`#act-${act}`);
    await form.locator('summary').filter({ hasText: say(lang, taskActWords[act]) }).click();
    return form;
  };
  return {
    row, unfold,
    openBoard: async (): Promise<void> => {
      await page.getByRole('banner').getByRole('link', { name: say(lang, uiWords.navControl), exact: true }).click();
      await title(boardWords.title);
    },
    whose: async (scope: keyof typeof scopeWords): Promise<void> => {
      const scopes = page.getByRole('navigation', { name: say(lang, boardWords.scope) });
      const link = scopes.getByRole('link', { name: say(lang, scopeWords[scope]), exact: true });
      const here = scopes.locator('b', { hasText: say(lang, scopeWords[scope]) });
      await link.or(here).first().waitFor();
      if ((await link.count()) > 0) await link.click();
      await here.waitFor();
    },
    drawer: async (drawer: keyof typeof drawerWords): Promise<void> => {
      await page.getByRole('navigation', { name: say(lang, boardWords.drawers) }).getByRole('link', { name: say(lang, drawerWords[drawer]) }).click();
      await page.locator('.tabs a[aria-current=page]', { hasText: say(lang, drawerWords[drawer]) }).waitFor();
    },
    openFromBoard: (task: string): Promise<void> => openTask(page.locator('table.list'), task),
    openMorning: async (): Promise<void> => {
      await page.getByRole('link', { name: say(lang, morningWords.title), exact: true }).click();
      await title(morningWords.title);
    },
    part: (of: Part): Locator => page.locator('details.morning', { hasText: say(lang, morningWords[of]) }),
    openFromMorning: (of: Part, task: string): Promise<void> => openTask(page.locator('details.morning', { hasText: say(lang, morningWords[of]) }), task),
    openAgenda: async (): Promise<void> => {
      await page.getByRole('link', { name: say(lang, morningWords.agenda), exact: true }).click();
      await title(agendaWords.title);
    },
    /** presses the button of an act that stands open, and waits until the page says it is done */
    press: async (act: Act): Promise<void> => {
      await page.locator(`#act-${act}`).getByRole('button', { name: say(lang, taskButtonWords[act]), exact: true }).click();
      await page.getByRole('status').filter({ hasText: say(lang, taskDoneWords[act]) }).waitFor();
      await page.waitForLoadState();
    },
    cannot: async (act: Act, why: Sentence): Promise<void> => {
      await page.locator('#acts details.fold > summary').click();
      await page.locator('.cannot', { hasText: why[lang] }).getByText(say(lang, taskActWords[act]), { exact: true }).waitFor();
      if ((await page.locator(`#act-${act}`).count()) > 0) throw new Error(`there is a form for ${act}`);
    },
    preview: async (tasks: readonly string[], act: Bulk): Promise<void> => {
      for (const task of tasks) await row(task).getByRole('checkbox').check();
      await page.getByLabel(say(lang, bulkWords.act), { exact: true }).selectOption(act);
      await page.getByRole('button', { name: say(lang, bulkWords.preview), exact: true }).click();
      await page.getByRole('heading', { level: 1, name: say(lang, bulkWords.previewTitle, { act: say(lang, bulkActWords[act]) }) }).waitFor();
    },
    perform: async (act: Bulk): Promise<void> => {
      await page.getByRole('button', { name: say(lang, bulkWords.doIt), exact: true }).click();
      await page.getByRole('heading', { level: 1, name: say(lang, bulkWords.resultTitle, { act: say(lang, bulkActWords[act]) }) }).waitFor();
    },
    back: async (): Promise<void> => {
      await page.getByRole('link', { name: say(lang, bulkWords.back), exact: true }).click();
      await title(boardWords.title);
    },
  };
};
