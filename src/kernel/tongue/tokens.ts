import { fold } from '../fold.ts';

/** A word or a number as typed and as searched, with its place: `text.slice(from, to) === raw`. `mended`: as typed, in the letters it was meant in. */
export type Token = { readonly raw: string; readonly mended: string; readonly folded: string; readonly from: number; readonly to: number };

// a hyphen joins words («қара-қара», «кто-то»), an apostrophe and the combining marks stand inside one («d'», «ö» in two signs); a full stop never does. What nobody sees, copied in from other programs, parts no word
const word = /[\p{L}\p{N}][\p{L}\p{N}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]*(?:[-‑'’ʼ][\p{L}\p{M}\u00ad\u200b-\u200d\u2060\ufeff]+)*/gu;
const unseen = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;

/** Words and numbers with their places; folded as kernel/fold.ts, Latin left as typed. */
export const tokensOf = (text: string): readonly Token[] =>
  Array.from(text.matchAll(word), (found) => {
    const mended = mend(found[0].replace(unseen, ''));
    return { raw: found[0], mended, folded: fold(mended), from: found.index, to: found.index + found[0].length };
  });

// letters alike to the eye: Kazakh keyboards and old files give «бiз» with the Latin i, «cу» with the Latin c
const lookAlikes: Readonly<Record<string, string>> = {
  i: 'і', I: 'І', a: 'а', A: 'А', e: 'е', E: 'Е', o: 'о', O: 'О', p: 'р', P: 'Р', c: 'с', C: 'С', x: 'х', X: 'Х', y: 'у', Y: 'У', k: 'к', K: 'К', m: 'м', M: 'М', t: 'т', T: 'Т', h: 'һ', H: 'Н', B: 'В', ə: 'ә', Ə: 'Ә',
};
const latin = /[a-zə]/i;
const cyrillic = /[\u0400-\u052f]/;

const mend = (raw: string): string => latin.test(raw) && cyrillic.test(raw) ? raw.replace(/[a-zə]/gi, (letter) => lookAlikes[letter] ?? letter) : raw;
