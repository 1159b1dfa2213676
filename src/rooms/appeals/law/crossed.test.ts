import { expect, test } from 'vitest';
import { suppressCrossed } from './crossed.ts';
import { leastCount } from './figures.ts';

let state = 11;
const random = (below: number): number => { state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0; return Math.floor((state / 2 ** 32) * below); };

/** The hidden cells that follow from the sums told: those whose unit vector the told lines span. */
const follows = (shown: readonly (readonly (number | null)[])[], rows: readonly boolean[], columns: readonly boolean[]): number => {
  const hidden = shown.flatMap((row, r) => row.flatMap((cell, c) => (cell === null ? [[r, c] as const] : [])));
  const lines = [...shown.map((_row, r) => (rows[r] ? null : hidden.map(([at]) => (at === r ? 1 : 0)))), ...(shown[0] ?? []).map((_cell, c) => (columns[c] ? null : hidden.map(([, at]) => (at === c ? 1 : 0))))].flatMap((line) => (line ? [line as number[]] : []));
  let rank = 0;
  for (let column = 0; column < hidden.length; column += 1) {
    const pivot = lines.findIndex((line, at) => at >= rank && Math.abs(line[column] ?? 0) > 1e-9);
    if (pivot < 0) continue;
    [lines[rank], lines[pivot]] = [lines[pivot] ?? [], lines[rank] ?? []];
    const own = (lines[rank] ?? []).map((value) => value / (lines[rank]?.[column] ?? 1));
    lines[rank] = own;
    for (const [at, line] of lines.entries()) if (at !== rank) { const factor = line[column] ?? 0; lines[at] = line.map((value, place) => value - factor * (own[place] ?? 0)); }
    rank += 1;
  }
  return lines.filter((line) => line.filter((value) => Math.abs(value) > 1e-9).length === 1).length;
};

test('whatever the counts are, no small one is told, and no hidden one follows from the sums', () => {
  let gaps = 0;
  for (let time = 0; time < 4_000; time += 1) {
    const counts = Array.from({ length: 2 + random(5) }, () => []).map((_none, _at, all) => Array.from({ length: 2 + (all.length % 4) }, () => (random(4) === 0 ? 0 : random(2) === 0 ? random(6) : random(80))));
    const [rows, columns] = [counts.map(() => random(6) === 0), (counts[0] ?? []).map(() => random(6) === 0)];
    const shown = suppressCrossed(counts, { rows, columns });
    for (const [r, row] of shown.entries()) for (const [c, cell] of row.entries()) expect(cell === null || (cell === counts[r]?.[c] && (cell === 0 || cell >= leastCount))).toBe(true);
    // of a line whose sum is hidden something is hidden, or it could be added up
    for (const [r, row] of shown.entries()) if (rows[r]) expect(row.includes(null)).toBe(true);
    expect(follows(shown, rows, columns), JSON.stringify({ counts, shown, rows, columns })).toBe(0);
    if (shown.flat().includes(null)) gaps += 1;
  }
  expect(gaps).toBeGreaterThan(3_000);
});

test('a table without small counts is told whole', () => {
  expect(suppressCrossed([[10, 0, 7], [5, 60, 8]])).toEqual([[10, 0, 7], [5, 60, 8]]);
});

test('one column of counts with its sum is hidden as parts of a whole are', () => {
  const column = (counts: readonly number[]) => suppressCrossed(counts.map((one) => [one])).map(([one]) => one);
  expect(column([30, 2, 12, 50])).toEqual([30, null, null, 50]);
  expect(column([30, 0, 12, 50])).toEqual([30, 0, 12, 50]);
  expect(column([30, 3, 4, 50])).toEqual([30, null, null, 50]);
});
