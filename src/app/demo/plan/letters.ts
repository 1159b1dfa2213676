import { wallClock } from '../../../kernel/day.ts';
import type { Kind } from '../../../rooms/appeals/contract.ts';
import { forms, streetForms, type DemoPlace, type Street } from '../places.ts';
import { fullName, typedPhone, type Person } from '../people.ts';
import type { Random } from '../random.ts';
import type { Around } from '../texts/around.ts';
import { kkAround } from '../texts/around_kk.ts';
import { ruAround } from '../texts/around_ru.ts';
import { kkDone, kkExplained, kkRefused } from '../texts/kk_answers.ts';
import { kkHome } from '../texts/kk_home.ts';
import { kkKinds } from '../texts/kk_kinds.ts';
import { kkPeople } from '../texts/kk_people.ts';
import { kkStreet } from '../texts/kk_street.ts';
import { mixed } from '../texts/mixed.ts';
import { ruDone, ruExplained, ruRefused } from '../texts/ru_answers.ts';
import { ruPeople } from '../texts/ru_people.ts';
import { ruStreet } from '../texts/ru_street.ts';
import { filled, type Template } from '../texts/template.ts';
import type { Voice } from './story.ts';

export const templates: Readonly<Record<Voice, readonly Template[]>> = {
  kk: [...kkStreet, ...kkHome, ...kkPeople, ...kkKinds], ru: [...ruStreet, ...ruPeople], mixed,
};
export const answers = {
  kk: { done: kkDone, explained: kkExplained, refused: kkRefused }, ru: { done: ruDone, explained: ruExplained, refused: ruRefused },
} as const;
export const around: Readonly<Record<'kk' | 'ru', Around>> = { kk: kkAround, ru: ruAround };

export type Slots = Readonly<Record<string, string>>;

const spans = { kk: ['3 күн', '4 күн', '5 күн', '10 күн', 'бір апта', 'екі апта', 'бір ай'], ru: ['три дня', 'четыре дня', 'пять дней', 'шесть дней', 'десять дней', 'две недели'] } as const;
const kkMonths = ['қаңтарда', 'ақпанда', 'наурызда', 'сәуірде', 'мамырда', 'маусымда', 'шілдеде', 'тамызда', 'қыркүйекте', 'қазанда', 'қарашада', 'желтоқсанда'];
const ruMonths = ['января', 'февраля', 'марта', 'апреля', 'мая', 'июня', 'июля', 'августа', 'сентября', 'октября', 'ноября', 'декабря'];

/** The day in a sentence: «18 қарашада», «18 ноября». */
export const dated = (at: number, lang: 'kk' | 'ru'): string => {
  const { on } = wallClock(at);
  return `${Number(on.slice(8))} ${(lang === 'kk' ? kkMonths : ruMonths)[Number(on.slice(5, 7)) - 1] ?? ''}`;
};

export const slotsOf = (r: Random, o: { place: DemoPlace; street: Street; house: number; lang: 'kk' | 'ru'; person: Person }): Slots => ({
  ...forms(o.place, o.lang), ...streetForms(o.street, o.lang), house: String(o.house), flat: String(r.int(1, 96)), days: r.pick(spans[o.lang]),
  phone: typedPhone(r, o.person.phone), name: fullName(o.person), bus: String(r.int(1, o.place.ru === 'Уральск' ? 49 : 9)), school: String(r.int(1, o.place.kind === 'city' ? 42 : 6)), sum: `${r.int(28, 190)} ${r.pick(['000', '500', '350'])}`,
});

export const addressOf = (slots: Slots, lang: 'kk' | 'ru'): string =>
  lang === 'kk' ? `${slots['village'] ?? ''}, ${slots['street'] ?? ''}, ${slots['house'] ?? ''}-үй` : `${slots['village'] ?? ''}, ${slots['street'] ?? ''}, ${slots['house'] ?? ''}`;

/** The same letters as people type them without a Kazakh keyboard. */
const plainLetters: Readonly<Record<string, string>> = { ә: 'а', ғ: 'г', қ: 'к', ң: 'н', ө: 'о', ұ: 'у', ү: 'у', һ: 'х', і: 'и' };
export const withoutKazakhLetters = (text: string): string =>
  text.replace(/[әғқңөұүһіӘҒҚҢӨҰҮҺІ]/g, (one) => {
    const plain = plainLetters[one.toLowerCase()] ?? one;
    return one === one.toLowerCase() ? plain : plain.toUpperCase();
  });

/** In a hurry: two neighbouring letters of a longer word change places. */
const slip = (r: Random, text: string): string => {
  const parts = text.split(' ');
  const long = parts.flatMap((part, place) => (/^\p{Ll}{6,}$/u.test(part) ? [place] : []));
  if (long.length === 0) return text;
  const place = r.pick(long);
  const word = parts[place] ?? '';
  const at = r.int(2, word.length - 3);
  parts[place] = word.slice(0, at) + word.slice(at + 1, at + 2) + word.slice(at, at + 1) + word.slice(at + 2);
  return parts.join(' ');
};

/** One letter as it came: greeted or not, thanked or not, in a hurry or not. */
export const written = (r: Random, template: Template, o: { slots: Slots; voice: Voice; lang: 'kk' | 'ru'; crowd: boolean; again: boolean }): string => {
  const say = around[o.lang];
  const parts = [filled(template.text, o.slots)];
  const long = template.text.length > 300;
  if (o.crowd && r.chance(0.7)) parts.unshift(filled(r.pick(say.crowd), o.slots));
  else if (o.again) parts.unshift(r.pick(say.again));
  else if (o.voice !== 'mixed' && !long && r.chance(0.34)) parts.unshift(r.pick(say.greetings));
  const asks = template.kinds.includes('application') || template.kinds.includes('complaint');
  if (!long && r.chance(0.32)) parts.push(filled(r.pick(asks ? say.thanks : say.politeThanks), o.slots));
  let text = parts.join(' ');
  if (o.voice !== 'ru' && r.chance(0.11)) text = withoutKazakhLetters(text);
  if (r.chance(0.07)) text = slip(r, text);
  if (r.chance(0.09)) text = text.toLowerCase().replace(/\.$/, '');
  else if (asks && !/(рақмет|спасибо)\W*$/iu.test(text) && r.chance(0.04)) text = `${text.replace(/[.!?]$/, '')}!!!`;
  return text;
};

/** A letter of this kind in this voice; topics by weight, a topic's letters equally. Undefined when nobody would write so there and then. */
export const chooseTemplate = (
  r: Random, o: { voice: Voice; kind: Kind; where: 'city' | 'village'; month: number; weight: (topic: string) => number; topic?: string | undefined; sex?: 'm' | 'f' | undefined; about?: RegExp | undefined },
): Template | undefined => {
  const fits = templates[o.voice].filter((one) =>
    one.kinds.includes(o.kind) && (one.where === undefined || one.where === o.where) && (one.months?.includes(o.month) ?? true) && (o.topic === undefined || one.topic === o.topic) && (o.about?.test(one.text) ?? true)
    && (o.sex === undefined || one.by === undefined || one.by === o.sex));
  if (fits.length === 0) return undefined;
  const perTopic = Map.groupBy(fits, (one) => one.topic);
  return r.weighted(fits.map((one) => [one, o.weight(one.topic) / (perTopic.get(one.topic)?.length ?? 1)] as const));
};

/** What the office writes back: of the very subject, else of the topic, else what suits any. */
export const answerText = (r: Random, o: { lang: 'kk' | 'ru'; topic: string; about: string | undefined; kind: Kind; outcome: 'done' | 'explained' | 'refused'; slots: Slots; at: number }): string => {
  const all: readonly Template[] = answers[o.lang][o.outcome].filter((one) => one.kinds.includes(o.kind));
  const own = all.filter((one) => one.topic === o.topic);
  const choices = [own.filter((one) => one.about !== undefined && one.about === o.about), own.filter((one) => one.about === undefined), all.filter((one) => one.topic === 'any')];
  const chosen = r.pick(choices.find((list) => list.length > 0) ?? []);
  return filled(chosen.text, { ...o.slots, done_on: dated(o.at, o.lang) });
};
