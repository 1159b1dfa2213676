import type { Because } from '../topic/guess.ts';
import { addressesIn, type Address } from './address.ts';
import type { Gazetteer } from './gazetteer.ts';
import { lexOf, type Lex } from './lex.ts';
import { mentionsIn, range, type Mention } from './mentions.ts';
import { landmarkIn } from './landmarks.ts';

/**
 * A place the text speaks of. `territoryCode` only where it can be no other; else `candidates`, near ones first, for a person to choose from.
 * Street, house and flat as one says them.
 */
export type PlaceGuess = {
  readonly territoryCode: string | null; readonly candidates: readonly string[]; readonly street: string | null; readonly house: string | null; readonly flat: string | null;
  readonly landmark: string | null; readonly from: number; readonly to: number; readonly because: readonly Because[];
};

const mostGuesses = 5;
const mostCandidates = 12;
/** A district and its village may stand as far apart as a line of an address is long. */
const farthest = 90;

/** Where in the text what is: the first place is the one that was named first. `near`: the branch's own place, or the chosen district. */
export const placesIn = (text: string, gazetteer: Gazetteer, o: { readonly near?: string } = {}): readonly PlaceGuess[] => {
  const list = lexOf(text);
  const addresses = addressesIn(list);
  const near = o.near ?? null;
  const taken = new Set(addresses.flatMap((one) => range(one.first, one.end)));
  const mentions = mentionsIn(gazetteer, list, taken, near);
  const free = addresses.filter((one) => !mentions.some((other) => one.first < other.end && other.first < one.end && other.said !== null));
  const landmark = landmarkIn(list, text);
  return withAddresses(text, list, clustersOf(gazetteer, list, mentions, near), free, landmark).slice(0, mostGuesses);
};

type Cluster = { first: number; end: number; places: readonly number[]; codes: readonly string[]; meant: string | null; mentions: Mention[] };

/** «Тасқала ауданы, Мереке ауылында»: what lies in one another is one place, the smallest that was named. */
const clustersOf = (gazetteer: Gazetteer, list: readonly Lex[], mentions: readonly Mention[], near: string | null): readonly Cluster[] => {
  const clusters: Cluster[] = [];
  for (const one of mentions) {
    const last = clusters.at(-1);
    const gap = last ? (list[one.first]?.from ?? 0) - (list[last.end - 1]?.to ?? 0) : Infinity;
    const both = last && gap <= farthest ? narrowed(gazetteer, last.places, one.places) : null;
    if (last && both) {
      last.places = both;
      last.end = Math.max(last.end, one.end);
      last.mentions.push(one);
    } else clusters.push({ first: one.first, end: one.end, places: one.places, codes: [], meant: null, mentions: [one] });
  }
  return clusters.map((one) => ({ ...one, ...chosen(gazetteer, one.places, near) }));
};

/** Those of the finer that lie in the coarser; null where none does. */
const narrowed = (gazetteer: Gazetteer, some: readonly number[], others: readonly number[]): readonly number[] | null => {
  const within = (inner: readonly number[], outer: readonly number[]) => {
    const codes = new Set(outer.map((one) => gazetteer.places[one]?.code));
    return inner.filter((one) => gazetteer.places[one]?.path.some((code) => codes.has(code)));
  };
  const [a, b] = [within(some, others), within(others, some)];
  if (a.length === 0 && b.length === 0) return null;
  return b.length > 0 && (a.length === 0 || depth(gazetteer, b) >= depth(gazetteer, a)) ? b : a;
};
const depth = (gazetteer: Gazetteer, places: readonly number[]): number => Math.max(...places.map((one) => gazetteer.places[one]?.path.length ?? 0));

const chosen = (gazetteer: Gazetteer, places: readonly number[], near: string | null): { codes: readonly string[]; meant: string | null } => {
  const known = places.flatMap((one) => gazetteer.places[one] ?? []);
  const isNear = (one: { readonly path: readonly string[] }) => near !== null && one.path.includes(near);
  const sorted = known.toSorted((a, b) => Number(isNear(b)) - Number(isNear(a)) || a.path.length - b.path.length || (a.code < b.code ? -1 : 1));
  const inside = sorted.filter(isNear);
  const meant = known.length === 1 ? known[0] : inside.length === 1 ? inside[0] : undefined;
  return { codes: sorted.slice(0, mostCandidates).map((one) => one.code), meant: meant?.code ?? null };
};

const withAddresses = (text: string, list: readonly Lex[], clusters: readonly Cluster[], addresses: readonly Address[], landmark: { from: number; to: number; text: string } | null): readonly PlaceGuess[] => {
  const owner = (one: Address): Cluster | undefined => clusters.toSorted((a, b) => distance(a, one) - distance(b, one))[0];
  const guesses: PlaceGuess[] = [];
  for (const cluster of clusters) {
    const own = joinedStreets(addresses.filter((one) => owner(one) === cluster));
    for (const address of own.length > 0 ? own : [null]) guesses.push(guessOf(text, list, cluster, address));
  }
  if (clusters.length === 0) for (const address of joinedStreets(addresses)) guesses.push(guessOf(text, list, null, address));
  const first = guesses.toSorted((a, b) => a.from - b.from);
  if (!landmark) return first;
  if (first.length === 0) return [{ territoryCode: null, candidates: [], street: null, house: null, flat: null, landmark: landmark.text, from: landmark.from, to: landmark.to, because: [landmark] }];
  return first.map((one, at) => (at === 0 ? { ...one, landmark: landmark.text, because: [...one.because, landmark] } : one));
};

/** What stands right behind a place belongs to it sooner than to what follows. */
const distance = (cluster: Cluster, one: Address): number => (one.first >= cluster.end ? one.first - cluster.end : (cluster.first - one.end) + 2);

/** «мкр Самал, ул. Абая 5»: a quarter without a house and the street behind it are one address. */
const joinedStreets = (addresses: readonly Address[]): readonly Address[] => {
  const found: Address[] = [];
  for (const one of addresses) {
    const last = found.at(-1);
    if (last && last.house === null && /микрорайон|аудан|квартал/.test(last.street) && one.first - last.end < 2) found[found.length - 1] = { ...one, first: last.first, street: `${last.street}, ${one.street}` };
    else found.push(one);
  }
  return found;
};

const spanOf = (text: string, list: readonly Lex[], first: number, end: number): Because => {
  const [from, to] = [list[first]?.from ?? 0, list[end - 1]?.to ?? 0];
  return { from, to, text: text.slice(from, to) };
};

const guessOf = (text: string, list: readonly Lex[], cluster: Cluster | null, address: Address | null): PlaceGuess => {
  const because = [...(cluster?.mentions ?? []), ...(address ? [address] : [])].map((one) => spanOf(text, list, one.first, one.end)).toSorted((a, b) => a.from - b.from);
  return {
    territoryCode: cluster?.meant ?? null, candidates: cluster?.codes ?? [], street: address?.street ?? null, house: address?.house ?? null, flat: address?.flat ?? null, landmark: null,
    from: Math.min(...because.map((one) => one.from)), to: Math.max(...because.map((one) => one.to)), because,
  };
};
