import type { Kind } from '../../rooms/appeals/contract.ts';
import { Document, gap, keepsWord } from '../../rooms/appeals/store/searched.ts';
import { foldedWord, readFor, termsOf } from '../../rooms/recognition/contract.ts';
import { addressOf, answerText, chooseTemplate, slotsOf, written } from '../demo/plan/letters.ts';
import { topicWeight } from '../demo/plan/topics.ts';
import { person } from '../demo/people.ts';
import { cityStreets, livedIn, villageStreets, type DemoPlace } from '../demo/places.ts';
import { random, type Random } from '../demo/random.ts';
import type { Order, Spot } from './order.ts';
import { answers, measuredTopics, sentences, streets } from './texts.ts';

/** A letter that many people write: its words are read once for search and for likeness, and what is each one's own is added to that. */
export type Letter = {
  readonly text: string; readonly lang: 'kk' | 'ru'; readonly kind: Kind; readonly topic: string; readonly answer: string;
  /** without the number of the house */
  readonly street: string;
  /** of the text, behind so many words of a name and with `ownWords` places kept after it, and of the answer */
  readonly pieces: (names: number, answered: boolean) => Pieces;
  readonly words: readonly string[]; readonly answerWords: readonly string[];
  readonly read: ReturnType<typeof readFor>; readonly publicRead: ReturnType<typeof readFor>; readonly publicLexemes: readonly string[];
};
/** `ownAt`, `addressAt`: the places where the letter's own words and its address begin. */
export type Pieces = { readonly lexemes: string; readonly ownAt: number; readonly addressAt: number };

/** of the 'measured' voice */
export const ownWords = 6;

const piecesOf = (text: string, answer: string | null, names: number, own: number): Pieces => {
  const said = new Document();
  said.pass(names);
  said.add('', 'A');
  said.add(text, 'B');
  const ownAt = said.pass(own) - gap;
  said.add('', 'B');
  said.add(answer ?? '', 'C');
  return { lexemes: said.lexemes().join(' '), ownAt, addressAt: said.pass(0) };
};

const remembering = (text: string, answer: string, own: number): Letter['pieces'] => {
  const known = new Map<number, Pieces>();
  return (names, answered) => {
    const key = names * 2 + (answered ? 1 : 0);
    const made = known.get(key) ?? piecesOf(text, answered ? answer : null, names, own);
    known.set(key, made);
    return made;
  };
};

/** As the index of search keeps words of their own. */
export const wordsIn = (text: string): readonly string[] =>
  [...new Set(termsOf(text).flatMap((term) => (term.empty ? [] : [foldedWord(text.slice(term.from, term.to))])))].filter(keepsWord);

type Plain = Pick<Letter, 'text' | 'lang' | 'kind' | 'topic' | 'answer' | 'street'>;

const lettered = (one: Plain, spot: Pick<Spot, 'path'>, own: number): Letter => {
  const about = { topicCode: one.topic, territoryPath: spot.path, point: null };
  const open = new Document();
  open.add(one.text, 'B');
  return {
    ...one, pieces: remembering(one.text, one.answer, own), words: wordsIn(`${one.text} ${one.street}`), answerWords: wordsIn(one.answer),
    read: readFor({ ...about, text: one.text, address: one.street }), publicRead: readFor({ ...about, text: one.text, address: null }), publicLexemes: open.lexemes(),
  };
};

const kinds = ['application', 'application', 'application', 'application', 'application', 'complaint', 'complaint', 'complaint', 'proposal', 'information_request', 'message'] as const;

const lived = (r: Random, place: DemoPlace): Plain => {
  for (;;) {
    const voice = r.chance(0.62) ? 'kk' : r.chance(0.92) ? 'ru' : 'mixed';
    const [kind, where, month] = [r.pick(kinds), place.kind === 'village' ? 'village' as const : 'city' as const, r.int(1, 12)];
    const template = chooseTemplate(r, { voice, kind, where, month, weight: (topic) => topicWeight(topic, month) });
    if (!template) continue;
    const lang = voice === 'ru' ? 'ru' : 'kk';
    const slots = slotsOf(r, { place, street: r.pick(where === 'city' ? cityStreets : villageStreets), house: r.int(1, 128), lang, person: person(r, r.int(1, 9_999), lang, template.by) });
    const outcome = r.chance(0.62) ? 'done' : r.chance(0.94) ? 'explained' : 'refused';
    return {
      text: written(r, template, { slots, voice, lang, crowd: false, again: false }), lang, kind, topic: template.topic, street: addressOf(slots, lang).replace(/, [^,]*$/, ''),
      answer: answerText(r, { lang, topic: template.topic, about: template.about, kind, outcome, slots, at: Date.UTC(2026, month - 1, r.int(1, 28), 6) }),
    };
  }
};

const measured = (r: Random): Plain => ({
  text: [r.pick(sentences), r.pick(sentences), ...(r.chance(0.2) ? [r.pick(sentences)] : [])].join(' '), lang: r.chance(0.66) ? 'kk' : 'ru', kind: r.pick(kinds), topic: r.pick(measuredTopics),
  answer: r.pick(answers), street: `${r.pick(streets)} көшесі`,
});

const livedEach = 60;
const measuredOfAll = 1_500;

/** Letters by spot, made once by each thread and the same in all of them. */
export const lettersFor = (o: Order): ((spot: number) => readonly Letter[]) => {
  if (o.voice === 'measured') {
    const r = random(o.seed);
    const plain = Array.from({ length: measuredOfAll }, () => measured(r));
    const bySpot = new Map<number, readonly Letter[]>();
    const all = plain.map((one) => lettered(one, { path: [] }, ownWords));
    return (at) => {
      const known = bySpot.get(at);
      if (known) return known;
      const path = o.spots[at]?.path ?? [];
      const own = all.map((one): Letter => ({ ...one, read: { ...one.read, territoryPath: path }, publicRead: { ...one.publicRead, territoryPath: path } }));
      bySpot.set(at, own);
      return own;
    };
  }
  const bySpot = o.spots.map((spot, at): readonly Letter[] => {
    const r = random(o.seed + at);
    const place = livedIn.find((one) => one.code === spot.place);
    if (!place) throw new Error(`nobody lives in ${spot.place}`);
    return Array.from({ length: Math.max(livedEach, Math.round(spot.weight * 4)) }, () => lettered(lived(r, place), spot, 0));
  });
  return (at) => bySpot[at] ?? [];
};
