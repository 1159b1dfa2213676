import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
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

/** The same program, begun anew for each line of words in one process: what it stands on is loaded once. */
const inOne = `
  const told = [];
  for (const [nth, words] of JSON.parse(process.argv[2]).entries()) {
    process.argv = [process.argv[0], process.argv[1], ...words];
    let out = '';
    const [write, exit] = [process.stdout.write, process.exit];
    const code = await new Promise((resolve) => {
      process.stdout.write = (text) => (out += text, true);
      process.exit = resolve;
      import(${JSON.stringify(pathToFileURL(out).href)} + '?' + nth);
    });
    Object.assign(process, { exit });
    process.stdout.write = write;
    told.push({ code, out });
  }
  console.log(JSON.stringify(told));`;
const each = async (lines: readonly (readonly string[])[]): Promise<readonly { code: number; out: string }[]> => {
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', inOne, 'jauap', JSON.stringify(lines)], { env: { PATH: process.env['PATH'], PORT: 'none' } });
  return JSON.parse(stdout) as readonly { code: number; out: string }[];
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
  const names = [...list.matchAll(/^ {2}jauap (\w+)/gm)].map((match) => match[1] ?? '');
  expect(names.length).toBeGreaterThan(10);
  const [named, short, ...told] = await each([['help', 'import'], ['import', '-h'], ...names.map((name) => [name, '--help'])]);
  for (const [nth, name] of names.entries()) {
    expect(told[nth]?.code, name).toBe(0);
    expect(told[nth]?.out, name).toMatch(new RegExp(name === 'help' ? '^ {2}jauap help' : `^jauap ${name}\\b`));
  }
  expect(named?.out).toBe(short?.out);
});

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
