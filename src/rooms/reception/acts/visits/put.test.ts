import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitor } from '../../../../kernel/actor.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { write } from '../../../../platform/db.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { planned, receptionDay, dayAfter } from '../../../../../test/support/bookings.ts';
import { ok, openHouse, type TestHouse } from '../../../../../test/support/house.ts';
import { sessionActor, setAbsence } from '../../../people/contract.ts';
import { momentOf } from '../../law/outings.ts';
import { begin } from '../receptions.ts';
import { addMatter, beginVisit, putPromise, settleMatter } from '../visits.ts';

let h: TestHouse;
beforeAll(async () => { h = await openHouse(); });
afterAll(() => h.end());

const code = (value: unknown): string => (isRefusal(value) ? value.code : 'done');
const signedIn = async (who: keyof TestHouse['people']): Promise<Ctx> => {
  const page = await h.signedIn(who);
  return h.ctx((await sessionActor(h.ctx(visitor), page.cookies.find((one) => one.name === 'jauap_session')?.value ?? '')) ?? visitor);
};
/** Said by the head of lighting, who is away on the day of the next reception. */
const promise = async (): Promise<number> => {
  const visit = ok(await write(h.ctx(), (tx) => beginVisit(h.ctx(), tx, { branchId: h.units.tasqala, unitId: h.units.lighting, accountId: h.people.bodyHead, clerkId: h.people.reception, surname: 'Сыналмалы', given: 'Әлия' })));
  ok(await addMatter(h.ctx(), { number: visit.number, text: 'Аулада шам жанбайды' }));
  const { promiseId } = ok(await settleMatter(h.ctx(), { number: visit.number, nth: 1, how: 'promised', text: 'Шам ілеміз', executorUnit: h.units.lighting, dueOn: dayAfter(1) }));
  return promiseId ?? 0;
};

test('whoever holds the reception in their place says what became of a promise, and the page shows it to them', async () => {
  const promiseId = await promise();
  const [theirs, own] = [await planned(h), await planned(h, { accountId: h.people.executor, from: 780, to: 900 })];
  ok(await setAbsence(h.ctx(), { accountId: h.people.bodyHead, deputyId: h.people.executor, fromOn: receptionDay, toOn: receptionDay }));
  h.clock.now = momentOf(receptionDay, 600).getTime();
  const deputy = await signedIn('executor');
  const put = (ctx: Ctx, receptionId: number) => putPromise(ctx, { promiseId, receptionId, said: 'Шам келді, ертең іледі' });
  expect(code(await put(deputy, theirs))).toBe('not_allowed');
  ok(await begin(deputy, { receptionId: theirs }));
  const page = await h.signedIn('executor');
  await page.open(`/kk/desk/receptions/${theirs}`);
  expect(page.text).toContain('Шам ілеміз');
  // a desk does not write it into a reception of somebody else
  expect(code(await put(await signedIn('reception'), own))).toBe('reception_not_found');
  expect(code(await put(deputy, own))).not.toBe('done');
  expect(code(await put(deputy, theirs))).toBe('done');
});
