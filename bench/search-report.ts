import type { SearchResult } from './search.ts';

export type Searched = { readonly size: number; readonly results: readonly SearchResult[] };

const ms = (value: number): string => (value >= 10 ? value.toFixed(0) : value.toFixed(1));

/** The largest register by question and eyes; of the smaller ones the slowest. */
export const searchText = (all: readonly Searched[]): string => {
  const largest = all.at(-1);
  if (!largest) return '';
  const eyes = [...new Set(largest.results.map((one) => one.eyes))];
  const typed = [...new Set(largest.results.map((one) => one.typed))];
  const cell = (name: string, of: string): string => {
    const one = largest.results.find((result) => result.typed === name && result.eyes === of);
    return one ? `${ms(one.p50)} / ${ms(one.p95)}${one.rows === 0 ? ' –' : ''}` : '';
  };
  const slowest = all.map(({ size, results }) => `${size.toLocaleString('en')}: ${ms(Math.max(...results.map((one) => one.p95)))} ms`).join(', ');
  return `## Searching

What the staff's search costs its store, from the line typed to twenty matters with their words; each cell is p50 / p95 in milliseconds over several texts in turn, a dash where there is nothing to be found.
Letters are sentences and six words each of fifty thousand made-up ones, used as unevenly as words are; every address has «көшесі» in it. Eyes: by whose scope it is asked.

| typed, ${largest.size.toLocaleString('en')} appeals | ${eyes.join(' | ')} |
|---|${eyes.map(() => '--:').join('|')}|
${typed.map((name) => `| ${name} | ${eyes.map((of) => cell(name, of)).join(' | ')} |`).join('\n')}

The slowest p95 by size: ${slowest}.
`;
};
