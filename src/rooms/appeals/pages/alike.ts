import { say, type Lang } from '../../../kernel/words.ts';
import type { LikeReason } from '../../recognition/contract.ts';
import { alikeWords } from '../words/causes.ts';

/** «в 120 м, та же беда, похожие слова». */
export const reasonsText = (lang: Lang, reasons: readonly LikeReason[]): string => reasons.map((one) =>
  one.code === 'near' ? say(lang, alikeWords.near, { metres: one.metres }) : one.code === 'same_number' ? say(lang, alikeWords.same_number, { number: one.number }) : say(lang, alikeWords[one.code])).join(', ');

const mostShown = 240;
export const beginningOf = (text: string): string => (text.length <= mostShown ? text : `${text.slice(0, mostShown).replace(/\s+\S*$/, '')} …`);
