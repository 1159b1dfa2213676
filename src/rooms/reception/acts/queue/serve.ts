import { today, wallClock, type Day } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { visitor, type Actor } from '../../../../kernel/actor.ts';
import { as, type Ctx } from '../../../../platform/ctx.ts';
import { read, write, type Tx } from '../../../../platform/db.ts';
import type { Permit } from '../../../../kernel/permit.ts';
import { fairPlace } from '../../law/queue/order.ts';
import { mayFollow, mayUndo, undoMs, type QueueAct } from '../../law/queue/states.ts';
import { mayCloseDay, mayLeaveQueue, mayServe } from '../../policy/queue.ts';
import { isToken } from '../../store/queue/screens.ts';
import { receptionById, type Reception } from '../../store/receptions.ts';
import { deskById, satBefore, writeRising, writeSitting } from '../../store/queue/places.ts';
import { hold as holdHere, type Ticket } from '../../store/queue/tables.ts';
import { actsOf, lockTicket, openBefore, ticketByLink, writeTicket } from '../../store/queue/tickets.ts';
import { endVisitLeft } from '../visits/ticket.ts';
import { deskOf, noted, notedSitting, ownDesk } from './call.ts';

type Served = { readonly ticketId: number; readonly label: string; readonly visitId: number | null };
type Verb = Exclude<QueueAct, 'take' | 'invite' | 'undo'>;
/** What else happens in the same transaction, told by whoever knows of visits. */
export type Beside = (tx: Tx, ticket: Ticket) => Promise<Result<{ readonly visitId: number | null }>>;

/** The ticket locked, of today, of a branch that one serves; what one may not see is not found. */
const locked = async (ctx: Ctx, tx: Tx, ticketId: number): Promise<Result<{ readonly ticket: Ticket; readonly permit: Permit<'queue.serve'> }>> => {
  const ticket = await lockTicket(tx, ticketId);
  if (!ticket || ticket.onDay !== today(ctx.clock)) return refuse('ticket_not_found');
  const permit = mayServe(ctx.actor, ticket.branchId);
  return isRefusal(permit) ? refuse('ticket_not_found') : { ticket, permit };
};

/** Whoever took over the desk takes over whom it called. */
const sitsAt = async (tx: Tx, accountId: number, deskId: number | null): Promise<boolean> => deskId !== null && (await deskById(tx, deskId))?.accountId === accountId;

const step = (act: Verb, change: (t: Ticket, at: Date, actor: Actor) => Parameters<typeof writeTicket>[4], alone = false) => (ctx: Ctx, i: { readonly ticketId: number }, beside?: Beside): Promise<Result<Served>> => write(ctx, async (tx) => {
  const found = await locked(ctx, tx, i.ticketId);
  if (isRefusal(found)) return found;
  const { ticket, permit } = found;
  if (!mayFollow(act, ticket.state)) return refuse('ticket_moved');
  // whoever was called by one desk is received, put aside and finished there
  if (alone && ctx.actor.kind === 'staff' && ticket.accountId !== null && ticket.accountId !== ctx.actor.accountId && !(await sitsAt(tx, ctx.actor.accountId, ticket.deskId))) return refuse('ticket_elsewhere', { label: ticket.label });
  const at = new Date(ctx.clock.now());
  const told = await beside?.(tx, ticket);
  if (isRefusal(told)) return told;
  const visitId = told?.visitId ?? ticket.visitId;
  await writeTicket(tx, permit, ticket, { act, at, deskId: ticket.deskId }, { ...change(ticket, at, ctx.actor), visit_id: visitId });
  await noted(ctx, tx, permit, ticket, act, at, ticket.deskId);
  return { ticketId: ticket.id, label: ticket.label, visitId };
});

/** They have come to the desk. */
export const begin = step('begin', (t, at) => ({ state: 'serving', began_at: t.beganAt ?? at }), true);
/** Put aside: to fetch a paper, to make a call. Their place is kept. */
export const hold = step('hold', () => ({ state: 'held', desk_id: null, account_id: null, invitations: 0 }), true);
/** Back in the line: put aside ones where they stood, those who had gone at a fair place. */
export const giveBack = step('return', (t, at) => ({
  state: 'waiting', desk_id: null, account_id: null, invitations: 0, waits_since: at, ended_at: null, ...(t.state === 'left' ? { order_at: new Date(fairPlace(t.orderAt.getTime(), at.getTime())), booked_at: null } : {}),
}));
/** Gone without being received. */
export const leave = step('leave', (_t, at) => ({ state: 'left', ended_at: at }));
export const finish = step('finish', (_t, at) => ({ state: 'finished', ended_at: at }), true);

/** A slip of the hand: the last call or the last letting go is taken back within a minute by whoever did it. */
export const undo = (ctx: Ctx, i: { readonly ticketId: number }): Promise<Result<Served>> => write(ctx, async (tx) => {
  const found = await locked(ctx, tx, i.ticketId);
  if (isRefusal(found)) return found;
  const { ticket, permit } = found;
  const at = new Date(ctx.clock.now());
  const [last, before] = await actsOf(tx, ticket.id);
  const mine = ctx.actor.kind === 'system' || (ctx.actor.kind === 'staff' && last?.byAccount === ctx.actor.accountId);
  if (!last || !mine || !mayUndo(last.act) || at.getTime() - last.at.getTime() > undoMs) return refuse('nothing_to_undo');
  const called = before?.stateAfter === 'invited';
  // somebody else sits with the desk by now: the line is the safe place
  const change = last.act === 'invite'
    ? called ? { state: 'invited' as const, invitations: Math.max(1, ticket.invitations - 1) } : { state: 'waiting' as const, desk_id: null, account_id: null, invited_at: null, invitations: 0 }
    : { state: 'waiting' as const, desk_id: null, account_id: null, invitations: 0, ended_at: null, ...(called ? { invited_at: null } : {}) };
  await writeTicket(tx, permit, ticket, { act: 'undo', at, deskId: ticket.deskId }, change);
  await noted(ctx, tx, permit, ticket, 'undo', at, ticket.deskId);
  return { ticketId: ticket.id, label: ticket.label, visitId: ticket.visitId };
});

export const openTicket = async (ctx: Ctx, token: string): Promise<Result<Ticket>> => {
  const found = isToken(token) ? await read(as(ctx, { kind: 'system', name: 'reception.ticket' }), (q) => ticketByLink(q, token)) : null;
  return found ?? refuse('ticket_not_found');
};

/** «I am leaving», by the link on one's own ticket. */
export const leaveByLink = async (ctx: Ctx, token: string): Promise<Result<Served>> => {
  const found = await openTicket(ctx, token);
  if (isRefusal(found)) return found;
  const held = as(ctx, visitor);
  return write(held, async (tx) => {
    await holdHere(tx, `ticket:${found.id}`);
    const ticket = await lockTicket(tx, found.id);
    const permit = mayLeaveQueue(held.actor, found, ticket?.id ?? null);
    if (isRefusal(permit)) return permit;
    if (!ticket || !mayFollow('leave', ticket.state)) return refuse('ticket_moved');
    const at = new Date(ctx.clock.now());
    await writeTicket(tx, permit, ticket, { act: 'leave', at, deskId: null }, { state: 'left', ended_at: at });
    await noted(held, tx, permit, ticket, 'leave', at, null);
    // the ticket opens its own visit, and that alone
    if (ticket.visitId !== null) await holdHere(tx, `visit:${ticket.visitId}`);
    await endVisitLeft(as(ctx, { kind: 'system', name: 'reception.ticket' }), tx, ticket);
    return { ticketId: ticket.id, label: ticket.label, visitId: ticket.visitId };
  });
};

/** For which receptions a desk of the branch can call: of today, there, neither over nor called off. */
export const isOpenToday = (r: Pick<Reception, 'branchId' | 'heldOn' | 'state' | 'outingId'>, branchId: number, on: Day): boolean => r.branchId === branchId && r.heldOn === on && r.outingId === null && (r.state === 'planned' || r.state === 'under_way');

/** Sits down at a desk, for a reception or for whoever comes; and stands up elsewhere. At the same desk again: for another reception. */
export const sit = (ctx: Ctx, i: { readonly deskId: number; readonly receptionId?: number | undefined }): Promise<Result<{ readonly deskId: number }>> => write(ctx, async (tx) => {
  const own = await deskOf(ctx, tx, i.deskId);
  if (isRefusal(own)) return own;
  if (own.desk.accountId !== null && ctx.actor.kind === 'staff' && own.desk.accountId !== ctx.actor.accountId) return refuse('desk_taken', { label: own.desk.label });
  const reception = i.receptionId === undefined ? null : await receptionById(tx, i.receptionId);
  if (i.receptionId !== undefined && !(reception && isOpenToday(reception, own.desk.branchId, today(ctx.clock)))) return refuse('reception_not_today_invalid');
  const at = new Date(ctx.clock.now());
  await writeSitting(tx, own.permit, { deskId: i.deskId, receptionId: i.receptionId ?? null, at });
  await notedSitting(ctx, tx, own.permit, 'desk.sit', i.deskId, at);
  return { deskId: i.deskId };
});
export const rise = (ctx: Ctx, i: { readonly deskId: number }): Promise<Result<{ readonly deskId: number }>> => write(ctx, async (tx) => {
  const own = await ownDesk(ctx, tx, i.deskId);
  if (isRefusal(own)) return own;
  await writeRising(tx, own.permit, [i.deskId]);
  await notedSitting(ctx, tx, own.permit, 'desk.rise', i.deskId, new Date(ctx.clock.now()));
  return { deskId: i.deskId };
});

/** The day is over by the clock: who still waited has gone home, and no chair is taken. */
export const closeDays = async (ctx: Ctx): Promise<{ readonly closed: number }> => {
  const on = today(ctx.clock);
  const permit = mayCloseDay(ctx.actor);
  if (isRefusal(permit)) return { closed: 0 };
  let closed = 0;
  for (let more = true; more; ) {
    const batch = await write(ctx, async (tx) => {
      const open = await openBefore(tx, on);
      const at = new Date(ctx.clock.now());
      // an hour nobody pressed a key for measures nothing: no end is written
      for (const ticket of open) {
        const served = ticket.state === 'serving';
        await writeTicket(tx, permit, ticket, { act: served ? 'finish' : 'leave', at, deskId: ticket.deskId }, { state: served ? 'finished' : 'left' });
        await noted(ctx, tx, permit, ticket, served ? 'finish' : 'leave', at, ticket.deskId);
        if (!served) await endVisitLeft(ctx, tx, ticket);
      }
      return open.length;
    });
    closed += batch;
    more = batch > 0;
  }
  // the day began so many minutes ago
  const began = new Date(ctx.clock.now() - wallClock(ctx.clock.now()).minute * 60_000 - 60_000);
  await write(ctx, async (tx) => writeRising(tx, permit, await satBefore(tx, began)));
  return { closed };
};
