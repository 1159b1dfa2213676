import { z } from 'zod';
import { dayField, idField as id, line, maybe, yes } from '../../../kernel/typed.ts';
import { onDaysOff, rhythms } from '../law/duties.ts';

/** Messages of these schemas are codes; their sentences are `dutyFieldWords`. */
/** `10:05`, `9.30`, `14`. */
export const clockField = z.string('hour_wrong').trim().regex(/^\d{1,2}([:.]\d{2})?$/, 'hour_wrong').transform((text, c) => {
  const [hour = '0', minute = '0'] = text.split(/[:.]/);
  const at = Number(hour) * 60 + Number(minute);
  if (Number(minute) < 60 && at <= 1440) return at;
  c.addIssue({ code: 'custom', message: 'hour_wrong' });
  return z.NEVER;
});
const whole = (least: number, most: number, code: string) => z.coerce.number(code).int(code).min(least, code).max(most, code);

const duty = {
  nameKk: line(200), nameRu: line(200), nameEn: line(200), source: line(500), sourceOn: maybe(dayField),
  rhythm: z.enum(rhythms, 'choose_one'), times: z.preprocess((value) => (value === '' || value === undefined ? 1 : value), whole(1, 20, 'times_wrong')), weekday: maybe(whole(1, 7, 'choose_one')), onDayOff: z.enum(onDaysOff, 'choose_one').default('next'),
  from: maybe(clockField), to: maybe(clockField), place: maybe(line(200)), public: yes,
};
type Written = { rhythm: string; weekday?: number | undefined; from?: number | undefined; to?: number | undefined };
const needsWeekday = [(d: Written): boolean => d.rhythm !== 'weekday' || d.weekday !== undefined, { path: ['weekday'] as PropertyKey[], message: 'choose_one' }] as const;
const needsOrder = [(d: Written): boolean => (d.from === undefined) === (d.to === undefined) && (d.from === undefined || d.to === undefined || d.to > d.from), { path: ['to'] as PropertyKey[], message: 'hours_wrong' }] as const;
export const addDutySchema = z.object({ branchId: id, ...duty, fromOn: dayField, toOn: maybe(dayField) }).refine(...needsWeekday).refine(...needsOrder).refine((d) => d.toOn === undefined || d.toOn >= d.fromOn, { path: ['toOn'], message: 'days_wrong' });
export type AddDuty = z.output<typeof addDutySchema>;
export const changeDutySchema = z.object({ dutyId: id, ...duty, reason: line(500) }).refine(...needsWeekday).refine(...needsOrder);
export type ChangeDuty = z.output<typeof changeDutySchema>;
export const endDutySchema = z.object({ dutyId: id, toOn: dayField, reason: line(500) });
/** `12.7`: a person and the unit for which they receive. */
export const hostField = z.string('choose_one').regex(/^\d{1,15}\.\d{1,15}$/, 'choose_one').transform((text) => {
  const [accountId = '0', unitId = '0'] = text.split('.');
  return { accountId: Number(accountId), unitId: Number(unitId) };
});
export const namePersonSchema = z.object({ dutyId: id, who: hostField, fromOn: dayField });
export const takeOffSchema = z.object({ dutyId: id, accountId: id, fromOn: dayField, toOn: dayField, reason: line(500) });

const sitting = {
  place: maybe(line(200)), from: clockField, to: clockField, breakFrom: maybe(clockField), breakTo: maybe(clockField), slotMinutes: maybe(whole(5, 120, 'slot_wrong')),
  topicCodes: z.preprocess((value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : (value ?? [])), z.array(z.string().max(60, 'field_too_long')).max(30, 'field_too_long')), public: yes,
};
type Hours = { from: number; to: number; breakFrom?: number | undefined; breakTo?: number | undefined };
const inOrder = [(s: Hours): boolean => s.to > s.from, { path: ['to'] as PropertyKey[], message: 'hours_wrong' }] as const;
const breakInside = [(s: Hours): boolean => (s.breakFrom === undefined) === (s.breakTo === undefined) && (s.breakFrom === undefined || s.breakTo === undefined || (s.breakFrom >= s.from && s.breakTo <= s.to && s.breakTo > s.breakFrom)), { path: ['breakTo'] as PropertyKey[], message: 'break_wrong' }] as const;
/** `reason`: why it is held on a day off. */
export const planSchema = z.object({ branchId: id, host: hostField, kind: z.enum(['personal', 'open', 'video', 'outing'], 'choose_one'), heldOn: dayField, ...sitting, outingId: maybe(id), reason: maybe(line(500)) }).refine(...inOrder).refine(...breakInside);
export type Plan = z.output<typeof planSchema>;
export const changeReceptionSchema = z.object({ receptionId: id, ...sitting }).refine(...inOrder).refine(...breakInside);
export type ChangeReception = z.output<typeof changeReceptionSchema>;
export const cancelReceptionSchema = z.object({ receptionId: id, reason: line(500) });

/** Ids and days only. */
export type ReceptionEvent = {
  readonly name: 'reception.planned' | 'reception.changed' | 'reception.begun' | 'reception.ended' | 'reception.cancelled' | 'reception.missed';
  readonly receptionId: number; readonly branchId: number; readonly accountId: number; readonly unitId: number; readonly heldOn: string; readonly byAccount?: number | null;
};
/** One that was owed: missed, or not scheduled while its last days run. */
export type OwedEvent = { readonly name: 'duty.missed' | 'duty.unscheduled'; readonly expectedId: number; readonly dutyId: number; readonly branchId: number; readonly accountId: number; readonly unitId: number; readonly dueOn: string };
