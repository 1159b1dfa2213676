import { fold } from './fold.ts';

// longest first: «sh» before «s»; the marks of the new Kazakh alphabet, and what people type without them (practice.md, Language)
const pairs: readonly (readonly [string, string])[] = [
  ['shch', 'щ'], ['sch', 'щ'], ['sh', 'ш'], ['ch', 'ч'], ['zh', 'ж'], ['kh', 'х'], ['gh', 'г'], ['ts', 'ц'], ['ya', 'я'], ['yu', 'ю'], ['yo', 'е'], ['ye', 'е'], ['iu', 'ю'], ['ia', 'ия'], ['iya', 'ия'], ['iye', 'ие'], ['iyu', 'ию'], ['iy', 'ий'], ['yi', 'ый'],
  ['ä', 'а'], ['ğ', 'г'], ['ñ', 'н'], ['ń', 'н'], ['ö', 'о'], ['ü', 'у'], ['ū', 'у'], ['ş', 'ш'], ['ı', 'ы'],
  ['a', 'а'], ['b', 'б'], ['c', 'ц'], ['d', 'д'], ['e', 'е'], ['f', 'ф'], ['g', 'г'], ['h', 'х'], ['i', 'и'], ['j', 'ж'], ['k', 'к'], ['l', 'л'], ['m', 'м'], ['n', 'н'], ['o', 'о'], ['p', 'п'], ['q', 'к'],
  ['r', 'р'], ['s', 'с'], ['t', 'т'], ['u', 'у'], ['v', 'в'], ['w', 'у'], ['x', 'х'], ['y', 'ы'], ['z', 'з'],
];
// «Bayan» and «Abay» have the same two letters and not the same sounds: й only where no vowel follows
const shortI = /(?<=[aeouäöü])[iy](?![aeouäöü])/g;
const letters = new RegExp(pairs.map(([latin]) => latin).join('|'), 'g');
const cyrillic: Readonly<Record<string, string>> = Object.fromEntries(pairs);

/** A name typed in Latin letters, as it is kept folded in Cyrillic: «Izbasarova» → «избасарова». Null when there is no Latin letter in it. */
export const fromLatin = (text: string): string | null => {
  const typed = text.normalize('NFC').toLocaleLowerCase('en');
  return /\p{Script=Latin}/u.test(typed) ? fold(typed.replace(shortI, 'й').replace(letters, (found) => cyrillic[found] ?? found)) : null;
};
