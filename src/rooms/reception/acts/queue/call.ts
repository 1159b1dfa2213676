import { today } from '../../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write, type Tx } from '../../../../platform/db.ts';
import { emit } from '../../../../platform/jobs.ts';
import type { Permit } from '../../../../kernel/permit.ts';
import { record } from '../../../journal/contract.ts';
import { callsFor, lineOf } from '../../law/queue/order.ts';
import { mayFollow, mostInvitations, type QueueAct } from '../../law/queue/states.ts';
import { mayServe } from '../../policy/queue.ts';
import { orderFor, ticketsNow } from '../../store/queue.ts';
import { desksOf, lockDesk, type Desk } from '../../store/queue/places.ts';
import type { Ticket } from '../../store/queue/tables.ts';
import { endVisitLeft } from '../visits/ticket.ts';
import { lockFirst, lockTicket, writeTicket, type QueuePermit } from '../../store/queue/tickets.ts';

export type Called = { readonly ticketId: number; readonly label: string };

/** A leaf and an event for every act of a ticket. */
export const noted = async (ctx: Ctx, tx: Tx, permit: QueuePermit, t: Pick<Ticket, 'id' | 'branchId'>, act: QueueAct, at: Date, deskId: number | null): Promise<void> => {
  await record(tx, { act: `ticket.${act}`, subject: `ticket:${t.id}`, actor: ctx.actor, at, postId: permit.postId, facts: { deskId } });
  await emit(tx, { name: `ticket.${act}`, ticketId: t.id, branchId: t.branchId });
};

export const notedSitting = (ctx: Ctx, tx: Tx, permit: Permit<'queue.serve'>, act: 'desk.sit' | 'desk.rise', deskId: number, at: Date): Promise<void> =>
  record(tx, { act, subject: `desk:${deskId}`, actor: ctx.actor, at, postId: permit.postId, facts: {} });

type AtDesk = Result<{ readonly desk: Desk; readonly permit: Permit<'queue.serve'> }>;
/** Locked: what is done at one desk happens one after the other. */
export const deskOf = async (ctx: Ctx, tx: Tx, deskId: number): Promise<AtDesk> => {
  const desk = await lockDesk(tx, deskId);
  if (!desk) return refuse('desk_not_found');
  const permit = mayServe(ctx.actor, desk.branchId);
  return isRefusal(permit) ? refuse('desk_not_found') : { desk, permit };
};
/** The desk at which one sits. */
export const ownDesk = async (ctx: Ctx, tx: Tx, deskId: number): Promise<AtDesk> => {
  const found = await deskOf(ctx, tx, deskId);
  return !isRefusal(found) && ctx.actor.kind === 'staff' && found.desk.accountId !== ctx.actor.accountId ? refuse('desk_not_yours') : found;
};

/**
 * The next one, or a named one. While somebody called has not come, they are called again; after the third time they are let go, gently, and the next
 * one is called. Two desks never call one ticket, and neither waits for the other. `seen`: whom the page that was pressed showed as called, and for which
 * time (`seenOf`); a page pressed twice calls once.
 */
export const invite = (ctx: Ctx, i: { readonly deskId: number; readonly ticketId?: number | undefined; readonly seen?: string | undefined }): Promise<Result<Called | { readonly nobody: true }>> => write(ctx, async (tx) => {
  const own = await ownDesk(ctx, tx, i.deskId);
  if (isRefusal(own)) return own;
  const { desk, permit } = own;
  const at = new Date(ctx.clock.now());
  const on = today(ctx.clock);
  const here = (await ticketsNow(tx, [desk.branchId], on)).filter((one) => one.deskId === desk.id);
  if (here.some((one) => one.state === 'serving')) return refuse('desk_busy');
  const called = here.find((one) => one.state === 'invited');
  if (called && i.seen !== undefined && i.seen !== seenOf(called)) return { ticketId: called.id, label: called.label };
  if (called && (i.ticketId === undefined || i.ticketId === called.id) && called.invitations < mostInvitations) return call(ctx, tx, permit, desk, called, at);
  if (called) await letGo(ctx, tx, permit, called, at);
  const next = i.ticketId === undefined || i.ticketId === called?.id ? await lockFirst(tx, lineOf(await orderFor(tx, desk.branchId, on), callsFor(desk, await desksOf(tx, [desk.branchId])), at.getTime()).map((one) => one.id)) : await named(tx, desk, on, i.ticketId);
  if (isRefusal(next)) return next;
  return next ? call(ctx, tx, permit, desk, next, at) : { nobody: true };
});

/** What a page with this ticket called, or with nobody, sends along with its press. */
export const seenOf = (called: Pick<Ticket, 'id' | 'invitations'> | null): string => (called ? `${called.id}.${called.invitations}` : 'nobody');

const letGo = async (ctx: Ctx, tx: Tx, permit: Permit<'queue.serve'>, t: Ticket, at: Date): Promise<void> => {
  await writeTicket(tx, permit, t, { act: 'leave', at, deskId: t.deskId }, { state: 'left', ended_at: at });
  await noted(ctx, tx, permit, t, 'leave', at, t.deskId);
  await endVisitLeft(ctx, tx, t);
};

/** A clerk may have a reason to call somebody out of turn; it is theirs, and it is on record. Who waits for one official is not sent to another. */
const named = async (tx: Tx, desk: Desk, on: string, ticketId: number): Promise<Ticket | Refusal> => {
  const found = await lockTicket(tx, ticketId);
  if (!found || found.branchId !== desk.branchId || found.onDay !== on) return refuse('ticket_not_found');
  if (desk.receptionId !== null && found.receptionId !== null && found.receptionId !== desk.receptionId) return refuse('ticket_of_other_reception', { label: found.label });
  return found.state === 'waiting' || found.state === 'held' ? found : refuse('ticket_taken', { label: found.label });
};

const call = async (ctx: Ctx, tx: Tx, permit: Permit<'queue.serve'>, desk: Desk, t: Ticket, at: Date): Promise<Called | Refusal> => {
  if (!mayFollow('invite', t.state)) return refuse('ticket_moved');
  await writeTicket(tx, permit, t, { act: 'invite', at, deskId: desk.id }, { state: 'invited', desk_id: desk.id, account_id: desk.accountId, invited_at: at, invitations: (t.state === 'invited' ? t.invitations : 0) + 1 });
  await noted(ctx, tx, permit, t, 'invite', at, desk.id);
  return { ticketId: t.id, label: t.label };
};
