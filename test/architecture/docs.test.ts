import { accessSync, constants, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../../src/app/commands.ts';
import { mayOpen } from '../../src/app/rooms.ts';
import { describeConfig, readConfig } from '../../src/platform/config.ts';
import { root } from '../../src/platform/root.ts';
import type { Source } from './check.ts';
import { anchorsOf, faultsOf, linksIn, type World } from './docs.ts';

const foreign = /^(node_modules|var|\.git|\.node|\.build|\.ci)(\/|$)/;
const under = (folder: string): readonly string[] =>
  readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = relative(root, join(root, folder, entry.name));
    if (foreign.test(path)) return [];
    return entry.isDirectory() ? under(path) : [path];
  });

const files = new Set(under(''));
const read = (path: string): Source => ({ path, text: readFileSync(join(root, path), 'utf8') });
const pages = [...files].filter((path) => path.endsWith('.md')).map(read);
const sources = [...files].filter((path) => /^(src|database)\/.*\.(tsx?|sql)$/.test(path)).map(read);
const settings = describeConfig(readConfig({})).split('\n').map((line) => line.split('=')[0] ?? '');
const world: World = {
  files, folders: new Set([...files].flatMap((path) => path.split('/').slice(0, -1).map((_, at, parts) => parts.slice(0, at + 1).join('/')))),
  commands: Object.keys(commands), settings, words: new Set(sources.flatMap((source) => source.text.match(/[A-Za-z_]\w*/g) ?? [])),
};

test('what the documents name is there: links, headings, scripts, commands, settings, files', () => {
  expect(pages.length).toBeGreaterThan(20);
  expect(pages.flatMap((page) => linksIn(page.text)).length).toBeGreaterThan(20);
  expect(pages.flatMap((page) => faultsOf(page, pages, world))).toEqual([]);
});

test('every page of docs is led to by a link, and the readme leads to all of it', () => {
  const seen = new Set(['README.md']);
  for (const path of seen) {
    const page = pages.find((one) => one.path === path);
    for (const { href } of page ? linksIn(page.text) : []) if (!/^[a-z]+:/.test(href)) seen.add(relative(root, join(root, dirname(path), href.split('#')[0] ?? '')));
  }
  expect(pages.map((page) => page.path).filter((path) => path.startsWith('docs/') && !seen.has(path) && !seen.has(dirname(path)))).toEqual([]);
});

test('every setting is explained in a row of its own, with its default', () => {
  const rows = read('docs/running/configure.md').text.split('\n').filter((line) => line.startsWith('|'));
  const unsaid = describeConfig(readConfig({})).split('\n').filter((line) => {
    const [, name = '', value = ''] = /^(\w+)=(.*?) {2}#/.exec(line) ?? [];
    const row = rows.find((one) => one.split('|')[1]?.includes(`\`${name}\``));
    return row === undefined || (value !== '(not set)' && !row.split('|')[2]?.includes(value));
  });
  expect(unsaid).toEqual([]);
});

test('every line the log can have is explained, and no other', () => {
  const product = sources.filter((source) => source.path.startsWith('src/') && !source.path.includes('.test.')).map((source) => source.text).join('\n');
  const written = new Set([...product.matchAll(/\blog\??\.(?:info|warn|error)\(\s*'([\w.]+)'/g)].map((match) => match[1]));
  const explained = new Set([...read('docs/running/operations.md').text.matchAll(/^\| ((?:`\w+\.\w+`[^|`]*)+) \|/gm)].flatMap((match) => [...(match[1] ?? '').matchAll(/`([\w.]+)`/g)].map((one) => one[1])));
  expect(written.size).toBeGreaterThan(10);
  expect([...written].toSorted()).toEqual([...explained].toSorted());
});

test('every script may be run', () => {
  const scripts = [...files].filter((path) => /^script\/[\w-]+$/.test(path));
  expect(scripts.length).toBeGreaterThan(6);
  for (const path of scripts) {
    expect(() => accessSync(join(root, path), constants.X_OK), path).not.toThrow();
    expect(read(path).text.split('\n')[1], `${path} says on its second line what it is for`).toMatch(/^# \S/);
  }
});

test('decisions are numbered without a gap, named as they are headed, and a page long at most', () => {
  const decisions = pages.filter((page) => page.path.startsWith('docs/decisions/')).toSorted((a, b) => (a.path < b.path ? -1 : 1));
  expect(decisions.map((page) => page.path.slice(15, 19))).toEqual(decisions.map((_, at) => String(at + 1).padStart(4, '0')));
  for (const page of decisions) {
    expect(page.text.split('\n')[0], page.path).toMatch(new RegExp(`^# ${page.path.slice(15, 19)} \\S`));
    expect(page.text.split('\n').length, page.path).toBeLessThanOrEqual(50);
  }
});

test('every room has its card, half a page long', () => {
  const cards = pages.filter((page) => /^src\/rooms\/\w+\/README\.md$/.test(page.path));
  const standing = Object.keys(mayOpen).filter((room) => world.folders.has(`src/rooms/${room}`));
  expect(cards.map((page) => page.path.split('/')[2]).toSorted()).toEqual(standing.toSorted());
  for (const page of cards) expect(page.text.split('\n').length, page.path).toBeLessThanOrEqual(40);
});

test('a card names everything its room gives to others', () => {
  const given = sources.filter((source) => /^src\/rooms\/\w+\/contract\.ts$/.test(source.path)).flatMap((source) =>
    [...source.text.matchAll(/^export \{([^}]+)\}/gm)].flatMap((match) => (match[1] ?? '').split(',')).map((name) => name.trim()).filter((name) => /^[a-z]/.test(name) && !name.startsWith('type ') && name !== 'refusalWords')
      .map((name) => ({ card: source.path.replace('contract.ts', 'README.md'), name: name.replace(/^.* as /, '') })));
  expect(given.length).toBeGreaterThan(50);
  expect(given.filter(({ card, name }) => !read(card).text.includes(`\`${name}\``))).toEqual([]);
});

describe('a planted fault is found', () => {
  const rules = (text: string, path = 'docs/running/planted.md') => faultsOf({ path, text }, pages, world).map((one) => one.rule);
  test.each([
    ['[away](nowhere.md)', 'leads nowhere'],
    ['[away](configure.md#nothing-of-the-kind)', 'has no such heading'],
    ['Run `script/nothing`.', 'there is no such script'],
    ['    script/jauap resurrect', 'there is no such command'],
    ['`jauap sevre`', 'there is no such command'],
    ['Set `JAUAP_COLOUR=red`.', 'there is no such setting'],
    ['It is in `law/nothing.ts`.', 'there is no such file'],
    ['It is in `src/rooms/nothing/`.', 'there is no such folder'],
  ])('%s', (text, rule) => expect(rules(text)).toEqual([rule]));
  test('an act that no source knows, in a room’s card', () => expect(rules('**Acts** `registerr`.', 'src/rooms/appeals/README.md')).toEqual(['is in no source']));
  test('and what is right is let pass', () => {
    expect(rules('[config](configure.md), [root](../../README.md), `script/jauap config`, `JAUAP_DATA=/srv`, `law/terms.ts`, `src/rooms/appeals/`, `PORT`')).toEqual([]);
    expect(anchorsOf('# One, two\n\n    # not a heading\n\n## In front of it')).toEqual(['one-two', 'in-front-of-it']);
  });
});
