import { featuresOf } from './features.ts';
import { gistOf, type Gist, type Likened } from './gist.ts';

/** Why two matters are held to be one, in the order of weight; sentences for them are words/likeness.ts. */
export type LikeReason =
  | { readonly code: 'same_person' } | { readonly code: 'same_street' } | { readonly code: 'near'; readonly metres: number } | { readonly code: 'same_place' }
  | { readonly code: 'same_number'; readonly number: string } | { readonly code: 'same_trouble' } | { readonly code: 'same_topic' } | { readonly code: 'same_words' };
export type Alike = { readonly score: number; readonly reasons: readonly LikeReason[]; /** something says that it is the same place, not only the same kind of trouble */ readonly placed: boolean };
export type Question = {
  /** 'common': others about the same thing, near in place and time. 'repeat': the same person again, whenever. */
  readonly as: 'common' | 'repeat';
};

/** From here a suggestion is worth a clerk's look: chosen so that few are wrong rather than few are missed. */
export const likeEnough = 0.6;
/** A common cause is of these days and of this neighbourhood. */
export const nearMetres = 300;
export const causeDays = 30;

/**
 * Weights of a logistic sum. Those of the words are set by hand near what was fitted on made-up pairs (texts/); what place, time and person add is chosen by
 * hand: no pairs with points and days exist to fit them on.
 */
const w = {
  bias: -4.1, troubles: 4.4, otherTrouble: -2, topics: 1.1, otherTopic: -2, name: 2.1, otherName: -3.1, numbers: 1, otherNumber: -2.6, sameStreetOtherHouse: -0.4, otherTone: -2.5, loan: 0.9,
  // a copy sent again has nothing but its words to say so
  words: 6, wordsBelow: 0.35,
  within50: 3, within300: 2.6, farther: -3, samePlace: 0.6, otherPlace: -7, perDayLate: -0.08, person: 2.2,
} as const;
/** Two points of one matter stand closer than this, with what a telephone errs by. */
const farMetres = 1_500;
const reasonFrom = { words: 0.45, troubles: 0.5, topics: 0.4 } as const;

export type Read = Omit<Likened, 'text'> & { readonly gist: Gist };
export const readFor = (matter: Likened): Read => ({ ...matter, gist: gistOf(matter) });

/** How surely two matters are one, 0 to 1, and why. */
export const likenessOf = (a: Read, b: Read, { as }: Question = { as: 'common' }): Alike => {
  const f = featuresOf(a.gist, b.gist);
  const metres = a.point && b.point ? metresBetween(a.point, b.point) : null;
  const place = placesOf(a.territoryPath, b.territoryPath);
  const days = a.on && b.on ? Math.abs(Date.parse(a.on) - Date.parse(b.on)) / 86_400_000 : 0;
  const contradicted = f.otherName === 1 || f.otherNumber === 1;
  const sum = w.bias + w.troubles * f.troubles + w.otherTrouble * f.otherTrouble + w.topics * f.topics + w.otherTopic * f.otherTopic
    + w.name * f.name + w.otherName * f.otherName + w.numbers * f.numbers + w.otherNumber * f.otherNumber + w.sameStreetOtherHouse * f.name * f.otherNumber + w.otherTone * f.otherTone + w.loan * f.loan
    + (contradicted ? 0 : w.words * Math.max(0, f.words - w.wordsBelow))
    + (metres === null ? 0 : metres <= 50 ? w.within50 : metres <= nearMetres ? w.within300 : metres > farMetres ? w.farther : 0)
    + (place === 'same' ? w.samePlace : place === 'other' ? w.otherPlace : 0)
    + (as === 'common' ? w.perDayLate * Math.max(0, days - causeDays) : w.person);
  const near = metres !== null && metres <= nearMetres;
  const number = a.gist.numbers.find((one) => b.gist.numbers.includes(one));
  const reasons: (LikeReason | false)[] = [
    as === 'repeat' && { code: 'same_person' }, near && { code: 'near', metres: Math.round(metres / 10) * 10 }, f.name === 1 && { code: 'same_street' },
    f.name === 1 && number !== undefined && { code: 'same_number', number }, f.troubles >= reasonFrom.troubles && { code: 'same_trouble' },
    f.words >= reasonFrom.words && { code: 'same_words' }, f.troubles < reasonFrom.troubles && f.topics >= reasonFrom.topics && { code: 'same_topic' }, f.name === 0 && !near && place === 'same' && { code: 'same_place' },
  ];
  return { score: 1 / (1 + Math.exp(-sum)), reasons: reasons.filter((one) => one !== false), placed: near || f.name === 1 || (place === 'same' && isSmall(a.territoryPath)) };
};

/** Country, region, district; what lies deeper is a settlement, where all know the one lamp. */
const isSmall = (path: readonly string[] | undefined): boolean => (path?.length ?? 0) > 3;

/** One of them may name only the district the other's village lies in. */
const placesOf = (a: readonly string[] | undefined, b: readonly string[] | undefined): 'same' | 'other' | null => {
  const [ours, theirs] = [a?.at(-1), b?.at(-1)];
  if (!a || !b || ours === undefined || theirs === undefined) return null;
  return ours === theirs ? 'same' : a.includes(theirs) || b.includes(ours) ? null : 'other';
};

type Point = { readonly lat: number; readonly lon: number };
const earthMetres = 6_371_000;
export const metresBetween = (a: Point, b: Point): number => {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const [dLat, dLon] = [radians(b.lat - a.lat), radians(b.lon - a.lon)];
  const half = Math.sin(dLat / 2) ** 2 + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(dLon / 2) ** 2;
  return 2 * earthMetres * Math.asin(Math.min(1, Math.sqrt(half)));
};
