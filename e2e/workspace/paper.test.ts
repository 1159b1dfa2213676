import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { note } from '../../src/rooms/appeals/acts/note.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { intakeWords } from '../../src/rooms/appeals/words/intake.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';
import { sendAppeal } from './resident.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

/** What stands on the sheet: words that are laid out at all when the page is printed. */
const printed = async (page: Page): Promise<string> => {
  await page.emulateMedia({ media: 'print' });
  return (await page.locator('body').innerText()).replace(/\s+/g, ' ');
};
const furniture = 'nav, .foot, .skip, .button, .acts, button, input:not([type=hidden]), textarea, select, dialog';
/** What belongs to a screen and stands on the sheet all the same. */
const misplaced = async (page: Page): Promise<readonly string[]> => {
  await page.emulateMedia({ media: 'print' });
  return page.locator(furniture).evaluateAll((all) => all.filter((one) => one.checkVisibility() && one.getBoundingClientRect().height > 1).map((one) => `${one.tagName} ${(one.textContent ?? '').trim().slice(0, 30)}`));
};
const sheets = async (page: Page): Promise<number> => (await page.pdf({ format: 'A4' })).toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

describe('a page on paper', () => {
  test('the last page of the form: the number, the code, the day and the picture to scan; no navigation, no buttons', async () => {
    const page = await s.window();
    const { number } = await sendAppeal(page, 'kk', { text: 'Көше шамы жанбайды, кешке қараңғы.', place: 'Тасқала', surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 41', publish: false });
    const words = await printed(page);
    expect([words.includes(number), /[0-9A-Z]{4}-[0-9A-Z]{4}/.test(words.replace(number, '')), words.includes('11 желтоқсанға')]).toEqual([true, true, true]);
    expect((await page.locator('img.qr').boundingBox())?.width ?? 0).toBeGreaterThan(100);
    expect(await misplaced(page)).toEqual([]);
    expect(await sheets(page)).toBe(1);
  });

  test('the same by hand: the paper form fits one sheet', async () => {
    const page = await s.window();
    await page.goto('/kk/appeals/new/paper');
    expect(await misplaced(page)).toEqual([]);
    expect(await printed(page)).toContain(say('kk', intakeWords.surname));
    expect(await sheets(page)).toBe(1);
  });

  test('the matter: the words, the person, what happened; neither navigation nor forms', async () => {
    const ctx = s.house.ctx();
    const [one] = ok(await register(ctx, aRegistration({ matters: [{ kind: 'application', text: 'Көше шамы жанбайды, кешке қараңғы.', territoryCode: '276000000', topicCode: 'lighting', publishConsent: true }] }))).matters;
    const number = one?.number ?? '';
    ok(await assign(ctx, { number, unitId: s.house.units.lighting, suggested: false }));
    ok(await note(ctx, { number, text: 'Былтыр да жазған', papers: [] }));
    const page = await s.staff('clerk');
    await page.goto(`/kk/desk/appeals/${number}`);
    const words = await printed(page);
    for (const shown of [number, 'Көше шамы жанбайды', 'Сыналмалы Әлия', 'Былтыр да жазған', 'Тасқала тұрғын үй бөлімі']) expect([shown, words.includes(shown)]).toEqual([shown, true]);
    expect(await misplaced(page)).toEqual([]);
  });

  test('the talon is one page of PDF with the number, for the resident and at the desk', async () => {
    const page = await s.window();
    const { link } = await sendAppeal(page, 'kk', { text: 'Су құбыры жарылып, көше мұзға айналды.', place: 'Тасқала', surname: 'Үлгіұлы', given: 'Әсет', phone: '8 701 000 00 42', publish: false });
    const talon = await page.context().request.get(`${new URL(link, s.address).pathname}/talon.pdf`);
    const body = await talon.body();
    expect([talon.status(), body.subarray(0, 5).toString(), body.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length]).toEqual([200, '%PDF-', 1]);
  });
});
