import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { witnessFile } from './signing.ts';

const dir = mkdtempSync(join(tmpdir(), 'jauap-witness-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const rootOf = (nth: number): Buffer => Buffer.alloc(32, nth);

test('roots that were noted are read again in their order', () => {
  const witness = witnessFile(join(dir, 'whole'));
  expect(witness.lines()).toEqual([]);
  for (const nth of [1, 2]) witness.note(nth, rootOf(nth));
  expect(witness.lines()).toEqual([1, 2].map((nth) => ({ size: nth, root: rootOf(nth).toString('hex') })));
});

test('half a line, left by a full disk or a power cut, is no root, and the next one stands on a line of its own', () => {
  const file = join(dir, 'torn');
  const witness = witnessFile(file);
  witness.note(1, rootOf(1));
  appendFileSync(file, `2 ${rootOf(2).toString('hex').slice(0, 20)}`);
  expect(witness.lines().map((line) => line.size)).toEqual([1]);
  witness.note(3, rootOf(3));
  expect(witness.lines().map((line) => line.size)).toEqual([1, 3]);
  expect(readFileSync(file, 'utf8').split('\n')).toHaveLength(4);
});
