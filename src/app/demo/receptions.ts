import { system } from '../../kernel/actor.ts';
import { addDays, weekday } from '../../kernel/day.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { book } from '../../rooms/reception/acts/bookings.ts';
import { closeDays, judgeAll } from '../../rooms/reception/acts/duties/judge.ts';
import { layOutAll } from '../../rooms/reception/acts/duties/lay-out.ts';
import { begin } from '../../rooms/reception/acts/receptions.ts';
import { writeSilence } from '../../rooms/reception/acts/visits/keep.ts';
import { person } from './people.ts';
import { dayOf, moment, monthsBack, working } from './plan/moments.ts';
import { random } from './random.ts';
import { pastTickets, raiseHall, ticketsOfToday, type Hall } from './receptions/hall.ts';
import { raiseDuties, type Official } from './receptions/officials.ts';
import { outings } from './receptions/outings.ts';
import { pastSittings, planned, type Item } from './receptions/past.ts';
import type { Room } from './receptions/visit.ts';
import type { Crew } from './staff.ts';
import { matters } from './texts/receptions.ts';
import { ok, type DemoUnits } from './units.ts';

export { ticketsOfToday, type Hall } from './receptions/hall.ts';
export type { Item } from './receptions/past.ts';

const months = 6;
const city = 'BQ01';
/** Who sits at the desks of the city's waiting room. */
export const deskRoles = ['reception_clerk', 'appeals_clerk'] as const;

export type Receptions = { readonly room: Room; readonly officials: readonly Official[]; readonly hall: Hall; readonly items: readonly Item[] };
type Given = { readonly ctx: Omit<Ctx, 'actor'>; readonly now: number; readonly seed: number; readonly units: DemoUnits; readonly crew: Crew };
const house = ({ ctx }: Pick<Given, 'ctx'>, at: number): Ctx => ({ ...ctx, actor: system('demo'), clock: { now: () => at } });

/** Who has to receive and when; what happens at those receptions is lived among the letters, in its turn. */
export const raiseReceptions = async (o: Given): Promise<Receptions> => {
  const from = working.onOrAfter(monthsBack(dayOf(o.now), months));
  const room: Room = { ctx: o.ctx, now: o.now, seed: o.seed, units: o.units, r: random(o.seed + 7) };
  const officials = await raiseDuties(house(o, moment(from, 20)), { units: o.units, crew: o.crew, fromOn: from });
  // the window goes on month by month, as the nights would move it
  for (let on = addDays(from, 30); on < dayOf(o.now); on = addDays(on, 30)) await layOutAll(house(o, moment(on, 20)));
  const hall = await raiseHall(house(o, moment(from, 540)), o.units.byCode.get(city)?.id ?? 0);
  return { room, officials, hall, items: [...(await pastSittings(room, { officials, crew: o.crew, from })), ...(await outings(room, o.crew))] };
};

/** After everything that was: what was owed is judged; the next two weeks; and a queue of this moment. */
export const bringToday = async (o: Given, { room, officials, hall }: Receptions): Promise<void> => {
  const tonight = house(o, moment(dayOf(o.now), 20));
  await closeDays(tonight);
  await layOutAll(tonight);
  await judgeAll(tonight);
  await writeSilence(tonight);
  await ahead(room, o.crew, officials);
  const clerks = deskRoles.map((role) => o.crew.of(city, role));
  await pastTickets({ ctx: o.ctx, hall, clerks, r: room.r }, o.now);
  await ticketsOfToday({ ctx: o.ctx, hall, clerks }, o.now);
};

/** What is announced for the next two weeks, with people who have booked; and somebody who receives right now. */
const ahead = async (room: Room, crew: Crew, officials: readonly Official[]): Promise<void> => {
  const today = dayOf(room.now);
  for (const [place, official] of officials.entries()) {
    // one of them is left to be planned by whoever looks at the demonstration
    if (place === officials.length - 1) continue;
    const on = official.rhythm === 'weekday' ? working.onOrAfter(addDays(today, (official.weekday + 7 - weekday(today)) % 7 || 7)) : working.add(today, 2 + (place % 7));
    const { receptionId } = ok(await planned(room, crew, official, on, room.now), 'plan ahead');
    if (official.rhythm === 'weekday') continue;
    for (const [n, what] of matters.slice(0, 2 + (place % 2)).entries()) {
      const who = person(room.r, 8_000 + place * 10 + n, 'kk');
      const booked = await book(house(room, room.now), {
        key: `demo-booking-${place}-${n}-${room.seed}`, surname: who.surname, given: who.given, phone: who.phone, lang: 'kk', text: what.kk, topicCode: what.topic, where: { how: 'place', receptionId, atMinute: official.from + n * 20 },
      }, { door: 'desk', video: false });
      if (isRefusal(booked)) ok(booked, 'booking');
    }
  }
  const [head] = officials;
  const deputy = officials[1];
  // on a day off nobody does
  if (!head || !deputy || working.onOrAfter(today) !== today || room.now < moment(today, 545) || room.now > moment(today, 1080)) return;
  const now = ok(await planned(room, crew, { ...deputy, rhythm: 'weekday', from: 540, to: 1090, place: '104' }, today, moment(addDays(today, -1), 600)), 'plan today');
  ok(await begin({ ...room.ctx, actor: deputy.who, clock: { now: () => moment(today, 545) } }, { receptionId: now.receptionId }), 'begin today');
};
