import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { house } from '../../src/app/house.ts';
import { root } from '../../src/platform/root.ts';
import { refusalsIn } from './refusals.ts';
import { entriesOf, faultsOf, type Allowed, type Entry } from './sentences.ts';
import { sourcesUnder } from './sources.ts';
import { straySentences } from './stray.ts';

const sources = ['src/app', 'src/rooms', 'src/ui', 'src/platform', 'src/kernel'].flatMap(sourcesUnder);

const allowed: Allowed = {
  same: [
    / topicNames ecology$/, // экология
    / (?:\w*[pP]hone|web|messenger|branch|atBranch|code|doneCode|navSite)$/, // телефон, сайт, мессенджер, филиал, код: the same word in both
  ],
  ownNames: [/ uiWords (?:kk|ru|en)$/], // a language is named in itself
  ending: [
    / publicWords days$/, // «дн.» is a shortening
    / uiWords navFollow$/, // a link of the menu: a question in two of the languages
  ],
  spaced: [/ uiWords errorPrefix$/], // stands before the page's title
  latin: /^(?:Jauap|PDF|JPEG|PNG|WebP|AVIF|GIF|HEIC|OpenDocument|PowerPoint|CSV|JSON|QR|API|UTF|AGPL|iPhone|Word|Excel|SMS|Telegram|JavaScript)$/, // names of things
};

/** Acts that only setup and the command line do so far, which print the code itself. */
const noPageYet: Readonly<Record<string, string>> = {};

const entries = async (): Promise<readonly Entry[]> => {
  const files = sources.map((source) => source.path).filter((path) => /\/words(\.ts$|\/[\w-]+\.ts$)/.test(path) && !path.endsWith('.test.ts') && path !== 'src/kernel/words.ts');
  return (await Promise.all(files.map(async (path) => entriesOf(path, (await import(join(root, path))) as Record<string, unknown>)))).flat();
};

test('no sentence for people stands outside the words files', () => {
  const inPages = sources.filter(({ path }) => /^src\/(rooms|app|ui)\//.test(path));
  expect(straySentences(inPages).map((one) => `${one.path}:${one.line} ${one.text}`)).toEqual([]);
});

test('every sentence is written with care in all three languages', async () => {
  const all = await entries();
  expect(all.length).toBeGreaterThan(400);
  expect(all.flatMap((entry) => faultsOf(entry, allowed)).map((fault) => `${fault.rule}: ${fault.where}: ${fault.text}`)).toEqual([]);
});

test('every refusal has a sentence', () => {
  const { codes, unread } = refusalsIn(sources);
  expect(unread, 'refuse() with a code that cannot be read from the source').toEqual([]);
  expect(codes.length).toBeGreaterThan(100);
  // a page that is not there is drawn without asking for the refusal's own sentence
  const drawn = ({ code, at }: { code: string; at: string }) => code.endsWith('_not_found') && /(\/pages|^src\/app\/)/.test(at);
  const silent = codes.filter((one) => !(one.code in house.refusalWords) && !drawn(one));
  expect(silent.filter(({ code }) => !(code in noPageYet)).map(({ code, at }) => `${code} (${at})`)).toEqual([]);
  expect(Object.keys(noPageYet).filter((code) => !silent.some((one) => one.code === code)), 'no longer silent: strike it off the list').toEqual([]);
});

describe('a planted fault is found', () => {
  test('a sentence in a page', () => {
    const page = (text: string) => straySentences([{ path: 'src/rooms/x/pages.tsx', text }]).length;
    expect(page('const x = <p>Save the letter</p>;')).toBe(1);
    expect(page('const x = <p title="Save the letter" class="one two">{1}</p>;')).toBe(1);
    expect(page("const x = say(lang, 'Сақтау');")).toBe(1);
    expect(page('const x = `жол ${1}`;')).toBe(1);
    expect(page('// Сақтау\nconst x = /Сақтау/; const y: Array<string> = [];')).toBe(0);
    expect(straySentences([{ path: 'src/rooms/x/words.ts', text: "const x = 'Сақтау';" }])).toEqual([]);
  });
  const good = { kk: 'Хат сақталды.', ru: 'Письмо сохранено.', en: 'The letter is kept.' };
  const rules = (change: Partial<typeof good>) => faultsOf({ where: 'x', sentence: { ...good, ...change } }, allowed).map((fault) => fault.rule);
  test('in a sentence', () => {
    expect(rules({})).toEqual([]);
    expect(rules({ kk: good.ru })).toContain('Kazakh is the same as Russian');
    expect(rules({ kk: '' })).toContain('empty in kk');
    expect(rules({ ru: 'Письмо  сохранено.' })).toContain('two spaces');
    expect(rules({ ru: 'Письмo сохранено.' })).toContain('letters of two alphabets in one word');
    expect(rules({ en: 'The lettеr is kept.' })).toContain('letters of two alphabets in one word');
    expect(rules({ ru: 'Письмо c ответом.' })).toContain('a Latin word in ru');
    expect(rules({ en: 'А letter is kept.' })).toContain('a Cyrillic word in English');
    expect(rules({ ru: 'Письмо еще не сохранено.' })).toContain('ё is written as е');
    expect(rules({ en: 'The letter is kept' })).toContain('the languages end differently');
    expect(rules({ ru: 'Письмо сақталды.' })).toContain('a Kazakh letter in Russian');
  });
  test('a refusal without a literal code, and one hidden in a condition', () => {
    const found = refusalsIn([{ path: 'src/rooms/x/acts.ts', text: "const a = refuse(code); const b = refuse(c ? 'one' : 'two'); const d: Refusal<'three'> = e; const refusalCodes = ['four'] as const;" }]);
    expect(found.unread).toEqual(['src/rooms/x/acts.ts:1']);
    expect(found.codes.map((one) => one.code)).toEqual(['one', 'two', 'three', 'four']);
  });
});
