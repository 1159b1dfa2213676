import { fold } from '../../../../kernel/fold.ts';
import type { Read } from '../../../../platform/db.ts';
import { searchTerritories, territoriesUpwards, territoryChildren, withoutTwins, type Territory } from '../../../units/contract.ts';

/** What a typed name of a place turned out to be. */
export type PlaceFound = { readonly code: string | null; readonly among: readonly Territory[] };

/** A name typed or taken from the list: the one place it can only be, else those it may be, near ones first. */
export const placeLike = async (q: Read, text: string, near: string | null): Promise<PlaceFound> => {
  const found = withoutTwins(await searchTerritories(q, text, 12));
  const isNear = (place: Territory) => near !== null && place.path.includes(near);
  const among = found.toSorted((a, b) => Number(isNear(b)) - Number(isNear(a)));
  const same = among.filter((place) => Object.values(place.names).some((name) => fold(name) === fold(text)));
  const only = found.length === 1 ? found[0] : same.length === 1 ? same[0] : same.filter(isNear).length === 1 ? same.find(isNear) : undefined;
  return { code: only?.code ?? null, among };
};

export type PlaceTyped = { readonly code: string | undefined; readonly wrong: 'which' | 'none' | null };

/** The code behind a typed name: one chosen among those it may be, else the one it can only be. Nothing typed is nothing wrong. */
export const placeTyped = async (q: Read, typed: { place: string; chosen: string; near: string | null }): Promise<PlaceTyped> => {
  if (typed.place.trim() === '') return { code: undefined, wrong: null };
  const found = await placeLike(q, typed.place, typed.near);
  const code = found.among.some((one) => one.code === typed.chosen) ? typed.chosen : found.code;
  return code !== null ? { code, wrong: null } : { code: undefined, wrong: found.among.length > 0 ? 'which' : 'none' };
};

/** Names for a list under the field: the districts of the branch's own region. */
export const placesNear = (q: Read, territoryCode: string): Promise<readonly Territory[]> => territoryChildren(q, territoryCode);

/** Of places read with all that is above them: the place and what it lies in, without the country. */
export const fullPlace = (known: ReadonlyMap<string, Territory>, code: string): readonly Territory[] =>
  (known.get(code)?.path ?? []).flatMap((one) => known.get(one) ?? []).filter((one) => one.level > 0).toReversed();

/** «Бәйтерек ауданы, Батыс Қазақстан облысы»: the place and what is above it, without the country. */
export const fullPlaces = async (q: Read, codes: readonly string[]): Promise<ReadonlyMap<string, readonly Territory[]>> => {
  const known = await territoriesUpwards(q, codes);
  return new Map(codes.flatMap((code) => (known.has(code) ? [[code, fullPlace(known, code)] as const] : [])));
};
