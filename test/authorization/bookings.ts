import type { Ctx } from '../../src/platform/ctx.ts';
import { visitor } from '../../src/kernel/actor.ts';
import { refuse } from '../../src/kernel/refusal.ts';
import { read, write } from '../../src/platform/db.ts';
import { book, cancel, come, confirm, move, notCome, restore } from '../../src/rooms/reception/acts/bookings.ts';
import { plan } from '../../src/rooms/reception/acts/receptions.ts';
import { bookSchema } from '../../src/rooms/reception/contract/bookings.ts';
import { planSchema } from '../../src/rooms/reception/contract/duties.ts';
import { maySeeBookings } from '../../src/rooms/reception/policy/bookings.ts';
import { sittingById } from '../../src/rooms/reception/store/bookings/places.ts';
import { bookingById } from '../../src/rooms/reception/store/bookings/rows.ts';
import { ok } from '../support/house.ts';
import type { Deed, Group } from './acts.ts';
import { accountOf, type World } from './world.ts';

/** People booked with the person of the body, who receives in the district branch. */
export const bookingGroups = async (w: World): Promise<readonly Group[]> => {
  const deed = (name: string, run: Deed['run']): Deed => ({ name, about: null, run });
  const ctx = w.t.ctx({ kind: 'system', name: 'test' });
  const [site, desk] = [{ door: 'site', video: false }, { door: 'desk', video: false }] as const;
  const host = `${accountOf(w.one('executor', 'given to them'))}.${w.units['same body']}`;
  const { receptionId } = ok(await plan(ctx, planSchema.parse({ branchId: w.units['own branch'], host, kind: 'personal', heldOn: '2026-11-27', from: '10:00', to: '13:00', slotMinutes: '20', public: 'yes' })));
  let nobody = 0;
  const fields = (atMinute: number) => bookSchema.parse({
    key: crypto.randomUUID(), lang: 'kk', surname: 'Сыналмалы', given: 'Әлия', phone: `8 702 ${String((nobody += 1)).padStart(7, '0')}`, text: 'Ауладағы шам жанбайды', where: { how: 'place', receptionId, atMinute },
  });
  const booked = async (atMinute: number) => ok(await book(w.t.ctx(visitor), fields(atMinute), site)).bookingId;
  const [one, gone] = [await booked(600), await booked(620)];
  ok(await cancel(w.t.ctx(visitor), { bookingId: gone, held: gone }));
  const anothers = await booked(640);
  const whose = { bookingId: one, held: null };
  const place = { receptionId, atMinute: 700 };
  const told = (act: typeof come) => (by: Ctx) => write(by, (tx) => act(by, tx, one));
  return [{
    title: 'Bookings with an official in the branch', about: 'Anybody books on the site and keeps their own by its link; the desk of the branch does so for them; who came, the desk and the official’s body say. Whoever may not is told that there is none.',
    deeds: [
      deed('See who is booked', (by) => read(by, async (q) => { const at = await sittingById(q, receptionId); return at ? maySeeBookings(by.actor, at) : refuse('booking_not_found'); })),
      deed('See a booking: what the second lock shows', (by) => read(by, async (q) => (await bookingById(q, one)) ?? refuse('booking_not_found'))),
      deed('Book on the site', (by) => book(by, fields(660), site)),
      deed('Book at the desk', (by) => book(by, fields(680), desk)),
      deed('Move somebody’s booking', (by) => move(by, { ...whose, place }, desk)),
      deed('Move it by the link of another booking', (by) => move(by, { bookingId: one, held: anothers, place }, site)),
      deed('Cancel it', (by) => cancel(by, whose)),
      deed('Take the cancelling back', (by) => restore(by, { bookingId: gone, held: null }, desk)),
      deed('Confirm it', (by) => confirm(by, whose)),
      deed('Say that the person came', told(come)),
      deed('Say that nobody came', told(notCome)),
    ],
  }];
};
