import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hono } from 'hono';
import { root } from '../platform/root.ts';
import { setAssets } from '../ui/assets.ts';

const types: Readonly<Record<string, string>> = { css: 'text/css; charset=utf-8', js: 'text/javascript; charset=utf-8', png: 'image/png' };

/** Name → address under the content's hash; empty until script/build.mjs has run. */
const names = (): Record<string, string> => {
  try {
    return JSON.parse(readFileSync(join(root, '.build/assets.json'), 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
};

/** A service worker speaks for what lies under its own address: it stands at the root, and browsers look there for a newer one. */
const workerNames = ['sw.js', 'outing-desk-sw.js'];

/** Serves .build/public for a year: the address changes with the content. Packed by script/build.mjs. */
export const mountAssets = (app: Hono): void => {
  setAssets(names());
  for (const [name, address] of Object.entries(names())) {
    const body = readFileSync(join(root, '.build/public', name));
    const packed = readFileSync(join(root, '.build/public', `${name}.br`));
    const headers = { 'content-type': types[name.split('.').pop() ?? ''] ?? 'application/octet-stream', 'cache-control': 'public, max-age=31536000, immutable', vary: 'Accept-Encoding' };
    if (workerNames.includes(name)) app.get(`/${name}`, () => new Response(body, { headers: { 'content-type': headers['content-type'], 'cache-control': 'no-cache' } }));
    app.get(address, (c) => /\bbr\b/.test(c.req.header('accept-encoding') ?? '')
      ? new Response(packed, { headers: { ...headers, 'content-encoding': 'br' } })
      : new Response(body, { headers }));
  }
};
