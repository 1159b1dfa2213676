import type { Personal } from './kinds.ts';

const months = '(?:января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря|қаңтар|ақпан|наурыз|сәуір|мамыр|маусым|шілде|тамыз|қыркүйек|қазан|қараша|желтоқсан)\\p{L}{0,4}';
const date = new RegExp(`(?<!\\d)(?:\\d{1,2}[./-]\\d{1,2}[./-](?:19|20)?\\d{2}|\\d{1,2}\\s${months}\\s(?:19|20)\\d{2}|(?:19|20)\\d{2}\\s?(?:жыл\\p{L}{0,4}|ж\\.|г\\.)?\\s?\\d{1,2}[\\s-]{1,2}(?:ші\\s|шы\\s)?${months}|(?:19|20)\\d{2}-\\d{2}-\\d{2})(?!\\d)`, 'giu');
const born = /(?<!\p{L})(?:рожд[её]н\p{L}{0,3}|родил\p{L}{0,4}|рожд\.|г\.?\s?р\.?(?!\p{L})|д\.\s?р\.|туған|туылған|туган|туылган|born|dob)(?!\p{L}{6})/giu;
const before = /(?:19|20)\d{2}(?=\s?(?:г\.?|год\p{L}{0,2}|ж\.?|жыл\p{L}{0,4})?\s?$)/iu;
const afterwards = /^\s(?:в\s|во\s)?(?<year>(?:19|20)\d{2})(?!\d)/iu;

/** Days and years of birth: a date is one only beside a word that says so. */
const birthsIn = (text: string): readonly Personal[] => Array.from(text.matchAll(born)).flatMap((word): readonly Personal[] => {
  const from = Math.max(0, word.index - 44);
  const after = word.index + word[0].length;
  const around = text.slice(from, after + 34);
  const dates = Array.from(around.matchAll(date), (found) => ({ from: from + found.index, to: from + found.index + found[0].length }))
    .filter((one) => !/[!?\n]|\.\s\p{Lu}/u.test(one.from < word.index ? text.slice(one.to, word.index) : text.slice(after, one.from)));
  if (dates.length > 0) return dates.map((one) => ({ ...one, text: text.slice(one.from, one.to), what: 'birth', sure: false }));
  const year = before.exec(text.slice(from, word.index));
  if (year) return [{ from: from + year.index, to: from + year.index + 4, text: year[0], what: 'birth', sure: false }];
  const later = afterwards.exec(text.slice(after, after + 12));
  const at = later ? after + later[0].length - 4 : 0;
  return later && word[0].toLowerCase().startsWith('родил') ? [{ from: at, to: at + 4, text: text.slice(at, at + 4), what: 'birth', sure: false }] : [];
});

const paper = /(?<!\p{L})(?:удостоверен|уд\.?\s?лич|куәлі|куали|паспорт|төлқұжат|толкужат|құжат|документ|свидетельств|водительск|права\s)\p{L}{0,12}[^\d\n.!?]{0,30}?(?<no>(?:(?<!\p{L})[A-ZА-Я]{1,2}\s?)?\d{6,9})(?!\d)/dgiu;

/** Numbers of papers: nine digits of an identity card, a letter and eight of a passport. */
const papersIn = (text: string): readonly Personal[] => Array.from(text.matchAll(paper)).flatMap((match): readonly Personal[] => {
  const place = match.indices?.groups?.['no'];
  return place ? [{ from: place[0], to: place[1], text: text.slice(...place), what: 'document', sure: false }] : [];
});

export const papersAndBirthsIn = (text: string): readonly Personal[] => [...birthsIn(text), ...papersIn(text)];
