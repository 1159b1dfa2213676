import type { z } from 'zod';
import type { Refusal } from '../../../../kernel/refusal.ts';
import { sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { errorsFrom, type Errors } from '../../../../ui/fields.tsx';
import type { Form } from '../../../../platform/web/form.ts';
import { appealRefusalWords } from '../../../appeals/contract.ts';
import { refusalWords } from '../../words/refusals.ts';
import { visitFieldWords } from '../../words/visits.ts';

/** What somebody typed, by the field's name: a form that is refused comes back with it. */
export type Typed = Readonly<Record<string, string>>;
export const typedIn = (form: Form): Typed => Object.fromEntries(form.entries().filter(([name]) => name !== 'csrf'));

/** Why an act said no: this room's word, or that of the room in whose hands the matter was being laid. */
export const sentenceOf = (lang: Lang, refusal: Refusal): string =>
  sayLoose(lang, (refusalWords as Readonly<Record<string, Sentence>>)[refusal.code] ?? (appealRefusalWords as Readonly<Record<string, Sentence>>)[refusal.code] ?? visitFieldWords.other, refusal.facts);
export const wrongIn = (lang: Lang, issues: z.core.$ZodIssue[]): Errors => errorsFrom(lang, issues, visitFieldWords, visitFieldWords.other);
