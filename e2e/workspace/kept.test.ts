import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { intakeWords as w } from '../../src/rooms/appeals/words/intake.ts';
import { fieldWords } from '../../src/rooms/appeals/words/refusals.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

// with a script a list of places has the label of its field
const label = (page: Page, name: keyof typeof w) => page.getByLabel(say('kk', w[name] as typeof w.surname), { exact: true }).and(page.locator('input'));
const goOn = (page: Page) => page.getByRole('button', { name: say('kk', w.goOn), exact: true }).click();
const letters = 'ӘәҒғҚқҢңӨөҰұҮүҺһІі';

describe.each([['with a script', true], ['without a script', false]] as const)('the public form, %s', (_how, script) => {
  const begun = async (): Promise<Page> => {
    const page = await s.window({ script });
    await page.goto('/kk/appeals/new');
    await page.getByRole('button', { name: say('kk', w.begin), exact: true }).click();
    // all of it: what is chosen before the script is there goes with the form
    await page.waitForURL('**/appeals/new/what');
    await page.getByRole('textbox', { name: say('kk', w.textTitle) }).fill(`Көше шамы жанбайды, ${letters}`);
    await page.getByLabel(say('kk', w.papersLabel), { exact: true }).setInputFiles({ name: 'шам.txt', mimeType: 'text/plain', buffer: Buffer.from('Шам') });
    // with a script it goes up at once and its line moves the button down: pressed as a person does, when it has arrived
    if (script) await page.locator('button[name=remove]').waitFor();
    await goOn(page);
    await label(page, 'territoryLabel').waitFor();
    return page;
  };

  test('a draft outlives a closed browser, its file too, and nobody else’s browser has it', async () => {
    const page = await begun();
    const state = await page.context().storageState();
    await page.context().close();
    const again = await page.context().browser()?.newContext({ storageState: state, baseURL: s.address, javaScriptEnabled: script });
    again?.setDefaultTimeout(60_000);
    const later = await again?.newPage();
    if (!later) throw new Error('no second browser');
    await later.goto('/kk/appeals/new');
    await later.getByText(say('kk', w.resume)).waitFor();
    await later.getByRole('link', { name: say('kk', w.resumeGo), exact: true }).click();
    expect(await later.getByRole('textbox', { name: say('kk', w.textTitle) }).inputValue()).toBe(`Көше шамы жанбайды, ${letters}`);
    await later.getByText('шам.txt').first().waitFor();
    await again?.close();
    const stranger = await s.window({ script });
    await stranger.goto('/kk/appeals/new/what');
    expect([await stranger.getByRole('textbox', { name: say('kk', w.textTitle) }).inputValue(), await stranger.getByText('шам.txt').count()]).toEqual(['', 0]);
  });

  test('a bad field is named first and leads to itself; nothing that was typed is lost', async () => {
    const page = await begun();
    await label(page, 'territoryLabel').fill('Жоқжер');
    await label(page, 'addressLabel').fill(letters);
    await goOn(page);
    await page.getByRole('alert').waitFor();
    expect([await label(page, 'territoryLabel').inputValue(), await label(page, 'addressLabel').inputValue()]).toEqual(['Жоқжер', letters]);
    await label(page, 'territoryLabel').fill('Тасқала');
    await goOn(page);
    await page.getByRole('radio', { name: say('kk', w.kindComplaint) }).check();
    await goOn(page);
    await page.getByRole('radio', { name: say('kk', w.whoPerson) }).check();
    await goOn(page);
    const typed = { surname: letters, given: 'Әлия', patronymic: 'Үлгіқызы', email: 'әлия', iin: '123', postal: 'Абай көшесі, 12' } as const;
    for (const [name, value] of Object.entries(typed)) await page.locator(`[name=${name}]`).fill(value);
    await label(page, 'phone').fill('8 701');
    await goOn(page);
    const errors = page.getByRole('alert');
    await errors.waitFor();
    for (const wrong of [fieldWords.phone_wrong, fieldWords.email_wrong, fieldWords.iin_wrong]) await errors.getByRole('link', { name: say('kk', wrong) }).waitFor();
    for (const [name, value] of [...Object.entries(typed), ['phone', '8 701']]) expect([name, await page.locator(`[name=${name}]`).inputValue()]).toEqual([name, value]);
    await errors.getByRole('link', { name: say('kk', fieldWords.phone_wrong) }).click();
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name') ?? document.querySelector(':target')?.getAttribute('name'))).toBe('phone');
    await page.goBack();
    await page.goto('/kk/appeals/new/where');
    expect(await label(page, 'addressLabel').inputValue()).toBe(letters);
  });
});
