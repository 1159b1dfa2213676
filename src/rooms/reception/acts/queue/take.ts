import { visitor } from '../../../../kernel/actor.ts';
import { today } from '../../../../kernel/day.ts';
import type { Permit } from '../../../../kernel/permit.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Lang } from '../../../../kernel/words.ts';
import { as, type Ctx } from '../../../../platform/ctx.ts';
import { read, write, type Tx } from '../../../../platform/db.ts';
import { emit } from '../../../../platform/jobs.ts';
import { record } from '../../../journal/contract.ts';
import { fairPlace, placeOf } from '../../law/queue/order.ts';
import { calledName, labelOf, mostTicketsAMinute, type Door } from '../../law/queue/states.ts';
import { mayTakeTicket } from '../../policy/queue.ts';
import { claim } from '../../store/intake.ts';
import { aheadOf, estimateFor, hallOf } from '../../store/queue.ts';
import { lanesOf, prioritiesOf } from '../../store/queue/places.ts';
import { isToken, lockScreen, screenByToken, type Screen, type ScreenKind } from '../../store/queue/screens.ts';
import { hold, type Ticket } from '../../store/queue/tables.ts';
import { insertTicket, insertTicketAct, kioskCount, lockTicket, nextTicketId, takeLabelNumber, ticketById, ticketLink, ticketOfBooking, writeTicket } from '../../store/queue/tickets.ts';
import { noted } from './call.ts';

export type Taken = { readonly ticketId: number; readonly label: string; readonly link: string };
export type TakeInput = {
  readonly branchId: number; readonly laneId: number; readonly name?: string | undefined;
  /** of whom a booking was found: its hour on this day, and whoever is told that they came */
  readonly bookingId?: number | undefined; readonly bookedAt?: Date | undefined; readonly receptionId?: number | undefined;
  readonly priorityCode?: string | undefined; readonly door: Door; readonly lang: Lang; readonly key: string;
  /** the kiosk whose address was shown */
  readonly screen?: Screen | undefined;
};

const dropMs = 60_000;

/** Somebody comes and gets a place: their label, their link, and what may honestly be said of the waiting. `came`: told of the booking, in the same transaction. */
export const takeTicket = (ctx: Ctx, i: TakeInput, came?: (tx: Tx, bookingId: number) => Promise<unknown>): Promise<Result<Taken>> => write(ctx, async (tx) => {
  const permit = mayTakeTicket(ctx.actor, i.branchId, i.screen ?? null);
  if (isRefusal(permit)) return permit;
  if (ctx.actor.kind === 'visitor') await hold(tx, `branch:${i.branchId}`);
  const at = new Date(ctx.clock.now());
  const on = today(ctx.clock);
  const { key, screen, bookedAt, ...body } = i;
  const claimed = await claim(tx, `ticket ${key}`, { ...body, screenId: screen?.id }, at, () => nextTicketId(tx));
  if (!claimed.fresh) {
    const before = claimed.sameBody ? await ticketById(tx, claimed.id) : null;
    // of a booking the ticket was there already
    const known = before ?? (claimed.sameBody && i.bookingId !== undefined ? await ticketOfBooking(tx, i.branchId, on, i.bookingId) : null);
    return known ? takenOf(known) : refuse('same_key_other_body');
  }
  if (screen) {
    await lockScreen(tx, screen.id);
    if ((await kioskCount(tx, screen.id, new Date(at.getTime() - dropMs))) >= mostTicketsAMinute) return refuse('too_many_tickets');
  }
  const again = async (): Promise<Taken | null> => {
    const ticket = i.bookingId === undefined ? null : await ticketOfBooking(tx, i.branchId, on, i.bookingId);
    return ticket && takenOf(ticket.state === 'left' ? await backInLine(ctx, tx, permit, ticket, at) : ticket);
  };
  const before = await again();
  if (before) return before;
  const lane = (await lanesOf(tx, [i.branchId])).find((one) => one.id === i.laneId);
  if (!lane) return refuse('lane_not_found');
  const rule = i.priorityCode ? (await prioritiesOf(tx, [i.branchId])).find((one) => one.code === i.priorityCode) : undefined;
  if (i.priorityCode && !rule) return refuse('priority_invalid');
  if (i.bookingId !== undefined) {
    // a kiosk opens this one booking, and closes it again
    if (ctx.actor.kind === 'visitor') await hold(tx, `booking:${i.bookingId}`);
    const told = await came?.(tx, i.bookingId);
    if (isRefusal(told)) return told;
    if (ctx.actor.kind === 'visitor') await hold(tx, `branch:${i.branchId}`);
    // the booking is locked now: at another door somebody may have been faster
    const there = await again();
    if (there) return there;
  }
  const place = placeOf(at.getTime(), bookedAt?.getTime() ?? null);
  const nth = await takeLabelNumber(tx, i.branchId, lane.id, on);
  if (nth === null) return refuse('too_many_today');
  const ticket = {
    id: claimed.id, branch_id: i.branchId, on_day: on, label: labelOf(lane.letter, nth), lane_id: lane.id, reception_id: i.receptionId ?? null, booking_id: i.bookingId ?? null, priority_id: rule?.id ?? null,
    name: calledName(i.name ?? null), lang: i.lang, order_at: new Date(place.orderAt), booked_at: place.bookedAt === null ? null : new Date(place.bookedAt), made_at: at, waits_since: at, door: i.door, screen_id: screen?.id ?? null,
  };
  await insertTicket(tx, permit, { ...ticket, estimate_minutes: await saidTo(tx, ticket, at) });
  await insertTicketAct(tx, permit, { id: ticket.id, branchId: i.branchId }, { act: 'take', at, deskId: null, stateAfter: 'waiting' });
  await record(tx, { act: 'ticket.take', subject: `ticket:${ticket.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { branchId: i.branchId, laneId: lane.id, label: ticket.label, door: i.door, bookingId: ticket.booking_id, priorityId: ticket.priority_id } });
  await emit(tx, { name: 'ticket.taken', ticketId: ticket.id, branchId: i.branchId });
  return { ticketId: ticket.id, label: ticket.label, link: ticketLink(ticket.id) };
});

/** Called in vain, or gone for a while: whoever comes back with their booking stands under the same label, at a fair place. */
const backInLine = async (ctx: Ctx, tx: Tx, permit: Permit<'queue.take'>, { id }: Ticket, at: Date): Promise<Ticket> => {
  const ticket = await lockTicket(tx, id);
  if (!ticket) throw new Error('the ticket vanished under its lock');
  if (ticket.state !== 'left') return ticket;
  await writeTicket(tx, permit, ticket, { act: 'return', at, deskId: null }, { state: 'waiting', desk_id: null, account_id: null, invitations: 0, waits_since: at, ended_at: null, order_at: new Date(fairPlace(ticket.orderAt.getTime(), at.getTime())), booked_at: null });
  await noted(ctx, tx, permit, ticket, 'return', at, null);
  return { ...ticket, state: 'waiting' };
};
const takenOf = (ticket: Ticket): Taken => ({ ticketId: ticket.id, label: ticket.label, link: ticketLink(ticket.id) });

type New = { readonly id: number; readonly branch_id: number; readonly on_day: string; readonly lane_id: number; readonly order_at: Date; readonly booked_at: Date | null; readonly priority_id: number | null; readonly reception_id: number | null };
/** Kept beside the ticket, to be compared with what came. */
const saidTo = async (tx: Tx, t: New, at: Date): Promise<number | null> => {
  const hall = await hallOf(tx, t.branch_id, t.on_day);
  const now = at.getTime();
  const own = { id: t.id, laneId: t.lane_id, madeAt: now, orderAt: t.order_at.getTime(), waitsSince: now, bookedAt: t.booked_at?.getTime() ?? null, priorityId: t.priority_id, receptionId: t.reception_id };
  const withOwn = { ...hall, room: { ...hall.room, waiting: [...hall.room.waiting, own] } };
  return estimateFor(withOwn, t.lane_id, aheadOf(withOwn, t.id, now) ?? 0)?.minutes ?? null;
};

/** Which screen a secret address belongs to; another kind of screen, or a revoked one, is not found. */
export const openScreen = async (ctx: Ctx, token: string, kind: ScreenKind): Promise<Result<Screen>> => {
  const found = isToken(token) ? await read(as(ctx, visitor), (q) => screenByToken(q, token)) : null;
  return found?.kind === kind ? found : refuse('screen_not_found');
};
