import type { z } from 'zod';
import type { Refusal } from '../../../../kernel/refusal.ts';
import { clockTime } from '../../../../kernel/show.ts';
import { say, sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { statusOf, type Asked } from '../../../../platform/web.ts';
import type { Form } from '../../../../platform/web/form.ts';
import { errorsFrom, type Errors } from '../../../../ui/fields.tsx';
import { openUnits, type Unit } from '../../../units/contract.ts';
import type { Read } from '../../../../platform/db.ts';
import type { Ability } from '../../contract/abilities.ts';
import type { Rule } from '../../law/duties.ts';
import { reachOf } from '../../policy/duties.ts';
import { everyWeekday, ruleWords } from '../../words/duties-admin.ts';
import { publicWords } from '../../words/duties-public.ts';
import { dutyFieldWords, refusals } from '../../words/duties.ts';
import { refusals as bookingRefusals } from '../../words/bookings.ts';

export const idOf = (text: string): number => (/^\d{1,15}$/.test(text) ? Number(text) : 0);
export type Typed = Readonly<Record<string, string>>;
export const typedIn = (form: Form): Typed => Object.fromEntries(form.entries().filter(([name]) => name !== 'csrf'));

/** Reads with the contract's schema; what is wrong comes back under the names the form has. */
export const readWith = <S extends z.ZodType>(lang: Lang, schema: S, value: unknown): { readonly ok: true; readonly value: z.output<S> } | { readonly ok: false; readonly errors: Errors } => {
  const read = schema.safeParse(value);
  return read.success ? { ok: true, value: read.data } : { ok: false, errors: errorsFrom(lang, read.error.issues, dutyFieldWords, dutyFieldWords.other) };
};

const sentences: Readonly<Record<string, Sentence>> = { ...bookingRefusals, ...refusals };
/** Beside the field it speaks of. */
const fieldsOf: Readonly<Record<string, string>> = {
  day_past_invalid: 'heldOn', day_off_reason_required: 'reason', host_invalid: 'host', host_away: 'host', host_elsewhere: 'from', place_taken: 'place', no_place_fits_invalid: 'slotMinutes', person_invalid: 'who', person_is_named: 'who',
};
export const refusedIn = (lang: Lang, refusal: Refusal, names: Readonly<Record<string, string>> = {}): Errors =>
  ({ [names[refusal.code] ?? fieldsOf[refusal.code] ?? '']: sayLoose(lang, sentences[refusal.code] ?? dutyFieldWords.other, refusal.facts) });
/** What cannot be put right in the form is a page of its own. */
export const isBeyond = (refusal: Refusal): boolean => [403, 404].includes(statusOf(refusal));

/** A bare number says nothing: «102-бөлме»; what is more than a number stands as it was written. */
export const roomText = (lang: Lang, place: string | null): string => (place !== null && /^\d[\d-]*\p{L}?$/u.test(place) ? say(lang, publicWords.room, { place }) : (place ?? ''));

/** «айына 1 рет», «әр бейсенбі». */
export const ruleText = (lang: Lang, rule: Pick<Rule, 'rhythm' | 'times' | 'weekday'>): string =>
  rule.rhythm === 'weekday' ? say(lang, everyWeekday[`d${rule.weekday ?? 1}` as keyof typeof everyWeekday]) : say(lang, ruleWords[rule.rhythm], { times: rule.times });
export const hoursText = (r: { readonly fromMinute: number | null; readonly toMinute: number | null }): string => (r.fromMinute === null || r.toMinute === null ? '' : `${clockTime(r.fromMinute)}–${clockTime(r.toMinute)}`);

/** Branches of which the actor may do it, in reading order; and the one that is asked for, their own first. */
export const branchesFor = async (q: Read, asked: Asked, ability: Ability, wanted: string): Promise<{ readonly branches: readonly Unit[]; readonly branch: Unit | null }> => {
  const branches = await openUnits(q, 'branch', reachOf(asked.ctx.actor, ability));
  const { actor } = asked.ctx;
  const own = actor.kind === 'staff' ? actor.posts.filter((post) => post.unitKind === 'branch' && post.abilities.includes(ability)).map((post) => post.unitId) : [];
  const branch = wanted === '' ? (branches.find((one) => own.includes(one.id)) ?? branches[0] ?? null) : (branches.find((one) => one.id === idOf(wanted)) ?? null);
  return { branches, branch };
};
