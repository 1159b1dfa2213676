import { fold } from '../../kernel/fold.ts';
import { quoted } from '../../rooms/appeals/store/searched.ts';
import { termsOf } from '../../rooms/recognition/contract.ts';
import { person, personalNumber } from '../demo/people.ts';
import { random } from '../demo/random.ts';
import type { Order } from './order.ts';
import { names } from './texts.ts';
import { wordsIn } from './letters.ts';

/** A name that many people bear, with what search keeps of it. */
export type Named = { readonly surname: string; readonly given: string; readonly patronymic: string | null; readonly folded: string; readonly parts: number; readonly lexemes: string; readonly words: readonly string[] };

const remembered = new Map<string, readonly string[]>();
/** The stems of one word, as lexemes want them. */
export const stemsOfWord = (word: string): readonly string[] => {
  const known = remembered.get(word);
  if (known) return known;
  const stems = termsOf(word).flatMap((term) => term.stems).map(quoted);
  remembered.set(word, stems);
  return stems;
};

export const placed = (word: string, at: number, weight: string): string => stemsOfWord(word).map((stem) => `${stem}:${at}${weight}`).join(' ');

const named = (surname: string, given: string, patronymic: string | null): Named => {
  const parts = [surname, given, ...(patronymic === null ? [] : [patronymic])];
  return { surname, given, patronymic, folded: fold(parts.join(' ')), parts: parts.length, lexemes: parts.map((part, at) => placed(part, at + 1, 'A')).join(' '), words: wordsIn(parts.join(' ')) };
};

const poolSize = 20_000;

/** Who wrote, by the number of the person: a third of all people come again. */
export const namesFor = (o: Order): ((of: number) => Named) => {
  const pool = new Map<number, Named>();
  const make = (place: number): Named => {
    const r = random(o.seed + place);
    if (o.voice === 'measured') return named(r.pick(names.surnames), r.pick(names.givens), r.pick(names.patronymics));
    const one = person(r, place, r.chance(0.65) ? 'kk' : 'ru');
    return named(one.surname, one.given, one.patronymic);
  };
  return (of) => {
    const place = of % poolSize;
    const known = pool.get(place) ?? make(place);
    pool.set(place, known);
    return known;
  };
};

export const peopleIn = (size: number): number => Math.max(1, Math.floor((size * 2) / 3));
export const personOf = (serial: number, people: number): number => (serial * 7_919) % people;
export const phoneOf = (of: number): string => `+7700${String(of % 10_000_000).padStart(7, '0')}`;
/** Born in 2090–2099: right by its checksum, owned by nobody (practice.md). */
export const iinOf = (of: number): string => personalNumber(random(of), of % 2 === 0 ? 'f' : 'm', of);
