import { z } from 'zod';
import { normalIin } from '../../../kernel/iin.ts';
import { normalPhone } from '../../../kernel/phone.ts';
import { dayField as day, idField as id, line, maybe, numberOf, prose, stored, yes } from '../../../kernel/typed.ts';
import { langs } from '../../../kernel/words.ts';
import { spokenVerdicts } from '../law/visits.ts';

/** Messages of these schemas are codes; their sentences are `visitFieldWords`. */
const key = maybe(z.string().min(16, 'key_wrong').max(200, 'key_wrong'));

export const visitNumber = numberOf(/^[A-Z0-9]{2,10}-V-\d{4}-\d{6,}$/);
/** The same page finds bookings and visits: by the letter in the number. */
export const findVisitSchema = z.object({ number: visitNumber, code: z.string('code_wrong').trim().min(4, 'code_wrong').max(40, 'code_wrong') });
const one = { number: visitNumber };
const matter = { ...one, nth: id };

/** Whoever came: a name is enough, and a visit may begin without one. */
export const visitorSchema = z.object({
  surname: maybe(line(100)), given: maybe(line(100)), patronymic: maybe(line(100)), phone: maybe(stored(normalPhone, 'phone_wrong')),
  email: maybe(z.email('email_wrong').max(200, 'field_too_long')), iin: maybe(stored(normalIin, 'iin_wrong')), address: maybe(line(300)), territoryCode: maybe(line(20)),
});
export type Visitor = z.output<typeof visitorSchema>;
export const beginVisitSchema = visitorSchema.extend({
  key, branchId: id, receptionId: maybe(id), ticketId: maybe(id), bookingId: maybe(id), accountId: maybe(id), lang: z.enum(langs, 'choose_one'), quiet: yes,
});
export const changeVisitorSchema = visitorSchema.extend({ ...one, lang: z.enum(langs, 'choose_one') });
export const addMatterSchema = z.object({ ...one, key, text: prose(20_000, 3), topicCode: maybe(line(60)) });

const promise = { text: prose(2_000, 3), executorUnit: id, executorAccount: maybe(id), dueOn: day };
export const settleSchema = z.discriminatedUnion('how', [
  z.object({ ...matter, how: z.literal('advised'), advice: prose(4_000, 3) }),
  z.object({
    ...matter, how: z.literal('registered'), kind: z.enum(['application', 'complaint', 'proposal', 'information_request', 'message', 'response'], 'choose_one').default('application'),
    topicCode: maybe(line(60)), territoryCode: maybe(line(20)), address: maybe(line(300)), publishConsent: yes, papers: z.array(id).max(20, 'too_many_files').default([]),
  }),
  z.object({ ...matter, how: z.literal('joined'), appealNumber: z.string('number_wrong').trim().toUpperCase().max(40, 'number_wrong'), suggested: yes.optional() }),
  z.object({ ...matter, how: z.literal('promised'), ...promise, evenAway: yes.optional() }),
], 'choose_one');
export type Settle = z.output<typeof settleSchema>;
export const readBackSchema = z.object({ ...one, promiseId: id });
/** `rest`: what becomes of matters nobody has settled. */
export const finishVisitSchema = z.object({ ...one, rest: maybe(z.enum(['register'])) });
export const quietSchema = z.object({ ...one, quiet: z.preprocess((value) => value === true || value === 'yes', z.boolean()) });
export const putPromiseSchema = z.object({ promiseId: id, receptionId: id, said: prose(2_000, 3) });
export const visitVerdictSchema = z.object({ nth: id, verdict: z.enum(spokenVerdicts, 'choose_one'), comment: maybe(prose(5_000, 1)), register: yes.optional() })
  .refine((v) => v.verdict !== 'not_solved' || v.comment !== undefined, { path: ['comment'], message: 'say_what_is_left' });

type About = { readonly visitId: number; readonly number: string; readonly branchId: number };
/** Ids and codes only, never a person's words; of a quiet visit nothing more than of any other. */
export type VisitEvent = About & (
  | { readonly name: 'visit.begun' | 'visit.finished' | 'visit.left' }
  | { readonly name: 'visit.matter_settled'; readonly matterId: number; readonly outcome: string }
  | { readonly name: 'visit.promised' | 'visit.promise_put'; readonly promiseId: number }
  | { readonly name: 'visit.judged'; readonly matterId: number; readonly verdict: string }
);
