import { fold } from '../fold.ts';
import { analyseKazakh } from './kazakh.ts';
import { knownNames, knownVerbs, sharedNames, spelling } from './kazakh-roots.ts';
import { names, verbs } from './kazakh-words.ts';
import { remember } from './remember.ts';
import { russianStem } from './russian.ts';
import { common, little } from './russian-words.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/).map(fold);

/** Words of both tongues as they are folded: they say nothing. */
const either = new Set(words('да не он та те ма кем минут от газ май ток тон кол бас ас ал ол ат ит тот тол мал бал сол кон кун там тут жар бар сан сен сон бит кит кот бак шок кой ой ай эй бол пар тар нан шар ар ки уж'));
const russianLittle = new Set(words(little).filter((word) => !either.has(word)));
const kazakhLittle = new Set(words('мен сен сиз биз олар менин бизге сизге бул осы жок емес керек бар екен еди гой жане бирак ушин деген деп дейди болды болып боп кашан неге калай кайда канша ма ме ба бе па пе де оте кандай енди тагы али жаксы рахмет ракмет кушти керемет жаман саламатсыз салем'));
const russianStems = new Set(words(common).map(russianStem).filter((stem) => stem.length >= 3));
const kazakhGrammar = /(?:лардын|лердин|лар|лер|нын|нин|дын|дин|тын|тин|дагы|деги|тагы|теги|мыз|миз|ныз|низ|йды|йди|ады|еди|ылды|илди|ган|ген|кан|кен|га|ге|ды|ди|нда|нде|сыз|сиз|ып|ип|лау|леу|ынан|инен|ына|ине)$/;
const russianOnly = /[ъщэ]|[бвгджзклмнпрстфхчш]ь|ц|ться|тся|ств|(?:ого|его|ому|ему|ыми|ими|ый|ий|ая|яя|ое|ие|ую|юю|ов|ев|ях|ами|ями|ение|ения|ании|ость|ости|ешь|ите|йте|али|или|ены|ено)$/;

/** Counts of three neighbouring letters over the words of one tongue. */
const triplesOf = (list: readonly string[]): ReadonlyMap<string, number> => {
  const counted = new Map<string, number>();
  for (const word of list) for (const triple of triples(word)) counted.set(triple, (counted.get(triple) ?? 0) + 1);
  return counted;
};
const triples = (word: string): readonly string[] => Array.from({ length: word.length }, (_, at) => ` ${word} `.slice(at, at + 3));

const isBack = (word: string): boolean => /[аыоу][^аеиоуыэюя]*$/.test(word);
const total = (counted: ReadonlyMap<string, number>): number => [...counted.values()].reduce((all, one) => all + one, 0);

// counted when the first text is read, not when the program starts: some 20,000 forms
let counts: { readonly kk: ReadonlyMap<string, number>; readonly ru: ReadonlyMap<string, number>; readonly ofKk: number; readonly ofRu: number } | undefined;
const countsOf = () => {
  if (counts) return counts;
  const kk = triplesOf([
    ...words(names).flatMap((word) => isBack(word) ? [word, `${word}ды`, `${word}нын`, `${word}га`, `${word}лар`, `${word}да`] : [word, `${word}ди`, `${word}нин`, `${word}ге`, `${word}лер`, `${word}де`]),
    ...words(verbs).flatMap((word) => isBack(word) ? [`${word}ды`, `${word}ган`, `${word}майды`, `${word}у`, `${word}ыныз`, `${word}ып`] : [`${word}ди`, `${word}ген`, `${word}мейди`, `${word}у`, `${word}иниз`, `${word}ип`]),
  ]);
  const ru = triplesOf([...words(little), ...words(common), ...words(common)]);
  counts = { kk, ru, ofKk: total(kk), ofRu: total(ru) };
  return counts;
};

/** By its neighbouring letters alone; over 0 Kazakh, under 0 Russian. */
const byLetters = (word: string): number => {
  const { kk, ru, ofKk, ofRu } = countsOf();
  return triples(word).reduce((all, triple) => all + Math.log(((kk.get(triple) ?? 0) + 0.4) / ofKk) - Math.log(((ru.get(triple) ?? 0) + 0.4) / ofRu), 0);
};

const within = (least: number, value: number, most: number): number => Math.max(least, Math.min(most, value));

const lean = (word: string): number => {
  if (either.has(word)) return 0;
  if (russianLittle.has(word)) return word.length === 1 ? -1.5 : -3;
  if (kazakhLittle.has(word)) return word.length === 2 ? 1.5 : 3;
  const { stem, known, cut } = analyseKazakh(word);
  const russian = russianStems.has(russianStem(word));
  if (known && cut === 0 && (russian || sharedNames.has(stem))) return 0;
  // «файлы», «трубе», but «трубаны»
  if (sharedNames.has(stem)) return russianStem(word) === russianStem(stem) ? 0 : russianOnly.test(word) ? -1 : 1.5;
  const letters = within(-2, byLetters(word) / 3, 2);
  const ending = (kazakhGrammar.test(word) ? 0.7 : 0) - (russianOnly.test(word) ? 1.5 : 0);
  // «катер» might be of қат, «дан» of дән: a short word or a weak ending proves little
  const weak = word.length <= 3 || /^(?:[ае]?р|[аей])$/.test(word.slice(word.length - cut));
  const lexicon = (known ? (stem.length >= 3 && !weak ? 2 : 1) : 0) - (russian ? 2.5 : 0);
  return within(-3, letters + ending + lexicon, 3);
};

/** Whose a folded Cyrillic word is: from −3, surely Russian, to 3, surely Kazakh; near 0 anybody's. */
export const leanOf = remember((word) => word.includes('-') ? word.split('-').map(lean).reduce((most, one) => (Math.abs(one) > Math.abs(most) ? one : most), 0) : lean(word));

/** Words that stand for themselves: nobody borrows them. */
export const isLittle = (word: string): boolean => russianLittle.has(word) || kazakhLittle.has(word);

/** Whether a Kazakh word typed without a special letter ought to have one. */
export const lacksLetters = (folded: string): boolean => {
  const { stem, known, cut } = analyseKazakh(folded);
  if (known && (knownNames.has(stem) || knownVerbs.has(stem)) && /[әғқңөұүһі]/.test(spelling.get(stem) ?? '')) return true;
  const ending = cut > 0 ? folded.slice(-cut) : '';
  return /и(?![аеоуыюя])|[гк][аы]|(?:нын|дын|тын|ныз|сын)$/.test(ending);
};
