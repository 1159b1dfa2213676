import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root } from '../../src/platform/root.ts';
import type { Source } from './check.ts';
import { faultsOf } from './format.ts';

const written = ['src', 'test', 'e2e', 'bench', 'script', 'database', 'docs'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && /(\.(tsx?|mjs|css|sql|md)|^[a-z-]+)$/.test(entry.name)).map((entry) => join(entry.parentPath, entry.name)));

test('every file is written the way the house writes: spaces, ends of lines, quotes, semicolons, width', () => {
  const sources: readonly Source[] = written.map((path) => ({ path: path.slice(root.length + 1), text: readFileSync(path, 'utf8') }));
  expect(sources.length).toBeGreaterThan(300);
  expect(sources.flatMap(faultsOf)).toEqual([]);
});

describe('a planted fault is found', () => {
  const rules = (text: string, path = 'src/rooms/x/acts.ts') => faultsOf({ path, text }).map((fault) => `${fault.line} ${fault.rule}`);
  test('in a line', () => {
    expect(rules('const a = 1;')).toEqual(['1 no line end at the end']);
    expect(rules('const a = 1;\n\n')).toEqual(['2 an empty line at the end']);
    expect(rules('const a = 1; \n\tconst b = 2;\r\n')).toEqual(['1 a space at the end', '2 a return', '2 a tab']);
    expect(rules(`const a = '${'x'.repeat(340)}';\n`)).toEqual(['1 longer than 340']);
    expect(rules('const a = 1;\n\n\nconst b = 2;\n')).toEqual(['2 two empty lines']);
  });
  test('in the code', () => {
    expect(rules('const a = "one";\nconst b = \'two\'\n')).toEqual(['1 double quotes', '2 no semicolon']);
    expect(rules('const a = "it\'s";\nfor (const b of a) for (let c = 0; c < 2; c += 1) print(b, c);\n')).toEqual([]);
    expect(rules('const a = <p class="row">{\'x\'}</p>;\n', 'src/rooms/x/pages.tsx')).toEqual([]);
  });
});
