import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { root } from '../../src/platform/root.ts';
import { lanes } from './lanes.ts';

const tests = globSync('{test,src,e2e}/**/*.test.{ts,tsx}', { cwd: root }).map((path) => path.replaceAll('\\', '/'));
const isOf = (path: string, files: readonly string[]): boolean => files.some((file) => path === file || path.startsWith(`${file}/`));
const lanesOf = (path: string): readonly string[] => lanes.filter((lane) => isOf(path, lane.files) && !isOf(path, lane.without ?? [])).map((lane) => lane.name);
/** What holds the house’s own order, the words it recognises and these lanes: no promise to people. */
const noPromise = ['test/architecture', 'test/recognition', 'test/prove', 'test/support'];

test('every test of the whole house belongs to a lane, and to one; the control of the counting to the two that count', () => {
  expect(tests.length).toBeGreaterThan(200);
  expect(tests.filter((path) => path.startsWith('test/') && !isOf(path, noPromise) && lanesOf(path).length === 0)).toEqual([]);
  expect(tests.filter((path) => lanesOf(path).length > 1).map((path) => [path, ...lanesOf(path)])).toEqual([['test/faults/ledger.test.ts', 'kills', 'numbers']]);
});

test('every lane has a test that prints what it measured, in the one way the page is made of', () => {
  const said = new Map(tests.map((path) => [path, readFileSync(`${root}/${path}`, 'utf8')]));
  const silent = lanes.filter((lane) => !tests.some((path) => lanesOf(path).includes(lane.name) && /console\.log\([`']proof: /.test(said.get(path) ?? '')));
  expect(silent.map((lane) => lane.name)).toEqual([]);
  // a prefix that nobody reads would be a figure that nobody sees
  const unheard = [...said].filter(([path, text]) => !path.startsWith('test/prove/') && /console\.log\(`(?!proof: )[a-z]+(?: [a-z]+)?: /.test(text)).map(([path]) => path);
  expect(unheard.filter((path) => lanesOf(path).length > 0)).toEqual([]);
});
