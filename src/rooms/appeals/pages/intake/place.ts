import { fold } from '../../../../kernel/fold.ts';
import type { Lang } from '../../../../kernel/words.ts';
import type { Read } from '../../../../platform/db.ts';
import { branchFor, country, nameOf, searchTerritories, territoriesByCodes, territoryChildren, type Territory } from '../../../units/contract.ts';
import type { Candidate } from './questions.tsx';

/** Places that fit what was typed, each with what it lies in; with nothing typed, the places right under the organisation's own. */
export const candidatesFor = async (q: Read, typed: string, lang: Lang): Promise<readonly Candidate[]> => {
  const found = typed.trim() === '' ? await territoryChildren(q, (await branchFor(q, undefined))?.territoryCode ?? country) : await searchTerritories(q, typed, 15);
  const above = await territoriesByCodes(q, found.flatMap((one) => one.path.slice(1, -1)));
  return found.map((one) => ({ code: one.code, text: nameOf(one, lang), hint: one.path.slice(1, -1).flatMap((code) => above.get(code) ?? []).map((place) => nameOf(place, lang)).join(', ') }));
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

const namesOf = (place: Territory): readonly string[] => [fold(place.names.kk), fold(place.names.ru), fold(place.names.en)];

/** «Тасқала ауданы, Батыс Қазақстан облысы». */
export const placeText = async (q: Read, code: string | null, lang: Lang): Promise<string> => {
  if (!code) return '';
  const place = (await territoriesByCodes(q, [code])).get(code);
  if (!place) return '';
  const above = await territoriesByCodes(q, place.path.slice(1));
  return place.path.slice(1).toReversed().flatMap((one) => above.get(one) ?? []).map((one) => nameOf(one, lang)).join(', ');
};
