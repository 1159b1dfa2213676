import type { Ctx } from '../../../../platform/ctx.ts';
import type { Tx } from '../../../../platform/db.ts';
import { record } from '../../../journal/contract.ts';
import { mayRearrange } from '../../policy/bookings.ts';
import { writeBookingAct } from '../../store/bookings/rows.ts';
import type { Booking } from '../../store/bookings/tables.ts';

/** `asked`: whether they come, by the page of the booking. */
export const noteReminded = async (ctx: Ctx, tx: Tx, b: Booking, facts: { readonly asked: boolean }): Promise<void> => {
  const permit = mayRearrange(ctx.actor);
  const at = new Date(ctx.clock.now());
  await writeBookingAct(tx, permit, { bookingId: b.id, branchId: b.branchId, act: 'remind', at, facts });
  await record(tx, { act: 'booking.remind', subject: `booking:${b.id}`, actor: ctx.actor, at, facts });
};
