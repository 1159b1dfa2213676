import { fold } from '../../../../kernel/fold.ts';
import { digitsIn } from './digits.ts';
import { doorsIn } from './door.ts';
import { healthIn } from './health.ts';
import { personalKinds, type Personal } from './kinds.ts';
import { papersAndBirthsIn } from './papers.ts';
import { peopleIn } from './people.ts';
import { keyOf, wordsOf } from './words.ts';

/**
 * What in a text is personal, in the order of the text and without overlaps. `names`: the person's own, in whatever script they were given.
 * A person's house and flat are, the street is not; an organisation's number is not.
 */
export const personalIn = (text: string, names: readonly string[] = []): readonly Personal[] => {
  const people = [...peopleIn(text), ...ownIn(text, names)].toSorted((a, b) => a.from - b.from);
  return apart(text, [...digitsIn(text), ...papersAndBirthsIn(text), ...doorsIn(text), ...people, ...healthIn(text, people)]);
};

/** Of two that overlap one is left, over both places: the surer, or the one that stands earlier among the kinds. */
const apart = (text: string, found: readonly Personal[]): readonly Personal[] => {
  const rank = (one: Personal): number => (one.sure ? 0 : 100) + personalKinds.indexOf(one.what);
  const kept: Personal[] = [];
  for (const span of found.toSorted((a, b) => a.from - b.from || rank(a) - rank(b) || b.to - a.to)) {
    const last = kept.at(-1);
    if (!last || span.from >= last.to) kept.push(span);
    else {
      const better = rank(span) < rank(last) ? span : last;
      const to = Math.max(last.to, span.to);
      kept[kept.length - 1] = { from: last.from, to, text: text.slice(last.from, to), what: better.what, sure: better.sure };
    }
  }
  return kept;
};

/** The person's own names, with whatever ending, in either script. */
const ownIn = (text: string, names: readonly string[]): readonly Personal[] => {
  const own = [...new Set(names.flatMap((name) => fold(name).split(/[^\p{L}]+/u)).filter((name) => name.length >= 3).map(keyOf))];
  if (own.length === 0) return [];
  return wordsOf(text).filter(({ key }) => own.some((name) => key.startsWith(name) && key.length - name.length <= 4))
    .map(({ from, to }): Personal => ({ from, to, text: text.slice(from, to), what: 'name', sure: false }));
};
