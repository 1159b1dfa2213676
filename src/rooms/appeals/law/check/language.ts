import { tongueOf } from '../../../../kernel/tongue/language.ts';
import { tokensOf } from '../../../../kernel/tongue/tokens.ts';

export type Written = 'kk' | 'ru' | 'en' | 'mixed';

const leastWords = 3;

/** In which language a text is; null when there are too few words to say. Two languages in one letter are a way of speaking here, not a mistake. */
export const writtenIn = (text: string): Written | null => {
  if (tokensOf(text.slice(0, 1_000)).length < leastWords) return null;
  const found = tongueOf(text)?.tongue ?? null;
  return found === 'kk_plain' || found === 'kk_latin' ? 'kk' : found;
};

/** Whether an answer can be read by whoever wrote the letter. Null: nobody can say. */
export const readable = (letter: Written | null, answer: Written | null): boolean | null => {
  if (letter === null || answer === null) return null;
  if (answer === 'mixed') return true;
  return letter === 'mixed' ? answer !== 'en' : answer === letter;
};
