import type { z } from 'zod';
import type { Refusal } from '../../../../kernel/refusal.ts';
import { sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import type { Form } from '../../../../platform/web/form.ts';
import { errorsFrom, type Errors } from '../../../../ui/fields.tsx';
import { refusalWords } from '../../words.ts';
import { boardRefusals } from '../../words/board.ts';
import { taskFieldWords, taskRefusals } from '../../words/task.ts';

/** What somebody typed, by full field name: a form that is refused comes back with it. */
export type Typed = Readonly<Record<string, string>>;
export const typedIn = (form: Form): Typed => Object.fromEntries(form.entries().filter(([name]) => name !== 'csrf'));

/** Several forms stand on one page, so their fields are named `act.field`. */
export const under = (typed: Typed, prefix: string): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), value]] : [])));

/** Reads with the contract's schema; what is wrong comes back under the names the form has. */
export const readWith = <S extends z.ZodType>(lang: Lang, schema: S, value: unknown, act: string): { readonly ok: true; readonly value: z.output<S> } | { readonly ok: false; readonly errors: Errors } => {
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const errors = errorsFrom(lang, read.error.issues, taskFieldWords, taskFieldWords.other);
  return { ok: false, errors: Object.fromEntries(Object.entries(errors).map(([path, text]) => [nameOf(act, path), text])) };
};
const nameOf = (act: string, path: string): string => {
  const [first = '', second] = path.split('.');
  return `${act}.${first !== 'taken' ? first : second === 'takenAt' ? 'takenTime' : (second ?? 'lat')}`;
};

const sentences: Readonly<Record<string, Sentence>> = { ...refusalWords, ...boardRefusals, ...taskRefusals };

/** Why not, in the reader's language. */
export const refusalSentence = (lang: Lang, refusal: Refusal): string => sayLoose(lang, sentences[refusal.code] ?? taskRefusals.not_now, refusal.facts);

/** The form's fields of place and time → what the schema asks; nothing where none of them is filled in. By the country's clock. */
export const takenFrom = (fields: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> => {
  const { lat = '', lon = '', metres = '', takenDay = '', takenTime = '', ...rest } = fields;
  if ([lat, lon, metres, takenDay, takenTime].every((text) => text.trim() === '')) return rest;
  const degrees = (text: string): string | undefined => (text.trim() === '' ? undefined : text.trim().replace(',', '.'));
  const time = /^\d:\d\d$/.test(takenTime.trim()) ? `0${takenTime.trim()}` : takenTime.trim();
  return { ...rest, taken: { lat: degrees(lat), lon: degrees(lon), metres, ...(takenDay === '' && time === '' ? {} : { takenAt: `${takenDay}T${time}:00+05:00` }) } };
};
