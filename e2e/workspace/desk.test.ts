import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { appWords } from '../../src/app/words.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { deskWords, doneWords, registerWords } from '../../src/rooms/appeals/words/desk.ts';
import { staffLiveWords as w } from '../../src/rooms/appeals/words/live.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { loginOf, ok, password } from '../../test/support/house.ts';

let served: Served;
beforeAll(async () => { served = await serveHouse(); });
afterAll(() => served.end());

type Who = 'clerk' | 'controller';
const registered = async (): Promise<string> => ok(await register(served.house.ctx(), aRegistration({ branchId: served.house.units.tasqala }))).matters[0]?.number ?? '';
/** The matter's page with the clock of the browser in our hand: it stands, and a minute passes when we say so. */
const opened = async (who: Who, number: string): Promise<Page> => {
  const page = await served.staff(who);
  await page.clock.install();
  await page.clock.pauseAt(Date.now() + 60_000);
  await page.goto(`/kk/desk/appeals/${number}`);
  return page;
};
/** The page that came after an act says so, and its script has seen it. */
const noted = async (page: Page): Promise<void> => {
  await page.getByRole('status').filter({ hasText: say('kk', doneWords.note) }).waitFor();
  await page.waitForLoadState();
};
const minute = (page: Page) => page.clock.fastForward(61_000);
const endSessions = (who: Who) => served.house.t.raw('UPDATE people.session SET ended_at = now() WHERE account_id = $1 AND ended_at IS NULL', [served.house.people[who]]);
const noteField = (page: Page) => page.locator('textarea[name="note.text"]');
const under = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.activeElement?.tagName);
const unsent = (page: Page) => page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('jauap.')));
const notes = async (number: string) => (await served.house.t.raw('SELECT n.text FROM appeals.note n JOIN appeals.appeal a ON a.id = n.appeal_id WHERE a.number = $1 ORDER BY n.id', [number])).map((row) => row['text']);
const type = async (page: Page, text: string): Promise<void> => {
  await page.keyboard.press('n');
  await noteField(page).fill(text);
};

test('a note is opened by one key and sent by Ctrl and Enter; ? tells both', async () => {
  const number = await registered();
  const page = await opened('clerk', number);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: say('kk', deskWords.keys) }).getByText('Ctrl').waitFor();
  await page.getByRole('dialog').getByText(say('kk', w.keySend), { exact: true }).waitFor();
  await page.keyboard.press('Escape');
  await type(page, 'Телефонмен сөйлестім');
  await page.keyboard.press('Control+Enter');
  await noted(page);
  expect(await notes(number)).toEqual(['Телефонмен сөйлестім']);
  expect(await unsent(page)).toEqual([]);
});

test('who else is looking is told within a minute, without a press', async () => {
  const number = await registered();
  const page = await opened('clerk', number);
  const others = page.locator('[data-lookers]');
  expect(await others.innerText()).toBe('');
  await opened('controller', number);
  await minute(page);
  await others.filter({ hasText: 'Бақылаушы Ерлан' }).waitFor();
});

test('when the session ends, what was typed waits in the tab, and is sent once after signing in again', async () => {
  const number = await registered();
  const page = await opened('clerk', number);
  await type(page, 'Ұзақ жазылған ішкі жазба, жоғалмауы керек');
  await endSessions('clerk');
  await minute(page);
  await page.getByRole('alert').filter({ hasText: say('kk', w.over) }).waitFor();
  await page.keyboard.press('Control+Enter');
  expect([await notes(number), await noteField(page).inputValue()]).toEqual([[], 'Ұзақ жазылған ішкі жазба, жоғалмауы керек']);

  await page.getByRole('link', { name: say('kk', w.overSignIn) }).click();
  await page.locator('[name=login]').fill(loginOf('clerk'));
  await page.locator('[name=password]').fill(password);
  await page.locator('[name=password]').press('Enter');
  await page.waitForURL(`**/kk/desk/appeals/${number}`);
  await page.getByRole('status').filter({ hasText: say('kk', w.kept) }).waitFor();
  expect(await noteField(page).inputValue()).toBe('Ұзақ жазылған ішкі жазба, жоғалмауы керек');
  await noteField(page).press('Control+Enter');
  await noted(page);
  await page.goto(`/ru/desk/appeals/${number}`);
  expect([await notes(number), await noteField(page).inputValue(), await unsent(page)]).toEqual([['Ұзақ жазылған ішкі жазба, жоғалмауы керек'], '', []]);
});

test('a session that ended this very moment takes no words and no papers with it: the act waits', async () => {
  const number = await registered();
  const page = await opened('clerk', number);
  await type(page, 'Дәл осы сәтте үзілген');
  await page.clock.fastForward(10_000);
  await endSessions('clerk');
  await page.keyboard.press('Control+Enter');
  await page.getByRole('alert').filter({ hasText: say('kk', w.over) }).waitFor();
  expect([new URL(page.url()).pathname, await noteField(page).inputValue(), await notes(number)]).toEqual([`/kk/desk/appeals/${number}`, 'Дәл осы сәтте үзілген', []]);
});

test.each([0, 10_000])('an impatient clerk who presses three times leaves one note (%i ms after the last heartbeat)', async (later) => {
  const number = await registered();
  const page = await opened('clerk', number);
  await type(page, 'Бір-ақ рет');
  await page.clock.fastForward(later);
  const held = Promise.withResolvers<void>();
  const sent: string[] = [];
  await page.route('**/notes', async (route) => {
    sent.push(route.request().url());
    await held.promise;
    await route.continue();
  });
  const first = page.waitForRequest('**/notes');
  await page.keyboard.press('Control+Enter');
  await first;
  await page.keyboard.press('Control+Enter');
  await page.keyboard.press('Control+Enter');
  held.resolve();
  await noted(page);
  expect(sent).toHaveLength(1);
  expect(await notes(number)).toEqual(['Бір-ақ рет']);
});

test('an unsent text is there after a detour and in the other language, and one press removes it', async () => {
  const number = await registered();
  const page = await opened('clerk', number);
  await type(page, 'Кейін жалғастырамын');
  await page.goto('/kk/desk/appeals');
  await page.goto(`/ru/desk/appeals/${number}`);
  await page.getByRole('status').filter({ hasText: say('ru', w.kept) }).waitFor();
  expect(await noteField(page).inputValue()).toBe('Кейін жалғастырамын');
  await page.getByRole('button', { name: say('ru', w.forget) }).click();
  expect([await noteField(page).inputValue(), await unsent(page)]).toEqual(['', []]);
});

test('the key of an act with an unsent text leads to the text; removed by mistake, it is given back by one press', async () => {
  const number = await registered();
  const page = await opened('clerk', number);
  await type(page, 'Осыны жоғалтпау керек');
  await page.goto('/kk/desk/appeals');
  await page.goto(`/kk/desk/appeals/${number}`);
  await page.getByRole('status').filter({ hasText: say('kk', w.kept) }).waitFor();
  await page.keyboard.press('n');
  expect(await under(page)).toBe('note.text');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  expect([await noteField(page).inputValue(), await under(page), await unsent(page)]).toEqual(['', 'note.text', []]);
  await page.getByRole('status').filter({ hasText: say('kk', w.dropped) }).getByRole('button', { name: say('kk', w.undo) }).press('Enter');
  expect([await noteField(page).inputValue(), await under(page)]).toEqual(['Осыны жоғалтпау керек', 'note.text']);
  expect(await unsent(page)).toHaveLength(1);
  await page.getByRole('button', { name: say('kk', w.forget) }).click();
  await noteField(page).fill('Басқа сөз');
  expect(await page.getByRole('button', { name: say('kk', w.undo) }).count()).toBe(0);
});

test('a letter half written at the desk outlives a search for the person and the end of the session, and is gone once it is registered', async () => {
  const page = await served.staff('clerk');
  const field = (name: string) => page.locator(`[name="${name}"]`);
  const written = async () => [await field('surname').inputValue(), await field('m1.text').inputValue()];
  await page.goto('/kk/desk/register');
  await field('surname').fill('Жартылай');
  await field('given').fill('Айгүл');
  await field('address').fill('Тасқала, Абай көшесі, 4');
  await field('iin').fill('12345');
  await field('m1.text').fill('Ауылға жарық берілмейді');
  await field('find').fill('Ешкімбаев');
  await field('find').press('Enter');
  await page.waitForURL('**/kk/desk/register?find=**');
  await page.getByRole('status').filter({ hasText: say('kk', w.kept) }).waitFor();
  expect([await written(), await field('iin').inputValue()]).toEqual([['Жартылай', 'Ауылға жарық берілмейді'], '']);

  await endSessions('clerk');
  await page.getByRole('button', { name: say('kk', registerWords.submit), exact: true }).click();
  await page.getByRole('heading', { name: say('kk', appWords.overTitle) }).waitFor();
  await page.goto('/kk/sign-in?next=/kk/desk/register');
  await page.locator('[name=login]').fill(loginOf('clerk'));
  await page.locator('[name=password]').fill(password);
  await page.locator('[name=password]').press('Enter');
  await page.waitForURL('**/kk/desk/register');
  await page.getByRole('status').filter({ hasText: say('kk', w.kept) }).waitFor();
  expect(await written()).toEqual(['Жартылай', 'Ауылға жарық берілмейді']);

  await page.getByRole('button', { name: say('kk', registerWords.submit), exact: true }).click();
  await page.getByRole('heading', { name: say('kk', registerWords.doneTitle) }).waitFor();
  await page.waitForLoadState();
  expect(await unsent(page)).toEqual([]);
  await page.goto('/kk/desk/register');
  expect(await written()).toEqual(['', '']);
});

test.each([true, false])('a form that shows more of itself comes back to what was asked, with the keyboard (script: %s)', async (script) => {
  const number = await registered();
  const page = await served.window({ script, as: await served.house.signedIn('clerk') });
  await page.goto(`/kk/desk/appeals/${number}`);
  await page.locator('#act-assign summary').click();
  await page.locator('[name="assign.unitId"]').selectOption({ index: 1 });
  await page.locator('#act-assign').getByRole('button', { name: say('kk', deskWords.peopleShow) }).click();
  await page.waitForURL('**/assignments#f-assign-accountId');
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('f-assign-accountId');
});

test.each([true, false])('a wrong password puts the keyboard on the box that says so (script: %s)', async (script) => {
  const page = await served.window({ script });
  await page.goto('/kk/sign-in');
  await page.locator('[name=login]').fill(loginOf('clerk'));
  await page.locator('[name=password]').fill('мүлде басқа сөз');
  await page.locator('[name=password]').press('Enter');
  await page.getByRole('alert').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('errors');
});

test('signing out leaves nothing behind, and nor does whoever signs in next in the same tab find anything', async () => {
  const number = await registered();
  const page = await opened('clerk', number);
  await type(page, 'Шығар алдында жазылған');
  expect(await unsent(page)).toHaveLength(1);
  await page.locator('header form[action$="/sign-out"] button').click();
  await page.waitForURL('**/kk');
  expect(await unsent(page)).toEqual([]);

  const again = await opened('clerk', number);
  await type(again, 'Сеансы үзілген адамның сөзі');
  await endSessions('clerk');
  await again.goto('/kk/sign-in');
  await again.locator('[name=login]').fill(loginOf('controller'));
  await again.locator('[name=password]').fill(password);
  await again.locator('[name=password]').press('Enter');
  await again.waitForURL('**/desk/**');
  await again.goto(`/kk/desk/appeals/${number}`);
  expect([await noteField(again).inputValue(), await unsent(again)]).toEqual(['', []]);
});
