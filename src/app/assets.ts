import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { root } from '../platform/root.ts';
import { setAssets } from '../ui/assets.ts';

const types: Readonly<Record<string, string>> = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8' };

/** Name → address under the content's hash; empty until script/build.mjs has run. */
const names = (): Record<string, string> => {
  try {
    return JSON.parse(readFileSync(join(root, '.build/assets.json'), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
};

/** Serves .build/public for a year: the address changes with the content. */
export const mountAssets = (app: Hono): void => {
  setAssets(names());
  for (const [name, address] of Object.entries(names())) {
    const body = readFileSync(join(root, '.build/public', name));
    const headers = { 'content-type': types[name.split('.').pop() ?? ''] ?? 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable' };
    app.get(address, () => new Response(body, { headers }));
  }
};
