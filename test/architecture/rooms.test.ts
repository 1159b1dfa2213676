import { describe, expect, test } from 'vitest';
import { check, type Source } from './check.ts';
import { sourcesUnder } from './sources.ts';

test('the house keeps its walls', () => {
  expect(check(sourcesUnder('src')).map((v) => `${v.rule}: ${v.detail} (${v.path})`)).toEqual([]);
});

test('tests and bench drop a database in one way', () => {
  expect(['test', 'e2e', 'bench'].flatMap((folder) => check(sourcesUnder(folder))).filter(({ rule }) => rule === 'drop')).toEqual([]);
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
