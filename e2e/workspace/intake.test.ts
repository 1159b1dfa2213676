import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { say } from '../../src/kernel/words.ts';
import { madeUpIin } from '../../src/rooms/appeals/make.ts';
import { unseal } from '../../src/rooms/appeals/store/seal.ts';
import { intakeWords as w } from '../../src/rooms/appeals/words/intake.ts';
import { liveWords as live } from '../../src/rooms/appeals/words/live.ts';
import { serveHouse, type Served } from '../../test/support/chromium.ts';

let served: Served;
beforeAll(async () => { served = await serveHouse(); });
afterAll(() => served.end());

type Lang = 'kk' | 'ru';
const bad: string[] = [];
/** A resident's window with a script; whatever the security policy or a mistake throws is collected. */
const window = async (): Promise<Page> => {
  const page = await served.window({ script: true, width: 390 });
  page.on('console', (message) => { if (/Content Security Policy|Uncaught/.test(message.text())) bad.push(message.text()); });
  page.on('pageerror', (error) => bad.push(String(error)));
  return page;
};
const on = (page: Page, lang: Lang) => page.getByRole('button', { name: say(lang, w.goOn), exact: true }).click();
const begin = async (page: Page, lang: Lang): Promise<void> => {
  await page.goto(`/${lang}/appeals/new`);
  await page.locator('main form button').last().click();
  // all of it, with its script: what is typed or chosen before only goes with the form
  await page.waitForURL(`**/${lang}/appeals/new/what`);
  await page.getByRole('textbox', { name: say(lang, w.textTitle) }).waitFor();
};
const toWhere = async (page: Page, lang: Lang): Promise<void> => {
  await begin(page, lang);
  await page.getByRole('textbox', { name: say(lang, w.textTitle) }).fill('Аулада шам жанбайды, кешке қараңғы. Әңгүөқұһі');
  await on(page, lang);
  await page.getByRole('heading', { name: say(lang, w.placeTitle) }).waitFor();
};
const place = (page: Page, lang: Lang) => page.getByRole('combobox', { name: say(lang, w.territoryLabel) });
const draft = async (page: Page): Promise<{ fields: Record<string, string>; papers: number } | undefined> => {
  const drafts = await served.house.t.raw(`SELECT fields, cardinality(papers) AS papers, visit_hash FROM appeals.draft`);
  const visit = (await page.context().cookies()).find((cookie) => cookie.name === 'jauap_visit')?.value ?? '';
  const { createHash } = await import('node:crypto');
  const own = createHash('sha256').update(`draft\n${visit}`).digest('hex');
  const row = drafts.find((one) => (one['visit_hash'] as Buffer).toString('hex') === own);
  // every value lies sealed; the key is this process's own
  const opened = Object.entries((row?.['fields'] ?? {}) as Record<string, string>).map(([name, value]) => [name, unseal(Buffer.from(value, 'base64'))]);
  return row ? { fields: Object.fromEntries(opened) as Record<string, string>, papers: row['papers'] as number } : undefined;
};
const sendOff = async (page: Page, lang: Lang): Promise<string> => {
  await page.getByRole('radio', { name: say(lang, w.kindApplication) }).check();
  await on(page, lang);
  await page.getByRole('radio', { name: say(lang, w.whoPerson) }).check();
  await on(page, lang);
  await page.getByLabel(say(lang, w.surname), { exact: true }).fill('Нүктелі');
  await page.getByLabel(say(lang, w.given), { exact: true }).fill('Сәуле');
  await page.getByLabel(say(lang, w.phone), { exact: true }).fill('8 701 000 00 41');
  await on(page, lang);
  await page.getByRole('radio', { name: say(lang, w.publishNo) }).check();
  await on(page, lang);
  await page.getByRole('heading', { name: say(lang, w.checkTitle) }).waitFor();
  return page.getByRole('main').innerText();
};
const send = async (page: Page, lang: Lang): Promise<string> => {
  await page.getByRole('button', { name: say(lang, w.send), exact: true }).click();
  await page.waitForURL('**/appeals/new/done');
  return /BQ\d\d-2026-\d{6}/.exec(await page.getByRole('main').innerText())?.[0] ?? '';
};

describe('where it is', () => {
  test('the name is completed by keyboard alone, in either script, and nobody is asked which one it was', async () => {
    const page = await window();
    await toWhere(page, 'ru');
    await place(page, 'ru').pressSequentially('тасқ');
    await page.getByRole('option', { name: 'Таскалинский район' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await place(page, 'ru').inputValue()).toBe('Таскалинский район');
    expect(await page.getByRole('option').count()).toBe(0);
    await on(page, 'ru');
    await page.getByRole('heading', { name: say('ru', w.kindTitle) }).waitFor();
    expect((await draft(page))?.fields['territory']).toBe('276000000');
  });

  test('a finger picks one of several, and what was picked before is forgotten when the name is typed anew', async () => {
    const page = await window();
    await toWhere(page, 'kk');
    await place(page, 'kk').pressSequentially('ауданы');
    await page.getByRole('option', { name: /Ақжайық ауданы/ }).click();
    await on(page, 'kk');
    await page.getByRole('heading', { name: say('kk', w.kindTitle) }).waitFor();
    expect((await draft(page))?.fields['territory']).toBe('273600000');
    await page.goto('/kk/appeals/new/where');
    expect(await page.getByRole('radio', { name: /Ақжайық ауданы/ }).isChecked()).toBe(true);
    await place(page, 'kk').fill('ауданы');
    await page.getByRole('option').first().waitFor();
    // with the list still open: nothing moves away under the finger
    await on(page, 'kk');
    // two districts carry the word: the page asks, as it does without a script
    await page.getByText(say('kk', w.territoryWhich)).waitFor();
    expect(await page.getByRole('radio').count()).toBe(2);
  });

  test('the point goes with the letter: how exact it is stands beside it, and the clerk sees it', async () => {
    const page = await window();
    await page.context().grantPermissions(['geolocation']);
    await page.context().setGeolocation({ latitude: 51.101234567, longitude: 50.29876543, accuracy: 11.2 });
    await toWhere(page, 'kk');
    await place(page, 'kk').fill('таскала');
    await page.getByRole('option').first().waitFor();
    await page.getByRole('button', { name: say('kk', live.pointAsk) }).click();
    await page.getByRole('status').filter({ hasText: say('kk', live.pointFound, { metres: 12 }) }).waitFor();
    expect(await page.getByRole('checkbox', { name: say('kk', live.pointSend, { lat: '51.10123', lon: '50.29877', metres: 12 }) }).isChecked()).toBe(true);
    await on(page, 'kk');
    const check = await sendOff(page, 'kk');
    expect(check).toContain(say('kk', live.point, { lat: '51.10123', lon: '50.29877', metres: 12 }));
    const number = await send(page, 'kk');
    expect(await served.house.t.raw('SELECT lat, lon, point_accuracy_m FROM appeals.appeal WHERE number = $1', [number])).toEqual([{ lat: 51.10123, lon: 50.29877, point_accuracy_m: 12 }]);
    const clerk = await served.house.signedIn('clerk');
    await clerk.open(`/kk/desk/appeals/${number}`);
    expect(clerk.text).toContain('51.10123, 50.29877 дәлдігі 12 м');
  });

  test('an unticked point is gone, also when the page is opened again without a script', async () => {
    const page = await window();
    await page.context().grantPermissions(['geolocation']);
    await page.context().setGeolocation({ latitude: 51.2, longitude: 50.3, accuracy: 900 });
    await toWhere(page, 'ru');
    await place(page, 'ru').fill('таскала');
    await page.getByRole('button', { name: say('ru', live.pointAsk) }).click();
    await page.getByRole('status').filter({ hasText: say('ru', live.pointRough, { metres: 900 }) }).waitFor();
    await on(page, 'ru');
    await page.getByRole('heading', { name: say('ru', w.kindTitle) }).waitFor();
    expect((await draft(page))?.fields).toMatchObject({ point: 'yes', lat: '51.2', lon: '50.3', accuracy: '900' });
    await page.goto('/ru/appeals/new/where');
    await page.getByRole('checkbox', { name: /51\.2, 50\.3/ }).uncheck();
    await on(page, 'ru');
    await page.getByRole('heading', { name: say('ru', w.kindTitle) }).waitFor();
    expect((await draft(page))?.fields).toMatchObject({ point: '', lat: '', lon: '', accuracy: '' });
    expect(await sendOff(page, 'ru')).not.toContain('51.2');
    expect(await served.house.t.raw('SELECT lat FROM appeals.appeal WHERE number = $1', [await send(page, 'ru')])).toEqual([{ lat: null }]);
  });

  test('a refused place is no dead end', async () => {
    const page = await window();
    await page.context().clearPermissions();
    await toWhere(page, 'ru');
    await page.getByRole('button', { name: say('ru', live.pointAsk) }).click();
    await page.getByRole('status').filter({ hasText: say('ru', live.pointDenied) }).waitFor();
    await place(page, 'ru').fill('таскала');
    await on(page, 'ru');
    await page.getByRole('heading', { name: say('ru', w.kindTitle) }).waitFor();
  });
});

describe('what happened', () => {
  const picture = () => sharp({ create: { width: 600, height: 400, channels: 3, background: '#0a6660' } }).jpeg().toBuffer();
  const files = (page: Page, lang: Lang) => page.getByLabel(say(lang, w.papersLabel), { exact: true });
  const line = (page: Page, name: string) => page.locator('.taking li').filter({ hasText: name });
  /** Until then its line grows, and moves the button away under the hand. */
  const drawn = (page: Page, name: string) => expect.poll(() => line(page, name).locator('canvas').evaluate((canvas) => [(canvas as HTMLCanvasElement).width, (canvas as HTMLCanvasElement).height])).toEqual([144, 96]);

  test('pictures arrive while the letter is written; what cannot be taken is told before it is sent', async () => {
    const page = await window();
    await begin(page, 'kk');
    const sent: string[] = [];
    page.on('request', (request) => { if (request.method() === 'POST' && request.url().endsWith('/papers')) sent.push(request.url()); });
    await files(page, 'kk').setInputFiles([
      { name: 'шам.jpg', mimeType: 'image/jpeg', buffer: await picture() },
      { name: 'кино.mp4', mimeType: 'video/mp4', buffer: Buffer.from('no film') }, { name: 'алдамшы.pdf', mimeType: 'application/pdf', buffer: Buffer.from('7f454c4602010100ffd8000102030405', 'hex') },
    ]);
    await line(page, 'шам').getByText(say('kk', live.paperSent)).waitFor();
    await line(page, 'кино').getByText(say('kk', live.paperType)).waitFor();
    await line(page, 'алдамшы').locator('.error').waitFor();
    // made in the page: such a file takes long to be carried there
    await files(page, 'kk').evaluate((input) => {
      const large = new DataTransfer();
      large.items.add(new File([new Uint8Array(21 * 1024 * 1024)], 'үлкен.pdf', { type: 'application/pdf' }));
      (input as HTMLInputElement).files = large.files;
      input.dispatchEvent(new Event('change', { bubbles: true }));
    });
    await line(page, 'үлкен').getByText(/Тым үлкен: 21,0 МБ\. Ең көбі 20 МБ/).waitFor();
    await drawn(page, 'шам');
    expect([sent.length, (await draft(page))?.papers]).toEqual([2, 1]);
    await page.getByRole('textbox', { name: say('kk', w.textTitle) }).fill('Шам сынып қалды, суреті бар.');
    await page.getByRole('button', { name: /Алып тастау шам/ }).click();
    await page.getByRole('button', { name: /Алып тастау шам/ }).waitFor({ state: 'detached' });
    expect(await page.getByRole('textbox', { name: say('kk', w.textTitle) }).inputValue()).toBe('Шам сынып қалды, суреті бар.');
    expect((await draft(page))?.papers).toBe(0);
  });

  test('Continue waits for what is under way, and brings what the network lost', async () => {
    const page = await window();
    await begin(page, 'ru');
    await page.getByRole('textbox', { name: say('ru', w.textTitle) }).fill('Фонарь сломан, есть снимки.');
    const held = Promise.withResolvers<void>();
    await page.route('**/appeals/new/papers', async (route) => { await held.promise; await route.continue(); });
    await files(page, 'ru').setInputFiles({ name: 'первый.jpg', mimeType: 'image/jpeg', buffer: await picture() });
    await drawn(page, 'первый');
    await on(page, 'ru');
    await page.getByRole('status').filter({ hasText: say('ru', live.papersWait) }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/ru/appeals/new/what');
    held.resolve();
    await page.getByRole('heading', { name: say('ru', w.placeTitle) }).waitFor();
    expect((await draft(page))?.papers).toBe(1);

    await page.goto('/ru/appeals/new/what');
    await page.unroute('**/appeals/new/papers');
    await page.route('**/appeals/new/papers', (route) => route.abort());
    await files(page, 'ru').setInputFiles({ name: 'второй.jpg', mimeType: 'image/jpeg', buffer: await picture() });
    await line(page, 'второй').getByText(say('ru', live.paperLater)).waitFor();
    await drawn(page, 'второй');
    await on(page, 'ru');
    await page.getByRole('heading', { name: say('ru', w.placeTitle) }).waitFor();
    expect((await draft(page))?.papers).toBe(2);
  });

  test('what is typed is kept without a press, and the characters are counted', async () => {
    const page = await window();
    await begin(page, 'kk');
    await page.getByRole('textbox', { name: say('kk', w.textTitle) }).fill('Жарты сөйлем ғана жазып үлгердім');
    await page.getByText(/Жазылған таңба: 32, ең көбі 20\u00A0000/).waitFor();
    await page.getByText(say('kk', live.saved)).waitFor();
    const again = await page.context().newPage();
    await again.goto('/kk/appeals/new');
    await again.getByText(say('kk', w.resume)).waitFor();
    await again.goto('/kk/appeals/new/what');
    expect(await again.getByRole('textbox', { name: say('kk', w.textTitle) }).inputValue()).toBe('Жарты сөйлем ғана жазып үлгердім');
    await page.route('**/drafts', (route) => route.abort());
    await page.getByRole('textbox', { name: say('kk', w.textTitle) }).fill('Байланыссыз жазылған сөз');
    await page.getByText(say('kk', live.unsaved)).waitFor();
  });

  test('a personal number is not kept letter by letter', async () => {
    const page = await window();
    await begin(page, 'kk');
    await page.goto('/kk/appeals/new/who');
    await page.getByRole('radio', { name: say('kk', w.whoPerson) }).check();
    await on(page, 'kk');
    await page.waitForURL((url) => !url.pathname.endsWith('/who'));
    await page.goto('/kk/appeals/new/contact');
    const iin = madeUpIin(44);
    await page.getByLabel(say('kk', w.iin), { exact: true }).fill(iin);
    const kept = page.waitForRequest((request) => request.url().endsWith('/contact/drafts'));
    await page.getByLabel(say('kk', w.surname), { exact: true }).fill('Сақтықбаева');
    expect((await kept).postData()).not.toContain(iin);
    await page.getByText(say('kk', live.saved)).waitFor();
    expect((await draft(page))?.fields).toEqual(expect.objectContaining({ surname: 'Сақтықбаева' }));
    expect(JSON.stringify(await draft(page))).not.toContain(iin);
  });

  test('a sent letter is not written to any more, not even by a page that was left open', async () => {
    const page = await window();
    await toWhere(page, 'kk');
    await place(page, 'kk').fill('таскала');
    const other = await page.context().newPage();
    await on(page, 'kk');
    await other.goto('/kk/appeals/new/what');
    await sendOff(page, 'kk');
    await send(page, 'kk');
    const kept = other.waitForResponse((response) => response.url().endsWith('/what/drafts'));
    await other.getByRole('textbox', { name: say('kk', w.textTitle) }).fill('Кеш қалған сөз');
    expect((await kept).status()).toBe(204);
    expect((await draft(page))?.fields).toEqual({});
  });
});

test('every page of the form is at most 30 kB on the wire, script and style with it', async () => {
  const page = await window();
  await toWhere(page, 'kk');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
  const sizes: Record<string, number> = {};
  for (const step of ['', '/what', '/where', '/kind', '/who', '/contact', '/publish']) {
    let bytes = 0;
    const count = ({ encodedDataLength }: { encodedDataLength: number }): void => { bytes += encodedDataLength; };
    cdp.on('Network.loadingFinished', count);
    await page.goto(`/kk/appeals/new${step}`, { waitUntil: 'networkidle' });
    cdp.off('Network.loadingFinished', count);
    sizes[step] = bytes;
  }
  console.log('bytes on the wire', sizes);
  for (const [step, bytes] of Object.entries(sizes)) expect([step, bytes > 5_000, bytes < 30_000]).toEqual([step, true, true]);
});

test('nothing on the way broke the security policy', () => {
  expect(bad).toEqual([]);
});
