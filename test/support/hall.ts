import type { Ctx } from '../../src/platform/ctx.ts';
import { read } from '../../src/platform/db.ts';
import { invite } from '../../src/rooms/reception/acts/queue/call.ts';
import { makeScreen, setUpUsual } from '../../src/rooms/reception/acts/queue/set-up.ts';
import { takeTicket } from '../../src/rooms/reception/acts/queue/take.ts';
import { desksOf, lanesOf } from '../../src/rooms/reception/store/queue/places.ts';
import { usualLaneWords, usualPriorityWords } from '../../src/rooms/reception/words/queue-usual.ts';
import { ok } from './house.ts';

/** A usual waiting room of a branch: somebody called, others waiting, a kiosk and a board. */
export type Hall = { readonly lanes: readonly number[]; readonly desks: readonly number[]; readonly kiosk: string; readonly display: string; readonly come: (more?: Partial<Parameters<typeof takeTicket>[1]>) => Promise<{ readonly ticketId: number; readonly label: string; readonly link: string }> };

export const hallNames = { lanes: usualLaneWords, priorities: usualPriorityWords, source: 'Ішкі тәртіп' } as const;

export const openHall = async (ctx: Ctx, branchId: number): Promise<Hall> => {
  ok(await setUpUsual(ctx, { branchId, names: hallNames }));
  const [lanes, desks] = await read(ctx, async (q) => [(await lanesOf(q, [branchId])).map((lane) => lane.id), (await desksOf(q, [branchId])).map((desk) => desk.id)] as const);
  const come: Hall['come'] = async (more) => ok(await takeTicket(ctx, { branchId, laneId: lanes[0] ?? 0, name: 'Әлия Сыналмалы', door: 'desk', lang: 'kk', key: `hall ${crypto.randomUUID()}`, ...more }));
  return { lanes, desks, come, kiosk: ok(await makeScreen(ctx, { branchId, kind: 'kiosk', name: 'Кіреберіс' })).token, display: ok(await makeScreen(ctx, { branchId, kind: 'display', name: 'Зал' })).token };
};
/** The same with three who came, the first of them called. */
export const busyHall = async (ctx: Ctx, branchId: number): Promise<Hall & { readonly called: string; readonly ticket: string }> => {
  const hall = await openHall(ctx, branchId);
  const [called, own] = [await hall.come(), await hall.come()];
  await hall.come({ priorityCode: 'elderly' });
  ok(await invite(ctx, { deskId: hall.desks[0] ?? 0 }));
  return { ...hall, called: called.link, ticket: own.link };
};
