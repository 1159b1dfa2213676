import { sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import type { Errors } from '../../../../ui/fields.tsx';
import { matterOfBooking, visitorSchema } from '../../contract/bookings.ts';
import { bookFieldWords as w } from '../../words/bookings.ts';

/** One question a page, in this order. `how` is asked only where there is a choice. */
export const steps = ['what', 'where', 'who', 'how', 'day', 'time', 'you', 'check'] as const;
export type Step = (typeof steps)[number];
export const isStep = (text: string): text is Step => (steps as readonly string[]).includes(text);

export type Fields = Readonly<Record<string, string>>;
/** What each step asks; everything else a browser sends is dropped. */
export const fieldsOf: Readonly<Record<Step, readonly string[]>> = {
  what: ['text'], where: ['place', 'territory'], who: ['who'], how: ['mode'], day: ['day'], time: ['slot'], you: ['surname', 'given', 'patronymic', 'phone', 'email', 'lang'], check: [],
};
const longestField = 25_000;
export const taken = (step: Step, get: (name: string) => string): Fields => Object.fromEntries(fieldsOf[step].map((name) => [name, get(name).slice(0, longestField).toWellFormed()]));

/** What an earlier answer makes void when it changes. */
export const cleared = (step: Step): Fields => Object.fromEntries({
  what: [], where: ['who', 'mode', 'day', 'slot', 'wait'], who: ['mode', 'day', 'slot', 'wait'], how: ['day', 'slot', 'wait'], day: ['slot', 'wait'], time: ['wait'], you: [], check: [],
}[step].map((name) => [name, '']));

const sentences: Readonly<Record<string, Sentence>> = w;
/** An empty field is called by its name: the list on top of the page stands far from the fields. */
const missing: Readonly<Record<string, Sentence>> = { text: w.text_too_short, surname: w.surname_missing, given: w.given_missing };
const problems = (lang: Lang, issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[]): Errors => {
  const found: Record<string, string> = {};
  for (const issue of issues) {
    const name = String(issue.path[0] ?? '');
    found[name] ??= sayLoose(lang, (issue.message === 'field_missing' ? missing[name] : undefined) ?? sentences[issue.message] ?? w.other);
  }
  return found;
};
export const textProblems = (lang: Lang, fields: Fields): Errors => problems(lang, matterOfBooking.pick({ text: true }).safeParse({ text: fields['text'] ?? '' }).error?.issues ?? []);
export const youProblems = (lang: Lang, fields: Fields): Errors => {
  const { surname = '', given = '', patronymic, phone, email, lang: spoken = '' } = fields;
  const wrong = problems(lang, visitorSchema.safeParse({ surname, given, patronymic, phone, email, lang: spoken }).error?.issues ?? []);
  return (phone ?? '').trim() === '' && (email ?? '').trim() === '' ? { ...wrong, phone: sayLoose(lang, w.reach_missing) } : wrong;
};
