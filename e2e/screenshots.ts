import type { Browser, Locator, Page } from 'playwright-core';
import { linkToken, setSealSecret } from '../src/rooms/appeals/store/seal.ts';
import { demoPassword } from '../src/app/demo/staff.ts';
import { runningDemo, startDemo, type Demo } from './screenshots/demo.ts';
import { openBrowser, openWindow, take } from './screenshots/take.ts';

/** Pictures of the demonstration, each of one moment of the work. `script/screenshots` calls it. */
const residents = async (browser: Browser, demo: Demo): Promise<void> => {
  const page = await openWindow(browser, demo.address);
  await page.goto('/kk');
  await take(page, 'front');
  await page.goto('/kk/appeals/new');
  await send(page);
  await send(page, { text: 'Мектептің жанындағы көше шамдары екі аптадан бері жанбайды, балалар қараңғыда жүр.' });
  await send(page, { place: 'Тасқала ауданы', address: 'Абай көшесі, 12' });
  await page.locator('[name=kind][value=application]').check();
  await take(page, 'question');
  await send(page);
  await page.locator('[name=who][value=person]').check();
  await send(page);
  await send(page, { surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 01' });
  await page.locator('[name=publish][value=no]').check();
  await send(page);
  await send(page);
  await page.waitForURL('**/appeals/new/done');
  await take(page, 'done', { whole: true });
  await page.goto('/kk/appeals');
  await take(page, 'public-list');
  await page.goto('/ru/figures');
  await take(page, 'figures', { whole: true });
};

/** The secret pages of two matters: one in work, with the days of its term, and one that waits for the person's verdict. */
const followers = async (browser: Browser, demo: Demo): Promise<void> => {
  const { inWork, answered } = await matters(demo);
  const page = await openWindow(browser, demo.address, { width: 820, height: 960 });
  await page.goto(`/ru/follow/${inWork}`);
  await unfoldTerm(page);
  await take(page, 'follow', { whole: true });
  await page.goto(`/en/follow/${inWork}`);
  await unfoldTerm(page);
  // from the top to the end of the strip
  const strip = await term(page).boundingBox();
  await page.setViewportSize({ width: 820, height: Math.ceil((strip?.y ?? 0) + (strip?.height ?? 0) + 4) });
  await take(page, 'readme', { most: mostBytesOfReadme });
  const phone = await openWindow(browser, demo.address, { width: 360, height: 780 });
  await phone.goto(`/kk/follow/${answered}`);
  await take(phone, 'phone');
  const night = await openWindow(browser, demo.address, { width: 360, height: 780, dark: true });
  await night.goto('/ru');
  await take(night, 'phone-dark');
};

const staff = async (browser: Browser, demo: Demo): Promise<void> => {
  const page = await openWindow(browser, demo.address, { script: true, width: 1360, height: 850 });
  await page.goto('/ru/sign-in');
  await page.locator('[name=login]').fill('clerk@demo.invalid');
  await page.locator('[name=password]').fill(demoPassword);
  await page.locator('main form button').first().click();
  await page.waitForURL('**/desk**');
  await page.goto('/ru/desk/appeals');
  await take(page, 'inbox');
  await page.locator('main tr', { hasText: 'в работе' }).first().locator('a[href*="/desk/appeals/"]').first().click();
  await page.locator('h1').waitFor();
  await take(page, 'matter');
};

/** Fills by name and presses the form's own button. */
const send = async (page: Page, fields: Readonly<Record<string, string>> = {}): Promise<void> => {
  for (const [name, value] of Object.entries(fields)) await page.locator(`main [name="${name}"]`).first().fill(value);
  await page.locator('main form button').last().click();
  await page.waitForLoadState();
};

/** How the day was counted. */
const term = (page: Page): Locator => page.locator('main details', { has: page.locator('ol.strip') }).first();
const unfoldTerm = (page: Page): Promise<void> => term(page).locator('summary').click();

/** The one picture that is committed (docs/decisions/0014). */
const mostBytesOfReadme = 60_000;
const looked = 400;

/** Links of the newest matters are made from the key, as the talon's are; the page says what waits for what. */
const matters = async (demo: Demo): Promise<{ inWork: string; answered: string }> => {
  setSealSecret(() => demo.secret);
  let [inWork, answered, longest]: [string | undefined, string | undefined, number] = [undefined, undefined, 0];
  for (let id = demoMatters; id > demoMatters - looked; id -= 1) {
    const token = linkToken(id, 1);
    const page = await (await fetch(`${demo.address}/en/follow/${token}`)).text();
    // of those in work the one with the longest story, by the branch's own rules, over days off
    if (page.includes('/verdicts"')) answered ??= token;
    else if (page.includes('<ol class="strip') && !page.includes('/clarification-answers"') && !page.includes('APPK') && page.includes('class="skipped"') && page.length > longest) [inWork, longest] = [token, page.length];
  }
  if (inWork === undefined || answered === undefined) throw new Error('the newest matters of the demonstration are all closed');
  return { inWork, answered };
};

const demoMatters = 2_000;
const [address, data] = process.argv.slice(2);
const demo = address !== undefined && data !== undefined ? await runningDemo(address, data) : await startDemo();
const browser = await openBrowser();
try {
  await residents(browser, demo);
  await followers(browser, demo);
  await staff(browser, demo);
} finally {
  await browser.close();
  await demo.end();
}
