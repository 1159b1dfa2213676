import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PlainBrowser } from '../../test/support/browser.ts';
import { house } from '../../src/app/house.ts';
import { makeServer } from '../../src/app/server.tsx';
import { root } from '../../src/platform/root.ts';
import { readConfig } from '../../src/platform/config.ts';
import { addDuty } from '../../src/rooms/reception/acts/duties.ts';
import { plan } from '../../src/rooms/reception/acts/receptions.ts';
import { setChannels } from '../../src/rooms/notices/contract.ts';
import { ownWords } from '../../src/rooms/reception/words/booking-own.ts';
import { momentOf } from '../../src/rooms/reception/law/outings.ts';
import { bookedAt, dayAfter, planned, receptionDay } from '../../test/support/bookings.ts';
import { ok, openHouse, password, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => {
  h = await openHouse();
  await planned(h);
  await planned(h, { on: dayAfter(7) });
});
afterAll(() => h.end());

const words = {
  kk: {
    begin: 'Бастау', on: 'Жалғастыру', book: 'Жазылу', done: 'Сіз қабылдауға жазылдыңыз', open: 'Жазылуды ашу', come: /өзім келіп сөйлескім келеді/, write: 'Өтініш ретінде жіберу', any: 'Кім ертерек қабылдаса', find: 'Ашу', move: 'Бос уақытты өзім таңдаймын', moveSend: 'Осы уақытқа ауыстыру',
    moved: 'Уақыты ауыстырылды', cancel: 'Жазылудан бас тарту', cancelled: 'Бас тарттыңыз', restore: 'Жазылуды қайтару', restored: 'қайтарылды', place: 'Тасқала', day: /26 қараша/,
  },
  ru: {
    begin: 'Начать', on: 'Продолжить', book: 'Записаться', done: 'Вы записаны на приём', open: 'Открыть запись', come: /хочу прийти и поговорить/, write: 'Отправить как обращение', any: 'К тому, кто примет раньше', find: 'Открыть', move: 'Выбрать свободное время самому', moveSend: 'Перенести на это время',
    moved: 'Время изменено', cancel: 'Отменить запись', cancelled: 'Запись отменена', restore: 'Вернуть запись', restored: 'возвращена', place: 'Таскала', day: /26 ноября/,
  },
} as const;
type Lang = keyof typeof words;
const lights = { kk: 'Тасқалада көше шамдары екі аптадан бері жанбайды, балалар қараңғыда жүр', ru: 'В Таскале две недели не горят уличные фонари, дети ходят в темноте' };
/** What one page weighs on the wire with the style sheet, which comes once. */
const style = gzipSync(readdirSync(join(root, 'src/ui')).filter((name) => name.endsWith('.css')).map((name) => readFileSync(join(root, 'src/ui', name), 'utf8')).join('\n')).length;
const weigh = (page: PlainBrowser): number => gzipSync(page.html).length + style;

const upToWho = async (page: PlainBrowser, lang: Lang, text: string = lights[lang]): Promise<PlainBrowser> => {
  await page.open(`/${lang}/receptions/book`);
  await page.submit(words[lang].begin);
  await page.submit(words[lang].on, { text });
  await page.submit(words[lang].on, { place: words[lang].place });
  return page;
};
const upToTime = async (page: PlainBrowser, lang: Lang): Promise<PlainBrowser> => {
  await upToWho(page, lang);
  await page.follow(words[lang].come);
  await page.submit(words[lang].on, { who: 'any' });
  await page.submit(words[lang].day);
  return page;
};
const slots = (page: PlainBrowser, name = 'slot'): readonly string[] => [...page.document.querySelectorAll(`input[name=${name}]`)].map((one) => one.getAttribute('value') ?? '');
let phones = 1_000;
const you = () => ({ surname: 'Үлгіқызы', given: 'Әлия', phone: `8 701 000 ${String((phones += 1)).slice(0, 2)} ${String(phones).slice(2)}` });
const booked = async (lang: Lang, at = 0): Promise<PlainBrowser> => {
  const page = await upToTime(h.browser(), lang);
  await page.submit(words[lang].on, { slot: slots(page)[at] ?? '' });
  await page.submit(words[lang].on, you());
  await page.submit(words[lang].book);
  return page;
};
const numberOn = (page: PlainBrowser): string => /BQ01-B-2026-\d{6}/.exec(page.text)?.[0] ?? '';
const codeOn = (page: PlainBrowser): string => page.document.querySelector('.panel strong')?.textContent ?? '';

describe('whoever comes from the line of an official', () => {
  test('finds them chosen where it is asked, may choose otherwise, and learns nobody else’s name by an id', async () => {
    const page = await h.browser().open('/kk/receptions');
    const links = [...page.document.querySelectorAll('.duty-line a')].map((one) => one.getAttribute('href') ?? '').filter((href) => href.includes('/receptions/book'));
    expect(new Set(links)).toEqual(new Set([`/kk/receptions/book?who=${h.people.bodyHead}`]));
    await page.open(links[0] ?? '');
    expect(page.text).toContain('Бөлім басшысы Қайрат');
    await page.submit(words.kk.begin);
    await page.submit(words.kk.on, { text: lights.kk });
    await page.submit(words.kk.on, { place: words.kk.place });
    await page.follow(words.kk.come);
    const chosen = () => page.document.querySelector('input[name=who][checked]')?.getAttribute('value');
    expect(chosen()).toBe(String(h.people.bodyHead));
    await page.submit(words.kk.on, { who: 'any' });
    await page.open('/kk/receptions/book/who');
    expect(chosen()).toBe('any');
    for (const who of [String(h.people.clerk), '0', '987654', 'x', '9'.repeat(30)]) {
      const other = await h.browser().open(`/kk/receptions/book?who=${who}`);
      expect([other.status, other.text.includes('Тіркеуші'), other.document.querySelector('input[name=who]')], who).toEqual([200, false, null]);
    }
  });
});

test('an official who receives without booking is come to, not waited for', async () => {
  const host = { accountId: h.people.colleague, unitId: h.units.lighting };
  ok(await addDuty(h.ctx(), { branchId: h.units.tasqala, nameKk: 'Ашық сағат', nameRu: 'Открытые часы', nameEn: 'Open hours', rhythm: 'week', times: 1, onDayOff: 'next', public: true, source: 'Тәртіп (ойдан шығарылған)', fromOn: dayAfter(-6), who: [host] }));
  ok(await plan(h.ctx(), { branchId: h.units.tasqala, host, kind: 'open', place: '101', heldOn: receptionDay, from: 900, to: 1080, topicCodes: [], public: true }));
  const page = await upToWho(h.browser(), 'kk');
  await page.follow(words.kk.come);
  expect(page.text).toContain('жазылмай-ақ, кезекпен: 26 қараша, бс, 15:00–18:00, 101\u2011бөлме');
  await page.submit(words.kk.on, { who: String(host.accountId) });
  expect(page.address).toBe('/kk/receptions/book/day');
  expect(page.text).toContain('Осы уақытта келіңіз, кезекпен қабылдайды: 26 қараша, бс, 15:00–18:00');
  expect(page.html).not.toContain('/receptions/book/waiting');
});

describe('somebody without JavaScript and without an account', () => {
  test.each(['kk', 'ru'] as const)('books, finds it by number and code, moves it, cancels it and takes it back (%s)', async (lang) => {
    const w = words[lang];
    const weights: number[] = [];
    const page = await upToWho(h.browser(), lang);
    weights.push(weigh(page));
    // it can be settled without coming: the body is named, and coming is one press away
    expect(page.address).toBe(`/${lang}/receptions/book/advice`);
    expect(page.text).toContain(lang === 'kk' ? 'Тасқала тұрғын үй бөлімі' : 'Таскалинский отдел ЖКХ');
    await page.follow(w.come);
    weights.push(weigh(page));
    expect(page.text).toContain('Бөлім басшысы Қайрат');
    expect(page.text).toContain(lang === 'kk' ? 'осы мәселеге жауапты органнан' : 'из органа, который отвечает за этот вопрос');
    await page.submit(w.on, { who: 'any' });
    weights.push(weigh(page));
    await page.submit(w.day);
    weights.push(weigh(page));
    expect(page.address).toContain('/time');
    expect(page.text).not.toContain('11:00');
    const [first = ''] = slots(page);
    await page.submit(w.on, { slot: first });
    await page.submit(w.on, you());
    weights.push(weigh(page));
    expect(page.address).toBe(`/${lang}/receptions/book/check`);
    expect(page.text).toContain(lights[lang]);
    await page.submit(w.book);
    weights.push(weigh(page));
    expect(page.address).toBe(`/${lang}/receptions/book/done`);
    expect(page.text).toContain(w.done);
    expect(page.text).toContain('204-бөлме');
    // the first page said that no papers are needed
    expect(page.text).not.toMatch(/куәлі|удостоверени/);
    const [number, code] = [numberOn(page), codeOn(page)];
    expect(number).toMatch(/^BQ01-B-2026-\d{6}$/);
    await page.follow(w.open);
    const link = page.address;
    expect(page.headers.get('cache-control')).toContain('no-store');

    const other = await h.browser().open(`/${lang}/receptions/follow`);
    await other.submit(w.find, { number: number.toLowerCase(), code: code.toLowerCase() });
    expect(other.address).toBe(link);
    await other.follow(w.move);
    weights.push(weigh(other));
    await other.follow(w.day);
    await other.submit(w.moveSend);
    expect([other.status, other.document.querySelector('.errors a')?.textContent]).toEqual([409, lang === 'kk' ? 'Уақытты таңдаңыз.' : 'Выберите время.']);
    await other.submit(w.moveSend, { place: slots(other, 'place').at(-1) ?? '' });
    expect(other.text).toContain(w.moved);
    expect(other.text).toContain('11:40');
    await other.submit(w.cancel);
    expect(other.text).toContain(w.cancelled);
    await other.submit(w.restore);
    expect(other.text).toContain(w.restored);
    expect(other.text).toContain('11:40');
    await other.submit(w.cancel);
    weights.push(weigh(other));
    console.log(`booking ${lang}: the heaviest page ${Math.max(...weights)} bytes packed`);
    expect(Math.max(...weights)).toBeLessThan(30_000);
    expect(await h.t.raw(`SELECT state FROM reception.booking WHERE number = '${number}'`)).toEqual([{ state: 'cancelled' }]);
    expect(await h.t.raw(`SELECT count(*)::int AS n FROM reception.slot s JOIN reception.booking b ON b.id = s.booking_id WHERE b.number = '${number}'`)).toEqual([{ n: 0 }]);
    expect((await h.t.raw(`SELECT act FROM reception.booking_act a JOIN reception.booking b ON b.id = a.booking_id WHERE b.number = '${number}' ORDER BY a.id`)).map((row) => row['act'])).toEqual(['book', 'move', 'cancel', 'restore', 'cancel']);
  });

  test('a reminder is promised only on a way it can go', async () => {
    onTestFinished(() => setChannels({}, 'http://127.0.0.1:3000'));
    const done = async (how: object): Promise<PlainBrowser> => {
      const page = await upToTime(h.browser(), 'ru');
      await page.submit(words.ru.on, { slot: slots(page).at(-1) ?? '' });
      await page.submit(words.ru.on, { ...you(), ...how });
      await page.submit(words.ru.book);
      expect(page.text).toContain(words.ru.done);
      return page;
    };
    const said = (page: PlainBrowser) => [page.text.includes(ownWords.reminded.ru), page.text.includes(ownWords.unreminded.ru)];
    setChannels({ email: () => Promise.resolve({ sent: true, as: null }) }, 'http://127.0.0.1:3000');
    const byPhone = await done({});
    expect(said(byPhone)).toEqual([false, true]);
    const byMail = await done({ phone: '', email: 'aty@example.com' });
    expect(said(byMail)).toEqual([true, false]);
    for (const page of [byPhone, byMail]) {
      await page.follow(words.ru.open);
      await page.submit(words.ru.cancel);
    }
  });

  test('sending again, and opening the check page again, gives the same number', async () => {
    const page = await booked('kk');
    const number = numberOn(page);
    await page.open('/kk/receptions/book/check');
    expect(page.address).toBe('/kk/receptions/book/done');
    expect(numberOn(page)).toBe(number);
  });

  test('writes instead of coming: the words go along into the appeal', async () => {
    const page = await upToWho(h.browser(), 'kk');
    await page.submit(words.kk.write);
    expect(page.address).toBe('/kk/appeals/new/what');
    expect(page.document.querySelector('textarea')?.textContent).toBe(lights.kk);
    await page.submit('Жалғастыру');
    expect(page.address).toBe('/kk/appeals/new/kind');
  });

  test('another letter that is not sent is never mixed with it: the person says which of them goes', async () => {
    const page = await h.browser().open('/kk/appeals/new');
    await page.submit('Бастау');
    const roads = 'Мектептің алдындағы жол ойылып қалды, жөндеуді сұраймын';
    await page.submit('Жалғастыру', { text: roads });
    const written = async () => (await page.open('/kk/appeals/new/what')).document.querySelector('textarea')?.textContent;
    await upToWho(page, 'kk');
    await page.submit(words.kk.write);
    expect([page.status, page.text.includes(roads)]).toEqual([409, true]);
    expect(await written()).toBe(roads);
    await page.open('/kk/receptions/book/advice');
    await page.submit(words.kk.write);
    await page.submit('Орнына жаңа өтініш бастау');
    expect(page.address).toBe('/kk/appeals/new/what');
    expect(await written()).toBe(lights.kk);
    await page.open('/kk/receptions/book/advice');
    await page.submit(words.kk.write);
    expect([page.address, await written()]).toEqual(['/kk/appeals/new/what', lights.kk]);
  });

  test('who writes of danger reads first whom to call', async () => {
    const page = await h.browser().open('/ru/receptions/book');
    await page.submit('Начать');
    await page.submit('Продолжить', { text: 'В подъезде сильно пахнет газом, кружится голова' });
    expect(page.address).toBe('/ru/receptions/book/urgent');
    expect(page.html).toContain('tel:104');
  });

  test('what was typed comes back with what was wrong', async () => {
    const page = await upToTime(h.browser(), 'ru');
    await page.submit('Продолжить');
    expect(page.status).toBe(422);
    await page.submit('Продолжить', { slot: slots(page)[1] ?? '' });
    await page.submit('Продолжить', { surname: 'Образцов' });
    expect(page.status).toBe(422);
    expect(page.document.querySelector('[name=surname]')?.getAttribute('value')).toBe('Образцов');
    expect(page.text).toContain('Укажите телефон или почту');
  });

  test('joins the waiting list when no day suits, is given what is freed, and declines it with one click', async () => {
    const page = await upToWho(h.browser(), 'kk');
    await page.follow(words.kk.come);
    await page.submit(words.kk.on, { who: String(h.people.bodyHead) });
    await page.follow('Ыңғайлы күн жоқ па? Күту тізіміне жазылыңыз');
    await page.submit('Тізімге жазылу');
    await page.submit(words.kk.on, you());
    expect(page.text).toContain('Күту тізімі');
    await page.submit('Тізімге жазылу');
    expect(page.text).toContain('Сіз күту тізіміне жазылдыңыз');
    await page.follow(words.kk.open);
    const own = page.address;
    expect(page.text).not.toContain('Келе алмасаңыз');
    expect(page.text).toContain('Енді күтпеймін');
    await page.submit('Күту тізімінен шығу');
    expect(page.text).toContain('Күту тізімінен шықтыңыз.');
    expect(page.text).not.toContain('орныңыз');
    await page.submit('Күту тізіміне жазылу');
    expect(page.text).toContain('Сіз күту тізіміне жазылдыңыз');
    const holder = await booked('ru');
    await holder.follow(words.ru.open);
    await holder.submit(words.ru.cancel);
    await page.open(own);
    expect(page.text).toContain('Сізді күтеміз');
    expect(page.text).toContain('204-бөлме');
    await page.submit(words.kk.cancel);
    expect(page.text).toContain(words.kk.cancelled);
  });

  test('who could not come three times is asked whether they will, and may say so with one press', async () => {
    const page = await booked('kk');
    await page.follow(words.kk.open);
    expect(page.text).not.toContain('Келесіз бе?');
    await h.t.raw(`INSERT INTO reception.booking (number, branch_id, unit_id, reception_id, at_minute, state, lang, surname, given, phone, text, link_hash, code_hash, by_kind, made_at)
      SELECT 'X-' || n, branch_id, unit_id, reception_id, at_minute, 'no_show', lang, surname, given, phone, text, decode(lpad(n::text, 4, '0'), 'hex'), code_hash, by_kind, made_at FROM reception.booking, generate_series(1, 3) n WHERE number = $1`, [/BQ01-B-2026-\d{6}/.exec(page.text)?.[0]]);
    await page.open(page.address);
    expect(page.text).toContain('Келесіз бе?');
    await page.submit('Иә, келемін');
    expect(page.text).toContain('Рақмет, күтеміз');
    expect(page.text).not.toContain('Келесіз бе?');
  });

  test('a page for paper, a file for the calendar, and the slot that somebody else took meanwhile', async () => {
    const first = await upToTime(h.browser(), 'kk');
    const second = await upToTime(h.browser(), 'kk');
    const slot = slots(first)[0] ?? '';
    for (const page of [first, second]) {
      await page.submit(words.kk.on, { slot });
      await page.submit(words.kk.on, you());
    }
    await first.submit(words.kk.book);
    await second.submit(words.kk.book);
    expect([first.status, second.status]).toEqual([200, 409]);
    expect(second.text).toContain('Жақын бос уақыттар: 26.11.2026');
    expect(slots(second)).not.toContain(slot);
    await second.submit(words.kk.on, { slot: slots(second)[0] ?? '' });
    await second.submit(words.kk.book);
    expect(second.text).toContain(words.kk.done);
    await first.follow(words.kk.open);
    const token = first.address.split('/').at(-1);
    await first.open(`/kk/receptions/bookings/${token}/visit.ics`);
    expect(first.headers.get('content-type')).toContain('text/calendar');
    expect(first.html).toContain(`DTSTART:${receptionDay.replaceAll('-', '')}T`);
    expect(first.html).not.toContain('шамдар');
  });
});

describe('the desk', () => {
  test('books for somebody who telephones, tells them number and code, and ticks who came and who did not', async () => {
    const id = await planned(h, { on: dayAfter(5) });
    await bookedAt(h, id, 600);
    const page = await h.signedIn('reception', 'ru');
    await page.open(`/ru/desk/receptions/${id}/bookings`);
    expect(page.text).toContain('Сыналмалы Әлия');
    await page.submit('Записать', { surname: 'Образцова', given: 'Айна', text: 'Крыша течёт' });
    expect(page.status).toBe(422);
    expect(page.document.querySelector('[name=surname]')?.getAttribute('value')).toBe('Образцова');
    await page.submit('Записать', { phone: '8 701 777 00 01', atMinute: '700' });
    expect(page.text).toMatch(/Записан: BQ01-B-2026-\d{6}\. Код: [0-9A-Z]{4}-[0-9A-Z]{4}/);
    await page.submit(/^Пришёл/);
    await page.submit(/^Не пришёл/);
    expect((await h.t.raw('SELECT at_minute, state FROM reception.booking WHERE reception_id = $1 ORDER BY at_minute', [id]))).toEqual([{ at_minute: 600, state: 'came' }, { at_minute: 700, state: 'no_show' }]);
    // who comes late has come
    await page.submit(/^Пришёл/);
    expect((await h.t.raw(`SELECT count(*)::int AS n FROM reception.booking WHERE reception_id = $1 AND state = 'came'`, [id]))).toEqual([{ n: 2 }]);
  });
});

describe('a reception by video', () => {
  const withVideo = (): PlainBrowser => new PlainBrowser(makeServer({ ctx: { db: h.t.db, clock: { now: () => h.clock.now }, log: h.t.ctx().log }, config: readConfig({ JAUAP_DATA: '/tmp/jauap-video-unused', JAUAP_MODE: 'test', JAUAP_SECRET: 'a secret of tests, longer than thirty-two letters', JAUAP_LOG: 'silent', VIDEO_ROOM_URL: 'https://meet.example.kz/{room}' }), house }));
  const room = (page: PlainBrowser): string | null => page.document.querySelector('a[href^="https://meet.example.kz/"]')?.getAttribute('href') ?? null;

  test('is asked about only where there is a meeting server; its room opens fifteen minutes before, for the person and the official alike, and closes with the reception', async () => {
    const id = await planned(h, { on: dayAfter(6), video: true, from: 900, to: 960 });
    const without = await upToWho(h.browser(), 'kk');
    await without.follow(words.kk.come);
    await without.submit(words.kk.on, { who: 'any' });
    expect(without.address).toBe('/kk/receptions/book/day');

    const page = await upToWho(withVideo(), 'kk');
    await page.follow(words.kk.come);
    await page.submit(words.kk.on, { who: 'any' });
    expect(page.address).toBe('/kk/receptions/book/how');
    await page.submit(words.kk.on, { mode: 'video' });
    await page.submit(/2 желтоқсан/);
    await page.submit(words.kk.on, { slot: `${id}:900` });
    await page.submit(words.kk.on, you());
    await page.submit(words.kk.book);
    await page.follow(words.kk.open);
    const own = page.address;
    const now = h.clock.now;
    const at = async (minutes: number): Promise<string | null> => {
      h.clock.now = momentOf(dayAfter(6), 900 + minutes).getTime();
      return room(await page.open(own));
    };
    expect([await at(-16), await at(-15), await at(5)]).toEqual([null, expect.stringMatching(/^https:\/\/meet\.example\.kz\/[\w-]{22}$/), expect.any(String)]);
    const official = withVideo();
    await official.open('/kk/sign-in');
    await official.submit('Кіру', { login: 'bodyHead@ashyq.example', password });
    expect(room(await official.open(`/kk/desk/receptions/${id}/bookings`))).toBe(await at(5));
    await h.t.raw(`UPDATE reception.reception SET state = 'held' WHERE id = $1`, [id]);
    expect([await at(6), room(await official.open(`/kk/desk/receptions/${id}/bookings`))]).toEqual([null, null]);
    h.clock.now = now;
  });
});
