import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { measureLanguage } from './language.ts';

let folder: string;
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'jauap-language-')); });
afterAll(async () => { await rm(folder, { recursive: true }); });

const rows = [
  ['Көшеде жарық жоқ, балалар қорқады', 'kk'], ['Кошеде жарык жок, балалар коркады', 'kk_plain'], ['Koshede jaryq joq, balalar qorqady', 'kk_latin'],
  ['На улице нет света, дети боятся', 'ru'], ['Аулада жарық жоқ, когда уже сделают свет', 'mixed'], ['There is no light in the street', 'en'],
] as const;

const told = async (name: string, text: string, more: { readonly svg?: string; readonly errors?: number } = {}): Promise<string> => {
  const [path, lines] = [join(folder, name), [] as string[]];
  await writeFile(path, text);
  await measureLanguage({ train: undefined, test: path, svg: more.svg, errors: more.errors ?? 0, lang: 'ru', print: (line) => void lines.push(line) });
  return lines.join('\n');
};
const asJsonl = (all: readonly (readonly [string, string])[], label: string): string => all.map(([text, language]) => `${JSON.stringify({ text, [label]: language })}\n`).join('');

test.each(['language', 'lang', 'label'])('the language of texts is measured by their field %s', async (label) => {
  const said = await told('known.jsonl', asJsonl(rows, label));
  expect(said).toContain('6 texts of');
  expect(said).toMatch(/what ships +1\.000 +1\.000/);
  expect(said).toMatch(/letters alone +0\.\d/);
  expect(said).toMatch(/kk_plain +1 +1\.000 +1\.000 +1\.000/);
});

test('a table of a spreadsheet is measured too, and the picture is drawn', async () => {
  const svg = join(folder, 'picture.svg');
  await told('known.csv', `text,language\n${rows.map(([text, language]) => `"${text}",${language}`).join('\n')}\n`, { svg });
  expect(await readFile(svg, 'utf8')).toContain('Какой язык с каким путают');
});

test('a file that knows only Kazakh and Russian is measured by these', async () => {
  const said = await told('two.jsonl', asJsonl([['Koshede jaryq joq', 'KAZ'], ['Кошеде жарык жок', 'kk'], ['Нет света на улице', 'rus'], ['Аулада жарық жоқ, балалар қорқады, когда свет', 'kk']], 'label'));
  expect(said).toMatch(/what ships +1\.000/);
});

test('a mistake is shown with its text only when it is asked for', async () => {
  const wrong = asJsonl([['На улице нет света, дети боятся', 'kk'], ['Нет воды', 'ru']], 'lang');
  expect(await told('wrong.jsonl', wrong)).not.toContain('дети боятся');
  expect(await told('wrong.jsonl', wrong, { errors: 5 })).toMatch(/line 1: kk, guessed ru[\s\S]+дети боятся/);
});

test('a label nobody knows, and training, are mistakes of the order', async () => {
  await expect(told('unknown.jsonl', asJsonl([['Нет воды', 'ukr']], 'label'))).rejects.toThrow(/not known: ukr[\s\S]*Known: kk, ru, en, mixed, kk_plain, kk_latin/);
  await expect(measureLanguage({ train: 'a.jsonl', test: 'b.jsonl', svg: undefined, errors: 0, lang: 'ru', print: () => {} })).rejects.toThrow('not learned');
});
