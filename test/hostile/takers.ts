import { followSchema } from '../../src/rooms/appeals/contract/person-forms.ts';
import { applicantSchema, matterSchema } from '../../src/rooms/appeals/contract/register.ts';
import { asRead } from '../../src/rooms/appeals/law/redaction.ts';
import { shownName } from '../../src/rooms/files/law.ts';
import { personalIn } from '../../src/rooms/recognition/contract.ts';

type Taker = {
  readonly what: string;
  /** letters; of processor time, so much at most */
  readonly letters: number; readonly mostMs: number;
  readonly take: (text: string) => unknown;
};
const longest = 20_000;
const megabyte = 300_000;
// ten times what each takes: what grows with the square of a letter is not let through

/** What takes words in before anything else has looked at their length. Bundled for the controls of slow.test.ts with some line replaced. */
export const takers: readonly Taker[] = [
  { what: 'a letter read for what is personal', letters: longest, mostMs: 250, take: (text) => personalIn(text, ['Құпияева', 'ааа']) },
  { what: 'a letter read once more as it is seen', letters: longest, mostMs: 2_500, take: (text) => personalIn(asRead(`${text}!x`), ['Құпияева']) },
  { what: 'the form of a matter', letters: megabyte, mostMs: 250, take: (text) => matterSchema.safeParse({ kind: 'application', text, address: text, territoryCode: text, topicCode: text }) },
  { what: 'the form of a person', letters: megabyte, mostMs: 250, take: (text) => applicantSchema.safeParse({ kind: 'person', surname: text, given: text, phone: text, email: text, iin: text, address: text }) },
  { what: 'a number and a code', letters: megabyte, mostMs: 250, take: (text) => followSchema.safeParse({ number: text, code: text }) },
  { what: 'the name of a file', letters: megabyte, mostMs: 250, take: (text) => shownName(text, 'txt') },
];
