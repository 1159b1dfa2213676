import { expect, test } from 'vitest';
import { pieces } from './wire.ts';

test.each([
  ['a'.repeat(10), [10]],
  [`${'а'.repeat(4_000)} ${'б'.repeat(4_000)}`, [4_000, 4_000]],
  ['😀'.repeat(3_000), [4_096, 1_904]],
  [`x${'😀'.repeat(3_000)}`, [4_095, 1_906]],
  [`${'а'.repeat(3_000)}\n${'б'.repeat(500)} ${'в'.repeat(2_000)}`, [3_000, 2_501]],
  ['', []], ['   ', []],
])('a long text is cut where a line or a word ends (%#)', (text, lengths) => {
  expect(pieces(text).map((piece) => piece.length)).toEqual(lengths);
  expect(pieces(text).every((piece) => piece.isWellFormed())).toBe(true);
});
