import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../platform/root.ts';
import { helpOfAll, nearest } from './help.ts';

const run = promisify(execFile);
const out = join(root, '.build', `help-test-${process.pid}.js`);

beforeAll(async () => {
  const { build } = await import('esbuild');
  await build({ entryPoints: [join(root, 'src/app/main.ts')], outfile: out, bundle: true, platform: 'node', format: 'esm', target: 'node24', packages: 'external', jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error' });
});
afterAll(() => rm(out, { force: true }));

const jauap = async (...words: readonly string[]): Promise<{ code: number; out: string; said: string }> => {
  try {
    // a mistake in the settings keeps nobody from reading the help
    const { stdout, stderr } = await run(process.execPath, [out, ...words], { env: { PATH: process.env['PATH'], PORT: 'none', NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] } });
    return { code: 0, out: stdout, said: stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout, said: stderr };
  }
};

test('the list has every command with its arguments and what it does', async () => {
  const { code, out: list } = await jauap('help');
  expect(code).toBe(0);
  for (const name of ['help', 'serve', 'demo', 'setup', 'invite', 'import', 'kato', 'journal', 'migrate', 'console', 'config']) expect(list).toMatch(new RegExp(`^  jauap ${name}\\b.*\\n      \\S`, 'm'));
  expect(list).toContain('jauap import FILE --branch CODE');
  expect(list).toContain('jauap journal verify');
  expect(list).toContain('jauap reception numbers [--branch CODE] [--year YEAR]');
  expect((await jauap()).out).toBe(list);
});

test('every command says more when it is asked, and does nothing', async () => {
  const { out: list } = await jauap('help');
  for (const name of [...list.matchAll(/^ {2}jauap (\w+)/gm)].map((match) => match[1] ?? '')) {
    const { code, out: said } = await jauap(name, '--help');
    expect(code, name).toBe(0);
    expect(said, name).toMatch(new RegExp(name === 'help' ? '^ {2}jauap help' : `^jauap ${name}\\b`));
  }
  expect((await jauap('help', 'import')).out).toBe((await jauap('import', '-h')).out);
}, 600_000);

test('a command that is not there is told from its nearest, without reading the settings', async () => {
  const { code, said } = await jauap('serv');
  expect(code).toBe(2);
  expect(said).toBe('There is no command "serv". Did you mean `jauap serve`? `jauap help` lists them.\n');
  expect((await jauap('toString')).said).toBe('There is no command "toString". `jauap help` lists them.\n');
});

test('the nearest is two slips away at most', () => {
  const names = ['help', 'serve', 'setup', 'migrate', 'import', 'journal', 'kato'];
  expect(['sevre', 'imprt', 'mig', 'jurnal', 'HELP', 'kat', 'se', 'x', 'tidy'].map((typed) => nearest(typed, names))).toEqual(['serve', 'import', 'migrate', 'journal', 'help', 'kato', undefined, undefined, undefined]);
});

test('a long explanation shows its first line in the list', () => {
  expect(helpOfAll({ one: { about: 'does one thing', usage: 'jauap one A\n  A is a letter' } }).slice(0, 2)).toEqual(['  jauap one A', '      does one thing']);
});
