import { isSerious, ofOthers, type Own } from './check/own.ts';
import { readable, writtenIn } from './check/language.ts';
import { likeness, type Likeness } from './check/likeness.ts';
import { unanswered } from './check/questions.ts';
import type { Hidden } from './redaction.ts';
import type { Outcome } from './stages.ts';
import type { Lang } from '../../../kernel/words.ts';

export { marksOf } from './check/likeness.ts';

export const warningCodes = ['no_route', 'personal', 'language', 'same_text', 'near_text', 'unanswered'] as const;
export type WarningCode = (typeof warningCodes)[number];

/** What a machine noticed in an answer before it goes. It warns; whoever approves decides (product.md, rule 5). */
export type Warning = {
  readonly code: WarningCode;
  /** sent all the same, it wants a word why */
  readonly serious: boolean;
  /** the place: letters from and to, of the letter or of the answer */
  readonly in: 'letter' | 'answer'; readonly from: number; readonly to: number;
  /** what kind of personal data; which earlier answer */
  readonly what?: Hidden['what']; readonly answerId?: number;
};

export type Checked = {
  readonly letter: string; readonly answer: string; readonly outcome: Outcome | null;
  /** the language the person chose to be answered in */
  readonly lang: Lang;
  /** the person's own: no secret from themselves */
  readonly own: Own;
  /** everything personal that stands in the answer, the person's own too */
  readonly personal: readonly Hidden[];
  /** what the same body answered before, those found by the marks; `here`: in this very matter */
  readonly earlier: readonly { readonly id: number; readonly text: string; readonly here: boolean }[];
};

export const checkAnswer = (c: Checked): readonly Warning[] => [
  ...noRoute(c), ...personal(c), ...otherLanguage(c), ...copied(c),
  ...unanswered(c.letter, c.answer).map(({ from, to }): Warning => ({ code: 'unanswered', serious: false, in: 'letter', from, to })),
];

export const anySerious = (warnings: readonly Warning[]): boolean => warnings.some((one) => one.serious);

/** Outcomes against the person's wish: the person is told how to complain (practice.md: silence or refusal may be appealed within three months, АППК 91, 92 [L]/[2]). */
const against: ReadonlySet<Outcome> = new Set(['refused', 'explained', 'left_without_consideration']);
const noWay = /не подлежит обжалованию|шағымдануға (?:болмайды|жатпайды)|шағым(?:дан\p{L}*)? берілмейді/giu;
const routes = [
  /обжал|жалоб\p{L}*\s+(?:можно|может|можете|в\s|на\s)|(?:подать|подайте|направить|обратиться с)\s+жалоб|вышестоящ\p{L}*|в\s+суд\p{L}*|судебн\p{L}*\s+поряд/iu,
  /шағымдан|шағым(?:ды|ын|ыңызды)?\s+(?:бер|жаса|келтір|түсір|жолда)|жоғары тұрған|сотқа/iu,
  /appeal (?:this|to|against|the|within)|lodge a complaint|complain to|to (?:a )?court/iu,
];
const noRoute = ({ answer, outcome }: Checked): readonly Warning[] => {
  if (outcome === null || !against.has(outcome)) return [];
  const said = answer.replace(noWay, '');
  if (routes.some((route) => route.test(said))) return [];
  return [{ code: 'no_route', serious: true, in: 'answer', from: answer.length, to: answer.length }];
};

const personal = ({ answer, own, personal: found }: Checked): readonly Warning[] => ofOthers(answer, found, own)
  .map((span): Warning => ({ code: 'personal', serious: isSerious(span), in: 'answer', from: span.from, to: span.to, what: span.what }));

/** The letter's own language counts; an answer in the language the person chose is at least expected. */
const otherLanguage = ({ letter, answer, lang }: Checked): readonly Warning[] => {
  const answered = writtenIn(answer);
  const written = writtenIn(letter) ?? lang;
  return readable(written, answered) === false ? [{ code: 'language', serious: answered !== lang, in: 'answer', from: 0, to: answer.length }] : [];
};

/** The most alike of the earlier ones is enough to warn of. The same words again in the same matter are no answer to "not solved". */
const copied = ({ answer, earlier }: Checked): readonly Warning[] => {
  const found = earlier.map((one) => ({ ...one, how: likeness(answer, one.text) })).filter((one) => one.how !== null);
  const rank = (one: { how: Likeness; here: boolean }) => (one.here ? 2 : 0) + (one.how === 'same' ? 1 : 0);
  const [worst] = found.toSorted((a, b) => rank(b) - rank(a) || b.id - a.id);
  return worst ? [{ code: worst.how === 'same' ? 'same_text' : 'near_text', serious: worst.here, in: 'answer', from: 0, to: answer.length, answerId: worst.id }] : [];
};
