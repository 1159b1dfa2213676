import { afterAll, beforeAll, expect, test } from 'vitest';
import { approveAndSend, draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration, madeUpIin } from '../../src/rooms/appeals/make.ts';
import { personalIn } from '../../src/rooms/recognition/contract.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';
import { redactionWords } from '../../src/rooms/appeals/words/redaction.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

const everything = `Көршім Құралай апай Абай көшесі, 26-үй, 14-пәтерде тұрады, телефоны 8 701 000 00 31. Оның ЖСН ${madeUpIin(5)}. Көшеде жарық жоқ, 8 701 000 00 31 нөміріне хабарласыңыз. Подъездің алдында 123 ABC 07 көлігі тұр. Сосед Ерденбек Садыков, 12.05.1968 года рождения, инвалид, пишет в инстаграм @erden_test. Почта ulgi@example.kz.`;
const matter = async (): Promise<string> => ok(await register(s.house.ctx(), aRegistration({ matters: [{ kind: 'application', text: everything, territoryCode: '276000000', topicCode: 'lighting', publishConsent: true }] }))).matters[0]?.number ?? '';
const area = 'textarea[name="redact.publicText"]';

test('a tick goes into the text at once, by one key, and back by another; the surest stay hidden', { timeout: 360_000 }, async () => {
  const number = await matter();
  const page = await s.staff('clerk', 'kk');
  await page.goto(`/kk/desk/appeals/${number}/redaction`);
  const text = () => page.locator(area).inputValue();
  const first = await text();
  for (const one of personalIn(everything)) expect(first).not.toContain(one.text);
  expect(await page.locator('tr', { hasText: '8 701 000 00 31' }).first().locator('input').isDisabled()).toBe(true);

  const at = personalIn(everything).findIndex((one) => one.text === '26-үй');
  expect(at).toBeGreaterThan(0);
  for (let step = 0; step <= at; step += 1) await page.keyboard.press('j');
  await page.keyboard.press('x');
  expect(await text()).toBe(first.replace('Абай көшесі, █████', 'Абай көшесі, 26-үй'));
  expect(await page.locator('[data-said]').innerText()).toBe('Ашық қалды: 26-үй');
  await page.keyboard.press('x');
  expect(await text()).toBe(first);
  await page.keyboard.press('u');
  await page.keyboard.press('u');
  expect(await text()).toBe(first);
  await page.keyboard.press('x');
  await page.keyboard.press('u');
  expect(await text()).toBe(first);

  // what was changed by hand is not guessed at
  await page.locator(area).fill('Көшеде жарық жоқ.');
  await page.locator('tr', { hasText: '26-үй' }).locator('label').click();
  expect([await text(), await page.locator('tr', { hasText: '26-үй' }).locator('input').isChecked()]).toEqual(['Көшеде жарық жоқ.', true]);
  expect(await page.locator('[data-said]').innerText()).toContain('қолмен өзгертілген');
});

test('the answer is looked through by the same keys, and one key takes back the last tick in whichever text it was', { timeout: 360_000 }, async () => {
  const number = await matter();
  const { house } = s;
  ok(await assign(house.ctx(), { number, unitId: house.units.lighting, accountId: house.people.executor, suggested: false }));
  const { answerId } = ok(await draftAnswer(house.ctx(), { number, outcome: 'done', text: 'Шам ауыстырылды. Шебер Абай көшесі, 31-үй маңында, телефоны 8 701 000 00 32.', papers: [] }));
  ok(await approveAndSend(house.ctx(), { number, answerId, anyway: 'Тексерілді' }));
  const page = await s.staff('clerk', 'kk');
  await page.goto(`/kk/desk/appeals/${number}/redaction`);
  const both = async () => [await page.locator(area).inputValue(), await page.locator('textarea[name="redact.publicAnswer"]').inputValue()] as const;
  const [text, answer] = await both();
  expect(answer).not.toMatch(/31-үй|8 701/);
  await page.locator('tr', { hasText: '26-үй' }).locator('label').click();
  await page.locator('h1').click();
  const rows = await page.locator('table.found tbody tr').allInnerTexts();
  for (let step = 0; step <= rows.findIndex((row) => row.includes('31-үй')); step += 1) await page.keyboard.press('j');
  await page.keyboard.press('x');
  expect(await both()).toEqual([text.replace('Абай көшесі, █████', 'Абай көшесі, 26-үй'), answer.replace('█████', '31-үй')]);
  await page.keyboard.press('u');
  expect(await both()).toEqual([text.replace('Абай көшесі, █████', 'Абай көшесі, 26-үй'), answer]);
  await page.keyboard.press('u');
  expect(await both()).toEqual([text, answer]);
});

test('without a script the ticks are a form, and the surest cannot be left open by an address', async () => {
  const number = await matter();
  const page = await s.house.signedIn('clerk');
  await page.open(`/kk/desk/appeals/${number}/redaction?ticks=yes`);
  const shown = page.document.querySelector('textarea')?.textContent ?? '';
  expect(shown).toContain('26-үй');
  expect(shown).not.toContain('8 701 000 00 31');
  expect(shown).not.toContain(madeUpIin(5));
  expect(page.text).toContain(redactionWords.again.kk);
});
