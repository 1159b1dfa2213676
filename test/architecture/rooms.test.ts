import { describe, expect, test } from 'vitest';
import { check, isTest, type Source } from './check.ts';
import { circlesIn } from './circles.ts';
import { sourcesUnder } from './sources.ts';

test('the house keeps its walls', () => {
  expect(check(sourcesUnder('src')).map((v) => `${v.rule}: ${v.detail} (${v.path})`)).toEqual([]);
});

test('tests and bench drop a database in one way', () => {
  expect(['test', 'e2e', 'bench'].flatMap((folder) => check(sourcesUnder(folder))).filter(({ rule }) => rule === 'drop')).toEqual([]);
});

test('no file comes back to itself by its imports, types among them', () => {
  const sources = ['src', 'bench'].flatMap((folder) => sourcesUnder(folder)).filter(({ path }) => !isTest(path));
  expect(sources.length).toBeGreaterThan(900);
  expect(circlesIn(sources)).toEqual([]);
});

test('a planted circle of three files is named with its way round', () => {
  const three: readonly Source[] = [
    { path: 'src/rooms/appeals/contract.ts', text: `export { send } from './acts/send.ts';` },
    { path: 'src/rooms/appeals/acts/send.ts', text: `import { maySend } from '../policy.ts';\nimport { z } from 'zod';` },
    { path: 'src/rooms/appeals/policy.ts', text: `import {\n  type Ability,\n} from './contract.ts';\nimport { day } from '../../kernel/day.ts';` },
    { path: 'src/kernel/day.ts', text: `export const day = 1;` },
  ];
  expect(circlesIn(three)).toEqual(['src/rooms/appeals/contract.ts → src/rooms/appeals/acts/send.ts → src/rooms/appeals/policy.ts → src/rooms/appeals/contract.ts']);
  expect(circlesIn(three.slice(1))).toEqual([]);
});

test('a planted circle is found whichever way it is closed', () => {
  const closedBy = (text: string) => circlesIn([{ path: 'bench/a.ts', text: `import { b } from './b.ts';` }, { path: 'bench/b.ts', text }]);
  for (const text of [`import type { A } from './a.ts';`, `export type { A } from './a.ts';`, `export * from './a.ts';`, `import './a.ts';`, `const a = await import('./a.ts');`, `type A = import('./a.ts').A;`]) expect(closedBy(text), text).toEqual(['bench/a.ts → bench/b.ts → bench/a.ts']);
  expect(closedBy(`import type { A } from '../src/a.ts';`)).toEqual([]);
});

describe('a planted violation is found', () => {
  const planted: readonly (readonly [string, Source])[] = [
    ['layer', { path: 'src/kernel/x.ts', text: `import { readFile } from 'node:fs';` }],
    ['layer', { path: 'src/kernel/x.ts', text: `import { read } from '../platform/db.ts';` }],
    ['layer', { path: 'src/ui/x.tsx', text: `import { nameOf } from '../rooms/units/contract.ts';` }],
    ['layer', { path: 'src/platform/x.ts', text: `import { Page } from '../ui/shell.tsx';` }],
    ['layer', { path: 'src/rooms/appeals/acts.ts', text: `import { server } from '../../app/server.ts';` }],
    ['contract only', { path: 'src/rooms/appeals/acts.ts', text: `import { insert } from '../units/store.ts';` }],
    ['table of rooms', { path: 'src/rooms/units/acts.ts', text: `import { x } from '../appeals/contract.ts';` }],
    ['table of rooms', { path: 'src/rooms/portal/pages.tsx', text: `import { x } from '../appeals/contract.ts';` }],
    ['doors of a room', { path: 'src/app/setup.ts', text: `import { insertAccount } from '../rooms/people/store/accounts.ts';` }],
    ['doors of a room', { path: 'src/app/setup/act.ts', text: `import { mayGivePost } from '../../rooms/people/policy.ts';` }],
    ['doors of a room', { path: 'src/app/demo/live.ts', text: `import { insertAppeal } from '../../rooms/appeals/store.ts';` }],
    ['room file', { path: 'src/rooms/appeals/law.ts', text: `import { x } from './store.ts';` }],
    ['room file', { path: 'src/rooms/appeals/policy.ts', text: `import { x } from './store.ts';` }],
    ['room file', { path: 'src/rooms/appeals/store.ts', text: `import { x } from './acts.ts';` }],
    ['room file', { path: 'src/rooms/appeals/law.ts', text: `import { Page } from '../../ui/shell.tsx';` }],
    ['room file', { path: 'src/rooms/appeals/thing.ts', text: `export const x = 1;` }],
    ['contract only', { path: 'src/rooms/reception/acts.ts', text: `import { addSchema } from '../appeals/contract/person-forms.ts';` }],
    ['doors of a room', { path: 'src/app/api/api.ts', text: `import { addSchema } from '../../rooms/appeals/contract/person-forms.ts';` }],
    ['own door', { path: 'src/rooms/appeals/acts/send.ts', text: `import type { Ability } from '../contract.ts';` }],
    ['own door', { path: 'src/rooms/appeals/contract/events.ts', text: `import type { Ability } from '../contract.ts';` }],
    ['own door', { path: 'src/rooms/files/storage.ts', text: `import { attach } from './contract.ts';` }],
    ['room file', { path: 'src/rooms/appeals/contract/events.ts', text: `import { insertAppeal } from '../store/intake.ts';` }],
    ['room file', { path: 'src/rooms/appeals/contract/events.ts', text: `import type { Tx } from '../../../platform/db.ts';` }],
    ['room file', { path: 'src/rooms/appeals/contract/events.ts', text: `import { unitById } from '../../units/contract.ts';` }],
    ['room file', { path: 'src/rooms/appeals/contract/events.ts', text: `import { h } from 'preact';` }],
    ['room file', { path: 'src/rooms/reception/contract.ts', text: `import { book } from './acts/bookings.ts';` }],
    ['room', { path: 'src/rooms/cellar/law.ts', text: `export const x = 1;` }],
    ['permit mint', { path: 'src/rooms/appeals/acts.ts', text: `import { mint } from '../../kernel/permit.ts';` }],
    ['query builder', { path: 'src/rooms/appeals/store.ts', text: `import { sql } from 'kysely';` }],
    ['web framework', { path: 'src/rooms/appeals/acts.ts', text: `import { Hono } from 'hono';` }],
    ['file name', { path: 'src/kernel/utils.ts', text: `export const x = 1;` }],
    ['file size', { path: 'src/kernel/x.ts', text: 'x;\n'.repeat(400) }],
    ['default export', { path: 'src/kernel/x.ts', text: 'export default 1;' }],
    ['typed text', { path: 'src/rooms/appeals/contract.ts', text: String.raw`const unwanted = /[\u0000-\u0008\u202A-\u202E]/g;` }],
    ['drop', { path: 'src/platform/x.test.ts', text: 'await ask(`DROP DATABASE ${name} WITH (FORCE)`);' }],
    ['any', { path: 'src/kernel/x.ts', text: 'const x: any = 1;' }],
  ];
  test.each(planted)('%s: $path', (rule, source) => {
    expect(check([source]).map((violation) => violation.rule)).toContain(rule);
  });
});
