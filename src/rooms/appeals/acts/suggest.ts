import type { Read } from '../../../platform/db.ts';
import { recognisePlace, suggestTopics, suggestTopicsOf, type PlaceGuess, type TopicGuess } from '../../recognition/contract.ts';
import { territoriesByCodes, type Territory } from '../../units/contract.ts';

/** What the words of a matter say of topic and place. `place.among`: where it may be one of several, near ones first. */
export type Guessed = {
  readonly topics: readonly TopicGuess[];
  readonly place: { readonly meant: Territory | null; readonly among: readonly Territory[]; readonly address: string | null; readonly said: string } | null;
};

/** Below this the machine says nothing rather than something. */
const leastSure = 0.15;

export const guessed = async (q: Read, text: string, near: string | null): Promise<Guessed> => {
  const [topics, places] = [await suggestTopics(q, text), await recognisePlace(q, text, near === null ? {} : { near })];
  return { topics: topics.filter((one) => one.confidence >= leastSure), place: await placeOf(q, text, places) };
};

/** The likeliest topic of each of several matters, as sure as `guessed` must be; null: the machine says nothing. */
export const likeliestTopics = async (q: Read, texts: readonly string[]): Promise<readonly (string | null)[]> =>
  (await suggestTopicsOf(q, texts)).map((topics) => topics.find((one) => one.confidence >= leastSure)?.code ?? null);

/** The first place that was named, and the first address, which may stand apart from it. */
const placeOf = async (q: Read, text: string, guesses: readonly PlaceGuess[]): Promise<Guessed['place']> => {
  const named = guesses.find((one) => one.territoryCode !== null || one.candidates.length > 0);
  const at = named?.street == null ? guesses.find((one) => one.street !== null) : named;
  if (!named && !at) return null;
  const codes = named ? (named.territoryCode === null ? named.candidates : [named.territoryCode]) : [];
  const known = await territoriesByCodes(q, codes);
  const among = codes.flatMap((code) => known.get(code) ?? []);
  return {
    meant: named?.territoryCode == null ? null : (among[0] ?? null), among: named?.territoryCode == null ? among : [],
    address: at === undefined ? null : [at.street, at.house, at.flat].filter((part) => part !== null).join(', ') || null,
    said: named ? text.slice(named.from, named.to) : '',
  };
};
