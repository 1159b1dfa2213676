import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { installed, newKey, visitOf } from '../../test/support/tablet.ts';
import { openHouse, type TestHouse } from '../../test/support/house.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h?.end());

describe('an outing, without a script', () => {
  let address = '';
  test('the head plans it: the place is found by its name, an official and a clerk are chosen, the sitting is laid out', async () => {
    const page = await h.signedIn('head');
    await page.open('/kk/desk/outings');
    expect(page.text).toContain('Көшпелі қабылдау әлі жоспарланбаған');
    await page.open(`/kk/desk/outings/new?branch=${h.units.tasqala}`);
    await page.submit('Елді мекенді іздеу', { place: 'таскала' });
    expect(page.status).toBe(200);
    await page.submit('Сақтау', { place: 'таскала', nameKk: 'Тасқала базары', nameRu: '', heldOn: '2026-11-20', from: '09:00', to: '18:00' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('Толтырыңыз');
    await page.submit('Сақтау', { nameRu: 'Рынок в Таскале', officials: `${h.people.executor}:${h.units.lighting}`, clerks: `${h.people.reception}:${h.units.tasqala}` });
    expect(page.address).toMatch(/^\/kk\/desk\/outings\/\d+$/);
    address = page.address;
    expect(page.text).toContain('Орындаушы Бауыржан');
    expect(page.text).toContain('Мұнда бұрын болған жоқпыз');
    expect(await h.t.raw('SELECT kind, account_id, state FROM reception.reception')).toEqual([{ kind: 'outing', account_id: String(h.people.executor), state: 'planned' }]);
  });

  test('it is looked at before it is announced, and then everybody sees it', async () => {
    const visitor = h.browser();
    await visitor.open('/ru/outings');
    expect(visitor.text).toContain('Ближайших выездных приёмов нет');
    const page = await h.signedIn('head');
    await page.open(address);
    await page.submit('Қалай көрінетінін қарау', { kk: 'Базардың кіреберісінде күтеміз.', ru: 'Ждём у входа на рынок.' });
    expect(page.text).toContain('Сайтта былай көрінеді');
    await visitor.open('/ru/outings');
    expect(visitor.text).not.toContain('Ждём у входа на рынок.');
    await page.submit('Хабарлау');
    await visitor.open('/ru/outings');
    expect(visitor.text).toContain('Ждём у входа на рынок.');
    expect(visitor.text).toContain('20 ноября 2026 года, пт, 09:00–18:00');
    expect(visitor.bytes).toBeLessThan(30_000);
    // its hours over, it is past on the same day
    const before = h.clock.now;
    const shown = async (time: string): Promise<readonly boolean[]> => {
      h.clock.now = Date.parse(`2026-11-20T${time}:00+05:00`);
      return [(await visitor.open('/ru/outings')).text.includes('Ждём у входа на рынок.'), (await visitor.open('/ru/receptions')).text.includes('Рынок в Таскале')];
    };
    expect([await shown('17:59'), await shown('18:00')]).toEqual([[true, true], [false, false]]);
    h.clock.now = before;
  });

  test('on the day the clerk begins it, installs a tablet, and its day is seen from the office', async () => {
    const page = await h.signedIn('reception');
    await page.open(address);
    await page.submit('Қабылдауды бастау');
    expect(page.text).toContain('жүріп жатыр');
    expect(await h.t.raw('SELECT state FROM reception.reception')).toEqual([{ state: 'under_way' }]);
    const tablet = await installed(h, Number(address.split('/').at(-1)), { page });
    expect((await tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: 0 }) })).body.state).toBe('taken');
    await page.open(address);
    expect(page.text).toContain('1 адам қабылданды, 1 мәселе: кеңес берілгені 1');
    expect(await h.t.raw('SELECT received FROM reception.reception')).toEqual([{ received: 1 }]);
    await page.submit('Сапарды жабу');
    expect([page.status, page.text.includes('1 планшет әлі бәрін тапсырған жоқ')]).toEqual([409, true]);
    await tablet.send({ place: 2, key: newKey(), act: { what: 'end', at: '2026-11-20T17:00:00+05:00' } });
    await page.open(address);
    await page.submit('Сапарды жабу');
    expect(page.text).toContain('жабылды');
    expect(await h.t.raw('SELECT state FROM reception.reception')).toEqual([{ state: 'held' }]);
  });

  test('the record of a wrong number is looked at, put right, and no longer waits', async () => {
    const head = await h.signedIn('head');
    await head.open(`/kk/desk/outings/new?branch=${h.units.tasqala}`);
    await head.submit('Сақтау', { place: 'таскала', nameKk: 'Вокзал', nameRu: 'Вокзал', heldOn: '2026-11-20', from: '19:00', to: '20:00', clerks: `${h.people.reception}:${h.units.tasqala}` });
    const place = head.address;
    expect(head.text).toContain('Өткен жолы осында');
    expect(head.text).toContain('1 адам қабылданды');
    const page = await h.signedIn('reception');
    await page.open(place);
    const tablet = await installed(h, Number(place.split('/').at(-1)), { page });
    const act = visitOf(tablet, { nth: 0, officialId: null, person: { surname: 'Жанұзақова', given: 'Гүл', iin: '12' } });
    expect((await tablet.send({ place: 1, key: newKey(), act })).body.state).toBe('conflict');
    await page.open('/kk/desk/outings');
    await page.follow(/Қарау керек: 1/);
    expect(page.text).toContain('ЖСН қате жазылған');
    expect(page.text).not.toContain('Жанұзақова');
    await page.follow(/Ашу/);
    expect(page.text).toContain('Жанұзақова Гүл');
    await page.submit('Мынаны өзгертіп қабылдау', { iin: '' });
    expect(page.text).toContain('Шешілді.');
    expect(await h.t.raw('SELECT surname FROM reception.visit WHERE number = $1', [act.number])).toEqual([{ surname: 'Жанұзақова' }]);
  });

  test('called off, it stays on the public page with the reason', async () => {
    const page = await h.signedIn('head');
    await page.open(`/kk/desk/outings/new?branch=${h.units.tasqala}`);
    await page.submit('Сақтау', { place: 'таскала', nameKk: 'Мал базары', nameRu: 'Скотный рынок', heldOn: '2026-11-27', from: '09:00', to: '12:00', clerks: `${h.people.reception}:${h.units.tasqala}`, officials: `${h.people.executor}:${h.units.lighting}` });
    await page.submit('Қалай көрінетінін қарау', { kk: 'Базарда күтеміз.', ru: 'Ждём на рынке.' });
    await page.submit('Хабарлау');
    await page.follow('Өзгерту Қайда');
    await page.submit('Сақтау', { from: '10:00' });
    expect(page.text).toContain('10:00–12:00');
    await page.submit('Сапарды болдырмау', { reason: 'Боран' });
    expect(page.text).toContain('Болмайды. Себебі: Боран');
    const visitor = h.browser();
    await visitor.open('/kk/outings');
    expect(visitor.text).toContain('Болмайды. Себебі: Боран');
    expect(await h.t.raw(`SELECT state, from_minute FROM reception.reception WHERE held_on = '2026-11-27' ORDER BY id`)).toEqual([{ state: 'cancelled', from_minute: 540 }, { state: 'cancelled', from_minute: 600 }]);
  });

  test('the paper from the road leads to the page of the person, and before it has arrived says when it will', async () => {
    const visitor = h.browser();
    await visitor.open('/kk/outings/visits/AAAAAAAAAAAAAAAAAAAAAA');
    expect([visitor.status, visitor.text.includes('Жазбаңыз әлі жолда')]).toEqual([200, true]);
  });
});
