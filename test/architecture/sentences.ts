import { langs, type Lang, type Sentence } from '../../src/kernel/words.ts';

export type Entry = { readonly where: string; readonly sentence: Sentence };
export type Fault = { readonly where: string; readonly rule: string; readonly text: string };

const isSentence = (value: unknown): value is Sentence =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 3 && langs.every((lang) => typeof (value as Record<string, unknown>)[lang] === 'string');

/** Every `words({…})` of a module, found by its shape: also nested ones. */
export const entriesOf = (path: string, module: Readonly<Record<string, unknown>>): readonly Entry[] => {
  const found: Entry[] = [];
  const go = (where: string, value: unknown): void => {
    if (isSentence(value)) found.push({ where, sentence: value });
    else if (typeof value === 'object' && value !== null) for (const [key, one] of Object.entries(value)) go(`${where} ${key}`, one);
  };
  for (const [name, value] of Object.entries(module)) go(`${path} ${name}`, value);
  return found;
};

/** Slots, plural syntax, e-mail addresses, numbers and codes are not words: only what is read aloud is judged. */
const spoken = (text: string): string => text.replace(/\S+@[\w.-]+/g, ' ').replace(/\b[A-Z0-9]{2,}(?:-[A-Z0-9]+)+/g, ' ').replace(/\{\w+, (?:plural|select|selectordinal),/g, ' ').replace(/\b(?:zero|one|two|few|many|other|=\d+) \{/g, ' ').replace(/\{\w+\}|[{}#]/g, ' ');

const wordsOf = (text: string): readonly string[] => spoken(text).split(/[^\p{L}]+/u).filter((word) => word !== '');
const isMixed = (word: string): boolean => /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word);
/** Letters that look the same in both alphabets: a one-letter or two-letter word of them hides best. */
const cyrillicWord = /^\p{Script=Cyrillic}+$/u;
const latinWord = /^\p{Script=Latin}+$/u;
const lookAlikeLatin = /^[aeopcxyiABCEHKMOPTXI]$/;

const ends = (text: string): 'sentence' | 'question' | 'colon' | 'open' => {
  const bare = text.trimEnd().replace(/[»”"')]+$/, '');
  return /[.…!]$/.test(bare) ? 'sentence' : bare.endsWith('?') ? 'question' : bare.endsWith(':') ? 'colon' : 'open';
};

/** Russian words that are spelt with ё; the house writes it everywhere or it is a mistake. */
const yo = /(?<!\p{L})(?:еще|прием(?!н\p{L}*[^\p{L}]?ник)|приема|приему|приемом|приемная|приемной|приемную|приемные|отчет\p{L}*|расчет\p{L}*|счет|учет|учета|учете|идет|придет|дает|ее|моем|своем|твое|мое|свое|вернется|ждет|берет|найдет|произойдет|пройдет|решен(?:а|о|ы)? не|партнер\p{L}*|надежн\p{L}*|подъезд$|тяжел\p{L}*|зеленый|желтый|черный|четыр(?:е|ёх)х|трех|трем|объем\p{L}*|срочен|ребенок|ребенк\p{L}*|гололед\p{L}*|копье|все еще|причем|нем|чем-нибудь нем)(?!\p{L})/iu;

/** Entries (by `path list key`) and words that a rule lets pass. */
export type Allowed = Readonly<Record<'same' | 'ownNames' | 'ending' | 'spaced', readonly RegExp[]>> & { readonly latin: RegExp };

export const faultsOf = ({ where, sentence }: Entry, allowed: Allowed): readonly Fault[] => {
  const found: Fault[] = [];
  const fault = (rule: string, text: string) => void found.push({ where, rule, text });
  const is = (list: readonly RegExp[]) => list.some((one) => one.test(where));
  if (is(allowed.ownNames)) return found;
  for (const lang of langs) faultsIn(lang, is(allowed.spaced) ? sentence[lang].trim() : sentence[lang], allowed, fault);
  if (sentence.kk === sentence.ru && /\p{L}/u.test(spoken(sentence.kk)) && !is(allowed.same)) fault('Kazakh is the same as Russian', sentence.kk);
  const endings = new Set(langs.map((lang) => ends(sentence[lang])));
  if (endings.size > 1 && !is(allowed.ending)) fault('the languages end differently', langs.map((lang) => sentence[lang].slice(-16)).join(' | '));
  return found;
};

const faultsIn = (lang: Lang, text: string, allowed: Allowed, fault: (rule: string, text: string) => void): void => {
  if (text.trim() === '') return fault(`empty in ${lang}`, text);
  if (text !== text.trim()) fault('a space at an end', text);
  if (/[^\S\n]{2,}/.test(text)) fault('two spaces', text);
  if (text !== text.normalize('NFC')) fault('not NFC', text);
  if (/\s[,.;:!?](?:\s|$)/.test(text)) fault('a space before a mark', text);
  const all = wordsOf(text);
  for (const word of all.filter(isMixed)) fault('letters of two alphabets in one word', word);
  if (lang === 'en') for (const word of all.filter((one) => cyrillicWord.test(one))) fault('a Cyrillic word in English', word);
  else for (const word of all.filter((one) => latinWord.test(one) && (lookAlikeLatin.test(one) || !allowed.latin.test(one)))) fault(`a Latin word in ${lang}`, word);
  if (lang === 'ru' && yo.test(text)) fault('ё is written as е', text);
  if (lang === 'ru' && /[әғқңөұүһі]/iu.test(text)) fault('a Kazakh letter in Russian', text);
  if (lang === 'kk' && !/\p{Script=Cyrillic}/u.test(spoken(text)) && /\p{L}{3,}/u.test(spoken(text)) && !allowed.latin.test(spoken(text).trim())) fault('no Kazakh in Kazakh', text);
};
