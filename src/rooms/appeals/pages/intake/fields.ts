import { sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import type { Errors } from '../../../../ui/fields.tsx';
import { registerSchema, type Register } from '../../contract/register.ts';
import { fieldWords } from '../../words/refusals.ts';
import { intakeWords, missingWords } from '../../words/intake.ts';
import { pointOf } from './point.ts';

/** The public form, one question a page, in this order. */
export const steps = ['what', 'where', 'kind', 'who', 'contact', 'publish', 'check'] as const;
export type Step = (typeof steps)[number];
export const isStep = (text: string): text is Step => (steps as readonly string[]).includes(text);
export const stepBefore = (step: Step): Step | null => steps[steps.indexOf(step) - 1] ?? null;

/** What each step asks; everything else a browser sends is dropped. */
export const fieldsOf: Readonly<Record<Step, readonly string[]>> = {
  what: ['text'],
  where: ['place', 'territory', 'address', 'point', 'lat', 'lon', 'accuracy'],
  kind: ['kind'],
  who: ['who'],
  contact: ['surname', 'given', 'patronymic', 'organisation', 'bin', 'iin', 'phone', 'email', 'tellBy', 'postal', 'signatories', 'representing', 'representativeName', 'representativeAuthority'],
  publish: ['publish'],
  check: [],
};

export type Fields = Readonly<Record<string, string>>;
export const longestField = 25_000;

/**
 * As typed, whatever it is: a bad field never loses what was typed. An unticked box sends nothing: it is an empty answer. Whoever named a
 * representative has one, ticked or not.
 */
export const taken = (step: Step, get: (name: string) => string): Fields =>
  Object.fromEntries(fieldsOf[step].map((name) => [name, ofPoint.has(name) && get('point') !== 'yes' ? '' : name === 'representing' && ofRepresentative.some((one) => get(one).trim() !== '') ? 'yes' : get(name).slice(0, longestField).toWellFormed()]));
const ofRepresentative = ['representativeName', 'representativeAuthority'] as const;
/** Gone with its box. */
const ofPoint: ReadonlySet<string> = new Set(['lat', 'lon', 'accuracy']);

/** One person a line: «Тегі Аты Әкесінің аты». */
const signatories = (text: string) =>
  text.split('\n').map((line) => line.replace(/^\s*\d+[.)]\s*/, '').trim()).filter(Boolean).map((line) => {
    const [surname = '', given = '', ...rest] = line.split(/[\s,;]+/);
    return { surname, given, ...(rest.length > 0 ? { patronymic: rest.join(' ') } : {}) };
  });

/** The registration these fields ask for. Nothing irrelevant is carried along: an organisation has no IIN. */
export const registrationOf = (fields: Fields, o: { key: string; lang: Lang; papers: readonly number[] }): unknown => {
  const f = (name: string) => fields[name] ?? '';
  const reach = { phone: f('phone'), email: f('email'), address: f('postal') };
  const person = { surname: f('surname'), given: f('given'), patronymic: f('patronymic') };
  const representative = f('representing') === 'yes' ? { representative: { name: f('representativeName'), authority: f('representativeAuthority') } } : {};
  const who = f('who');
  const point = pointOf(fields);
  const applicant =
    who === 'organisation' ? { kind: 'organisation', name: f('organisation'), bin: f('bin'), ...reach, ...representative }
    : who === 'group' ? { kind: 'group', ...person, ...reach, ...representative, signatories: signatories(f('signatories')) }
    : { kind: 'person', ...person, iin: f('iin'), ...reach, ...representative };
  return {
    key: o.key, channel: 'web', lang: o.lang, applicant, tellBy: f('tellBy'),
    matters: [{ kind: f('kind'), text: f('text'), territoryCode: f('territory'), address: f('address'), ...(point ? { point } : {}), joinTo: f('joinTo'), publishConsent: f('publish'), papers: [...o.papers] }],
  } satisfies Record<keyof Pick<Register, 'key' | 'channel' | 'lang' | 'applicant' | 'tellBy' | 'matters'>, unknown>;
};

// where a schema's complaint belongs on the form
const placeOf = (path: readonly PropertyKey[], who: string): string => {
  const [root, second, third, fourth] = path.map(String);
  if (root === 'matters') return third === 'territoryCode' ? 'place' : (third ?? 'text');
  if (root !== 'applicant') return '';
  if (second === 'name') return 'organisation';
  if (second === 'address') return 'postal';
  if (second === 'representative') return third === 'authority' ? 'representativeAuthority' : 'representativeName';
  if (second === 'signatories') return fourth === undefined ? 'signatories' : 'signatories';
  return second ?? who;
};

export type Checked = { readonly input: ReturnType<typeof registerSchema.parse> | null; readonly errors: Errors };

/** Everything that is wrong with the form, by field; or the registration, ready for the act. */
export const checked = (fields: Fields, o: { key: string; lang: Lang; papers: readonly number[] }): Checked => {
  const parsed = registerSchema.safeParse(registrationOf(fields, o));
  const errors: Record<string, string> = {};
  const sentences: Readonly<Record<string, { kk: string; ru: string; en: string }>> = fieldWords;
  const missing: Readonly<Record<string, Sentence>> = missingWords;
  for (const issue of parsed.error?.issues ?? []) {
    const place = placeOf(issue.path, 'who');
    errors[place] ??= sayLoose(o.lang, (issue.message === 'field_missing' ? missing[place] : undefined) ?? sentences[issue.message] ?? fieldWords.other);
  }
  if (!['person', 'organisation', 'group'].includes(fields['who'] ?? '')) errors['who'] ??= sayLoose(o.lang, fieldWords.choose_one);
  if (!['yes', 'no'].includes(fields['publish'] ?? '')) errors['publish'] ??= sayLoose(o.lang, fieldWords.choose_one);
  if (!fields['phone']?.trim() && !fields['email']?.trim()) errors['phone'] ??= sayLoose(o.lang, intakeWords.reachMissing);
  if (fields['tellBy'] === 'email' && !fields['email']?.trim()) errors['email'] ??= sayLoose(o.lang, intakeWords.tellByEmailMissing);
  if (fields['tellBy'] === 'sms' && !fields['phone']?.trim()) errors['phone'] ??= sayLoose(o.lang, intakeWords.tellByPhoneMissing);
  if (!fields['territory']) errors['place'] ??= sayLoose(o.lang, fieldWords.choose_one);
  const { kind: _k, ...rest } = errors;
  const all = ['application', 'complaint', 'proposal', 'information_request', 'message', 'response'].includes(fields['kind'] ?? '') ? rest : { ...rest, kind: sayLoose(o.lang, fieldWords.choose_one) };
  return { input: Object.keys(all).length === 0 ? (parsed.data ?? null) : null, errors: all };
};

/** The complaints that belong to one step. */
export const errorsIn = (step: Step, errors: Errors): Errors => Object.fromEntries(Object.entries(errors).filter(([name]) => fieldsOf[step].includes(name)));

/** The first step that still wants something. */
export const firstOpen = (errors: Errors): Step => steps.find((step) => Object.keys(errorsIn(step, errors)).length > 0) ?? 'check';
