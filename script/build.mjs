// Node runs .ts as it is, but not .tsx: one esbuild step (some 50 ms) makes .build/jauap.js, the reader of letters, the style sheet and the islands.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { brotliCompressSync, constants } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, '.build');
const publicDir = join(out, 'public');
mkdirSync(publicDir, { recursive: true });

// one file an island; what islands share lives in a folder beside them and is bundled into each
const islands = join(root, 'src/ui/islands');
const files = readdirSync(islands).filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'));
// sheets of pages that stand alone are not part of the house's sheet
const sheets = ['style', 'outing-desk', 'queue-board'].map((name) => ({ in: join(root, `src/ui/${name}.css`), out: name }));
const entries = [...sheets, ...files.map((file) => ({ in: join(islands, file), out: file.replace(/\.tsx?$/, '') }))];

// the second reads a letter in a thread of its own: as source it would bring the compiler into the thread, 20 MB for every letter; the third is a stream of a made register
const programs = { jauap: join(root, 'src/app/main.ts'), 'mail-reader': join(root, 'src/rooms/notices/mail/reader.ts'), 'crowd-thread': join(root, 'src/app/crowd/thread.ts') };

/** Whole or not at all: a server may be reading, and another build may be writing. */
const put = (path, contents) => {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
};

// Libraries of hundreds of small modules are taken into the program: looking each of them up was a quarter of what a start takes (`help` 1.28 s of the processor, 0.95 with them inside).
const taken = ['kysely', 'zod', 'hono', '@hono/node-server', 'preact', 'preact-render-to-string', 'jose', 'oauth4webapi', 'openid-client', 'otpauth'];
const others = { name: 'other libraries', setup: (building) => void building.onResolve({ filter: /^[^./]/ }, ({ path }) => (taken.includes(path.split('/').slice(0, path.startsWith('@') ? 2 : 1).join('/')) ? null : { path, external: true })) };

const shared = { bundle: true, format: 'esm', jsx: 'automatic', jsxImportSource: 'preact', charset: 'utf8', write: false, logLevel: 'warning' };
const [server, browser] = await Promise.all([
  build({ ...shared, entryPoints: programs, outdir: out, platform: 'node', target: 'node24', plugins: [others], sourcemap: true, sourcesContent: false }),
  build({ ...shared, entryPoints: entries, outdir: publicDir, minify: true, target: 'es2022' }),
]);

for (const file of server.outputFiles) put(file.path, file.contents);

// The offline desk on a tablet's home screen: a word said over a table. Drawn here, so that no picture lies in the repository; the middle four fifths hold all of it, whatever shape a tablet cuts.
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">
  <rect width="100" height="100" fill="#0a6660"/>
  <path d="M28 24h44a6 6 0 0 1 6 6v22a6 6 0 0 1-6 6H50l-11 10v-10H28a6 6 0 0 1-6-6V30a6 6 0 0 1 6-6z" fill="#fff"/>
  <path d="M32 36h36M32 46h24" stroke="#0a6660" stroke-width="4" stroke-linecap="round"/>
  <path d="M20 76h60" stroke="#fff" stroke-width="6" stroke-linecap="round"/>
</svg>`;
const icons = await Promise.all([192, 512].map(async (size) => ({ path: join(publicDir, `outing-desk-${size}.png`), contents: await sharp(Buffer.from(icon), { density: (72 * size) / 100 }).resize(size, size).png({ compressionLevel: 9 }).toBuffer() })));

// Assets are served under their content's hash, for a year; packed here as small as they get, so that no start of the program waits for it.
const names = {};
for (const { path, contents } of [...browser.outputFiles, ...icons]) {
  const name = basename(path);
  const known = (() => { try { return readFileSync(path); } catch { return null; } })();
  if (!known?.equals(contents) || !existsSync(`${path}.br`)) {
    put(path, contents);
    put(`${path}.br`, brotliCompressSync(contents, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: contents.length } }));
  }
  names[name] = `/assets/${createHash('sha256').update(contents).digest('hex').slice(0, 10)}/${name}`;
}
put(join(out, 'assets.json'), JSON.stringify(names));
for (const file of readdirSync(publicDir)) if (!(file.replace(/\.br$/, '') in names) && !/\.\d+$/.test(file)) rmSync(join(publicDir, file), { force: true });
