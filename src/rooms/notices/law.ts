import { addDays, wallClock, type Day } from '../../kernel/day.ts';
import { slotsIn, type Lang, type Sentence } from '../../kernel/words.ts';

export const channels = ['email', 'sms', 'telegram', 'push'] as const;
export type Channel = (typeof channels)[number];
/** How a person outside may be reached; `push` is for staff. */
export type WayChannel = Exclude<Channel, 'push'>;

/** waiting: for its hour or its turn; held: for the morning's digest; sending: handed to the other end, no word yet. */
export const states = ['waiting', 'held', 'sending', 'sent', 'failed', 'bounced', 'stopped'] as const;
export type State = (typeof states)[number];

/** What fills a slot: a number or text that is the same everywhere, a day, a name in three languages. */
export type Slot = string | number | { readonly day: Day } | Sentence;
export type Slots = Readonly<Record<string, Slot>>;

/** One kind of notice. A room that tells somebody something brings its own; an administrator may word it anew, with the same slots. */
export type Template = {
  readonly code: string;
  readonly to: 'holder' | 'staff';
  /** goes at once, not with the morning's digest */
  readonly urgent: boolean;
  /** the law or the matter itself asks for it: «do not write to me» does not stop it */
  readonly owed: boolean;
  /** only where the way itself was proven by the person: the matter's own code and link fill `{code}` and the path. Made when it is sent, never stored */
  readonly secret?: true;
  /** what it is for, in one line; the program's own subject where it is not said */
  readonly about?: Sentence;
  readonly subject: Sentence;
  readonly text: Sentence;
};

/** The longest that is still read, and that a mail server still takes as one line. */
export const mostSubject = 150;
export const mostText = 4_000;
const shared = ['kk', 'ru', 'en'] as const;

/** What somebody fills, and what of it is a number that a plural may count. */
export const slotsOf = (template: Template): { readonly named: ReadonlySet<string>; readonly counted: ReadonlySet<string> } => {
  const all = shared.flatMap((lang) => [slotsIn(lang, template.subject[lang]), slotsIn(lang, template.text[lang])]);
  return { named: new Set(all.flatMap((one) => [...(one?.named ?? [])])), counted: new Set(all.flatMap((one) => [...(one?.counted ?? [])])) };
};

/** What of a template an administrator may word. */
export type Worded = { readonly subject: Sentence; readonly text: Sentence };
export type WordingPart = 'subject' | 'text';
export type WordingFault = { readonly lang: Lang; readonly part: WordingPart; readonly fault: 'empty' | 'long' | 'braces' | 'slot_unknown'; readonly slot?: string };
/** An administrator's wording may leave a slot out, never name one that nobody fills, nor count what is no number. */
export const wordingFaults = (template: Template, given: Worded): readonly WordingFault[] => {
  const known = slotsOf(template);
  return shared.flatMap((lang) => (['subject', 'text'] as const).flatMap((part): readonly WordingFault[] => {
    const text = given[part][lang];
    if (text.trim() === '') return [{ lang, part, fault: 'empty' }];
    if (text.length > (part === 'subject' ? mostSubject : mostText)) return [{ lang, part, fault: 'long' }];
    const asked = slotsIn(lang, text);
    if (asked === null) return [{ lang, part, fault: 'braces' }];
    const unknown = [...asked.named].filter((slot) => !known.named.has(slot) || (asked.counted.has(slot) && !known.counted.has(slot)));
    return unknown.map((slot) => ({ lang, part, fault: 'slot_unknown', slot }));
  }));
};

export type Quiet = { readonly from: number; readonly to: number };
/** People outside are not woken: from nine in the evening till eight in the morning [P]. */
export const residentsQuiet: Quiet = { from: 21 * 60, to: 8 * 60 };
export const staffQuiet: Quiet = { from: 20 * 60, to: 8 * 60 };
/** The digest lies on the desk before the day begins. */
export const digestMinute = 8 * 60 + 30;

const isQuiet = (minute: number, quiet: Quiet): boolean =>
  quiet.from === quiet.to ? false : quiet.from < quiet.to ? minute >= quiet.from && minute < quiet.to : minute >= quiet.from || minute < quiet.to;

const offsetMs = (at: number): number => {
  const { on, minute } = wallClock(at);
  return Date.parse(`${on}T00:00:00Z`) + minute * 60_000 - Math.floor(at / 60_000) * 60_000;
};
/** The instant of a minute of the country's day. */
export const instantOf = (on: Day, minute: number): Date => {
  const guess = Date.parse(`${on}T00:00:00Z`) + minute * 60_000;
  return new Date(guess - offsetMs(guess));
};

/** The first moment not before `at` that is outside the quiet hours. */
export const outsideQuiet = (at: Date, quiet: Quiet): Date => {
  const { on, minute } = wallClock(at.getTime());
  if (!isQuiet(minute, quiet)) return at;
  return instantOf(minute < quiet.to ? on : addDays(on, 1), quiet.to);
};

/** The next morning's digest: today's, if it has not gone yet. `isWorked`: whether a day is worked. */
export const nextDigest = (at: Date, isWorked: (on: Day) => boolean): Date => {
  const { on, minute } = wallClock(at.getTime());
  let day = minute < digestMinute ? on : addDays(on, 1);
  for (let tries = 0; tries < 20 && !isWorked(day); tries += 1) day = addDays(day, 1);
  return instantOf(day, digestMinute);
};

/** Enough to recognise, not to reach: `ә***@mail.kz`, `+7 7** *** ** 12`. */
export const masked = (channel: Channel, address: string): string => {
  if (channel === 'email') {
    const [name = '', host = ''] = address.split('@');
    return `${[...name][0] ?? ''}***@${host}`;
  }
  return channel === 'sms' ? `${address.slice(0, 3)}*** ** ${address.slice(-2)}` : '';
};

/** A way that failed for good is not tried again; everything else is, later and later, this many times. */
export const mostTries = 10;
/** A run that ended with its program is no try of the other end: the queue must not give up before the notice does. */
export const mostRuns = 40;
