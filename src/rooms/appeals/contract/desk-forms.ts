import { z } from 'zod';
import { dayField, idField as id, line, maybe, prose, yes } from '../../../kernel/typed.ts';
import { urgencySigns } from '../../../kernel/urgency.ts';
import { answerOutcomes, kinds } from '../law/stages.ts';
import { numberField, papers } from './fields.ts';

/** What the office does with a matter. Messages of these schemas are codes; their sentences are `fieldWords` of words/refusals.ts. */
const one = { number: numberField };
const reason = prose(2_000, 3);
/** drawn with a form: sent twice, it is done once */
const key = maybe(z.string().min(16, 'key_wrong').max(200, 'key_wrong'));
export const sortSchema = z.object({ ...one, topicCode: maybe(line(60)), territoryCode: maybe(line(20)), address: maybe(line(300)), kind: z.enum(kinds).optional(), suggested: yes });
export const assignSchema = z.object({ ...one, unitId: id, accountId: maybe(id), controllerAccountId: maybe(id), instruction: maybe(prose(2_000)), suggested: yes, evenAway: yes.optional() });
export const takeSchema = z.object(one);
export const forwardSchema = z.object({ ...one, unitId: id, reason });
export const clarifySchema = z.object({ ...one, question: prose(4_000, 3) });
export const clarifiedSchema = z.object({ ...one, text: prose(10_000), papers });
export const extendSchema = z.object({ ...one, toOn: dayField, reason });
export const decideSchema = z.object({ ...one, extensionId: id, granted: z.preprocess((v) => (v === 'yes' ? true : v === 'no' ? false : v), z.boolean('choose_one')), reason: maybe(reason) });
export const giveTaskSchema = z.object({ ...one, task: prose(2_000, 3), unitId: id, accountId: maybe(id), controllerAccountId: maybe(id), dueOn: dayField, evenAway: yes.optional(), key });
export const urgencySchema = z.object({ ...one, urgency: z.enum([...urgencySigns, 'none'], 'choose_one') });
export const noteSchema = z.object({ ...one, text: prose(10_000), papers, key });
export const joinSchema = z.object({ ...one, mainNumber: numberField, as: z.enum(['repeat', 'common'], 'choose_one'), suggested: yes.optional() });
export const detachSchema = z.object({ ...one, reason });
export const splitSchema = z.object({ ...one, text: prose(20_000, 5), kind: z.enum(kinds).optional(), topicCode: maybe(line(60)) });
export const interimSchema = z.object({ ...one, text: prose(20_000, 3), papers });
export const draftSchema = z.object({ ...one, outcome: z.enum(answerOutcomes, 'choose_one'), text: prose(50_000, 3), papers });
/** `anyway`: why it goes in spite of a serious warning. */
export const approveSchema = z.object({ ...one, answerId: id, anyway: maybe(prose(1_000, 3)) });
export const returnSchema = z.object({ ...one, answerId: id, reason });
/** `answerId`: the answer whose words `publicAnswer` are; no words: nothing of it is for everybody. */
export const redactSchema = z.object({ ...one, publicText: prose(20_000, 5), answerId: maybe(id), publicAnswer: maybe(prose(50_000, 3)) });
export const publishSchema = z.object(one);
export const unpublishSchema = z.object({ ...one, reason: maybe(reason) });
/** Where the person is told from now on. */
export const changeWaySchema = z.object({ ...one, email: z.email('email_wrong').max(200, 'field_too_long') });
export const showIinSchema = z.object({ ...one, reason });
