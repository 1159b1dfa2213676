import { z } from 'zod';
import { dayField as day, idField as id, maybe, prose, yes } from '../../../kernel/typed.ts';

const papers = z.array(z.coerce.number().int().positive()).max(20, 'too_many_files').default([]);
const one = { assignmentId: id };
/** Why, in a person's words. */
export const reason = prose(2_000, 3);
/** Where and when the device says a proof was taken. */
const taken = z.object({
  lat: z.coerce.number('place_wrong').min(-90, 'place_wrong').max(90, 'place_wrong'), lon: z.coerce.number('place_wrong').min(-180, 'place_wrong').max(180, 'place_wrong'),
  metres: maybe(z.coerce.number('place_wrong').int().min(0).max(1_000_000)), takenAt: maybe(z.iso.datetime({ offset: true, error: 'moment_wrong' })),
}).optional();

/** Messages of these schemas are codes; their sentences are `fieldWords` in words.ts. */
export const acceptSchema = z.object(one);
export const handOverSchema = z.object({ ...one, unitId: id, accountId: maybe(id), reason, evenAway: yes.optional() });
export const reportSchema = z.object({ ...one, text: prose(20_000, 3), taken, papers });
export const returnSchema = z.object({ ...one, reason });
export const settleSchema = z.object(one);
export const withdrawSchema = z.object({ ...one, reason });
export const askTimeSchema = z.object({ ...one, toOn: day, reason });
export const decideTimeSchema = z.object({ ...one, extensionId: id, granted: z.preprocess((v) => (v === 'yes' ? true : v === 'no' ? false : v), z.boolean('choose_one')), reason: maybe(reason) });
export const helpSchema = z.object({ ...one, unitId: id, accountId: maybe(id), reason: maybe(prose(2_000)), evenAway: yes.optional() });
export const controllerSchema = z.object({ ...one, accountId: id });
export const remindSchema = z.object({ ...one, reason: maybe(prose(500)) });
