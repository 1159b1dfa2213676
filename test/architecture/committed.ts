import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'vitest';
import { root } from '../../src/platform/root.ts';

const accept = 'UPDATE=1 npx vitest run test/architecture test/authorization test/prove/page.test.ts';

/** The committed file says what the house says now. With UPDATE=1 it is written anew: read its difference before committing it. */
export const expectCommitted = (path: string, now: string): void => {
  const file = join(root, path);
  if (process.env['UPDATE'] === '1') {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, now);
    return;
  }
  const committed = existsSync(file) ? readFileSync(file, 'utf8') : '';
  expect(differences(committed, now).slice(0, 40), `${path} is not what the house says now. If the change is meant: ${accept}`).toEqual([]);
};

/** Lines only in one of the two. */
export const differences = (before: string, now: string): readonly string[] => {
  const was = new Set(before.split('\n'));
  const is = new Set(now.split('\n'));
  const found = [...[...was].filter((line) => !is.has(line)).map((line) => `- ${line}`), ...[...is].filter((line) => !was.has(line)).map((line) => `+ ${line}`)];
  return found.length === 0 && before !== now ? ['the same lines in another order'] : found;
};
