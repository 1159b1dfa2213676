import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../src/platform/root.ts';
import { expectCommitted } from '../architecture/committed.ts';
import { merged, readKept, readOpen, type Result } from './kept.ts';
import { lanes, wholes } from './lanes.ts';
import { held, page, picture, table, type Ran } from './report.ts';

test('the page and the picture of the proof are made of what was kept, of these lanes and of what is said to be open', () => {
  const results = readKept();
  expect(results.filter((one) => ![...lanes, ...wholes].some((lane) => lane.name === one.lane)).map((one) => one.lane)).toEqual([]);
  expectCommitted('docs/proof.md', page(lanes, results, readOpen()));
  expectCommitted('docs/proof.svg', picture(results));
});

const lane = { name: 'disk', what: 'a full disk', passesWhen: 'nothing is lost', files: [] };
const ran = (passed: number, failed: number, left: number): Ran => ({ lane, passed, failed, left, seconds: 3, figures: [] });
const kept = (one: Ran): readonly Result[] => merged([], [one], { deep: false, on: '2026-11-21', machine: 'a machine' }, ['disk']);
const told = (one: Ran): readonly string[] => [table([one]), page([lane], kept(one), ''), picture(kept(one))];

test('tests that were left out are told in the table, on the page and in the picture, and a lane of which nothing ran is not kept', () => {
  for (const text of told(ran(2, 0, 3))) expect(text).toMatch(/kept.*3 left out/);
  for (const text of told(ran(0, 0, 2))) expect(text).toMatch(/not run.*2 left out/);
  for (const text of told(ran(0, 0, 2))) expect(text).not.toMatch(/kept[ ,]+(?:disk|0)/);
  for (const text of told(ran(2, 0, 0))) expect(text).not.toMatch(/[1-9]\d* left out/);
  expect(held(ran(0, 0, 0))).toBe(false);
});

test('a result of before the left out were counted is read as one without any', () => {
  const [old] = kept(ran(2, 0, 0));
  expect(old && 'left' in old).toBe(false);
  expect(page([lane], old ? [old] : [], '')).toContain('| kept, 2 tests, 3 s, 2026-11-21 |');
});

test('every file and folder that a lane names is there, and what it leaves out is in it', () => {
  for (const one of [...lanes, ...wholes]) {
    for (const path of [...one.files, ...(one.without ?? [])]) expect(existsSync(join(root, path)), `${one.name}: ${path}`).toBe(true);
    for (const path of one.without ?? []) expect(one.files.some((file) => path.startsWith(`${file}/`)), `${one.name}: ${path}`).toBe(true);
  }
});
