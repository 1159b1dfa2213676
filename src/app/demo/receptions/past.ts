import type { Actor } from '../../../kernel/actor.ts';
import { addDays, weekday, type Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { begin, end, plan } from '../../../rooms/reception/acts/receptions.ts';
import { dayOf, moment, working } from '../plan/moments.ts';
import { random } from '../random.ts';
import type { Crew } from '../staff.ts';
import { ok } from '../units.ts';
import type { Official } from './officials.ts';
import { visited, type Room } from './visit.ts';

/** Something that happens in a branch at its moment, among the letters that come there: numbers follow the clock. */
export type Item = { readonly at: number; readonly branch: string; readonly live: () => Promise<void> };

type Fate = 'held' | 'empty' | 'not_planned' | 'not_held';
type Sitting = { readonly official: Official; readonly on: Day; readonly fate: Fate };

/** The days on which an official receives: every such weekday, or the first (and third) one of the month. */
const daysOf = (official: Official, from: Day, to: Day): readonly Day[] => {
  const days: Day[] = [];
  for (let on = from; on <= to; on = addDays(on, 1)) {
    const nth = Math.ceil(Number(on.slice(8)) / 7);
    if (weekday(on) === official.weekday && (official.rhythm === 'weekday' || nth === 1 || (official.times === 2 && nth === 3))) days.push(working.onOrAfter(on));
  }
  return [...new Set(days)].filter((on) => on >= from && on <= to);
};

/** Half a year of receptions, planned each in its week; what happens at them comes in its turn. */
export const pastSittings = async (room: Room, o: { officials: readonly Official[]; crew: Crew; from: Day }): Promise<readonly Item[]> => {
  const { r } = room;
  const sittings = o.officials.flatMap((official) => daysOf(official, o.from, addDays(dayOf(room.now), -1)).map((on): Sitting => ({ official, on, fate: r.weighted([['held', 82], ['empty', 6], ['not_planned', 6], ['not_held', 6]] as const) })));
  const items: Item[] = [];
  for (const [place, one] of sittings.entries()) items.push(...(await itemsOf({ ...room, r: random(room.seed + 100 + place) }, o.crew, one)));
  return items;
};

const itemsOf = async (room: Room, crew: Crew, { official, on, fate }: Sitting): Promise<readonly Item[]> => {
  if (fate === 'not_planned') return [];
  const { branch } = official;
  const clerk = crew.of(branch, 'appeals_clerk');
  const as = (actor: Actor, at: number): Ctx => ({ ...room.ctx, actor, clock: { now: () => at } });
  const { receptionId } = ok(await planned(room, crew, official, on, moment(addDays(on, -6), 600)), 'plan');
  if (fate === 'not_held') return [];
  const opens = moment(on, official.from + room.r.int(0, 6));
  const come = fate === 'empty' ? 0 : room.r.int(...official.come);
  return [
    { at: opens, branch, live: async () => void ok(await begin(as(official.who, opens), { receptionId }), 'begin') },
    ...Array.from({ length: come }, (_none, nth): Item => {
      const at = opens + (16 + nth * 21 + room.r.int(0, 5)) * 60_000;
      return { at, branch, live: () => visited(room, { branchId: official.branchId, clerk, official: official.who, unitId: official.unitId, receptionId, at }) };
    }),
    { at: moment(on, official.to), branch, live: async () => void ok(await end(as(official.who, moment(on, official.to)), { receptionId }), 'end') },
  ];
};

/** Open hours are walked into; others are booked in places of twenty minutes. */
export const planned = (room: Room, crew: Crew, official: Official, on: Day, at: number): ReturnType<typeof plan> =>
  plan({ ...room.ctx, actor: crew.of(official.branch, 'appeals_clerk'), clock: { now: () => at } }, {
    branchId: official.branchId, host: { accountId: official.who.accountId, unitId: official.unitId }, kind: official.rhythm === 'weekday' ? 'open' : 'personal', place: official.place, heldOn: on, from: official.from, to: official.to, topicCodes: [], public: true,
    ...(official.rhythm === 'weekday' ? {} : { slotMinutes: 20 }),
  });
