import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { saidInKazakh } from '../../test/recognition/said-kazakh.ts';
import { saidInRussian } from '../../test/recognition/said-russian.ts';
import { evaluateCommand } from './evaluate.ts';

let dir = '';
let said: string[] = [];
let complained: string[] = [];
beforeAll(async () => void (dir = await mkdtemp(join(tmpdir(), 'jauap-evaluate-'))));
afterAll(() => rm(dir, { recursive: true, force: true }));
beforeEach(() => {
  said = [];
  complained = [];
});
const evaluate = (...words: readonly string[]) => evaluateCommand({ print: (line) => void said.push(line), progress: (line) => void complained.push(line) }).bare(words);
const file = async (name: string, text: string): Promise<string> => {
  const path = join(dir, name);
  await writeFile(path, text);
  return path;
};
const linesOf = (all: Readonly<Record<string, readonly string[]>>) => Object.entries(all).flatMap(([topic, texts]) => texts.map((text) => JSON.stringify({ text, topic }))).join('\n');
const rowOf = (name: string) => (said.find((line) => line.startsWith(name)) ?? '').slice(name.length).trim().split(/\s+/).map(Number);

describe('topics', () => {
  test('without training what ships is measured: accuracy, top three, macro F1, calibration, speed', async () => {
    const path = await file('kk.jsonl', linesOf(saidInKazakh));
    // the quickest of three: it is told by the clock on the wall, which runs on while the machine does something else
    let quickest = 0;
    for (let time = 0; time < 3; time += 1) {
      said = [];
      expect(await evaluate('topics', '--test', path)).toBe(0);
      quickest = Math.max(quickest, rowOf('what ships')[4] ?? 0);
    }
    const [accuracy = 0, inThree = 0, f1 = 0, error = 1] = rowOf('what ships');
    expect(accuracy).toBeGreaterThanOrEqual(0.8);
    expect(inThree).toBeGreaterThanOrEqual(accuracy);
    expect(f1).toBeGreaterThan(0.8);
    expect(error).toBeLessThan(0.5);
    // five milliseconds a text
    expect(quickest).toBeGreaterThan(200);
    expect(said.join('\n')).toContain(`${Object.values(saidInKazakh).flat().length} texts`);
  });

  test('with training ours stands beside the lexicon alone and a plain naive Bayes', async () => {
    const [train, held] = [file('ru.jsonl', linesOf(saidInRussian)), file('held.csv', 'topic;text\nlighting;"Фонарь; не горит"\nroads;Яма на дороге\n')];
    expect(await evaluate('topics', '--train', await train, '--test', await held)).toBe(0);
    expect(rowOf('lexicon and learned')[0]).toBe(1);
    expect(rowOf('lexicon alone')[0]).toBe(1);
    expect(rowOf('plain naive Bayes').length).toBe(5);
  });

  test('a topic that only the training knows is learned from it', async () => {
    const lines = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => JSON.stringify({ text: `Паром опять не ходит, переправа ${from + at}`, topic: 'ferry' })).join('\n');
    expect(await evaluate('topics', '--train', await file('ferry.jsonl', `${linesOf(saidInRussian)}\n${lines(0, 20)}`), '--test', await file('ferry-held.jsonl', lines(20, 25)))).toBe(0);
    expect(rowOf('lexicon and learned')[0]).toBe(1);
  });

  test('the picture has a row and a column for every topic, in the language asked for', async () => {
    const svg = join(dir, 'confusion.svg');
    expect(await evaluate('topics', '--test', await file('ru2.jsonl', linesOf(saidInRussian)), '--svg', svg, '--lang', 'kk')).toBe(0);
    const drawn = await readFile(svg, 'utf8');
    expect(drawn).toMatch(/^<svg /);
    expect(drawn).toContain('Көше жарығы');
    expect(drawn.match(/rotate\(-60\)/g)?.length).toBe(28);
  });

  test('texts are shown only when errors are asked for', async () => {
    const path = await file('wrong.jsonl', JSON.stringify({ text: 'На дороге яма возле рощи', topic: 'animals' }));
    await evaluate('topics', '--test', path);
    expect(said.join('\n')).not.toContain('рощи');
    await evaluate('topics', '--test', path, '--errors', '5');
    expect(said.join('\n')).toContain('рощи');
  });
});

describe('a mistake is told in one sentence, and nothing is measured', () => {
  test.each([
    ['a file that is not there', async () => ['topics', '--test', join(dir, 'none.jsonl')], 'There is no file'],
    ['a field that is not there', async () => ['topics', '--test', await file('a.jsonl', '{"text":"x"}')], 'no field is called “topic” or “topic_code” or “label”'],
    ['a topic that nobody knows', async () => ['topics', '--test', await file('b.jsonl', '{"text":"x","topic":"moon"}')], 'not known: moon.'],
    ['a broken line', async () => ['topics', '--test', await file('c.jsonl', '{"text":"x","topic":"roads"}\n{"text"')], 'line 2: json_broken'],
    ['an empty file', async () => ['topics', '--test', await file('d.jsonl', '')], 'has no rows'],
    ['nothing to measure', async () => ['weather', '--test', 'x'], 'Usage: jauap evaluate'],
    ['no test', async () => ['topics'], 'Usage: jauap evaluate'],
    ['an option that is not there', async () => ['topics', '--tset', 'x'], 'Usage: jauap evaluate'],
  ])('%s', async (_, words, sentence) => {
    expect(await evaluate(...(await words()))).toBe(2);
    expect(complained.join('\n')).toContain(sentence);
    expect(said).toEqual([]);
  });
});
