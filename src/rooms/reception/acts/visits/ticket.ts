import { today } from '../../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Lang } from '../../../../kernel/words.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Tx } from '../../../../platform/db.ts';
import { bookingById, bookingLocked } from '../../store/bookings/rows.ts';
import { deskById } from '../../store/queue/places.ts';
import { lockReceptions, receptionById } from '../../store/receptions.ts';
import { visitBy, visitOfBooking } from '../../store/visits.ts';
import { come } from '../bookings.ts';
import { addMatter, beginVisit, finishVisit, leaveVisit, type Begin, type VisitRef } from '../visits.ts';

type From = { readonly branchId: number; readonly receptionId?: number | null | undefined; readonly bookingId?: number | null | undefined; readonly ticketId?: number | null | undefined };

/** A visit of somebody who was expected: by a booking with their name and their matter, by a reception with its official. */
export const beginExpected = async (ctx: Ctx, tx: Tx, from: From, more: Partial<Begin> = {}): Promise<Result<VisitRef>> => {
  const before = from.bookingId == null ? null : await bookingById(tx, from.bookingId);
  await lockReceptions(tx, [from.receptionId ?? before?.receptionId ?? null], 'whole');
  // locked: at two desks at once it is one visit
  const booking = from.bookingId == null ? null : await bookingLocked(tx, from.bookingId);
  if (from.bookingId != null && booking?.branchId !== from.branchId) return refuse('booking_not_found');
  // moved to another reception this very moment: whoever sits there asks again
  if (booking && booking.receptionId !== (before?.receptionId ?? null) && from.receptionId == null) return refuse('booking_not_open');
  const there = booking && (await visitOfBooking(tx, { branchId: from.branchId, on: today(ctx.clock), bookingId: booking.id }));
  if (there) return { visitId: there.id, number: there.number };
  const receptionId = from.receptionId ?? booking?.receptionId ?? null;
  const found = receptionId === null ? null : await receptionById(tx, receptionId);
  // called off while they waited: the desk receives them
  const reception = found?.state === 'cancelled' || found?.state === 'missed' ? null : found;
  const known = booking === null ? {} : {
    surname: booking.surname, given: booking.given, patronymic: booking.patronymic ?? undefined, phone: booking.phone ?? undefined, email: booking.email ?? undefined, territoryCode: booking.territoryCode ?? undefined, lang: booking.lang,
  };
  const begun = await beginVisit(ctx, tx, {
    ...known, branchId: from.branchId, unitId: reception?.unitId ?? from.branchId, accountId: reception?.accountId ?? null, receptionId: reception?.id ?? null, bookingId: booking?.id ?? null, ticketId: from.ticketId ?? null, ...more,
  });
  if (isRefusal(begun) || booking === null) return begun;
  // marked as absent and come late is come
  if (booking.state === 'booked' || booking.state === 'no_show') {
    const came = await come(ctx, tx, booking.id);
    if (isRefusal(came)) return came;
  }
  const added = await addMatter(ctx, { number: begun.number, key: `of the booking ${booking.id}`, text: booking.text, ...(booking.topicCode === null ? {} : { topicCode: booking.topicCode }) }, { open: tx });
  return isRefusal(added) ? added : begun;
};

/** Beside the verbs of a desk: the ticket's person sits down … */
export const visitOfTicket = (ctx: Ctx) => async (tx: Tx, ticket: From & { readonly id: number; readonly visitId: number | null; readonly deskId: number | null; readonly name: string | null; readonly lang: Lang }): Promise<Result<{ readonly visitId: number | null }>> => {
  // gone and come back is a new visit; put aside and back is the same
  if (ticket.visitId !== null && (await visitBy(tx, { id: ticket.visitId }))?.state !== 'left') return { visitId: ticket.visitId };
  const begun = await beginExpected(ctx, tx, { branchId: ticket.branchId, receptionId: ticket.receptionId ?? (ticket.bookingId == null ? await deskCallsFor(tx, ticket.deskId) : null), bookingId: ticket.bookingId, ticketId: ticket.id }, ticket.bookingId == null ? calledAs(ticket) : {});
  return isRefusal(begun) ? begun : { visitId: begun.visitId };
};
/** As they were called: enough to know whom one speaks to, put right while they sit there. */
const calledAs = ({ name, lang }: { readonly name: string | null; readonly lang: Lang }): Partial<Begin> => ({ lang, ...(name === null ? {} : { given: name }) });
/** Who came to nobody in particular is received by the official whose desk called them. */
const deskCallsFor = async (tx: Tx, deskId: number | null): Promise<number | null> => {
  const receptionId = deskId === null ? null : ((await deskById(tx, deskId))?.receptionId ?? null);
  const reception = receptionId === null ? null : await receptionById(tx, receptionId);
  return reception?.state === 'planned' || reception?.state === 'under_way' ? reception.id : null;
};
/** … or goes away for good: what was begun with them has ended, as it stood. */
export const endVisitLeft = async (ctx: Ctx, tx: Tx, ticket: { readonly visitId: number | null }): Promise<void> => {
  const visit = ticket.visitId === null ? undefined : await visitBy(tx, { id: ticket.visitId });
  // a quiet one is ended by those in the room alone
  if (visit?.state === 'begun') await leaveVisit(ctx, { number: visit.number }, { open: tx });
};
/** … and is done. A visit over already is no hindrance; one that hangs is asked after. */
export const endVisitOfTicket = (ctx: Ctx) => async (tx: Tx, ticket: { readonly visitId: number | null }): Promise<Result<{ readonly visitId: number | null }>> => {
  if (ticket.visitId === null) return { visitId: null };
  const visit = await visitBy(tx, { id: ticket.visitId });
  // a quiet one is finished by those in the room alone
  if (!visit || visit.state !== 'begun') return { visitId: ticket.visitId };
  const done = await finishVisit(ctx, { number: visit.number }, { open: tx });
  return isRefusal(done) ? refuse('visit_hangs', { number: visit.number }) : { visitId: visit.id };
};
