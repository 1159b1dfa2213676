import { z } from 'zod';
import type { Day } from '../../../kernel/day.ts';
import { normalBin, normalIin } from '../../../kernel/iin.ts';
import { normalPhone } from '../../../kernel/phone.ts';
import { idField as id, line, maybe, prose, stored, yes } from '../../../kernel/typed.ts';
import { langs } from '../../../kernel/words.ts';
import { channels, kinds, tellWays, type Kind } from '../law/stages.ts';
import { numberField, papers } from './fields.ts';

/** Messages of these schemas are codes; their sentences are `fieldWords` of words/refusals.ts. */
const phoneField = stored(normalPhone, 'phone_wrong');
const iinField = stored(normalIin, 'iin_wrong');
const binField = stored(normalBin, 'bin_wrong');

const fullName = { surname: line(100), given: line(100), patronymic: maybe(line(100)) };
const signatorySchema = z.object({ ...fullName, address: maybe(line(300)) });
const reach = {
  phone: maybe(phoneField),
  email: maybe(z.email('email_wrong').max(200, 'field_too_long')),
  address: maybe(line(300)),
};
const representative = z.object({ name: line(300), authority: line(300) });
export const applicantSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), ...fullName, iin: maybe(iinField), ...reach, representative: representative.optional() }),
  z.object({ kind: z.literal('organisation'), name: line(300), bin: maybe(binField), ...reach, representative: representative.optional() }),
  z.object({
    kind: z.literal('group'), ...fullName, ...reach, representative: representative.optional(),
    signatories: z.array(signatorySchema).min(1, 'signatories_missing').max(2_000, 'too_many_signatories'),
  }),
]);
export type Applicant = z.output<typeof applicantSchema>;

export const matterSchema = z.object({
  kind: z.enum(kinds, 'choose_one'),
  text: prose(20_000, 5),
  territoryCode: maybe(line(20)),
  address: maybe(line(300)),
  /** `accuracy`: metres, as a device said it */
  point: z.object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180), accuracy: z.number().int().min(0).max(1_000_000).optional() }).optional(),
  topicCode: maybe(line(60)),
  /** the matter of which the person says that theirs is the same; where it cannot be joined any more, the letter is registered by itself */
  joinTo: maybe(numberField),
  /** default: not published */
  publishConsent: yes,
  papers,
});
export type Matter = z.output<typeof matterSchema>;

/** One visit may bring several matters; each gets its own number and day. */
export const registerSchema = z.object({
  /** made by the client before its first try: same key and body, same answer */
  key: z.string().min(16, 'key_wrong').max(200, 'key_wrong'),
  channel: z.enum(channels, 'choose_one'),
  lang: z.enum(langs, 'choose_one'),
  /** absent: found from the place by rooms/units */
  branchId: id.optional(),
  /** when it really came, for paper, e-mail and outings typed in later; absent: now */
  receivedAt: z.iso.datetime({ offset: true, error: 'moment_wrong' }).optional(),
  applicant: applicantSchema.optional(),
  /** how the person wants to hear of it; absent: by what they gave */
  tellBy: maybe(z.enum(tellWays, 'choose_one')),
  matters: z.array(matterSchema).min(1, 'field_missing').max(10, 'too_many_matters'),
});
export type Register = z.input<typeof registerSchema>;
export type Registered = {
  readonly key: string;
  /** true when this answer was given before */
  readonly again: boolean;
  readonly matters: readonly RegisteredMatter[];
};
export type RegisteredMatter = {
  readonly appealId: number; readonly number: string; readonly branchId: number; readonly kind: Kind;
  readonly receivedAt: Date; readonly registeredOn: Day; readonly dueOn: Day;
  /** the secret of the follow-up link, and the code that goes with the number; shown to the person only */
  readonly linkToken: string; readonly followCode: string;
  /** it went to the cause it named, as it was registered */
  readonly joined?: true;
};
