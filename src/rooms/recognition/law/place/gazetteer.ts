import { basesOf, type Form } from './forms.ts';
import { lexOf, type Lex } from './lex.ts';
import { placeWordAt, shortRegions, type Sort } from './placewords.ts';

/** A place of the tree, as `units` gives it. */
export type Ground = {
  readonly code: string; readonly kind: string; readonly level: number; readonly path: readonly string[];
  readonly names: { readonly kk: string; readonly ru: string; readonly en: string };
};

/** `sort` and two more: the town that is a district by itself, and what is neither village nor town (winter camps, sidings). */
export type GroundSort = Sort | 'city_whole' | 'other';
export type Known = { readonly code: string; readonly sort: GroundSort; readonly path: readonly string[] };

type Node = { next: Map<string, Node> | null; ends: number[] | null };
export type Gazetteer = { readonly places: readonly Known[]; readonly byCode: ReadonlyMap<string, number>; readonly root: Node };

const sortOf = ({ level, kind }: Ground): GroundSort => {
  if (kind === 'city_republican') return 'city';
  if (level <= 1) return 'region';
  if (level === 2) return kind === 'city_administration' ? 'city_whole' : 'district';
  if (level === 3) return kind === 'city' ? 'city' : 'okrug';
  return kind === 'city' ? 'city' : kind === 'place_other' ? 'other' : 'village';
};

// what the classifier writes around a name beside the words that people use
const around = /^(г|с|п|а|о|к|е|б|уч|участок|ст|станция|рзд|кр|отг|отд|зимовка|точка|ферма|region|district|city|republic|rural|okrug|settlement|administration|облиси|област|аудани|раион|каласи|ауилдик|калалик|кентик|акимшилиги|администрация|городская|поселковая|селски|округ|округи|город)$/;

/** The name without what it is: «Тасқала ауданы» → таскала, «г.Уральск» → уралск. */
const bare = (name: string): readonly string[] => {
  const keys = lexOf(name).map((one) => (one.latin ? [one.raw.toLowerCase(), one.key] : [one.key, one.key]));
  const isAround = (pair: readonly string[] | undefined) => pair !== undefined && (around.test(pair[0] ?? '') || around.test(pair[1] ?? ''));
  let [from, to] = [0, keys.length];
  while (to - from > 1 && isAround(keys[to - 1])) to -= 1;
  while (to - from > 1 && isAround(keys[from])) from += 1;
  return keys.slice(from, to).map((pair) => pair[1] ?? '');
};

/** Built once for a version of the tree: some 16,000 places in a tree of words. */
export const gazetteerOf = (grounds: readonly Ground[]): Gazetteer => {
  const root: Node = { next: null, ends: null };
  const shared = new Map(grounds.map((one) => [one.code, one.code]));
  const places = grounds.filter((one) => one.level > 0).map((one): Known => ({ code: one.code, sort: sortOf(one), path: one.path.map((code) => shared.get(code) ?? code) }));
  const byCode = new Map(places.map((one, at) => [one.code, at]));
  for (const one of grounds) {
    const at = byCode.get(one.code);
    if (at === undefined) continue;
    const words = [...new Set([one.names.kk, one.names.ru, one.names.en])].map(bare);
    for (const key of new Set(words.flatMap((list) => [list.join(' '), shortRegions[list.join(' ')] ?? []].flat()))) put(root, key.split(' '), at);
  }
  return { places, byCode, root };
};

const put = (root: Node, words: readonly string[], at: number): void => {
  if (words.length === 0 || words[0] === '') return;
  let node = root;
  for (const word of words) {
    node.next ??= new Map();
    const next = node.next.get(word) ?? { next: null, ends: null };
    node.next.set(word, next);
    node = next;
  }
  (node.ends ??= []).push(at);
};

/** A name read at a place of the text: which places it may be, up to where, and in which case its last word stands. */
export type Reading = { readonly at: number; readonly end: number; readonly places: readonly number[]; readonly form: Form; readonly tongue: 'kk' | 'ru' | null; readonly base: string };

/** Every name of the tree that begins at the word `at`, however declined. */
export const readingsAt = (gazetteer: Gazetteer, list: readonly Lex[], at: number): readonly Reading[] => {
  const found: Reading[] = [];
  const walk = (node: Node, place: number, words: string): void => {
    const one = list[place];
    if (!one || !node.next || (place > at && !/^[\s-]+$/.test(one.before))) return;
    for (const { base, form, tongue } of one.number ? [{ base: one.key, form: 'same' as const, tongue: null }] : basesOf(one.key)) {
      const next = node.next.get(base);
      if (!next) continue;
      const base2 = words === '' ? base : `${words} ${base}`;
      if (next.ends) found.push({ at, end: place + 1, places: next.ends, form, tongue, base: base2 });
      if (next.next) walk(next, place + 1, base2);
    }
  };
  if (list[at]?.number === false && !placeWordAt(list, at)) walk(gazetteer.root, at, '');
  return found;
};
