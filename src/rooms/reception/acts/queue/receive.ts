import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write } from '../../../../platform/db.ts';
import { mayServe } from '../../policy/queue.ts';
import { lockTicketOfVisit, writeTicket } from '../../store/queue/tickets.ts';
import { endVisitLeft, endVisitOfTicket, visitOfTicket } from '../visits/ticket.ts';
import { noted } from './call.ts';
import { begin, finish, leave } from './serve.ts';

/** They sit down: the visit begins in the same transaction. Put aside and back, it is the same visit. */
export const receive = (ctx: Ctx, i: { readonly ticketId: number }): ReturnType<typeof begin> => begin(ctx, i, visitOfTicket(ctx));
/** Gone for good: what was begun with them is over too. */
export const depart = (ctx: Ctx, i: { readonly ticketId: number }): ReturnType<typeof leave> =>
  leave(ctx, i, async (tx, ticket) => { await endVisitLeft(ctx, tx, ticket); return { visitId: ticket.visitId }; });
/** Over: the visit too. A matter that nobody has settled is asked after first. */
export const dismiss = (ctx: Ctx, i: { readonly ticketId: number }): ReturnType<typeof finish> => finish(ctx, i, endVisitOfTicket(ctx));

/** The visit was ended on its own page: nobody sits with the ticket any more. Harmless twice. */
export const endWithVisit = (ctx: Ctx, i: { readonly visitId: number }): Promise<void> => write(ctx, async (tx) => {
  const ticket = await lockTicketOfVisit(tx, i.visitId);
  if (ticket?.state !== 'serving' && ticket?.state !== 'held') return;
  const permit = mayServe(ctx.actor, ticket.branchId);
  if (isRefusal(permit)) return;
  const at = new Date(ctx.clock.now());
  await writeTicket(tx, permit, ticket, { act: 'finish', at, deskId: ticket.deskId }, { state: 'finished', ended_at: at });
  await noted(ctx, tx, permit, ticket, 'finish', at, ticket.deskId);
});
