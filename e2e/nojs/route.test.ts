import { afterAll, beforeAll, expect, test } from 'vitest';
import { forward } from '../../src/rooms/appeals/acts/forward.ts';
import { ok, openHouse, type TestHouse } from '../../test/support/house.ts';
import { mattersOf } from './matters.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

test('beside a suggested body stands what is late there and what it passes on; it is suggested all the same', async () => {
  const { fresh, given } = mattersOf(h);
  const clerk = await h.signedIn('clerk', 'ru');
  const calm = await fresh();
  await clerk.open(`/ru/desk/appeals/${calm.number}`);
  expect(clerk.text).toContain('здесь отвечает Таскалинский отдел ЖКХ');
  expect(clerk.text).not.toContain('просрочено');

  for (let nth = 0; nth < 6; nth += 1) await given();
  for (let nth = 0; nth < 6; nth += 1) ok(await forward(h.ctx(), { number: (await given()).number, unitId: h.units.roads, reason: 'Жол бөлімінің ісі' }));
  await h.t.raw(`UPDATE appeals.appeal SET due_on = '2026-11-10' WHERE holder_unit = $1`, [h.units.lighting]);
  await clerk.open(`/ru/desk/appeals/${calm.number}`);
  expect(clerk.text).toContain('Обращений в работе у этого органа: 6, из них просрочено: 6.');
  expect(clerk.text).toContain('За год этот орган передал другим 50 % из 12 обращений по этой теме.');
  await clerk.open(`/kk/desk/appeals/${calm.number}`);
  expect(clerk.text).toContain('Бұл органда аяқталмаған 6 өтініш бар, 6 өтініштің мерзімі өтіп кеткен.');
  expect(clerk.text).toContain('келген 12 өтініштің 50 %-ын басқа органға жіберген');
  await clerk.submit('Осы органға беру');
  expect((await h.t.raw('SELECT holder_unit::int AS unit FROM appeals.appeal WHERE number = $1', [calm.number]))[0]?.['unit']).toBe(h.units.lighting);
}, 240_000);
