import type { Staff } from '../../../kernel/actor.ts';
import { addDays, weekday, type Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { beginOuting, closeOuting } from '../../../rooms/reception/acts/outings/hold.ts';
import { announceOuting, planOuting } from '../../../rooms/reception/acts/outings/plan.ts';
import { demoCity, demoDistricts } from '../places.ts';
import { branchCode } from '../plan.ts';
import { dayOf, moment } from '../plan/moments.ts';
import type { Crew } from '../staff.ts';
import { announcement, outingPlaces } from '../texts/receptions.ts';
import { ok } from '../units.ts';
import type { Item } from './past.ts';
import { visited, type Room } from './visit.ts';

const from = 570;
const to = 780;

/** A Wednesday so many weeks before or after. */
const wednesday = (today: Day, weeks: number): Day => addDays(today, 3 - weekday(today) + 7 * weeks);

/** Four that are over, one of today, one of next week that is announced: at the market, at the station, in villages. */
export const outings = async (room: Room, crew: Crew): Promise<readonly Item[]> => {
  const today = dayOf(room.now);
  const district = demoDistricts[1] ?? demoCity;
  const items: Item[] = [];
  for (const [place, on, at] of [[demoCity, wednesday(today, -16), 0], [district, wednesday(today, -9), 2], [demoCity, wednesday(today, -5), 1], [district, wednesday(today, -2), 3], [demoCity, today, 0], [demoCity, wednesday(today, 2), 1]] as const) {
    const branch = branchCode(place);
    const branchId = room.units.byCode.get(branch)?.id ?? 0;
    const head = crew.of(branch, 'branch_head');
    const clerks: readonly Staff[] = [crew.of(branch, 'reception_clerk'), crew.of(branch, 'appeals_clerk')];
    const names = outingPlaces[at] ?? outingPlaces[0];
    const as = (minute: number, day = on): Ctx => ({ ...room.ctx, actor: head, clock: { now: () => Math.min(moment(day, minute), room.now) } });
    const { outingId } = ok(await planOuting(as(600, addDays(on, -12)), {
      branchId, nameKk: `${names.kk}, ${place.kk}`, nameRu: `${names.ru}, ${place.ru}`, nameEn: `${names.en}, ${place.en}`, territoryCode: place.code, heldOn: on, from, to,
      officials: [{ accountId: head.accountId, unitId: branchId }], clerks: clerks.map((one) => ({ accountId: one.accountId, unitId: branchId })),
    }), `outing on ${on}`);
    ok(await announceOuting(as(630, addDays(on, -12)), { outingId, ...announcement }), 'announcement');
    items.push({ at: moment(on, from), branch, live: async () => void ok(await beginOuting(as(from), { outingId }), 'outing begins') });
    for (let nth = room.r.int(5, 8); nth > 0; nth -= 1) {
      const ends = moment(on, from + nth * 20);
      items.push({ at: ends, branch, live: () => visited(room, { branchId, clerk: clerks[nth % 2] ?? head, official: head, unitId: branchId, outingId, at: ends }) });
    }
    items.push({ at: moment(on, to + 10), branch, live: async () => void ok(await closeOuting(as(to + 10), { outingId }), 'outing closes') });
  }
  return items.filter((item) => item.at < room.now);
};
