import { bendsOf, elided, knownNames, knownVerbs } from './kazakh-roots.ts';
import { rooted, smooth } from './kazakh-letters.ts';
import { cases, casesAfterOwn, casesAfterThird, denials, finite, fits, ownEndings, participles, personal, plurals, third, turns, voices, type Slot } from './kazakh-endings.ts';
import { longestWord, remember } from './remember.ts';

/**
 * What a Kazakh word is made of: stem + plural + possessive + case, or stem + voice + denial + tense + person, read from the end. `known`: the stem
 * is in our list. `cut`: letters of endings.
 */
export type Analysis = { readonly stem: string; readonly known: boolean; readonly cut: number };

/** The stem of a folded Kazakh word. It is a function of the folded letters alone, so that «мектебі» and «мектеби» meet. */
export const kazakhStem = (folded: string): string => analyseKazakh(folded).stem;

// the verb's endings that many names end with too
const weak = /^[ае]?р$|^[аей]$/;
// and those by which an unknown word is not taken for a verb
const faint = /^(?:[ае]?р|[аей]|и|п|[сш][аеыи])$/;
// «асфальт-та», «таза-ла»
const made = /[лтд][ае]$/;
const hasVowel = /[аеиоуыэюя]/;

export const analyseKazakh = remember((folded: string): Analysis => {
  if (folded.length > longestWord || folded.length < 2) return { stem: folded, known: false, cut: 0 };
  const word = smooth(folded);
  const bend = bendsOf.get(word);
  if (bend !== undefined) return { stem: bend, known: true, cut: Math.max(0, word.length - bend.length) };
  if (knownNames.has(rooted(word))) return { stem: rooted(word), known: true, cut: 0 };
  const at = new Walk(word);
  at.name(word, 0);
  at.verb(word, true);
  const command = knownVerbs.has(rooted(word));
  if (at.known !== null && !(command && at.isVerb)) return { stem: at.known, known: true, cut: word.length - at.known.length };
  if (command) return { stem: rooted(word), known: true, cut: 0 };
  if (at.guess === null) return { stem: rooted(word), known: false, cut: 0 };
  // what is left of an unknown word may itself be cut: so every form of it comes down to the same
  const again = analyseKazakh(at.guess);
  return { stem: again.stem, known: again.known, cut: word.length - again.stem.length };
});

/** Verbs of being in a place, which take a person as they are: «отырмын». */
const standing: ReadonlySet<string> = new Set(['отыр', 'тур', 'жур', 'жатыр']);

/** Case, possessive, plural, from the end; a participle is a name with a verb in it. */
const level = { bare: 0, cased: 1, owned: 2, many: 3 } as const;

class Walk {
  known: string | null = null;
  isVerb = false;
  worth = -Infinity;
  guess: string | null = null;
  readonly word: string;
  constructor(word: string) { this.word = word; }

  name(base: string, from: number, turned = false): void {
    if (from > level.bare || turned) this.takeName(base);
    for (const rest of cutBy(base, participles)) this.verb(rest, false);
    if (from < level.cased) {
      if (from === level.bare && !turned) for (const rest of cutBy(base, personal)) { this.name(rest, level.cased, true); if (standing.has(rest)) this.takeVerb(rest, false); }
      for (const rest of cutBy(base, cases)) this.name(rest, level.cased, turned);
      for (const rest of cutBy(base, casesAfterThird)) for (const inner of cutBy(rest, third)) this.name(inner, level.owned, turned);
      for (const rest of cutBy(base, casesAfterOwn)) for (const inner of cutBy(rest, ownEndings)) this.name(inner, level.owned, turned);
    }
    if (from < level.owned) {
      for (const rest of cutBy(base, third)) this.name(rest, level.owned, turned);
      for (const rest of cutBy(base, ownEndings)) this.name(rest, level.owned, turned);
    }
    if (from < level.many) for (const rest of cutBy(base, plurals)) this.name(rest, level.many, turned);
    if (!turned) for (const rest of cutBy(base, turns)) this.name(rest, level.cased, true);
  }

  verb(base: string, fresh: boolean): void {
    if (fresh) for (const rest of cutBy(base, finite)) this.conjugated(rest, !faint.test(base.slice(rest.length)));
    else this.conjugated(base, true);
  }

  /** `strong`: the ending is one that hardly a name has, so that an unknown word may be taken for a verb by it. */
  conjugated(base: string, strong: boolean): void {
    this.takeVerb(base, strong);
    for (const rest of cutBy(base, denials)) this.voiced(rest, 2, strong);
    this.voiced(base, 2, strong);
  }

  voiced(base: string, rounds: number, strong: boolean): void {
    this.takeVerb(base, strong);
    // of an unknown verb only what is surely made into one: «асфальтталды»
    if (rounds > 0) for (const rest of cutBy(base, voices)) this.voiced(rest, rounds - 1, strong && made.test(rest));
  }

  takeName(base: string): void {
    const whole = elided.get(base) ?? rooted(base);
    if (knownNames.has(whole)) this.keep(whole, base.length, false);
    else this.offer(base);
  }

  takeVerb(base: string, strong: boolean): void {
    // «оқы» loses its ы before у and и: «оқу», «оқиды»
    const lost = [`${base}ы`, `${base}и`].find((one) => /^[уи]/.test(this.word.slice(base.length)) && knownVerbs.has(one));
    if (lost !== undefined) this.keep(lost, base.length + 0.5, true);
    else if (knownVerbs.has(rooted(base))) this.keep(rooted(base), base.length, true);
    else if (strong && base.length >= 4) this.offer(base);
  }

  /** Of several known ones the one with most of the word in it; a name before a verb where only а, е, р make the verb: «жолдар» is of жол, not of жолда. */
  keep(root: string, letters: number, verb: boolean): void {
    const worth = letters - (verb && weak.test(this.word.slice(Math.floor(letters))) ? 3 : 0);
    if (worth > this.worth) [this.known, this.worth, this.isVerb] = [root, worth, verb];
  }

  /** Of an unknown word as much is cut as leaves a stem; and what is left is cut again, so that a word that only looks bent is bent the same in all its forms. */
  offer(base: string): void {
    const cut = this.word.length - base.length;
    if (base.length < (cut === 1 ? 5 : cut === 2 ? 4 : 3) || !hasVowel.test(base)) return;
    const stem = rooted(base);
    if (this.guess === null || stem.length < this.guess.length) this.guess = stem;
  }
}

const cutBy = (base: string, slot: Slot): readonly string[] => {
  const found: string[] = [];
  for (const ending of slot.get(base.at(-1) ?? '') ?? []) {
    const rest = base.length - ending.text.length;
    if (rest >= 2 && base.endsWith(ending.text) && fits(base, rest, ending)) found.push(base.slice(0, rest));
  }
  return found;
};
