import type { Refusal } from '../../../../kernel/refusal.ts';
import { sayLoose, type Lang, type Sentence } from '../../../../kernel/words.ts';
import { sourceSentences } from '../../acts/sources.ts';
import { boardRefusals } from '../../words/board.ts';
import { refusalWords } from '../../words.ts';

/** Why not: this room's words first, then those of the room the promise came from. A code of neither means that the moment has passed. */
export const refusalSentence = (lang: Lang, refusal: Refusal): string => {
  const own: Readonly<Record<string, Sentence>> = { ...boardRefusals, ...refusalWords };
  return sayLoose(lang, own[refusal.code] ?? sourceSentences()[refusal.code] ?? refusalWords.assignment_not_possible, refusal.facts);
};
