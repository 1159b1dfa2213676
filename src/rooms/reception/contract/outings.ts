import { z } from 'zod';
import { dayField, idField as id, line, maybe, prose } from '../../../kernel/typed.ts';

/** Forms of the outings' pages. Messages are codes; their sentences stand in words. */
/** `09:30` of a day. */
const minute = z.string('hour_wrong').trim().regex(/^([01]?\d|2[0-4]):[0-5]\d$/, 'hour_wrong').transform((text) => {
  const [hours = '0', minutes = '0'] = text.split(':');
  return Number(hours) * 60 + Number(minutes);
}).refine((value) => value <= 1440, 'hour_wrong');
/** `12:34`: a person and the unit for which they receive; of a clerk the branch. */
const member = z.string('choose_one').regex(/^\d{1,15}:\d{1,15}$/, 'choose_one').transform((text) => {
  const [accountId = '0', unitId = '0'] = text.split(':');
  return { accountId: Number(accountId), unitId: Number(unitId) };
});

const fields = {
  nameKk: line(200), nameRu: line(200), nameEn: maybe(line(200)), territoryCode: line(20), address: maybe(line(300)), heldOn: dayField, from: minute, to: minute,
  officials: z.array(member).max(30, 'too_many').default([]), clerks: z.array(member).max(30, 'too_many').default([]),
};
const inOrder = (o: { readonly from: number; readonly to: number }): boolean => o.to > o.from;
export const planOutingSchema = z.object({ branchId: id, ...fields }).refine(inOrder, { path: ['to'], message: 'hours_not_in_order' });
export const changeOutingSchema = z.object({ outingId: id, ...fields }).refine(inOrder, { path: ['to'], message: 'hours_not_in_order' });
export const announceOutingSchema = z.object({ outingId: id, kk: prose(2_000, 10), ru: prose(2_000, 10) });
export const outingSchema = z.object({ outingId: id });
export const cancelOutingSchema = z.object({ outingId: id, reason: prose(500, 3) });
export const installSchema = z.object({ outingId: id, name: line(60), key: z.string('key_wrong').min(16, 'key_wrong').max(200, 'key_wrong') });
export const deviceSchema = z.object({ outingId: id, deviceId: id });
/** What a person of the branch decides of an act that could not be taken by itself. */
export const settleArrivalSchema = z.discriminatedUnion('how', [
  z.object({ deviceId: id, place: id, how: z.literal('as_it_is') }),
  z.object({ deviceId: id, place: id, how: z.literal('changed'), changes: z.record(z.string(), z.string()) }),
  z.object({ deviceId: id, place: id, how: z.literal('joined'), number: line(40) }),
  z.object({ deviceId: id, place: id, how: z.literal('given_up'), reason: prose(1_000, 3) }),
], 'choose_one');

/** Ids only. */
export type OutingEvent = { readonly outingId: number; readonly branchId: number; readonly byAccount: number | null } & (
  | { readonly name: 'outing.announced' | 'outing.changed' | 'outing.cancelled' }
  | { readonly name: 'outing.conflict_arrived'; readonly deviceId: number; readonly place: number }
);
