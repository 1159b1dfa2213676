/*
 * The Russian stemmer of the Snowball project, written from its published description (snowballstem.org, algorithms/russian/stemmer.html).
 * PostgreSQL's `russian_stem` is the same algorithm: the test asks it over thousands of words.
 */

const endings = (text: string): readonly string[] => text.split(' ').toSorted((a, b) => b.length - a.length);

/** Endings by their last letter, the longest first: of a class's endings the longest that stands there counts. */
const byLast = (list: readonly string[]): ReadonlyMap<string, readonly string[]> =>
  Map.groupBy(list, (ending) => ending.at(-1) ?? '');

type Class = { readonly all: ReadonlyMap<string, readonly string[]>; /** only after а or я, which stays */ readonly afterA: ReadonlySet<string> };
const made = (afterA: string, free: string): Class => ({
  all: byLast(endings([afterA, free].filter(Boolean).join(' '))),
  afterA: new Set(afterA.split(' ')),
});

const gerund = made('в вши вшись', 'ив ивши ившись ыв ывши ывшись');
const adjective = made('', 'ее ие ые ое ими ыми ей ий ый ой ем им ым ом его ого ему ому их ых ую юю ая яя ою ею');
const participle = made('ем нн вш ющ щ', 'ивш ывш ующ');
const reflexive = made('', 'ся сь');
const verb = made(
  'ла на ете йте ли й л ем н ло но ет ют ны ть ешь нно',
  'ила ыла ена ейте уйте ите или ыли ей уй ил ыл им ым ен ило ыло ено ят ует уют ит ыт ены ить ыть ишь ую ю',
);
const noun = made('', 'а ев ов ие ье е иями ями ами еи ии и ией ей ой ий й иям ям ием ем ам ом о у ах иях ях ы ь ию ью ю ия ья я');
const derivation = made('', 'ост ость');
const superlative = made('', 'ейш ейше');

/** The word without the class's ending, which must lie wholly behind `limit`; null where it has none. */
const without = (word: string, limit: number, { all, afterA }: Class): string | null => {
  const ending = all.get(word.at(-1) ?? '')?.find((one) => word.endsWith(one) && word.length - one.length >= limit);
  if (ending === undefined) return null;
  const at = word.length - ending.length;
  if (afterA.has(ending) && (at <= limit || !/[ая]/.test(word[at - 1] ?? ''))) return null;
  return word.slice(0, at);
};

const firstVowel = /[аеиоуыэюя]/;
const vowelThenNot = /[аеиоуыэюя][^аеиоуыэюя]/g;

/** The stem of a Russian word in lower case, ё already е. */
export const russianStem = (word: string): string => {
  const vowel = word.search(firstVowel);
  if (vowel < 0) return word;
  const rv = vowel + 1;
  const r2 = secondRegion(word);
  let left = withoutEnding(word, rv);
  if (left.endsWith('и') && left.length > rv) left = left.slice(0, -1);
  left = without(left, r2, derivation) ?? left;
  return tidy(left, rv);
};

const secondRegion = (word: string): number => {
  vowelThenNot.lastIndex = 0;
  for (let round = 0; round < 2; round += 1) if (vowelThenNot.exec(word) === null) return word.length;
  return vowelThenNot.lastIndex;
};

const withoutEnding = (word: string, rv: number): string => {
  const gone = without(word, rv, gerund);
  if (gone !== null) return gone;
  const own = without(word, rv, reflexive) ?? word;
  const adjectival = without(own, rv, adjective);
  if (adjectival !== null) return without(adjectival, rv, participle) ?? adjectival;
  return without(own, rv, verb) ?? without(own, rv, noun) ?? own;
};

const tidy = (word: string, rv: number): string => {
  const short = without(word, rv, superlative) ?? word;
  if (short.endsWith('нн') && short.length - 2 >= rv) return short.slice(0, -1);
  return short === word && word.endsWith('ь') && word.length > rv ? word.slice(0, -1) : short;
};
