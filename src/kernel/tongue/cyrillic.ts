import { fold } from '../fold.ts';

/** What is typed in informal Latin, Kazakh or Russian, as it is kept folded in Cyrillic: «Izbasarova» → «избасарова», «jaryq zhoq» → «жарык жок». Cyrillic is only folded. */
export const cyrillicOf = (latin: string): string => {
  const typed = latin.normalize('NFC').toLocaleLowerCase('en');
  if (!hasLatin.test(typed)) return fold(latin);
  return fold(mended.reduce((text, [wrong, right]) => text.replace(wrong, right), typed).replace(letters, (found) => cyrillic[found] ?? found)).replace(spoken, 'ы');
};

const hasLatin = /\p{Script=Latin}/u;

// longest first: «sh» before «s»; the marks of the Kazakh alphabets of 2017 to 2021, and what people type without them (practice.md, Language)
const pairs: readonly (readonly [string, string])[] = [
  ['shch', 'щ'], ['sch', 'щ'], ['sh', 'ш'], ['ch', 'ч'], ['zh', 'ж'], ['kh', 'х'], ['gh', 'г'], ['ts', 'ц'], ['iya', 'ия'], ['iye', 'ие'], ['iyu', 'ию'], ['ya', 'я'], ['yu', 'ю'], ['yo', 'е'], ['ye', 'е'], ['iu', 'ю'], ['ia', 'ия'], ['iy', 'ий'], ['yi', 'ый'], ['yy', 'ый'],
  ['ä', 'а'], ['á', 'а'], ['ə', 'а'], ['ğ', 'г'], ['ǵ', 'г'], ['ñ', 'н'], ['ń', 'н'], ['ŋ', 'н'], ['ö', 'о'], ['ó', 'о'], ['ü', 'у'], ['ú', 'у'], ['ū', 'у'], ['ý', 'у'], ['ş', 'ш'], ['š', 'ш'], ['ç', 'ч'], ['č', 'ч'], ['ž', 'ж'], ['ı', 'ы'],
  ['a', 'а'], ['b', 'б'], ['c', 'ц'], ['d', 'д'], ['e', 'е'], ['f', 'ф'], ['g', 'г'], ['h', 'х'], ['i', 'и'], ['j', 'ж'], ['k', 'к'], ['l', 'л'], ['m', 'м'], ['n', 'н'], ['o', 'о'], ['p', 'п'], ['q', 'к'],
  ['r', 'р'], ['s', 'с'], ['t', 'т'], ['u', 'у'], ['v', 'в'], ['w', 'у'], ['x', 'х'], ['y', 'ы'], ['z', 'з'],
];
const letters = new RegExp(pairs.map(([latin]) => latin).join('|'), 'g');
const cyrillic: Readonly<Record<string, string>> = Object.fromEntries(pairs);

/** Mended one after another before the letters are read. */
const mended: readonly (readonly [RegExp, string])[] = [
  [/(?<=\p{L})['’ʼ`](?=\p{L}|$)/gu, ''],
  // ң: «bizding», «beringiz», «mening»; a name has its ng before another consonant or a vowel («Jangeldin»)
  [/ng(?=(?:[iy]z(?:d[ae]r|der)?(?:sh[iy])?)?(?!\p{L}))/gu, 'n'],
  // «aitsa», «ketsin», «türtse» are т and с; «ulitsa», «Kuznetsova» are ц
  [/(?<=[ae][iy]?|[rl])ts(?=(?:[ae](?:m|n|k|q|n[iy]z)?|[iy]n)(?!\p{L}))/gu, 'тс'],
  // «auyl», «suyq», «tauyp»: ы; at the beginning and the end of a word, and in «uyde», «uydin», it is й
  [/(?<=[^\P{L}]{1,3}u|au)y(?=[lkqmnprst](?!\p{L})|[lkqmnpr]\p{L})/gu, 'ы'],
  // «aiaq», «qoiu» are written as they are said
  [/(?<=[aou])[iy](?=[au](?!\p{L}|u))/gu, 'y'], [/(?<=[aou])i(?=[au])/gu, 'y'],
  // «Bayan» and «Abay» have the same two letters and not the same sounds: й only where no vowel follows
  [/(?<=[aeouäöüáóú])[iy](?![aeouäöü])/gu, 'й'],
  // ı is і among soft vowels: «kelgenı»
  [/(?<=[eäöüi][^aeiouyäöüı\s]*)ı/gu, 'i'],
];

// «boladi», «almaidi»: the ending after a hard vowel is ды
const spoken = /(?<=\p{L}{2}[аы]й?д)и(?!\p{L})/gu;
