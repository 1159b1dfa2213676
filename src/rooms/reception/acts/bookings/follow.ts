import type { z } from 'zod';
import { refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read, write } from '../../../../platform/db.ts';
import type { findBookingSchema } from '../../contract/bookings.ts';
import { bookingByCode, bookingByLink, countTry, forgiveTry } from '../../store/bookings/find.ts';
import { linkToken } from '../../store/seal.ts';
import { bookingById } from '../../store/bookings/rows.ts';
import { clerkOf } from './around.ts';

/** Whose booking the secret link opens. 128 bits: nobody guesses one. */
export const openBooking = async (ctx: Ctx, token: string): Promise<Result<number>> =>
  (/^[\w-]{22}$/.test(token) ? await read(clerkOf(ctx), (q) => bookingByLink(q, token)) : null) ?? refuse('booking_not_found');

/** By number and code: ten wrong tries in fifteen minutes for a number or a caller, counted before the code is looked at, in a transaction of their own. Gives back the link. */
export const openBookingByCode = async (ctx: Ctx, input: z.output<typeof findBookingSchema> & { readonly caller: string }): Promise<Result<string>> => {
  const clerk = clerkOf(ctx);
  if (!(await write(clerk, (tx) => countTry(tx, input.number, input.caller, new Date(ctx.clock.now()))))) return refuse('too_many_tries');
  const id = await read(clerk, (q) => bookingByCode(q, input.number, input.code));
  const found = id === null ? null : await read(clerk, (q) => bookingById(q, id));
  if (!found) return refuse('booking_not_found');
  await write(clerk, (tx) => forgiveTry(tx, input.number, input.caller));
  return linkToken('booking', found.id, found.secretVersion);
};
