import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readConfig } from '../../platform/config.ts';
import { importCommand, orderOf } from '../import.ts';
import { longest } from './lines.ts';
import { momentOf } from './moment.ts';
import { delimiterOf, formatOf, rowsOf } from './rows.ts';

let dir = '';
let made = 0;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'jauap-rows-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

const csv = async (text: string) => {
  const path = join(dir, `${(made += 1)}.csv`);
  await writeFile(path, text);
  const found: (string | number)[][] = [];
  for await (const row of rowsOf(path, 'csv')) found.push('broken' in row ? [row.line, row.broken] : [row.line, ...row.cells.values()]);
  return found;
};

describe('a CSV file', () => {
  test('is cut at the mark that stands most often in its header, outside quotation marks', () => {
    expect([delimiterOf('a,b,c'), delimiterOf('"a, b, c, d";e;f'), delimiterOf('a\tb,c\td'), delimiterOf('text')]).toEqual([',', ';', '\t', ',']);
  });

  test('keeps the line on which each row begins, with lines inside cells, empty lines and returns', async () => {
    expect(await csv('\uFEFFa,b\r\n1,"x\r\n\r\ny"\r\n\r\n2,"say ""yes"", twice"\r\n3,z')).toEqual([[2, '1', 'x\n\ny'], [6, '2', 'say "yes", twice'], [7, '3', 'z']]);
  });

  test('loses only the row whose quotation mark does not close', async () => {
    expect(await csv('a,b\n1,"x\n2,y\n3,z\n')).toEqual([[2, 'csv_quotes'], [3, '2', 'y'], [4, '3', 'z']]);
    expect(await csv('a,b\n1,"x\n2,"y"\n3,"q" q\n4,w')).toEqual([[2, 'csv_quotes'], [3, '2', 'y'], [4, 'csv_quotes'], [5, '4', 'w']]);
  });

  test('does not take a row with a cell too few or too many, and forgives empty ones at the end', async () => {
    expect(await csv('a,b\n1\n2,x,y\n3,z,,\n,\n')).toEqual([[2, 'cells_missing'], [3, 'cells_too_many'], [4, '3', 'z']]);
  });

  test('does not keep a line without an end in memory', async () => {
    expect(await csv(`a,b\n1,x\n2,${'я'.repeat(longest * 3)}\n3,z\n`)).toEqual([[2, '1', 'x'], [3, 'line_too_long'], [4, '3', 'z']]);
  });
});

test('a JSON list is told from JSON lines', async () => {
  const path = join(dir, 'list.json');
  await writeFile(path, '[{"text":"x"}]');
  await expect(formatOf(path)).rejects.toThrow(/one object on a line/);
  await writeFile(path, '\n{"text":"x"}\n');
  expect(await formatOf(path)).toBe('jsonl');
});

test.each([
  // +06 in Almaty until 1 March 2024, +05 since
  ['05.03.2022', '2022-03-04T18:00:00.000Z'], ['5.3.2022 9:05', '2022-03-05T03:05:00.000Z'], ['2024-06-01 10:20:30', '2024-06-01T05:20:30.000Z'],
  ['2022-03-05T10:20:00Z', '2022-03-05T10:20:00.000Z'], ['2022-03-05T10:20:00+0600', '2022-03-05T04:20:00.000Z'],
  ['32.01.2022', null], ['2022-02-29', null], ['2022-02-29T00:00:00Z', null], ['03/05/2022', null], ['вчера', null], ['25.01.2022 25:10', null],
])('%s is the moment %s', (typed, moment) => {
  expect(momentOf(typed)).toBe(moment);
});

describe('the command', () => {
  test('reads its words', () => {
    expect(orderOf(['a.csv', '--branch', 'WK', '--map', 'text=t', '--dry-run'])).toEqual({ file: 'a.csv', branch: 'WK', map: 'text=t', source: undefined, format: undefined, dryRun: true });
  });

  test.each([[['a.csv']], [['--branch', 'WK']], [['a.csv', '--branch', 'WK', '--colour']], [['a.csv', 'b.csv', '--branch', 'WK']]])('answers %j with its usage, and opens no database', async (words) => {
    const said: string[] = [];
    const command = importCommand({ withCtx: () => Promise.reject(new Error('opened')), print: () => {}, progress: (line) => void said.push(line) });
    expect(await command.run(readConfig({}), words)).toBe(2);
    expect(said.join('\n')).toContain('Usage: jauap import FILE --branch CODE');
  });
});
