import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../src/platform/root.ts';
import { expectCommitted } from './committed.ts';

type Locked = { readonly version?: string; readonly license?: string; readonly dev?: boolean; readonly integrity?: string; readonly link?: boolean; readonly hasInstallScript?: boolean };
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Locked> };
const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string>; devDependencies: Record<string, string> };
const installed = Object.entries(lock.packages).filter(([path]) => path !== '').map(([path, one]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), ...one }));

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
  console.log(`proof: ${installed.length} packages under ${new Set(installed.map((one) => one.license)).size} licences, ${misfits(installed).length} that do not fit, ${installed.filter((one) => one.integrity === undefined).length} without a checksum`);
  expect(misfits(installed)).toEqual([]);
  // the control: what may not come in is found
  expect(misfits([{ name: 'a', license: 'SSPL-1.0' }, { name: 'b' }, { name: 'c', license: 'MIT AND GPL-2.0-only' }, { name: 'd', license: '(MIT OR EUPL-1.1+)' }])).toEqual(['a: SSPL-1.0', 'b: none', 'c: MIT AND GPL-2.0-only']);
});

test('every package is held to a checksum, names no place it comes from, and is of one exact version', () => {
  expect(installed.filter((one) => one.integrity === undefined).map((one) => one.name)).toEqual([]);
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

test('no package runs a script of its own at installing', () => {
  expect(readFileSync(join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
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
