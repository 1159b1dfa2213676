import type { VNode } from 'preact';
import { fold } from '../../../kernel/fold.ts';
import { say, type Lang } from '../../../kernel/words.ts';
import type { Read } from '../../../platform/db.ts';
import { Radios, TextField, type Errors } from '../../../ui/fields.tsx';
import { isKato, nameOf, type Territory } from '../law.ts';
import { searchTerritories, territoriesByCodes, territoryChildren, unitsByIds } from '../store.ts';
import { pageWords as w, refusalWords } from '../words.ts';

export type Within = 'all' | readonly number[];
const mostShown = 15;

/** The places one manages: those of one's branches, with everything in them. */
const roots = async (q: Read, within: Within): Promise<ReadonlySet<string> | null> =>
  within === 'all' ? null : new Set([...(await unitsByIds(q, within)).values()].filter((unit) => unit.kind === 'branch' && unit.closedOn === null).map((unit) => unit.territoryCode));
const isIn = (own: ReadonlySet<string> | null, place: Territory): boolean => own === null || place.path.some((code) => own.has(code));

/** One's own place by its code, or null. */
export const ownPlace = async (q: Read, code: string, within: Within): Promise<Territory | null> => {
  const place = isKato(code) ? (await territoriesByCodes(q, [code])).get(code) : undefined;
  return place && isIn(await roots(q, within), place) ? place : null;
};

const found = async (q: Read, typed: string, within: Within): Promise<readonly Territory[]> => {
  const text = typed.trim();
  if (isKato(text)) return [(await ownPlace(q, text, within)) ?? []].flat();
  const own = await roots(q, within);
  // most names stand in every region: look further than is shown, then keep one's own
  if (text !== '') return (await searchTerritories(q, text, own === null ? mostShown : 300)).filter((place) => isIn(own, place)).slice(0, mostShown);
  const [first] = own === null ? [] : [...own];
  return first === undefined ? [] : [...(await territoriesByCodes(q, [first])).values(), ...(await territoryChildren(q, first))].slice(0, mostShown);
};

export type Candidate = { readonly code: string; readonly text: string; readonly hint: string };
export type Settled = { readonly code: string | null; readonly candidates: readonly Candidate[] };

/** The one place meant: the chosen one, else the only one, else the only one of exactly that name. Otherwise the places to choose from. */
export const settle = async (q: Read, o: { typed: string; chosen: string; lang: Lang; within: Within }): Promise<Settled> => {
  const places = await found(q, o.typed, o.within);
  const above = await territoriesByCodes(q, places.flatMap((place) => place.path.slice(1, -1)));
  const hint = (place: Territory) => place.path.slice(1, -1).flatMap((code) => above.get(code) ?? []).map((one) => nameOf(one, o.lang)).join(', ');
  const candidates = places.map((place) => ({ code: place.code, text: nameOf(place, o.lang), hint: hint(place) }));
  const exact = places.filter((place) => Object.values(place.names).some((name) => fold(name) === fold(o.typed)));
  const one = places.find((place) => place.code === o.chosen) ?? (o.typed.trim() === '' ? undefined : places.length === 1 ? places[0] : exact.length === 1 ? exact[0] : undefined);
  return { code: one?.code ?? null, candidates };
};

export const placeErrors = (lang: Lang, settled: Settled): Errors =>
  settled.code !== null ? {} : { place: say(lang, settled.candidates.length > 0 ? w.placeChoose : refusalWords.territory_invalid) };

/** A name to type, and the places that fit it to choose from: works without a script. */
export const PlaceField = ({ lang, typed, chosen, candidates, errors }: { lang: Lang; typed: string; chosen: string; candidates: readonly Candidate[]; errors: Errors }): VNode => (
  <>
    <TextField lang={lang} name="place" label={say(lang, w.place)} hint={say(lang, w.placeHint)} value={typed} errors={errors} max={100} />
    {candidates.length > 0 && <Radios lang={lang} name="territory" label={say(lang, w.placeWhich)} value={chosen} choices={candidates.map((one) => ({ value: one.code, text: one.text, hint: one.hint }))} />}
  </>
);
