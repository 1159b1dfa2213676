import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHouse, type TestHouse } from '../../../../test/support/house.ts';
import { mattersOf } from '../../../../e2e/nojs/matters.ts';
import { check } from './check.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const found = async (appealId: number, text: string) =>
  (await check(h.ctx(), { appealId, text, outcome: 'done', unitId: h.units.lighting, answerId: null })).filter((one) => one.what !== undefined).map((one) => [one.what, one.serious]);
const answer = 'Құрметті Сыналмалы Әлия, шам ауыстырылды. Сізбен 8 701 000 00 01 арқылы сөйлестік.';

test('a person’s own name and telephone are no secret from themselves, and are from those whose letters are answered with theirs', async () => {
  const { main } = await mattersOf(h).joined();
  const [alone, shared] = [await mattersOf(h).fresh(), main];
  const idOf = async (number: string) => Number((await h.t.raw('SELECT id FROM appeals.appeal WHERE number = $1', [number]))[0]?.['id']);
  await h.t.raw(`UPDATE appeals.applicant SET surname = 'Сыналмалы', given = 'Әлия', phone = '+77010000001'`);
  expect(await found(await idOf(alone.number), answer)).toEqual([]);
  expect(await found(await idOf(shared.number), answer)).toContainEqual(['phone', true]);
});
