import { fold } from '../../../../kernel/fold.ts';
import type { Lang } from '../../../../kernel/words.ts';
import type { Read } from '../../../../platform/db.ts';
import type { Choice } from '../../../../ui/fields.tsx';
import { recognisePlace } from '../../../recognition/contract.ts';
import { branchFor, country, inOrder, nameOf, searchTerritories, territoriesByCodes, territoryChildren, withoutTwins, type Territory } from '../../../units/contract.ts';

/** Places that fit what was typed, each with what it lies in; with nothing typed, those right under the organisation's own. */
export const placesLike = async (q: Read, typed: string, lang: Lang): Promise<readonly Choice[]> => {
  const found = typed.trim() === '' ? inOrder(await territoryChildren(q, (await branchFor(q, undefined))?.territoryCode ?? country), lang) : withoutTwins(await searchTerritories(q, typed, 15));
  const above = await territoriesByCodes(q, found.flatMap((one) => one.path.slice(1, -1)));
  return found.map((one) => ({ value: one.code, text: nameOf(one, lang), hint: one.path.slice(1, -1).flatMap((code) => above.get(code) ?? []).map((place) => nameOf(place, lang)).join(', ') }));
};

const namesOf = (place: Territory): readonly string[] => [fold(place.names.kk), fold(place.names.ru), fold(place.names.en)];
/** The one place meant, or null when a person must say which: the chosen one, else the only one, else the only one of exactly that name. */
export const placeMeant = async (q: Read, typed: string, chosen: string, choices: readonly Choice[]): Promise<string | null> => {
  if (choices.some((one) => one.value === chosen)) return chosen;
  if (typed.trim() === '') return null;
  if (choices.length === 1) return choices[0]?.value ?? null;
  const exact = [...(await territoriesByCodes(q, choices.map((one) => one.value))).values()].filter((one) => namesOf(one).includes(fold(typed)));
  return exact.length === 1 ? (exact[0]?.code ?? null) : null;
};

/** What the person's own words say of the place; null: nothing sure. */
export const placeInText = async (q: Read, text: string, lang: Lang): Promise<{ readonly place: string; readonly territory: string } | null> => {
  const near = (await branchFor(q, undefined))?.territoryCode;
  const code = (await recognisePlace(q, text, near === undefined ? {} : { near })).find((one) => one.territoryCode !== null)?.territoryCode;
  const place = code == null ? undefined : (await territoriesByCodes(q, [code])).get(code);
  return place ? { place: nameOf(place, lang), territory: place.code } : null;
};
export const placeName = async (q: Read, code: string, lang: Lang): Promise<string> => {
  const place = code === '' ? undefined : (await territoriesByCodes(q, [code])).get(code);
  return place ? nameOf(place, lang) : '';
};
