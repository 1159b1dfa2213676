import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { installed, newKey, numberAt, plannedOuting, promised, registered, visitOf } from '../../../../../test/support/tablet.ts';

let h: TestHouse;
let here = 0;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h?.end());

describe('back in the same place', () => {
  test('the tablet opens with what was promised here and is still open, and with the people who came; not with what was quiet', async () => {
    h.clock.now -= 14 * 86_400_000;
    const before = await installed(h, await plannedOuting(h, { heldOn: '2026-11-06' }));
    const at = '2026-11-06T09:10:00+05:00';
    await before.send({ place: 1, key: newKey(), act: visitOf(before, { nth: 0, beganAt: at, matters: [promised(before, '2026-11-13')] }) });
    const child = await before.send({ place: 2, key: newKey(), act: visitOf(before, { nth: 1, beganAt: at, surname: 'Тынышбаева', quiet: true, matters: [promised(before, '2026-11-13')] }) });
    expect(child.body.state).toBe('taken');
    h.clock.now += 14 * 86_400_000;
    here = await plannedOuting(h);
    const tablet = await installed(h, here);
    expect(tablet.kit.promises).toEqual([expect.objectContaining({ text: 'Алаңды жөндейміз', to: 'Сәрсенова Әлия', by: 'Орындаушы Бауыржан', dueOn: '2026-11-13', late: true })]);
    expect(tablet.kit.people.map((one) => one.surname)).toEqual(['Сәрсенова']);
    const said = { place: 1, key: newKey(), act: { what: 'promise_put' as const, promiseId: tablet.kit.promises[0]?.promiseId ?? 0, at: '2026-11-20T09:30:00+05:00', said: 'Дүйсенбіде бітеді.' } };
    expect((await tablet.send(said)).body).toMatchObject({ state: 'taken', visit: null });
    expect((await tablet.send({ ...said, place: 2, key: newKey() })).body.state).toBe('taken');
    expect(await h.t.raw('SELECT said FROM reception.promise_put')).toEqual([{ said: 'Дүйсенбіде бітеді.' }]);
  });

  test('somebody whose post shows nobody of the branch takes nobody along', async () => {
    expect((await installed(h, here, { page: await h.signedIn('clerk') })).kit.people.length).toBe(1);
    // an official of a body receives with the branch, whose register is not theirs
    const tablet = await installed(h, here, { page: await h.signedIn('executor') });
    expect(tablet.kit.people).toEqual([]);
    expect((await tablet.ask<typeof tablet.kit>('GET', 'kit')).body.people).toEqual([]);
  });

  test('what is quiet and cannot be taken is read by the one whose tablet it was and whoever is named for such, and by no colleague', async () => {
    const outingId = await plannedOuting(h, { official: null });
    const tablet = await installed(h, outingId, { page: await h.signedIn('clerk') });
    await tablet.send({ place: 1, key: newKey(), act: visitOf(tablet, { nth: 0, officialId: null, quiet: true, person: { surname: 'Тынышбаева', given: 'А', iin: '1' }, matters: [registered(numberAt(tablet.kit.blocks.appeal, 0))] }) });
    const path = `/kk/desk/outings/arrivals/${tablet.device.id}/1`;
    for (const [who, status] of [['reception', 404], ['clerk', 200], ['head', 200], ['sibling', 404]] as const) {
      const page = await h.signedIn(who);
      await page.open(path);
      expect([who, page.status]).toEqual([who, status]);
      await page.open('/kk/desk/outings/arrivals');
      expect([who, page.html.includes(path)]).toEqual([who, status === 200]);
    }
  });
});
