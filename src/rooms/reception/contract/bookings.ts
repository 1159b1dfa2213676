import { z } from 'zod';
import { normalPhone } from '../../../kernel/phone.ts';
import { idField as id, line, maybe, numberOf, plain, stored } from '../../../kernel/typed.ts';
import { langs } from '../../../kernel/words.ts';

/** Forms of booking. Messages are codes; their sentences stand in words. */
const minute = z.coerce.number('choose_one').int('choose_one').min(0, 'choose_one').max(1440, 'choose_one');
const phone = stored(normalPhone, 'phone_wrong');

/** `12:540`: a reception and the minute of its day. */
export const placeField = z.string('choose_one').regex(/^\d{1,15}:\d{1,4}$/, 'choose_one').transform((text) => {
  const [receptionId = '0', atMinute = '0'] = text.split(':');
  return { receptionId: Number(receptionId), atMinute: Number(atMinute) };
}).refine((place) => place.receptionId > 0 && place.atMinute <= 1440, 'choose_one');

export const visitorSchema = z.object({
  surname: line(100), given: line(100), patronymic: maybe(line(100)), phone: maybe(phone), email: maybe(z.email('email_wrong').max(200, 'field_too_long')), lang: z.enum(langs, 'choose_one'),
});
export const matterOfBooking = z.object({ text: plain().min(1, 'field_missing').min(5, 'text_too_short').max(20_000, 'field_too_long'), territoryCode: maybe(line(20)), topicCode: maybe(line(60)) });
/** A place, or the list of those who wait for one. */
const where = z.discriminatedUnion('how', [
  z.object({ how: z.literal('place'), receptionId: id, atMinute: minute }),
  z.object({ how: z.literal('wait'), branchId: id, accountId: id.optional(), video: z.boolean().default(false) }),
], 'choose_one');
export const bookSchema = z.object({ key: z.string('key_wrong').min(16, 'key_wrong').max(200, 'key_wrong'), ...visitorSchema.shape, ...matterOfBooking.shape, where })
  .refine((b) => b.phone !== undefined || b.email !== undefined, { path: ['phone'], message: 'reach_missing' });
export type Book = z.output<typeof bookSchema>;

/** Somebody telephones: the desk writes for them. */
export const deskBookSchema = z.object({ key: bookSchema.shape.key, ...visitorSchema.shape, text: matterOfBooking.shape.text, atMinute: minute })
  .refine((b) => b.phone !== undefined || b.email !== undefined, { path: ['phone'], message: 'reach_missing' });
export const moveSchema = z.object({ place: placeField });
export const arrivalOfBooking = z.object({ bookingId: id, did: z.enum(['came', 'not_come', 'cancelled'], 'choose_one') });
/** `BQ01-B-2026-000012`, as people type it. */
export const bookingNumber = numberOf(/^[A-Z0-9]{2,10}-B-\d{4}-\d{6,}$/);
export const findBookingSchema = z.object({ number: bookingNumber, code: z.string('code_wrong').trim().min(4, 'code_wrong').max(40, 'code_wrong') });

/** Ids only. */
export type BookingEvent = {
  readonly name: 'booking.booked' | 'booking.listed' | 'booking.moved' | 'booking.filled' | 'booking.cancelled' | 'booking.restored' | 'booking.displaced' | 'booking.unheld' | 'booking.expired';
  readonly bookingId: number; readonly branchId: number; readonly number: string; readonly receptionId: number | null; readonly atMinute: number | null;
};
