import { checksumHolds } from '../../../../kernel/iin.ts';
import type { Personal, PersonalKind } from './kinds.ts';

/** `when`: without it in the text the pattern is not tried at all. */
type Finder = { readonly what: PersonalKind; readonly when?: RegExp; readonly pattern: RegExp; readonly sure: (found: string, before: string, after: string) => boolean | null };

// between two digits of one number; a comma or a letter ends it
const gap = '[ \\t\\u00A0().\\-–—‑/]{0,3}';
const only = (text: string): string => text.replace(/\D/g, '');
const always = () => true;

/** Luhn: the last digit of a card follows from the others. */
const luhnHolds = (digits: string): boolean =>
  [...digits].toReversed().reduce((sum, digit, place) => sum + (place % 2 === 0 ? Number(digit) : Number(digit) * 2 - (Number(digit) > 4 ? 9 : 0)), 0) % 10 === 0;

/** ISO 13616: the country and the check digits go to the end, letters are numbers from 10, and the rest by 97 is 1. */
const ibanHolds = (typed: string): boolean => {
  const plain = typed.toUpperCase().replaceAll('К', 'K').replaceAll('З', 'Z').replace(/[^A-Z\d]/g, '');
  return plain.length === 20 && [...`${plain.slice(4)}${plain.slice(0, 4)}`].reduce((rest, sign) => Number(`${rest}${Number.parseInt(sign, 36)}`) % 97, 0) === 1;
};

const bornIn = (twelve: string): boolean => /^\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])[0-6]/.test(twelve);
const ofOrganisation = (twelve: string): boolean => /^\d\d(?:0[1-9]|1[0-2])[456]/.test(twelve);

/** Null: it is none. A number whose own check digit holds and whose day exists is a person's; that of an organisation is nobody's secret. */
const iin = (found: string, before: string): boolean | null => {
  const twelve = only(found);
  if (/(?:иин|жсн|iin|жеке сәйкест\p{L}*|инн)[^\p{L}\d]{0,4}(?:\p{L}{1,8}[^\p{L}\d]{1,3})?$/iu.test(before)) return checksumHolds(twelve);
  if (/(?:бин|бсн|bin)[^\p{L}\d]{0,4}(?:\p{L}{1,12}[^\p{L}\d]{1,3})?$/iu.test(before) && !bornIn(twelve)) return null;
  if (ofOrganisation(twelve)) return null;
  if (checksumHolds(twelve)) return true;
  return bornIn(twelve) && /^\d{6}[ -]?\d{6}$/.test(found) ? false : null;
};

const callWords = /(?<!\p{L})(?:тел|сот|моб|дом|(?:по)?звон|хабарлас|қоңырау|байланыс|уатсап|ватсап|вотсап|вацап|whats|viber|phone|факс)[^\d\n.!?]{0,24}$|(?<!\p{L})(?:тел|сот|моб|дом)\.[^\d\n.!?]{0,6}$/iu;
const carWords = /(?:нөмір|номер|машин|көлік|колик|авто|гос|рег|такси|жүргізуш|водител)[^.!?\n]{0,40}$/iu;
const noPlate = /^(?:ОТ|ДО|НА|ПО|ИЗ|ЗА|ВО|СО|НЕ|НИ|ИЛИ|ДОМ|КВ|КМ|КГ|ТГ|ММ|СМ|МБ|КВТ|ГБ|ЛЕТ|ДЛЯ|ТОО|АО|РК|КЗ|ЖОК|БАР|МЕН|КУН|КҮН|РАЗ|ТЕН|ДА|ДЕ|ТА|ТЕ|ЖЫЛ|АЙ|ВОТ|ЭТО)$/iu;
const plate = (found: string, before: string): boolean | null => {
  const letters = found.replace(/^\p{L}\s?(?=\d)/u, '').replace(/[\d\s]/g, '');
  if (noPlate.test(letters) || /№\s?$|\d[.,/-]$/.test(before)) return null;
  return found === found.toUpperCase() || carWords.test(before) ? false : null;
};

// letters of plates: Latin, and the Cyrillic ones that look like them
const look = 'A-ZАВЕКМНОРСТУХІ';
const edge = '(?![\\p{L}\\d])';

/** Bounded everywhere: a letter of twenty thousand digits is read in milliseconds. */
const finders: readonly Finder[] = [
  { what: 'email', when: /@/, pattern: /(?<![\p{L}\d])[\p{L}\d._%+-]{1,64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,4}\.\p{L}{2,24}/gu, sure: always },
  // a word of more than 64 signs before the @ is none of an address, and is hidden all the same
  { what: 'email', when: /@/, pattern: /(?<=[\p{L}\d._%+-])[\p{L}\d._%+-]{64}@[\p{L}\d-]{1,63}(?:\.[\p{L}\d-]{1,63}){0,4}\.\p{L}{2,24}/gu, sure: always },
  { what: 'email', when: /собака|\[at\]|\(at\)/i, pattern: /(?<![\p{L}\d])[a-z\d._%+-]{2,64} ?(?:\(?собака\)?|\[at\]|\(at\)) ?[a-z\d-]{1,63} ?(?:\.|точка|нүкте) ?[a-z]{2,6}/giu, sure: always },
  { what: 'account', pattern: new RegExp(`(?<![\\p{L}\\d])[KК][ZЗ](?:[ -]?\\d){5}(?:[ -]?[A-Z\\d]){13}${edge}`, 'giu'), sure: ibanHolds },
  { what: 'card', pattern: /(?<![\d+])\d(?:[ \u00A0\-–—‑]{0,2}\d){15}(?![ -]?\d)/g, sure: (found, before) => (luhnHolds(only(found)) ? true : /^\d{4}\D{0,2}\d{4}\D{0,2}\d{4}\D{0,2}\d{4}$/.test(found) || /карт/i.test(before) ? false : null) },
  { what: 'iin', pattern: /(?<![\d+])\d(?:[ \u00A0\-–—‑]?\d){11}(?![ -]?\d)/g, sure: iin },
  { what: 'iin', pattern: /(?<![\d+])\d{6}[ -]?\d{6}(?!\d)/g, sure: iin },
  { what: 'phone', pattern: new RegExp(`(?<!\\d)(?:\\+\\s?7|\\+?8|7)${gap}(?:[79]\\d{2}(?:${gap}\\d){7}|7(?:[ .-]\\d){9})(?!\\d)`, 'g'), sure: always },
  { what: 'phone', pattern: new RegExp(`(?<!\\d)\\+(?:${gap}\\d){10,14}(?!\\d)`, 'g'), sure: always },
  { what: 'phone', pattern: /(?<![\d,])7\d{2}[\s.\-–)]{0,2}\d{3}[\s.\-–]{0,2}\d{2}[\s.\-–]{0,2}\d{2}(?!\d)/g, sure: always },
  { what: 'phone', pattern: /(?<![\d.,/-])\d{2,3}[ -]?\d{2}[ -]?\d{2}(?![\d]|[ -]?\d|\s?(?:тг|тең|тен|руб|₸|кв))/giu, sure: (found, before) => (callWords.test(before) || (/\D\d\d\D\d\d$/.test(found) && /(?:номер|нөмір|номир)[^\d\n.!?]{0,16}$/iu.test(before)) ? false : null) },
  { what: 'plate', pattern: new RegExp(`(?<![\\p{L}\\d])\\d{3}[ -]?[${look}]{2,3}[ -]?(?:0[1-9]|1\\d|20)${edge}`, 'giu'), sure: plate },
  { what: 'plate', pattern: new RegExp(`(?<![\\p{L}\\d])[${look}] ?\\d{3} ?[${look}]{2,3}(?: ?\\d{2,3})?${edge}`, 'giu'), sure: plate },
  { what: 'document', pattern: /(?<![\d+])0\d{8}(?!\d)/g, sure: () => false },
  { what: 'social', pattern: /(?<![\p{L}\d@./])@[\p{L}\d][\p{L}\d_.]{1,28}[\p{L}\d_]/gu, sure: () => false },
  { what: 'social', pattern: /(?<![\p{L}\d])(?:www\.)?(?:instagram\.com|t\.me|vk\.com|facebook\.com|fb\.com|tiktok\.com|ok\.ru|threads\.net)\/@?[\w.\-/]{2,40}[\w]/giu, sure: () => false },
  { what: 'social', pattern: /(?<=(?:инстаграм|инста|instagram|insta|телеграм|telegram|тикток|tiktok|вконтакте|фейсбук|facebook)[\p{L}]{0,8}[\s:–-]{1,3})(?=[a-z\d.]{0,30}[_\d.])[a-z][a-z\d_.]{2,30}[a-z\d_]/giu, sure: () => false },
];

export const digitsIn = (text: string): readonly Personal[] => finders.filter(({ when }) => when?.test(text) !== false).flatMap(({ what, pattern, sure }) => Array.from(text.matchAll(pattern)).flatMap((match): readonly Personal[] => {
  const from = match.index;
  const to = from + match[0].length;
  const judged = sure(match[0], text.slice(Math.max(0, from - 48), from), text.slice(to, to + 24));
  return judged === null ? [] : [{ from, to, text: match[0], what, sure: judged }];
}));
