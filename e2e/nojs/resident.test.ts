import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followWords } from '../../src/rooms/appeals/words/follow.ts';
import { intakeWords, missingWords } from '../../src/rooms/appeals/words/intake.ts';
import { refusalWords as fileWords } from '../../src/rooms/files/contract.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const words = {
  kk: { begin: 'Бастау', on: 'Жалғастыру', send: 'Жіберу', done: 'Өтінішіңіз тіркелді', follow: 'Өтінішіңіз тіркелді. Қызметкер' },
  ru: { begin: 'Начать', on: 'Продолжить', send: 'Отправить', done: 'Обращение зарегистрировано', follow: 'Сотрудник прочтёт' },
} as const;

const fill = async (page: PlainBrowser, lang: 'kk' | 'ru', o: { text?: string; place?: string; publish?: string; files?: File } = {}): Promise<PlainBrowser> => {
  const w = words[lang];
  await page.open(`/${lang}/appeals/new`);
  await page.submit(w.begin);
  await page.submit(w.on, { text: o.text ?? 'Мектептің жанындағы көше шамдары екі аптадан бері жанбайды, балалар қараңғыда жүр. Әңгүөқұһі', ...(o.files ? { papers: o.files } : {}) });
  await page.submit(w.on, { place: o.place ?? 'таскала', address: 'Абай көшесі, 12' });
  await page.submit(w.on, { kind: 'application' });
  await page.submit(w.on, { who: 'person' });
  await page.submit(w.on, { surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 01' });
  await page.submit(w.on, { publish: o.publish ?? 'no' });
  return page;
};
const numberOn = (page: PlainBrowser): string => /[A-Z0-9]+-2026-\d{6}/.exec(page.text)?.[0] ?? '';

describe('a resident without JavaScript', () => {
  test.each(['kk', 'ru'] as const)('sends an appeal, sees number, day and holder, follows it by link and by code (%s)', async (lang) => {
    const page = await fill(h.browser(), lang);
    expect(page.text).toContain('Тасқала ауданы'.slice(0, 4) === 'Тасқ' && lang === 'kk' ? 'Тасқала ауданы' : 'Таскалинский район');
    await page.submit(words[lang].send);
    expect(page.address).toBe(`/${lang}/appeals/new/done`);
    expect(page.text).toContain(words[lang].done);
    expect(numberOn(page)).toMatch(/^BQ01-2026-\d{6}$/);
    expect(page.text).toContain(lang === 'kk' ? '11 желтоқсанға дейін' : '11 декабря');
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.text.replace(numberOn(page), ''))?.[0] ?? '';
    const number = numberOn(page);
    await page.follow(lang === 'kk' ? 'Өтініш барысын көру' : 'Следить за обращением');
    expect(page.status).toBe(200);
    expect(page.text).toContain(words[lang].follow);
    const link = page.address;
    const other = await h.browser().open(`/${lang}/follow`);
    await other.submit(lang === 'kk' ? 'Ашу' : 'Открыть', { number: number.toLowerCase(), code: code.toLowerCase() });
    expect(other.address).toBe(link);
    expect(other.headers.get('cache-control')).toContain('no-store');
  });

  test('opening the confirmation again, or sending again, gives the same number', async () => {
    const page = await fill(h.browser(), 'kk');
    await page.submit('Жіберу');
    const number = numberOn(page);
    await page.open('/kk/appeals/new/check');
    expect(numberOn(page)).toBe(number);
    expect(await h.t.raw(`SELECT count(*)::int AS n FROM appeals.appeal WHERE number = '${number}'`)).toEqual([{ n: 1 }]);
  });

  test('a draft survives a closed browser and shows what was typed', async () => {
    const page = h.browser();
    await page.open('/kk/appeals/new');
    await page.submit('Бастау');
    await page.submit('Жалғастыру', { text: 'Жартылай жазылған өтініш' });
    await page.open('/kk/appeals/new');
    expect(page.text).toContain('Аяқталмаған өтінішіңіз бар');
    await page.open('/kk/appeals/new/what');
    expect(page.html).toContain('Жартылай жазылған өтініш');
  });

  test('a bad field comes back with its sentence, status 422 and everything that was typed', async () => {
    const page = h.browser();
    await page.open('/kk/appeals/new');
    await page.submit('Бастау');
    await page.submit('Жалғастыру', { text: '' });
    expect(page.status).toBe(422);
    expect(page.document.querySelector('[role=alert]')?.textContent).toContain('Не болғанын жазыңыз');
    await page.submit('Жалғастыру', { text: 'Су жоқ, үшінші күн' });
    await page.submit('Жалғастыру', { place: 'Мұндайжерболмайды' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Мұндайжерболмайды');
    expect(page.document.querySelector('#f-place-error')?.textContent).toContain('Мұндайжерболмайды');
    await page.submit('Жалғастыру', { place: 'ауданы' });
    expect(page.text).toContain('Қайсысы?');
    await page.submit('Жалғастыру', { territory: '273600000' });
    await page.submit('Жалғастыру', { kind: 'complaint' });
    await page.submit('Жалғастыру', { who: 'person' });
    await page.submit('Жалғастыру', { surname: 'Ғабитқызы', given: 'Өркен', phone: '12', iin: '123' });
    expect(page.status).toBe(422);
    expect(page.html).toContain('Ғабитқызы');
    expect(page.text).toContain('Телефон нөмірі толық емес');
    expect(page.text).toContain('ЖСН қате');
  });

  /** A begun appeal, up to the question of how to reach the person; all that is asked before it is answered. */
  const upTo = async (step: 'where' | 'contact'): Promise<PlainBrowser> => {
    const page = h.browser();
    await page.open('/kk/appeals/new');
    await page.submit('Бастау');
    await page.submit('Жалғастыру', { text: 'Су жоқ, үшінші күн' });
    if (step === 'where') return page;
    await page.submit('Жалғастыру', { place: 'таскала' });
    await page.submit('Жалғастыру', { kind: 'complaint' });
    return page.submit('Жалғастыру', { who: 'person' });
  };

  test('a representative who is named without the tick is one: half named is asked for, and the check shows both', async () => {
    const page = await upTo('contact');
    const person = { surname: 'Үлгіқызы', given: 'Әлия', phone: '8 701 000 00 01' };
    await page.submit('Жалғастыру', { ...person, representativeName: 'Өкілбаев Ернар' });
    expect([page.status, page.text.includes(missingWords.representativeAuthority.kk), page.document.querySelector('[name=representing]')?.hasAttribute('checked')]).toEqual([422, true, true]);
    await page.open('/kk/appeals/new/contact');
    await page.submit('Жалғастыру', { ...person, representativeName: 'Өкілбаев Ернар', representativeAuthority: '12 сенімхат' });
    await page.submit('Жалғастыру', { publish: 'no' });
    expect(page.text).toContain('Өкілбаев Ернар, 12 сенімхат');
    await page.submit('Жіберу');
    expect(await h.t.raw('SELECT representative, authority FROM appeals.applicant ORDER BY appeal_id DESC LIMIT 1')).toEqual([{ representative: 'Өкілбаев Ернар', authority: '12 сенімхат' }]);
  });

  test('a name that several places begin with is asked about kindly: nothing was wrong', async () => {
    const page = await upTo('where');
    await page.submit('Жалғастыру', { place: 'аудан' });
    expect([page.status, page.text.includes('«аудан» бойынша бірнеше жер табылды'), page.text.includes(intakeWords.territoryWhich.kk)]).toEqual([422, true, true]);
    expect([page.document.querySelector('[role=alert]'), page.document.querySelector('.wrong, .error')]).toEqual([null, null]);
    await page.submit('Жалғастыру', { place: '' });
    expect(page.document.querySelector('[role=alert]')).not.toBeNull();
  });

  test('a place that is not in the list leaves a way on: the list of an empty field, and what was chosen of it stays', async () => {
    const page = await upTo('where');
    await page.submit('Жалғастыру', { place: 'Жаңаталап' });
    expect([page.status, page.text.includes(intakeWords.territoryList.kk)]).toEqual([422, true]);
    const offered = [...page.document.querySelectorAll('[name=territory]')];
    expect([offered.length > 1, offered.some((radio) => radio.hasAttribute('checked'))]).toEqual([true, false]);
    await page.submit('Жалғастыру');
    expect(page.status).toBe(422);
    await page.submit('Жалғастыру', { territory: '276000000', address: 'Жаңаталап ауылы' });
    expect([page.status, page.address]).toEqual([200, '/kk/appeals/new/kind']);
    await page.open('/kk/appeals/new/where');
    expect(page.document.querySelector('[name=territory][checked]')?.getAttribute('value')).toBe('276000000');
    await page.submit('Жалғастыру');
    expect(page.address).toBe('/kk/appeals/new/kind');
  });

  test('a picture goes with the appeal, without the place where it was taken', async () => {
    const { default: sharp } = await import('sharp');
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0a6660' } }).withExif({ IFD3: { GPSLatitude: '51/1 10/1 0/1' } }).jpeg().toBuffer();
    const page = await fill(h.browser(), 'kk', { files: new File([new Uint8Array(picture)], 'шам.jpg', { type: 'image/jpeg' }) });
    expect(page.text).toContain('шам.jpg');
    await page.submit('Жіберу');
    await page.follow('Өтініш барысын көру');
    const src = page.document.querySelector('.pictures img')?.getAttribute('src') ?? '';
    const response = await h.app.request(src.replace('?size=small', ''));
    expect(response.headers.get('content-type')).toContain('image/');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect((await sharp(Buffer.from(await response.arrayBuffer())).metadata()).exif).toBeUndefined();
    const token = page.address.split('/')[3] ?? '';
    const stranger = await h.app.request(src.replace(token, 'A'.repeat(22)));
    expect(stranger.status).toBe(404);
  });

  test('a telephone alone where nothing is sent to telephones: the check and the confirmation say that they look themselves', async () => {
    const page = await fill(h.browser(), 'kk');
    expect([page.text.includes(intakeWords.tellByLook.kk), page.text.includes(intakeWords.tellByGiven.kk)]).toEqual([true, false]);
    await page.submit('Жіберу');
    expect(page.text).toContain(intakeWords.doneLook.kk);
    await page.open('/kk/appeals/new/done');
    await page.submit(intakeWords.another.kk);
    await page.submit('Жалғастыру', { text: 'Су жоқ, үшінші күн' });
    await page.submit('Жалғастыру', { place: 'таскала' });
    await page.submit('Жалғастыру', { kind: 'application' });
    await page.submit('Жалғастыру', { who: 'person' });
    await page.submit('Жалғастыру', { surname: 'Үлгіқызы', given: 'Әлия', email: 'aliya@example.com' });
    await page.submit('Жалғастыру', { publish: 'no' });
    expect([page.text.includes(intakeWords.tellByLook.kk), page.text.includes(intakeWords.tellByGiven.kk)]).toEqual([false, true]);
    await page.submit('Жіберу');
    expect([page.text.includes(intakeWords.doneTitle.kk), page.text.includes(intakeWords.doneLook.kk)]).toEqual([true, false]);
  });

  test('a photograph of no bytes is told as empty, and the words stay; a field without a file is nothing', async () => {
    const page = h.browser();
    await page.open('/kk/appeals/new');
    await page.submit('Бастау');
    await page.submit('Жалғастыру', { text: 'Су жоқ, үшінші күн', papers: new File([], 'камера.jpg', { type: 'image/jpeg' }) });
    expect([page.status, page.text.includes(`камера.jpg: ${fileWords.file_empty_invalid.kk}`), page.html.includes('Су жоқ, үшінші күн')]).toEqual([422, true, true]);
    await page.submit('Жалғастыру', { papers: new File([], '') });
    expect([page.status, page.address]).toEqual([200, '/kk/appeals/new/where']);
  });

  test('the talon is a PDF', async () => {
    const page = await fill(h.browser(), 'kk');
    await page.submit('Жіберу');
    const href = [...page.document.querySelectorAll('a')].find((a) => a.getAttribute('href')?.endsWith('talon.pdf'))?.getAttribute('href') ?? '';
    const pdf = await h.app.request(href);
    expect(pdf.status).toBe(200);
    expect(Buffer.from(await pdf.arrayBuffer()).subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('number and code are taken as people type them; a reception’s number is shown its own page', async () => {
    const page = await fill(h.browser(), 'kk');
    await page.submit('Жіберу');
    const number = numberOn(page);
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.text.replace(number, ''))?.[0] ?? '';
    const cyrillic = (text: string) => text.replace(/[ABCEHKMPTXY]/g, (letter) => 'АВСЕНКМРТХУ'.charAt('ABCEHKMPTXY'.indexOf(letter)));
    for (const [typed, secret] of [[`№ ${number.replace(/-/g, ' ')}`, ` ${code.toLowerCase().replace('-', ' – ')} `], [cyrillic(number), cyrillic(code)]]) {
      const other = await h.browser().open('/kk/follow');
      await other.submit('Ашу', { number: typed ?? '', code: secret ?? '' });
      expect([typed, other.status, /^\/kk\/follow\/[\w-]{22}$/.test(other.address)]).toEqual([typed, 200, true]);
    }
    const booked = await h.browser().open('/kk/follow');
    await booked.submit('Ашу', { number: 'вq01 в 2026 000012', code: '' });
    expect([booked.status, booked.document.querySelector('[role=alert]')]).toEqual([422, null]);
    await booked.follow(followWords.ofReceptionOpen.kk);
    expect([booked.status, booked.address.split('?')[0], booked.document.querySelector('[name=number]')?.getAttribute('value')]).toEqual([200, '/kk/receptions/follow', 'BQ01-B-2026-000012']);
  });

  test('ten wrong codes, and even the right one waits; a wrong link is not found', async () => {
    const page = await fill(h.browser(), 'kk');
    await page.submit('Жіберу');
    const number = numberOn(page);
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(page.text.replace(number, ''))?.[0] ?? '';
    const other = await h.browser().open('/kk/follow');
    for (let n = 0; n < 10; n += 1) {
      await other.submit('Ашу', { number: n % 2 === 0 ? number : `№ ${number.toLowerCase().replace(/-/g, ' ')}`, code: 'ZZZZ-ZZZZ' });
      expect(other.status).toBe(422);
    }
    await other.submit('Ашу', { number, code });
    expect(other.status).toBe(429);
    expect((await h.browser().open('/kk/follow/AAAAAAAAAAAAAAAAAAAAAA')).status).toBe(404);
  });

  test('every public page is small, has one heading and no script', async () => {
    for (const address of ['/kk', '/ru', '/en', '/kk/appeals', '/kk/appeals/new', '/kk/appeals/new/paper', '/kk/follow', '/kk/figures', '/ru/figures/270000000']) {
      const page = await h.browser().open(address);
      expect([address, page.status, page.document.querySelectorAll('h1').length, page.document.querySelectorAll('script').length]).toEqual([address, 200, 1, 0]);
      expect(page.bytes).toBeLessThan(30_000);
    }
  });

  test('a form from another site is refused, and so is one without its proof', async () => {
    h.clock.now += 16 * 60_000; // the wrong codes of the test before are forgiven
    const body = new URLSearchParams({ number: 'BQ01-2026-000001', code: 'AAAA-AAAA' });
    expect((await h.app.request('/kk/follow', { method: 'POST', body })).status).toBe(403);
    const page = await h.browser().open('/kk/follow');
    const csrf = page.document.querySelector('[name=csrf]')?.getAttribute('value') ?? '';
    const cookie = page.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    body.set('csrf', csrf);
    const foreign = await h.app.request('/kk/follow', { method: 'POST', body, headers: { cookie, origin: 'https://evil.example', host: '127.0.0.1:3000' } });
    expect(foreign.status).toBe(403);
    const own = await h.app.request('/kk/follow', { method: 'POST', body, headers: { cookie, origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' } });
    expect(own.status).toBe(422);
  });
});
