import { addDays, day, type Day } from '../../src/kernel/day.ts';
import { visitor } from '../../src/kernel/actor.ts';
import { book, type Booked } from '../../src/rooms/reception/acts/bookings.ts';
import { bookSchema } from '../../src/rooms/reception/contract/bookings.ts';
import { plan } from '../../src/rooms/reception/acts/receptions.ts';
import { ok, type TestHouse } from './house.ts';

/** Thursday of the week after the tests' Friday: a working day with nothing special about it. */
export const receptionDay = day('2026-11-26');
export const dayAfter = (days: number): Day => addDays(receptionDay, days);

/** The head of the district office receives in Taskala: 10:00–12:00 in places of twenty minutes, the break from 11:00 to 11:20. */
export const planned = async (h: Pick<TestHouse, 'ctx' | 'people' | 'units'>, o: { on?: Day; video?: boolean; from?: number; to?: number; accountId?: number; unitId?: number } = {}): Promise<number> => {
  const host = { accountId: o.accountId ?? h.people.bodyHead, unitId: o.unitId ?? h.units.lighting };
  const from = o.from ?? 600;
  const to = o.to ?? 720;
  const { receptionId } = ok(await plan(h.ctx(), {
    branchId: h.units.tasqala, host, kind: o.video ? 'video' : 'personal', place: o.video ? undefined : '204-бөлме', heldOn: o.on ?? receptionDay, from, to,
    ...(to - from === 120 ? { breakFrom: from + 60, breakTo: from + 80 } : {}), slotMinutes: 20, topicCodes: [], public: true,
  }));
  return receptionId;
};

let nobody = 0;
/** Somebody of their own telephone is booked there; all else can be said otherwise. */
export const bookedAt = async (h: Pick<TestHouse, 'ctx'>, receptionId: number, atMinute: number, o: { video?: boolean; text?: string } = {}): Promise<Booked> => ok(await book(h.ctx(visitor), bookSchema.parse({
  key: crypto.randomUUID(), lang: 'kk', surname: 'Сыналмалы', given: 'Әлия', phone: `8 702 ${String((nobody += 1)).padStart(7, '0')}`, text: o.text ?? 'Ауладағы шам екі аптадан бері жанбайды', where: { how: 'place', receptionId, atMinute },
}), { door: 'site', video: o.video ?? false }));
