import type { Actor } from '../../../../kernel/actor.ts';
import { today } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { read, type Read } from '../../../../platform/db.ts';
import type { Asked } from '../../../../platform/web.ts';
import { peopleByIds } from '../../../people/contract.ts';
import { openUnits, type Unit } from '../../../units/contract.ts';
import { bookedOf, type Booked } from '../../acts/queue/booked.ts';
import { isOpenToday } from '../../acts/queue/serve.ts';
import { errorOf } from '../../law/queue/estimate.ts';
import { lineOf } from '../../law/queue/order.ts';
import { mayUndo, undoMs } from '../../law/queue/states.ts';
import { mayServe } from '../../policy/queue.ts';
import { bookingsToday } from '../../store/bookings.ts';
import { hallOf, type Hall, type Ticket } from '../../store/queue.ts';
import { dayFigures, leftToday, type DayFigures } from '../../store/queue/figures.ts';
import type { Desk } from '../../store/queue/places.ts';
import { lastActBy } from '../../store/queue/tickets.ts';
import { receptionsOf, type Reception } from '../../store/receptions.ts';
import { visitBy } from '../../store/visits.ts';

/** What one clerk sees of a branch's waiting room. */
export type QueueView = {
  readonly branch: Unit; readonly branches: readonly Unit[]; readonly hall: Hall; readonly desk: Desk | null;
  /** with the clerk: called or being received */
  readonly mine: Ticket | null;
  /** the last thing the clerk did, while it can be taken back; null: it is something else, or too long ago */
  readonly undo: { readonly ticketId: number; readonly label: string } | null;
  /** the number of their visit, once they sit there */
  readonly visit: string | null;
  /** by lane, in the order in which they would be called */
  readonly lines: ReadonlyMap<number, readonly Ticket[]>;
  /** of today, for which a desk here can call, and whose they are */
  readonly receptions: readonly (Reception & { readonly name: string })[];
  readonly held: readonly Ticket[]; readonly gone: readonly Ticket[];
  readonly booked: readonly (Booked & { readonly number: string })[];
  readonly figures: DayFigures; readonly error: ReturnType<typeof errorOf>;
};

/** Branches one serves: the one asked for, the one where one has a post, or the first. */
const branchesOf = async (q: Read, actor: Actor): Promise<readonly Unit[]> => (await openUnits(q, 'branch')).filter((unit) => !isRefusal(mayServe(actor, unit.id)));
const chosen = (actor: Actor, branches: readonly Unit[], wanted: number): Unit | undefined =>
  branches.find((unit) => unit.id === wanted) ?? branches.find((unit) => actor.kind === 'staff' && actor.posts.some((post) => post.unitId === unit.id && post.abilities.includes('reception.desk'))) ?? branches[0];

export const viewOf = (asked: Asked): Promise<QueueView | null> => read(asked.ctx, async (q) => {
  const { actor, clock } = asked.ctx;
  const branches = await branchesOf(q, actor);
  const branch = chosen(actor, branches, Number(asked.query.get('branch') ?? 0));
  if (!branch) return null;
  const on = today(clock);
  const [hall, gone, bookings, figures, sittings] = await Promise.all([hallOf(q, branch.id, on), leftToday(q, branch.id, on), bookingsToday(q, branch.id, on), dayFigures(q, branch.id, on), receptionsOf(q, { branchId: branch.id, from: on, to: on })]);
  const receptions = sittings.filter((one) => isOpenToday(one, branch.id, on));
  const officials = await peopleByIds(q, receptions.map((one) => one.accountId));
  const desk = hall.desks.find((one) => actor.kind === 'staff' && one.accountId === actor.accountId) ?? null;
  const byId = new Map(hall.tickets.map((ticket) => [ticket.id, ticket]));
  const waiting = new Set(hall.tickets.flatMap((ticket) => ticket.bookingId ?? []));
  const mine = desk ? (hall.tickets.find((t) => t.deskId === desk.id && (t.state === 'serving' || t.state === 'invited')) ?? null) : null;
  const last = desk && actor.kind === 'staff' ? await lastActBy(q, { branchId: branch.id, on, accountId: actor.accountId, since: new Date(clock.now() - undoMs) }) : null;
  return {
    branch, branches, hall, desk, mine, gone, undo: last && mayUndo(last.act) ? last : null, figures, receptions: receptions.map((one) => ({ ...one, name: officials.get(one.accountId)?.name ?? '' })), error: errorOf(figures.said),
    visit: mine?.visitId == null ? null : ((await visitBy(q, { id: mine.visitId }))?.number ?? null),
    lines: new Map(hall.lanes.map((lane) => [lane.id, lineOf(hall.room, { laneIds: [lane.id] }, clock.now()).flatMap((one) => byId.get(one.id) ?? [])])),
    held: hall.tickets.filter((t) => t.state === 'held'),
    booked: bookings.filter((one) => one.state === 'booked' && !waiting.has(one.id)).map((one) => ({ ...bookedOf(one, on), number: one.number })),
  };
});
