import { english } from './english-words.ts';
import { names, verbs } from './kazakh-words.ts';
import { common, little } from './russian-words.ts';

/*
 * Whose a word in Latin letters is: English, or Kazakh or Russian typed without a Cyrillic keyboard. By its neighbouring letters, three and three,
 * counted over our own lists of words.
 */

const typed: Readonly<Record<string, string>> = {
  а: 'a', ә: 'a', б: 'b', в: 'v', г: 'g', ғ: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', з: 'z', и: 'i', і: 'i', й: 'i', к: 'k', қ: 'k', л: 'l', м: 'm', н: 'n', ң: 'n', о: 'o', ө: 'o', п: 'p', р: 'r', с: 's', т: 't',
  у: 'u', ұ: 'u', ү: 'u', ф: 'f', х: 'h', һ: 'h', ц: 'c', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '', ы: 'y', ь: '', э: 'e', ю: 'yu', я: 'ya',
};
const latinOf = (word: string): string => word.replace(/\p{Script=Cyrillic}/gu, (letter) => typed[letter.toLowerCase()] ?? '');
/** One way of typing: j for zh and q for k are folded into the other. */
const plain = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('j', 'zh').replaceAll('q', 'k').replaceAll('ı', 'y').replaceAll('x', 'h').replaceAll('w', 'u').replace(/kh/g, 'h').replace(/gh/g, 'g');
const asEnglish = (word: string): string => word.replace(/[’ʼ]/g, "'");

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const front = (word: string): boolean => /[әеіүөэ](?!.*[аыоұ])/.test(word);
const forms = (word: string, back: readonly string[], soft: readonly string[]): readonly string[] => [word, ...(front(word) ? soft : back).map((ending) => word + ending)];

const kazakh = (): readonly string[] => [
  ...words(names).flatMap((word) => forms(word, ['ды', 'ның', 'ға', 'лар', 'да', 'ымыз'], ['ді', 'нің', 'ге', 'лер', 'де', 'іміз'])),
  ...words(verbs).flatMap((word) => forms(word, ['ды', 'ған', 'майды', 'у', 'ыңыз', 'ып', 'ады'], ['ді', 'ген', 'мейді', 'у', 'іңіз', 'іп', 'еді'])),
].map((word) => plain(latinOf(word)));
const russian = (): readonly string[] => words(`${little} ${common} ${common}`).map((word) => plain(latinOf(word)));

const triples = (word: string): readonly string[] => Array.from({ length: word.length }, (_, at) => ` ${word} `.slice(at, at + 3));
const counted = (list: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const word of list) for (const triple of triples(word)) counts.set(triple, (counts.get(triple) ?? 0) + 1);
  const all = [...counts.values()].reduce((total, one) => total + one, 0);
  return (word: string): number => triples(word).reduce((sum, triple) => sum + Math.log(((counts.get(triple) ?? 0) + 0.4) / (all + 3_000)), 0);
};
const englishList = new Set(words(english));

const learn = () => {
  const lists = { en: [...englishList], kk: kazakh(), ru: russian() };
  return { likelihood: { en: counted(lists.en), kk: counted(lists.kk), ru: counted(lists.ru) }, known: { en: englishList, kk: new Set(lists.kk), ru: new Set(lists.ru) } };
};
// counted when the first Latin word is read
let learned: ReturnType<typeof learn> | undefined;

/** How much likelier one tongue is than the next, 0..3. */
export const latinLeanOf = (word: string): { readonly lang: 'en' | 'kk' | 'ru'; readonly by: number } => {
  const { likelihood, known } = (learned ??= learn());
  const scores = (['en', 'kk', 'ru'] as const).map((lang) => ({ lang, word: lang === 'en' ? asEnglish(word) : plain(word) })).map(({ lang, word: typed }) => ({
    lang, score: likelihood[lang](typed) + (known[lang].has(typed) ? (lang === 'en' ? 5 : 3) : 0),
  })).toSorted((a, b) => b.score - a.score);
  const [first, second] = scores;
  return first && second ? { lang: first.lang, by: Math.min(3, (first.score - second.score) / 2) } : { lang: 'en', by: 0 };
};
