import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { uiWords } from '../../src/ui/words.ts';
import { draftAnswer } from '../../src/rooms/appeals/acts/answer.ts';
import { assign } from '../../src/rooms/appeals/acts/assign.ts';
import { requestExtension } from '../../src/rooms/appeals/acts/extend.ts';
import { redact } from '../../src/rooms/appeals/acts/publish.ts';
import { register } from '../../src/rooms/appeals/acts/register.ts';
import { aRegistration } from '../../src/rooms/appeals/make.ts';
import { actKeys } from '../../src/rooms/appeals/pages/desk/keys.tsx';
import { doneWords, registerWords } from '../../src/rooms/appeals/words/desk.ts';
import { day } from '../../src/kernel/day.ts';
import { searchWords } from '../../src/rooms/appeals/words/search.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';
import { ok } from '../../test/support/house.ts';
import { handOn } from './hand.ts';

let s: Served;
beforeAll(async () => { s = await serveHouse(); });
afterAll(() => s.end());

const kazakh = 'ӘәҒғҚқҢңӨөҰұҮүҺһІі';
const matter = async (o: { publishConsent?: boolean; surname?: string } = {}): Promise<string> => {
  const matters = [{ kind: 'application' as const, text: 'Көше шамы жанбайды, кешке қараңғы.', territoryCode: '276000000', topicCode: 'lighting', publishConsent: o.publishConsent ?? false }];
  const [one] = ok(await register(s.house.ctx(), aRegistration({ matters, applicant: { kind: 'person', surname: o.surname ?? 'Сыналмалы', given: 'Гүлжан', patronymic: 'Үлгіқызы', phone: '8 701 000 00 31' } }))).matters;
  return one?.number ?? '';
};

describe('a clerk with the keyboard alone', () => {
  test('finds a known person by a name in the other script, takes two matters of one visit, prints the talon', { timeout: 360_000 }, async () => {
    await matter({ surname: 'Ізбасарова' });
    const page = await s.staff('clerk', 'kk');
    const hand = await handOn(page);
    const began = performance.now();
    await hand.tabTo(new RegExp(`^${say('kk', uiWords.navDesk)}$`));
    await hand.press('Enter');
    await page.getByRole('heading', { level: 1, name: say('kk', registerWords.title) }).waitFor();
    await expect.poll(() => hand.under()).toBe('find');
    await page.keyboard.type('izbasarova');
    await hand.press('Enter');
    await page.getByRole('link', { name: 'Осы адам Ізбасарова Гүлжан' }).waitFor();
    await expect.poll(() => hand.under()).toMatch(/^Осы адам Ізбасарова/);
    await hand.press('Enter');
    await page.waitForURL(/from=/);
    await expect.poll(() => hand.under()).toBe('m1.text');
    const found = hand.counted();

    const first = 'Абай көшесінде шам жанбайды, балалар қараңғыда жүр.';
    const second = 'Мектептің алдындағы жолда шұңқыр көп.';
    await hand.type(first);
    await hand.press('Tab', 2);
    await hand.type('көше ж');
    await hand.press('Tab');
    await hand.type('таскала');
    await hand.tabTo(/^Тағы бір мәселе/);
    await hand.press('Enter');
    await hand.press('Tab');
    expect(await hand.under()).toBe('m2.text');
    await hand.type(second);
    await hand.press('Tab');
    await hand.type('ша');
    await hand.press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: say('kk', registerWords.doneTitle) }).waitFor();
    await page.waitForLoadState();
    const typed = hand.counted();
    const numbers = [...new Set((await page.getByRole('main').innerText()).match(/BQ01-2026-\d{6}/g))];
    expect(numbers).toHaveLength(2);
    await hand.tabTo(/^Талонды/, 'Shift+Tab');
    const [talon] = await Promise.all([page.context().waitForEvent('page'), hand.press('Enter')]);
    const paper = await page.context().request.get(talon.url());
    expect([paper.headers()['content-type'], (await paper.body()).subarray(0, 5).toString(), talon.url().endsWith(`${numbers[1]}/talon`)]).toEqual(['application/pdf', '%PDF-', true]);
    await talon.close();
    // the numbers are still there, and the next person is one key away
    await hand.tabTo(/^Келесі адам/);
    const printed = hand.counted();

    const kept = await s.house.t.raw(`SELECT a.kind, a.topic_code AS topic, a.territory_path[3] AS place, p.surname, a.text FROM appeals.appeal a JOIN appeals.applicant p ON p.appeal_id = a.id WHERE a.number = ANY($1) ORDER BY a.id`, [numbers]);
    expect(kept).toEqual([
      { kind: 'application', topic: 'lighting', place: '276000000', surname: 'Ізбасарова', text: first },
      { kind: 'complaint', topic: null, place: null, surname: 'Ізбасарова', text: second },
    ]);
    // words apart, a visit costs few keys; at five a second, a clerk's usual pace, all of it is under a minute
    const words = first.length + second.length;
    console.info(`keys: ${found} to find, ${typed} to take (${words} of them words), ${printed} to print; ${Math.round(performance.now() - began)} ms`);
    expect(found + typed + printed - words).toBeLessThanOrEqual(60);
    expect((found + 'izbasarova'.length + typed + printed) / 5).toBeLessThanOrEqual(60);
  });

  test('every key that ? lists does what it says, also on a Kazakh keyboard, and none of them while a word is typed', { timeout: 360_000 }, async () => {
    const ctx = s.house.ctx();
    const [fresh, given, drafted, waiting, redacted] = [await matter(), await matter(), await matter(), await matter(), await matter({ publishConsent: true })];
    for (const number of [given, drafted, waiting]) ok(await assign(ctx, { number, unitId: s.house.units.lighting, suggested: false }));
    ok(await draftAnswer(ctx, { number: drafted, outcome: 'done', text: 'Шам ауыстырылды.', papers: [] }));
    ok(await requestExtension(ctx, { number: waiting, toOn: day('2026-12-25'), reason: 'Мердігер іздеп жатырмыз' }));
    ok(await redact(ctx, { number: redacted, publicText: 'Көше шамы жанбайды.' }));
    const places = [['clerk', fresh], ['executor', given], ['controller', drafted], ['head', waiting], ['clerk', redacted]] as const;
    const worked = new Set<string>();
    let listed: readonly string[] = [];
    for (const [who, number] of places) {
      const page = await s.staff(who, 'kk');
      const hand = await handOn(page);
      await page.goto(`/kk/desk/appeals/${number}`);
      for (const [act, key] of Object.entries(actKeys)) {
        const form = page.locator(`#act-${act}[data-key]`);
        if ((await form.count()) === 0) continue;
        await hand.press(key);
        if (!(await inside(page, `#act-${act}`))) throw new Error(`${key} does not open ${act} for ${who}: ${await hand.under()}`);
        // typed into the field that now has the focus, the letters are letters
        await hand.press('Escape');
        worked.add(key);
      }
      listed = await listedKeys(page);
    }
    const clerk = await s.staff('clerk', 'kk');
    const hand = await handOn(clerk);
    await clerk.goto(`/kk/desk/appeals/${fresh}`);
    // the key under the finger is N, its letter т
    await hand.letter('т');
    expect(await inside(clerk, '#act-note')).toBe(true);
    await hand.tabTo(/^note.text/);
    await hand.type('тест ан у');
    expect([await clerk.locator('[name="note.text"]').inputValue(), await inside(clerk, '#act-note')]).toEqual(['тест ан у', true]);
    await hand.press('Control+Enter');
    await clerk.getByRole('status').filter({ hasText: say('kk', doneWords.note) }).waitFor();
    // the keys of a page are alive when all of it is there
    await clerk.waitForLoadState();
    await hand.press('y');
    await clerk.getByRole('status').filter({ hasText: say('kk', doneWords.assign) }).waitFor();
    await clerk.waitForLoadState();
    await hand.press('o');
    await clerk.getByRole('status').filter({ hasText: say('kk', doneWords.join) }).waitFor();
    // 1, 2, 3 are pressed in suggestions.test.ts
    worked.add('o').add('Ctrl').add('Enter').add('y').add('?').add('1').add('2').add('3');
    expect([...worked].toSorted()).toEqual([...listed].toSorted());
  });

  test('j, k and Enter walk the inbox, / searches, ? lists them, Escape closes', async () => {
    const page = await s.staff('clerk', 'kk');
    const hand = await handOn(page);
    const numbers = await page.locator('table.list tbody tr td:first-child a').allInnerTexts();
    expect(numbers.length).toBeGreaterThan(3);
    expect([...(await listedKeys(page))].toSorted()).toEqual(['/', '?', 'Enter', 'j', 'k']);
    await hand.press('j', 3);
    await hand.press('k');
    // о and л lie on j and k
    await hand.letter('о');
    await hand.letter('л');
    expect(await hand.under()).toBe(numbers[1]);
    await hand.press('/');
    expect(await hand.under()).toBe('q');
    await page.keyboard.type('jk');
    expect(await page.getByLabel(say('kk', searchWords.box)).inputValue()).toBe('jk');
    await hand.press('Escape');
    await hand.press('j');
    await hand.press('Enter');
    await page.getByRole('heading', { level: 1, name: numbers[2] ?? '' }).waitFor();
    await page.goto('/kk/desk/register');
    await expect.poll(() => hand.under()).toBe('find');
    await hand.press('Escape');
    expect([...(await listedKeys(page))].toSorted()).toEqual(['/', '?', 'Ctrl', 'Enter']);
    await hand.press('/');
    expect(await hand.under()).toBe('find');
  });

  test('Kazakh letters typed into every field of the desk stay what they are, also when the form comes back', { timeout: 360_000 }, async () => {
    const page = await s.staff('clerk', 'kk');
    const hand = await handOn(page);
    await page.goto('/kk/desk/register');
    await unfold(page);
    const typed = await typeEverywhere(page, hand.type);
    expect(typed.length).toBeGreaterThan(15);
    await hand.press('Control+Enter');
    await page.getByRole('alert').waitFor();
    for (const [name, value] of typed) expect([name, await page.locator(`[name="${name}"]:not([type=hidden])`).inputValue()]).toEqual([name, value]);

    const number = await matter({ publishConsent: true });
    for (const at of [`/kk/desk/appeals/${number}`, `/kk/desk/appeals/${number}/redaction`]) {
      await page.goto(at);
      await unfold(page);
      const fields = await typeEverywhere(page, hand.type);
      expect(fields.length).toBeGreaterThan(0);
      for (const [name, value] of fields) expect([name, await page.locator(`[name="${name}"]:not([type=hidden])`).inputValue()]).toEqual([name, value]);
    }
    await page.locator('[name="redact.publicText"]').press('Tab');
    await hand.press('Enter');
    await page.getByRole('status').waitFor();
    expect(await page.locator('[name="redact.publicText"]').inputValue()).toBe(kazakh);
  });
});

const inside = (page: Page, selector: string): Promise<boolean> => page.evaluate((one) => { const found = document.querySelector<HTMLDetailsElement>(one); return found?.open === true && found.contains(document.activeElement); }, selector);

const listedKeys = async (page: Page): Promise<readonly string[]> => {
  await page.keyboard.press('?');
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  const keys = await dialog.locator('kbd').allInnerTexts();
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  return keys;
};

const unfold = (page: Page): Promise<void> => page.evaluate(() => { for (const one of document.querySelectorAll('details')) one.open = true; });

/** Every field of a form that takes words gets the letters, key by key; what each holds then. */
const typeEverywhere = async (page: Page, type: (text: string) => Promise<void>): Promise<readonly (readonly [string, string])[]> => {
  const fields = page.locator('main form[method=post] :is(textarea, input:is([type=text], [type=search], [type=tel], [type=email], :not([type]))):visible');
  const names = await fields.evaluateAll((all) => all.map((one) => one.getAttribute('name') ?? ''));
  const typed: (readonly [string, string])[] = [];
  for (const name of names) {
    const field = page.locator(`[name="${name}"]:not([type=hidden])`);
    await field.focus();
    await field.evaluate((one) => (one as HTMLInputElement).select());
    await type(kazakh);
    const most = Number((await field.getAttribute('maxlength')) ?? kazakh.length);
    typed.push([name, kazakh.slice(0, most)]);
  }
  return typed;
};
