import { fold } from '../../../../kernel/fold.ts';
import { tongueOf } from '../../../../kernel/tongue/language.ts';
import { addressesIn } from '../place/address.ts';
import { lexOf, soundOf, type Lex } from '../place/lex.ts';
import { termsOf } from '../find/terms.ts';
import { wordsOf } from '../topic/match.ts';
import { suggestTopics } from '../topic/suggest.ts';
import { commonWeight } from './courtesy.ts';
import { isThanks, troublesOf } from './troubles.ts';

/** A matter as likeness is asked of it: its words, and what the office or the person said of topic and place. */
export type Likened = {
  readonly text: string; readonly topicCode?: string | null; readonly address?: string | null;
  /** from the country down */
  readonly territoryPath?: readonly string[]; readonly point?: { readonly lat: number; readonly lon: number } | null; readonly on?: string;
};

/** A text taken apart for comparing. `names` are sure ones; `maybe` stood where every word has a capital. */
export type Gist = {
  readonly words: ReadonlyMap<string, number>; readonly troubles: ReadonlyMap<string, number>; readonly topics: ReadonlyMap<string, number>;
  readonly streets: readonly string[]; readonly names: readonly string[]; readonly maybe: readonly string[]; readonly numbers: readonly string[];
  readonly thanks: boolean; readonly tongue: string | null;
};

/** Longer letters repeat themselves, and cost time. */
const mostRead = 4_000;
const mostNames = 8;
/** «Сырым Датов» and «Датова»: one part of a street is enough where it is long enough for a name. */
const shortestName = 4;

/** Half a megabyte of them: whoever works through a branch's letters meets the same ones beside each. */
const mostKept = 500;
const kept = new Map<string, Gist>();

/** What the words come to. Reading a text costs a hundred times what comparing it does, and the same text always comes to the same: the last few are kept. */
export const gistOf = (of: Pick<Likened, 'text' | 'topicCode' | 'address'>): Gist => {
  const key = `${of.topicCode ?? ''}\0${of.address ?? ''}\0${of.text}`;
  const gist = kept.get(key) ?? readGist(of);
  // put last again: the first is the one asked for longest ago
  kept.delete(key);
  kept.set(key, gist);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return gist;
};

const readGist = ({ text, topicCode, address }: Pick<Likened, 'text' | 'topicCode' | 'address'>): Gist => {
  const read = text.slice(0, mostRead);
  const lines = [lexOf(read), ...(address ? [lexOf(address)] : [])];
  const [list = []] = lines;
  const addresses = lines.flatMap((line) => addressesIn(line));
  const streets = [...new Set(addresses.flatMap((one) => streetKey(one.street)))];
  const named = namesIn(list);
  const apart = (keys: readonly string[]) => [...new Set(keys)].filter((key) => !streets.some((street) => sameName(street, key))).slice(0, mostNames);
  const words = wordsOf(read);
  const places = new Set([...streets.flatMap((street) => street.split(' ')), ...named.sure]);
  return {
    words: weighed(read, places), troubles: new Map(words.flatMap((word) => troublesOf(word.folded)).map(({ thing, weight }) => [thing, weight])), thanks: words.some((word) => isThanks(word.folded)), tongue: tongueOf(read)?.main ?? null,
    topics: topicCode ? new Map([[topicCode, 1]]) : new Map(suggestTopics(read).map((one) => [one.code, one.confidence])),
    streets: streets.slice(0, mostNames), names: apart(named.sure), maybe: [...new Set([...apart(named.maybe), ...streets.flatMap((street) => street.split(' ').filter((part) => part.length >= shortestName))])],
    numbers: [...new Set([...numbersIn(list), ...addresses.flatMap((one) => one.house ?? [])])],
  };
};

/** Each stem once, and by how much it tells one matter from another. Where it is, is told by names and numbers. */
const weighed = (text: string, places: ReadonlySet<string>): ReadonlyMap<string, number> => {
  const found = new Map<string, number>();
  for (const term of termsOf(text)) {
    const word = fold(text.slice(term.from, term.to));
    const weight = term.empty || /^\d/.test(word) || places.has(nameKey(word)) ? 0 : commonWeight(word, term.stems);
    if (weight > 0) for (const stem of term.stems) found.set(stem, Math.max(found.get(stem) ?? 0, weight));
  }
  return found;
};

const streetWord = /^(улица|проспект|переулок|проезд|бульвар|шоссе|площадь|набережная|тупик|микрорайон|квартал|көшесі|даңғылы|тұйығы|бульвары|алаңы|ықшамаудан(ы)?|имени|аудан(ы)?|шағын|мөлтек|біздің|біздин|наша|нашей|осы|этой|бүкіл|вся|всей)$/iu;
const streetKey = (street: string): readonly string[] => {
  const parts = street.split(/[\s,]+/).filter((part) => part !== '' && !streetWord.test(part)).map(nameKey).filter((part) => part !== '');
  return parts.length === 0 ? [] : [parts.join(' ')];
};

/** A name without the vowels its case ends with: «Абая», «Абай»; «Ихсанова», «Ихсанов». */
export const nameKey = (word: string): string => {
  const sound = soundOf(word);
  // «Көшім» is Кушум in Russian, «Зашаған» Зачаганск
  return /\d/.test(sound) ? sound.replace(/\D.*$/, '') : sound.length <= 3 ? sound : sound.replace(caseEnding, '').replace(/[аеиоуюя]{1,2}$/, '').replace(/о/g, 'у').replace(/ч/g, 'ш');
};
const caseEnding = /(?<=.{4})(ск(?:аиа|ая|ои|ую|и|ого|ому|ом|е|у|а)?|дин|дан|нан|тан|ден|нен|тен|нин|тин|да|де|та|те|га|ге|ка|ке|ом|ем)$/;

/** One name typed in two ways. */
export const sameName = (a: string, b: string): boolean => a === b || (a.length >= 5 && b.length >= 5 && oneSlip(a, b));

const oneSlip = (a: string, b: string): boolean => {
  if (Math.abs(a.length - b.length) > 1) return false;
  let [from, end] = [0, 0];
  while (from < a.length && a[from] === b[from]) from += 1;
  while (end < Math.min(a.length, b.length) - from && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  return Math.max(a.length, b.length) - from - end <= 1;
};

const placeWord = /^(аул|ауил|аул.*|ауил.*|село|селе|села|селу|с|п|пос|поселок|поселке|поселка|кент.*|аудан.*|каласи.*|раион.*)$/;
const notName = /^(здравств|добри|саламат|ассалау|ассалом|купме|курмет|уважаем|просим|прошу|помоги|отинем|прош)/;

const namesIn = (list: readonly Lex[]): { readonly sure: readonly string[]; readonly maybe: readonly string[] } => {
  const [sure, maybe]: [string[], string[]] = [[], []];
  list.forEach((one, at) => {
    if (one.number || !one.capital || one.raw.length < 3 || notName.test(one.key)) return;
    const [last, next] = [list[at - 1], list[at + 1]];
    const begins = last === undefined || /[.!?\n:…]/.test(one.before);
    const told = next?.before.startsWith(',') === true || (next?.number === true && !next.ordinal) || (next !== undefined && placeWord.test(next.key)) || (last !== undefined && placeWord.test(last.key));
    (begins && !told ? maybe : sure).push(nameKey(one.raw));
    // «Шолақ Аңқаты» is Шолаканкаты in Russian
    if (next?.capital === true && next.before === ' ') maybe.push(nameKey(one.raw) + nameKey(next.raw));
  });
  return { sure, maybe };
};

const counted = 'лет год[иауе]? годов годи м км кг тг чел раз рет час часа часов аи аида аидан ден дня днеи дет дети детеи детям жас жил жилдан кун куннен кунде мин штук бала балам'.replaceAll(' ', '|');
const countedSo = `адам человек тенге тисяч милли минут сагат метр литр процент этаж кабат месяц недел апта градус класс сутки сут январ феврал март апрел мая июн июл август сентябр октябр ноябр декабр
  кантар акпан науриз сауир мамир маусим шилде тамиз киркуиек казан караша желтоксан`.split(/\s+/).join('|');
const counter = new RegExp(`^(?:${counted})$|^(?:${countedSo})`);

/** Numbers that say which one: a house, a school, a route; not how many, how long or how much. */
const numbersIn = (list: readonly Lex[]): readonly string[] => list.flatMap((one, at) => {
  const next = list[at + 1];
  return !one.number || /^(19|20)\d\d$/.test(one.key) || one.key.length > 5 || (next !== undefined && counter.test(next.key)) ? [] : [one.key];
});
