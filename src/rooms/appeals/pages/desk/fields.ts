import type { z } from 'zod';
import type { Lang } from '../../../../kernel/words.ts';
import { errorsFrom, type Errors } from '../../../../ui/fields.tsx';
import type { Form } from '../../../../platform/web/form.ts';
import { kinds, type Kind } from '../../law/stages.ts';
import { kindWords } from '../../words/labels.ts';
import { fieldWords } from '../../words/refusals.ts';

export const isKindOfAppeal = (text: string): text is Kind => (kinds as readonly string[]).includes(text);
export const kindChoices = (lang: Lang) => kinds.map((kind) => ({ value: kind, text: kindWords[kind][lang] }));

/** What somebody typed, by full field name: a form that is refused comes back with it. */
export type Typed = Readonly<Record<string, string>>;

export const typedIn = (form: Form): Typed => Object.fromEntries(form.entries().filter(([name]) => name !== 'csrf'));

/** Several forms stand on one page, so their fields are named `act.field`. */
export const under = (typed: Typed, prefix: string): Record<string, string> =>
  Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), value]] : [])));

export type Read<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: Errors };

/** Reads with the contract's schema; what is wrong comes back under the names the form has. */
export const readWith = <S extends z.ZodType>(lang: Lang, schema: S, value: unknown, nameOf: (path: string) => string): Read<z.output<S>> => {
  const read = schema.safeParse(value);
  if (read.success) return { ok: true, value: read.data };
  const errors = errorsFrom(lang, read.error.issues, fieldWords, fieldWords.other);
  return { ok: false, errors: Object.fromEntries(Object.entries(errors).map(([path, text]) => [nameOf(path), text])) };
};
