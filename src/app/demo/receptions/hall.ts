import { type Actor, type Staff } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { addDesk, addLane, addPriority, makeScreen } from '../../../rooms/reception/acts/queue/set-up.ts';
import { invite } from '../../../rooms/reception/acts/queue/call.ts';
import { begin, finish, sit } from '../../../rooms/reception/acts/queue/serve.ts';
import { takeTicket } from '../../../rooms/reception/acts/queue/take.ts';
import { usualLaneWords, usualPriorityWords, usualWords } from '../../../rooms/reception/words/queue-usual.ts';
import { isRefusal } from '../../../kernel/refusal.ts';
import { addDays } from '../../../kernel/day.ts';
import { person } from '../people.ts';
import { dayOf, moment, working } from '../plan/moments.ts';
import { random, type Random } from '../random.ts';
import { ok } from '../units.ts';

/** The waiting room of the city, as the demonstration finds it again at its next start. */
export type Hall = { readonly branchId: number; readonly lanes: readonly number[]; readonly desks: readonly number[]; readonly display: string; readonly kiosk: string };

const minuteMs = 60_000;

/** Lanes, desks, a rule of who goes first, a television and a kiosk. */
export const raiseHall = async (ctx: Ctx, branchId: number): Promise<Hall> => {
  const lanes: number[] = [];
  for (const letter of ['A', 'B', 'C'] as const) lanes.push(ok(await addLane(ctx, { branchId, letter, names: usualLaneWords[letter], usualMinutes: 12, forReceptions: letter === 'B' }), `lane ${letter}`).laneId);
  const desks: number[] = [];
  for (const label of ['1', '2', '3', '4']) desks.push(ok(await addDesk(ctx, { branchId, label, laneIds: lanes }), `desk ${label}`).deskId);
  ok(await addPriority(ctx, { branchId, names: usualPriorityWords.small_child, source: usualWords.source.kk, afterOthers: 2 }), 'priority');
  const { token: display } = ok(await makeScreen(ctx, { branchId, kind: 'display', name: 'Теледидар' }), 'display');
  const { token: kiosk } = ok(await makeScreen(ctx, { branchId, kind: 'kiosk', name: 'Терминал' }), 'kiosk');
  return { branchId, lanes, desks, display, kiosk };
};

type Office = { readonly ctx: Omit<Ctx, 'actor'>; readonly hall: Hall; readonly clerks: readonly Staff[]; readonly r: Random };
const as = (office: Office, actor: Actor, at: number): Ctx => ({ ...office.ctx, actor, clock: { now: () => at } });
let taken = 0;

const take = async (office: Office, at: number): Promise<void> => {
  const [clerk] = office.clerks;
  if (!clerk) return;
  const who = person(office.r, (taken += 1), 'kk');
  ok(await takeTicket(as(office, clerk, at), { branchId: office.hall.branchId, laneId: office.r.pick(office.hall.lanes), name: `${who.given} ${who.surname}`, door: 'desk', lang: office.r.chance(0.7) ? 'kk' : 'ru', key: `demo-ticket-${at}-${taken}` }), 'ticket');
};

/** Called, received and let go at one desk. `rests`: sits there still. */
const serve = async (office: Office, place: number, at: number, minutes: number | null): Promise<void> => {
  const clerk = office.clerks[place];
  const deskId = office.hall.desks[place];
  if (!clerk || deskId === undefined) return;
  const next = await invite(as(office, clerk, at), { deskId });
  if (isRefusal(next) || 'nobody' in next) return;
  ok(await begin(as(office, clerk, at + minuteMs), { ticketId: next.ticketId }), 'begin a ticket');
  if (minutes !== null) ok(await finish(as(office, clerk, at + (1 + minutes) * minuteMs), { ticketId: next.ticketId }), 'finish a ticket');
};

/** The last working days, so that the house knows how long things take: half an hour of each. */
export const pastTickets = async (office: Office, now: number): Promise<void> => {
  const days = [1, 2, 3, 4, 5, 6].map((back) => addDays(dayOf(now), -back)).filter((on) => working.onOrAfter(on) === on).toReversed();
  for (const on of days) {
    const opens = moment(on, 570);
    for (const [place, clerk] of office.clerks.entries()) ok(await sit(as(office, clerk, opens), { deskId: office.hall.desks[place] ?? 0 }), 'sit');
    for (let n = 0; n < 6; n += 1) await take(office, opens + n * 4 * minuteMs);
    for (let n = 0; n < 6; n += 1) await serve(office, n % office.clerks.length, opens + (26 + Math.floor(n / office.clerks.length) * 14) * minuteMs, office.r.int(5, 11));
  }
};

/** People who wait at this very moment: some were received, two sit at the desks, the rest look at the board. */
export const ticketsOfToday = async (o: Omit<Office, 'r'>, now: number): Promise<void> => {
  const office: Office = { ...o, r: random(now) };
  const opens = moment(dayOf(now), 1);
  const ago = (minutes: number): number => Math.max(opens, now - minutes * minuteMs);
  for (const [place, clerk] of office.clerks.entries()) ok(await sit(as(office, clerk, ago(60)), { deskId: office.hall.desks[place] ?? 0 }), 'sit');
  for (const minutes of [55, 50, 46, 38, 31, 25, 18, 12, 7, 3]) await take(office, ago(minutes));
  await serve(office, 0, ago(45), 14);
  await serve(office, 1, ago(44), 20);
  for (const place of office.clerks.keys()) await serve(office, place, ago(20 - place * 6), null);
};
