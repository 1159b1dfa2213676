import { fold } from '../../../../kernel/fold.ts';
import type { Lang } from '../../../../kernel/words.ts';
import type { Read } from '../../../../platform/db.ts';
import { branchFor, country, inOrder, nameOf, searchTerritories, territoriesByCodes, territoryChildren, withoutTwins, type Territory } from '../../../units/contract.ts';
import { guessed } from '../../acts/suggest.ts';

export type Candidate = { readonly code: string; readonly text: string; readonly hint: string };

/** Places that fit what was typed, each with what it lies in; with nothing typed, the places right under the organisation's own. */
export const candidatesFor = async (q: Read, typed: string, lang: Lang, chosen = ''): Promise<readonly Candidate[]> => {
  const like = typed.trim() === '' ? inOrder(await territoryChildren(q, (await branchFor(q, undefined))?.territoryCode ?? country), lang) : withoutTwins(await searchTerritories(q, typed, 15));
  // a village of a common name may be the sixteenth
  const own = chosen === '' || like.some((one) => one.code === chosen) ? undefined : (await territoriesByCodes(q, [chosen])).get(chosen);
  const found = own && typed.trim() !== '' && namesOf(own).some((name) => name.includes(fold(typed))) ? [own, ...like] : like;
  const above = await territoriesByCodes(q, found.flatMap((one) => one.path.slice(1, -1)));
  return found.map((one) => ({ code: one.code, text: nameOf(one, lang), hint: one.path.slice(1, -1).flatMap((code) => above.get(code) ?? []).map((place) => nameOf(place, lang)).join(', ') }));
};

/** What the question shows: the places that fit, or, where none does, those of an empty field, so that there is a way on. */
export type Offered = { readonly candidates: readonly Candidate[]; readonly fits: boolean };
export const offeredFor = async (q: Read, typed: string, lang: Lang, chosen = ''): Promise<Offered> => {
  const found = await candidatesFor(q, typed, lang, chosen);
  return found.length > 0 ? { candidates: found, fits: true } : { candidates: await candidatesFor(q, '', lang), fits: false };
};

/** The one place meant, or null when a person must say which: the chosen one, else the only one, else the only one of exactly that name. */
export const meant = async (q: Read, typed: string, chosen: string, candidates: readonly Candidate[]): Promise<string | null> => {
  if (candidates.some((one) => one.code === chosen)) return chosen;
  if (typed.trim() === '') return null;
  if (candidates.length === 1) return candidates[0]?.code ?? null;
  const places = await territoriesByCodes(q, candidates.map((one) => one.code));
  const exact = [...places.values()].filter((one) => namesOf(one).includes(fold(typed)));
  return exact.length === 1 ? (exact[0]?.code ?? null) : null;
};

/** What the person's own words say of the place, where they have not answered yet: shown in the fields for them to look at. Null: nothing sure. */
export const fromText = async (q: Read, fields: Readonly<Record<string, string>>, lang: Lang): Promise<Readonly<Record<string, string>> | null> => {
  if ((fields['place'] ?? '') !== '' || (fields['territory'] ?? '') !== '' || (fields['text'] ?? '') === '') return null;
  const { place } = await guessed(q, fields['text'] ?? '', (await branchFor(q, undefined))?.territoryCode ?? null);
  if (place === null || (place.meant === null && place.address === null)) return null;
  return {
    ...(place.meant === null ? {} : { place: nameOf(place.meant, lang), territory: place.meant.code }),
    ...(place.address === null || (fields['address'] ?? '') !== '' ? {} : { address: place.address }),
  };
};

const namesOf = (place: Territory): readonly string[] => [fold(place.names.kk), fold(place.names.ru), fold(place.names.en)];

/** «Тасқала ауданы, Батыс Қазақстан облысы». */
export const placeText = async (q: Read, code: string | null, lang: Lang): Promise<string> => {
  if (!code) return '';
  const place = (await territoriesByCodes(q, [code])).get(code);
  if (!place) return '';
  const above = await territoriesByCodes(q, place.path.slice(1));
  return spoken(place.path.slice(1).toReversed().flatMap((one) => above.get(one) ?? []), lang);
};

/** The places as one says them: a name that its outer place shares is said once. */
export const spoken = (places: readonly Territory[], lang: Lang): string =>
  places.map((one) => nameOf(one, lang)).filter((name, at, all) => name !== all[at - 1]).join(', ');
