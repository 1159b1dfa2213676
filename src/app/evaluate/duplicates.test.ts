import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { told } from '../../rooms/recognition/law/likeness/texts/matters.ts';
import { evaluateCommand } from '../evaluate.ts';

let folder = '';
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'jauap-duplicates-')); });
afterAll(() => rm(folder, { recursive: true, force: true }));

const measured = async (rows: readonly object[], ...more: readonly string[]): Promise<{ code: number; said: string }> => {
  const path = join(folder, 'pairs.jsonl');
  await writeFile(path, rows.map((row) => JSON.stringify(row)).join('\n'));
  const lines: string[] = [];
  const line = (text: string) => void lines.push(text);
  return { code: await evaluateCommand({ print: line, progress: line }).bare(['duplicates', '--test', path, ...more]), said: lines.join('\n') };
};
const pairs = told.flatMap(({ same: [a = '', b = ''], near: [other = ''] }) => [{ a, b, label: '1' }, { a, b: other, label: '0' }]);

test('pairs are measured by words alone: accuracy, precision, recall and the area under the curve', async () => {
  const { code, said } = await measured(pairs);
  expect(code).toBe(0);
  const of = (what: string) => Number(new RegExp(`${what} (\\d\\.\\d+)`).exec(said)?.[1]);
  expect([of('accuracy') > 0.85, of('precision') > 0.9, of('F1') > 0.85, of('AUC') > 0.9]).toEqual([true, true, true, true]);
});

test('a perfect order has an area of one, and no texts are shown unasked', async () => {
  const rows = [{ a: 'Абай көшесінде шам жанбайды', b: 'Абай көшесінде шам жанбайды', label: 1 }, { a: 'Абай көшесінде шам жанбайды', b: 'Рақмет', label: 0 }];
  const { said } = await measured(rows);
  expect(said).toContain('AUC 1.000');
  expect(said).not.toContain('Абай');
});

test('mistakes are shown with their line where that is asked', async () => {
  expect((await measured([{ a: 'Рақмет', b: 'Жарық жоқ', label: 1 }], '--errors', '5')).said).toMatch(/line 1: missed, 0\.\d+\n\s+Рақмет/);
});

test('an unknown label is a mistake of the file', async () => {
  const { code, said } = await measured([{ a: 'x', b: 'y', label: 'perhaps' }]);
  expect([code, said]).toEqual([2, expect.stringContaining('line 1: “label” is 1')]);
});
