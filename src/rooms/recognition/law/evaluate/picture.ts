import type { Measured } from './measures.ts';
import { noGuess } from './measures.ts';

/** Sentences of the picture, said by whoever asks for it. */
export type PictureWords = { readonly title: string; readonly truth: string; readonly guess: string; readonly none: string; readonly label: (code: string) => string };

const cell = 26;
const side = 290;
const above = 300;
const longestLabel = 40;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const short = (text: string): string => (text.length > longestLabel ? `${text.slice(0, longestLabel - 1)}…` : text);

/** Which topic is taken for which: a row a truth, a column a guess, the number in the cell, darker the larger its share of the row. Right ones lie on the diagonal. */
export const confusionPicture = (measured: Measured, words: PictureWords): string => {
  const rows = measured.labels.map(({ label }) => label);
  const guessed = new Set([...measured.confusion.values()].flatMap((row) => [...row.keys()]));
  const columns = [...rows, ...[...guessed].filter((code) => !rows.includes(code) && code !== noGuess).toSorted(), ...(guessed.has(noGuess) ? [noGuess] : [])];
  const named = (code: string): string => escaped(short(code === noGuess ? words.none : words.label(code)));
  const width = side + columns.length * cell + 150;
  const height = above + rows.length * cell + 30;
  const cells = rows.flatMap((truth, y) => columns.flatMap((guess, x) => {
    const count = measured.confusion.get(truth)?.get(guess) ?? 0;
    if (count === 0) return [];
    const share = count / (measured.labels[y]?.count ?? 1);
    const [left, top] = [side + x * cell, above + y * cell];
    return [
      `<g><title>${named(truth)} → ${named(guess)}: ${count} (${Math.round(share * 100)} %)</title>`,
      `<rect x="${left}" y="${top}" width="${cell - 1}" height="${cell - 1}" fill="${truth === guess ? '#1d6b4f' : '#b3401f'}" fill-opacity="${(0.08 + 0.92 * share).toFixed(2)}"/>`,
      `<text x="${left + cell / 2 - 0.5}" y="${top + cell / 2 + 3}" text-anchor="middle" font-size="9" fill="${share > 0.55 ? '#fff' : '#1b1b1b'}">${count}</text></g>`,
    ];
  }));
  const sides = rows.map((truth, y) =>
    `<text x="${side - 8}" y="${above + y * cell + cell / 2 + 4}" text-anchor="end">${named(truth)} · ${measured.labels[y]?.count ?? 0}</text>`);
  const heads = columns.map((guess, x) => `<text transform="translate(${side + x * cell + cell / 2 + 4} ${above - 8}) rotate(-60)">${named(guess)}</text>`);
  const lines = rows.map((_, y) => `<path d="M${side} ${above + y * cell - 0.5}H${side + columns.length * cell}" stroke="#ddd" stroke-width="1"/>`);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="11" fill="#1b1b1b" role="img" aria-label="${escaped(words.title)}">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<text x="16" y="26" font-size="15" font-weight="600">${escaped(words.title)}</text>`,
    `<text x="16" y="46" fill="#555">↓ ${escaped(words.truth)}    → ${escaped(words.guess)}</text>`,
    ...lines, ...heads, ...sides, ...cells, '</svg>', '',
  ].join('\n');
};
