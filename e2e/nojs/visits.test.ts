import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lang } from '../../src/kernel/words.ts';
import { ownVisitWords as own, visitPaperWords as paper, visitWords as w, outcomeWords } from '../../src/rooms/reception/words/visits.ts';
import { ownWords as find } from '../../src/rooms/reception/words/booking-own.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { testNow } from '../../test/support/database.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse({ url: 'https://ashyq.example' }); });
afterAll(() => h.end());

const open = new Map<string, Promise<PlainBrowser>>();
const staff = (who: keyof TestHouse['people'], lang: Lang = 'kk'): Promise<PlainBrowser> => {
  const known = open.get(`${who} ${lang}`) ?? h.signedIn(who, lang);
  open.set(`${who} ${lang}`, known);
  return known;
};
/** Somebody new sits down with one matter. */
const sat = async (lang: Lang, surname: string, text: string): Promise<{ page: PlainBrowser; number: string }> => {
  h.clock.now = testNow;
  const page = await (await staff('reception', lang)).open(`/${lang}/desk/visits`);
  await page.submit(w.begin[lang], { surname, given: 'Сәуле', phone: '8 701 555 01 77' });
  await page.submit(w.matterAdd[lang], { text });
  return { page, number: page.address.split('/').at(-1)?.split('#')[0] ?? '' };
};
const linkOf = async (number: string): Promise<string> => {
  const { visitBy, visitLink } = await import('../../src/rooms/reception/store/visits.ts');
  const { read } = await import('../../src/platform/db.ts');
  const visit = await read(h.ctx(), (q) => visitBy(q, { number }));
  return visit ? visitLink(visit) : '';
};

describe('a visit by plain pages', () => {
  test('somebody whose name is not written down is asked for it where it is written', async () => {
    const { page } = await sat('kk', '', 'Ауладағы құдықтың қақпағы жоқ');
    await page.submit(w.register.kk, { 'registered.1.kind': 'complaint' });
    expect(page.document.querySelector('.errors a')?.getAttribute('href')).toBe('#f-surname');
    expect(page.document.querySelector('#f-surname')?.closest('details')?.hasAttribute('open')).toBe(true);
  });

  test.each(['kk', 'ru'] as const)('somebody new with three matters: advised, promised and read back, registered; the paper, the page of their own, the last word (%s)', async (lang) => {
    const { page, number } = await sat(lang, 'Нұрғалиева', 'Жәрдемақыға қайда барамын?');
    expect(number).toMatch(/^BQ01-V-2026-\d{6}$/);
    await page.submit(w.advise[lang], { 'advised.1.advice': 'Халыққа қызмет көрсету орталығына' });
    expect(page.text).toContain(outcomeWords.advised[lang]);

    await page.submit(w.matterAdd[lang], { text: 'Көшеде жарық жоқ' });
    await page.submit(w.promise[lang], { 'promised.2.text': 'Екі шам іліп береміз', 'promised.2.executor': `${h.units.lighting}`, 'promised.2.on': 'other', 'promised.2.dueOn': '2026-11-28' });
    expect([page.status, page.text.includes('30.11.2026')]).toEqual([409, true]);
    await page.submit(w.promise[lang], { 'promised.2.dueOn': '2026-11-27' });
    expect(page.text).toContain(w.readBackTitle[lang]);
    await page.submit(w.readBack[lang]);
    expect(page.text).toContain(w.readBackDone[lang]);

    await page.submit(w.matterAdd[lang], { text: 'Жол ойылып қалды, көлік жүре алмайды' });
    await page.submit(w.finish[lang]);
    expect(page.status).toBe(409);
    await page.submit(w.register[lang], { 'registered.3.kind': 'complaint' });
    expect(page.text).toContain(outcomeWords.registered[lang]);
    await page.submit(w.finish[lang]);
    expect(page.text).toContain(w.finished[lang]);

    await page.follow(w.paper[lang]);
    expect(page.text).toContain(number);
    expect(page.text).toContain('Екі шам іліп береміз');
    expect(page.text).toContain(paper.notKept[lang === 'ru' ? 'ru' : 'kk'].slice(0, 20));
    expect(page.html).toContain('data:image/png');

    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}(?=[^0-9A-Z-])/.exec(page.text.slice(page.text.lastIndexOf(number)))?.[0] ?? '';
    const person = await h.browser().open(`/${lang}/receptions/follow?number=${number}`);
    await person.submit(find.find[lang], { code });
    expect(person.address).toContain(`/visits/${await linkOf(number)}`);
    expect([person.status, person.text.includes('Екі шам іліп береміз'), person.text.includes(own.saidBy[lang].split('{')[0] ?? '')]).toEqual([200, true, true]);
    await person.submit(own.send[lang], { verdict: 'not_solved' });
    expect(person.status).toBe(422);
    await person.submit(own.send[lang], { verdict: 'not_solved', comment: 'Ол жерде де бермеді', register: 'yes' });
    expect(person.text).toContain(own.thanks[lang]);
    expect(person.text).toMatch(/BQ01-2026-\d{6}/);
  });

  test('a matter typed and not written down goes with the button that ends the visit: kept, asked after, and never lost', async () => {
    const { page } = await sat('kk', 'Асығыс', 'Көшеде жарық жоқ');
    await page.submit(w.advise.kk, { 'advised.1.advice': 'Аудан әкімдігіне' });
    await page.submit(w.finish.kk, { text: 'Су' });
    expect([page.status, page.document.querySelector('.errors a')?.getAttribute('href'), page.document.querySelector('#f-text')?.textContent]).toEqual([422, '#f-text', 'Су']);
    await page.submit(w.finish.kk, { text: 'Ауылға автобус келмейді' });
    expect([page.status, page.text.includes(w.matter.kk.replace('{nth}', '2')), page.document.querySelector('#matter-2')?.textContent.includes('Ауылға автобус келмейді'), page.document.querySelector('#f-text')?.textContent]).toEqual([409, true, true, '']);
    await page.submit(w.leave.kk, { text: 'Құдықтың қақпағы жоқ' });
    expect([page.status, page.text.includes(w.left.kk), page.document.querySelector('#matter-3')?.textContent.includes('Құдықтың қақпағы жоқ')]).toEqual([200, true, true]);
  });

  test('a known person is received by one press, with what they asked before', async () => {
    await sat('kk', 'Белгілі', 'Көшеде жарық жоқ');
    const page = await (await staff('reception')).open('/kk/desk/visits?find=Белгілі');
    await page.submit(/^Қабылдау/);
    expect(page.text).toContain('Белгілі Сәуле');
    expect(page.text).toContain('Көшеде жарық жоқ');
  });

  test('a promise stands on the board, leads to the visit, and is late there and here', async () => {
    const { page, number } = await sat('kk', 'Кешікпес', 'Көшеде жарық жоқ');
    await page.submit(w.promise.kk, { 'promised.1.text': 'Шамды ауыстырамыз', 'promised.1.executor': `${h.units.lighting}`, 'promised.1.on': 'other', 'promised.1.dueOn': '2026-11-23' });
    h.clock.now = testNow + 5 * 86_400_000;
    const board = await (await h.signedIn('controller')).open('/kk/desk/control?source=visit');
    expect([board.status, board.text.includes(number), board.text.includes('Шамды ауыстырамыз')]).toEqual([200, true, true]);
    await board.follow(number);
    expect(board.status).toBe(200);
    expect(board.text).toContain('Шамды ауыстырамыз');
    expect((await (await h.signedIn('reception')).open(`/kk/desk/visits/${number}`)).text).toContain(w.promiseLate.kk);
    h.clock.now = testNow;
  });

  test('words of violence close the visit with one press; after that nobody else finds it', async () => {
    const { page, number } = await sat('ru', 'Тыныш', 'Муж меня бьёт, боюсь за детей');
    expect(page.text).toContain(w.quietSuggested.ru);
    await page.submit(w.quietOn.ru);
    expect([page.text.includes('111'), page.text.includes(w.quietMeans.ru)]).toEqual([true, true]);
    const clerk = await (await staff('clerk')).open(`/kk/desk/visits/${number}`);
    expect(clerk.status).toBe(404);
    const list = await clerk.open('/kk/desk/visits');
    expect([list.text.includes(number), list.text.includes('Тыныш')]).toEqual([false, false]);
    expect((await (await staff('head')).open(`/kk/desk/visits/${number}`)).status).toBe(200);
    await page.open(`/ru/desk/visits/${number}/paper`);
    expect([page.text.includes('бьёт'), page.text.includes('Тыныш')]).toEqual([false, false]);
  });
});
