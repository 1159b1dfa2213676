import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../../test/support/house.ts';
import type { PlainBrowser } from '../../test/support/browser.ts';
import { today } from '../../src/kernel/day.ts';
import { bookedAt, planned } from '../../test/support/bookings.ts';
import type { Lang } from '../../src/kernel/words.ts';
import { dayWords } from '../../src/rooms/reception/words/figures-day.ts';

let h: TestHouse;
let kiosk = '';
let display = '';
const made = (page: PlainBrowser, kind: string): string => new RegExp(`/(${kind}/[\\w-]{22})`).exec(page.html)?.[1] ?? '';

beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

test('an administrator sets up a waiting room by one button, and a kiosk and a board by their addresses, shown once', async () => {
  const page = await h.signedIn('administrator', 'ru');
  await page.open(`/ru/admin/queue?branch=${h.units.tasqala}`);
  await page.submit('Поставить обычный зал ожидания');
  expect(page.text).toContain('Сохранено');
  expect(page.text).toContain('Подать обращение, получить совет');
  await page.submit('Создать адрес', { 'screen.kind': 'kiosk', 'screen.name': 'У входа' });
  kiosk = made(page, 'kiosk');
  await page.submit('Создать адрес', { 'screen.kind': 'display', 'screen.name': 'Зал' });
  display = made(page, 'display');
  expect([kiosk, display].every((one) => one.length > 20)).toBe(true);
  await page.open(`/ru/admin/queue?branch=${h.units.tasqala}`);
  expect(page.html).not.toContain(kiosk.split('/')[1]);
  expect(page.text).toContain('У входа');
  // a mistake comes back with what was typed
  await page.submit('Добавить очередь', { 'lane.letter': '7', 'lane.kk': 'Заңгер', 'lane.ru': 'Юрист', 'lane.en': 'Lawyer' });
  expect(page.status).toBe(422);
  expect(page.html).toContain('Заңгер');
  await page.submit('Добавить очередь', { 'lane.letter': 'D' });
  expect(page.text).toContain('Юрист');
});

const saying: Readonly<Record<Lang, { readonly lane: string; readonly no: RegExp; readonly take: RegExp; readonly next: RegExp; readonly ahead: RegExp; readonly leave: RegExp }>> = {
  kk: { lane: 'Өтініш беру, кеңес алу', no: /Жоқ, жалпы кезекпен/, take: /^Талон алу$/, next: /Келесіні шақыру/, ahead: /Келесі сізсіз|Алдыңызда/, leave: /Кетемін/ },
  ru: { lane: 'Подать обращение, получить совет', no: /Нет, в общей очереди/, take: /^Взять талон$/, next: /Пригласить следующего/, ahead: /Вы следующий|Перед вами/, leave: /Я ухожу/ },
  en: { lane: 'Send an appeal, get advice', no: /No, I will wait/, take: /^Take the ticket$/, next: /Call the next/, ahead: /You are next|before you/, leave: /I am leaving/ },
};

describe.each(['kk', 'ru'] as const)('at the kiosk without JavaScript, in %s', (lang) => {
  const w = saying[lang];
  const takeOne = async (name: string): Promise<{ page: PlainBrowser; label: string; link: string }> => {
    const page = await h.browser().open(`/${lang}/${kiosk}`);
    await page.follow(new RegExp(w.lane));
    await page.follow(w.no);
    await page.submit(w.take, name === '' ? {} : { name });
    const label = page.document.querySelector('.label')?.textContent ?? '';
    const { rows } = { rows: await h.t.raw('SELECT id FROM reception.ticket WHERE label = $1', [label]) };
    const { ticketLink } = await import('../../src/rooms/reception/store/queue/tickets.ts');
    return { page, label, link: `/${lang}/tickets/${ticketLink(Number(rows[0]?.['id']))}` };
  };

  test('somebody takes a ticket by three touches, sees their place, and the screen goes back to the start by itself', async () => {
    const { page, label } = await takeOne(lang === 'kk' ? 'Әлия Сәрсенова' : '');
    expect(label).toMatch(/^A\d{3}$/);
    expect(page.text).toMatch(w.ahead);
    expect(page.html).toContain(`content="30; url=/${lang}/${kiosk}"`);
    // what a script would open stays shut
    expect(page.document.querySelector('[data-print]')?.hasAttribute('hidden')).toBe(true);
    if (lang === 'kk') expect(page.text).toContain('Әлия С.');
  });
  test('a name that is none is asked for again, and a booking that is none is said so', async () => {
    const page = await h.browser().open(`/${lang}/${kiosk}`);
    await page.follow(new RegExp(w.lane));
    await page.follow(w.no);
    await page.submit(w.take, { name: '<script>' });
    expect(page.status).toBe(422);
    await page.submit(w.take, { name: '' });
    expect(page.status).toBe(200);
    await page.open(`/${lang}/${kiosk}?lane=2&booked=yes`);
    await page.submit(/Жалғастыру|Продолжить/, { number: 'BQ01-B-2026-000001', code: 'AAAA-AAAA' });
    expect(page.status).toBe(422);
  });
  test('on the telephone they see how many are before them, and leave', async () => {
    const { link } = await takeOne('');
    const page = await h.browser().open(link);
    expect(page.text).toMatch(w.ahead);
    expect(page.html).toContain('http-equiv="refresh"');
    await page.submit(w.leave);
    expect(page.text).toMatch(/талоныңыз|Бұл талон жабылды|Этот талон закрыт/);
  });
});

test('whoever is booked shows the number and the code at the kiosk, goes to their official at their hour, and is received as who they are', async () => {
  const on = today({ now: () => h.clock.now });
  const receptionId = await planned(h, { on, from: 720, to: 840 });
  const booked = await bookedAt(h, receptionId, 720);
  const page = await h.browser().open(`/ru/${kiosk}`);
  await page.follow(/На личный приём/);
  await page.follow(/Да, я по записи/);
  await page.submit('Продолжить', { number: booked.number, code: 'AAAA-AAAA' });
  expect(page.text).toContain('Номер и код не подошли');
  await page.submit('Продолжить', { number: booked.number, code: booked.followCode });
  // the code is in no address that somebody could go back to
  expect(page.html).not.toMatch(/href="[^"]*code=/);
  await page.submit(/Нет, в общей очереди/);
  await page.submit('Взять талон');
  expect(page.text).toContain('Вы записаны на 12:00');
  expect(page.text).toContain('Әлия С.');
  const [ticket] = await h.t.raw('SELECT t.*, b.state AS booking FROM reception.ticket t JOIN reception.booking b ON b.id = t.booking_id WHERE t.booking_id = $1', [booked.bookingId]);
  expect(ticket).toMatchObject({ booking: 'came', state: 'waiting' });
  // who presses twice has one place
  const again = await h.browser().open(`/ru/${kiosk}?lane=2&booked=yes`);
  await again.submit('Продолжить', { number: booked.number, code: booked.followCode });
  await again.submit(/Нет, в общей очереди/);
  await again.submit('Взять талон');
  expect(again.document.querySelector('.label')?.textContent).toBe(ticket?.['label']);
  expect((await h.t.raw('SELECT count(*)::int AS n FROM reception.ticket WHERE booking_id = $1', [booked.bookingId]))[0]).toEqual({ n: 1 });
  const clerk = await h.signedIn('reception', 'ru');
  await clerk.open('/ru/desk/queue');
  await clerk.submit(/Сесть за место 3/);
  h.clock.now += 2 * 60 * 60_000;
  await clerk.open('/ru/desk/queue');
  await clerk.submit(/Пригласить следующего/);
  expect(clerk.document.querySelector('.queue-mine')?.textContent).toContain('Әлия С.');
  await clerk.submit(/Подошли, начать/);
  const [visit] = await h.t.raw('SELECT v.reception_id, v.account_id, v.surname FROM reception.visit v JOIN reception.ticket t ON t.visit_id = v.id WHERE t.booking_id = $1', [booked.bookingId]);
  expect([Number(visit?.['reception_id']), Number(visit?.['account_id']), visit?.['surname']]).toEqual([receptionId, h.people.bodyHead, 'Сыналмалы']);
  // what they came with is not settled yet: the visit is finished on its own page
  await clerk.submit(/^Закончить/);
  expect(clerk.status).toBe(409);
  await clerk.submit(/Отложить/);
  h.clock.now -= 2 * 60 * 60_000;
  await clerk.submit(/Уйти с места/);
});

test('a clerk without JavaScript sits down, calls, receives, and the board says so', async () => {
  const page = await h.signedIn('reception', 'ru');
  await page.open('/ru/desk/queue');
  await page.submit(/Сесть за место 1/);
  expect(page.text).toContain('место 1');
  await page.submit(/Пригласить следующего/);
  expect(page.text).toMatch(/Приглашён A001/);
  const board = await h.browser().open(`/kk/${display}`);
  expect(board.document.querySelector('.board-label')?.textContent).toBe('A001');
  expect(board.document.querySelector('.board-call .board-who')?.textContent).toBe('Әлия С.');
  expect(board.html).toContain('<noscript><meta http-equiv="refresh"');
  await page.submit(/Подошли, начать/);
  await page.submit(/^Закончить/);
  expect(page.text).toContain('A001: приём закончен.');
  await page.submit(/^Выдать талон$/, { name: 'Ержан', priority: 'disability' });
  expect(page.text).toMatch(/Выдан талон A00/);
  // entitled: goes first
  await page.submit(/Пригласить следующего/);
  expect(page.document.querySelector('.queue-mine')?.textContent).toContain('Ержан');
  await page.submit(/Отменить последнее/);
  expect(page.document.querySelector('.queue-mine')).toBeNull();
});

test('a page pressed twice calls once; the page after it calls again', async () => {
  const page = await h.signedIn('reception', 'ru');
  await page.open('/ru/desk/queue');
  await page.submit(/^Выдать талон$/, { name: 'Болат' });
  await page.submit(/^Выдать талон$/, { name: 'Гүлнар' });
  const calls = async () => Number((await h.t.raw(`SELECT coalesce(sum(invitations), 0)::int AS n FROM reception.ticket WHERE state = 'invited' AND account_id = $1`, [h.people.reception]))[0]?.['n']);
  // both buttons of an untouched page: the next one, and somebody by name
  for (const button of [/Пригласить следующего/, /^Пригласить(?! следующего)/]) {
    const twice = await h.signedIn('reception', 'ru');
    await twice.open('/ru/desk/queue');
    await page.open('/ru/desk/queue');
    await page.submit(button);
    const called = page.document.querySelector('.queue-big')?.textContent ?? '';
    await twice.submit(button);
    expect([twice.status, twice.text.includes(`Приглашён ${called}.`), await calls()]).toEqual([200, true, 1]);
    await twice.submit(/Позвать ещё раз \(2-й раз\)/);
    expect(await calls()).toBe(2);
    await page.open('/ru/desk/queue');
    await page.submit(/Отложить/);
  }
});

test('what can be taken back is the last thing done and nothing older: after an end nothing, after somebody’s leaving that ticket', async () => {
  const page = await h.signedIn('reception', 'ru');
  await page.open('/ru/desk/queue');
  const offered = () => [...page.document.querySelectorAll('[data-press=z]')].map((one) => /\((.+)\)/.exec(one.textContent ?? '')?.[1]);
  const labels: string[] = [];
  for (const name of ['Сәуле', 'Марат', 'Дана']) {
    await page.submit(/^Выдать талон$/, { name });
    labels.push(/Выдан талон (\w+)/.exec(page.text)?.[1] ?? '');
  }
  const [gone = '', served = '', left = ''] = labels;
  const idOf = async (label: string) => Number((await h.t.raw('SELECT id FROM reception.ticket WHERE label = $1 AND on_day = $2', [label, today(h.ctx().clock)]))[0]?.['id']);
  const press = async (label: string, noun: string) => {
    const form = page.document.querySelector(`form[action$="/tickets/${await idOf(label)}/${noun}"] button`);
    form?.replaceChildren('THIS');
    await page.submit('THIS');
  };
  const call = async (label: string) => { const id = await idOf(label); page.document.querySelector(`form:has(input[name=ticket][value="${id}"]) button`)?.replaceChildren('THIS'); await page.submit('THIS'); };
  // heard one by one, no two buttons of the line are alike
  const heard = [...page.document.querySelectorAll('[aria-labelledby=hall] button')].map((one) => one.textContent ?? '');
  expect([new Set(heard).size, heard.filter((one) => one === `Отметить уход: ${gone}`).length]).toEqual([heard.length, 1]);
  await call(gone);
  expect(offered()).toEqual([gone]);
  await press(gone, 'departures');
  expect(page.text).toContain(`${gone}: отмечен уход.`);
  expect(offered()).toEqual([gone]);
  // somebody is received and done: that cannot be taken back, and what went before is not offered in its place
  await call(served);
  await press(served, 'beginnings');
  expect(offered()).toEqual([]);
  await press(served, 'finishes');
  expect([page.text.includes(`${served}: приём закончен.`), offered()]).toEqual([true, []]);
  // from the line, without a call
  await press(left, 'departures');
  expect(offered()).toEqual([left]);
  await press(left, 'undoings');
  expect([(await h.t.raw('SELECT state FROM reception.ticket WHERE id = $1', [await idOf(left)]))[0], offered()]).toEqual([{ state: 'waiting' }, []]);
});

test.each(['kk', 'ru', 'en'] as const)('the figures of the day call visits and tickets by two names (%s)', async (lang) => {
  const page = await h.signedIn('head', lang);
  await page.open(`/${lang}/desk/figures?branch=${h.units.tasqala}`);
  const [visits, tickets] = [dayWords.received[lang], dayWords.servedCount[lang]];
  expect([...page.document.querySelectorAll('dt')].filter((one) => one.textContent === visits)).toHaveLength(1);
  expect([...page.document.querySelectorAll('th')].filter((one) => one.textContent === tickets)).toHaveLength(1);
  expect(visits).not.toBe(tickets);
});

test('the state of a board is asked for with its tag and answered with nothing new while nothing is', async () => {
  const first = await h.app.request(`/${display}/state`);
  const etag = first.headers.get('etag') ?? '';
  expect(first.status).toBe(200);
  const again = await h.app.request(`/${display}/state`, { headers: { 'if-none-match': etag } });
  expect([again.status, again.headers.get('x-now')]).toEqual([304, String(h.clock.now)]);
  const page = await h.signedIn('reception', 'kk');
  await page.open('/kk/desk/queue');
  await page.submit(/Келесіні шақыру/);
  const changed = await h.app.request(`/${display}/state`, { headers: { 'if-none-match': etag } });
  expect(changed.status).toBe(200);
  expect(JSON.stringify(await changed.json())).not.toMatch(/Сәрсенова|matter|phone/);
  // a switched off screen
  const admin = await h.signedIn('administrator', 'kk');
  await admin.open(`/kk/admin/queue?branch=${h.units.tasqala}`);
  const forms = [...admin.document.querySelectorAll('form[action*="/screens/"]')].map((form) => form.getAttribute('action') ?? '');
  expect(forms).toHaveLength(2);
});

test('a desk says for which reception of today it calls, and changes its mind', async () => {
  const receptionId = await planned(h, { on: today(h.ctx().clock), from: 1080, to: 1140 });
  const deskOf = async () => (await h.t.raw('SELECT reception_id::int AS id FROM reception.desk WHERE account_id = $1', [h.people.reception]))[0]?.['id'];
  const page = await h.signedIn('reception', 'ru');
  await page.open('/ru/desk/queue');
  if (await deskOf() !== undefined) await h.t.raw('UPDATE reception.desk SET account_id = NULL, reception_id = NULL');
  await page.open('/ru/desk/queue');
  expect(page.text).toContain('На чей приём приглашаете?');
  await page.submit(/Сесть за место 2/, { reception: String(receptionId) });
  expect(await deskOf()).toBe(receptionId);
  expect(page.text).toMatch(/Принимает .+, 18:00–19:00/);
  await page.submit('Сменить', { reception: '' });
  expect(await deskOf()).toBeNull();
  expect(page.text).toContain('Здесь зовут общую очередь');
});
