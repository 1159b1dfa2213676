// Node runs .ts as it is, but not .tsx: one esbuild step (some 50 ms) makes .build/jauap.js, the style sheet and the islands.
import { build } from 'esbuild';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const out = join(root, '.build');
const publicDir = join(out, 'public');
rmSync(publicDir, { recursive: true, force: true });
mkdirSync(publicDir, { recursive: true });

const entries = { style: join(root, 'src/ui/style.css') };
const islands = join(root, 'src/ui/islands');
if (existsSync(islands)) for (const file of readdirSync(islands)) if (/\.tsx?$/.test(file) && !file.includes('.test.')) entries[file.replace(/\.tsx?$/, '')] = join(islands, file);

await Promise.all([
  build({
    entryPoints: [join(root, 'src/app/main.ts')], outfile: join(out, 'jauap.js'), bundle: true, platform: 'node', format: 'esm', target: 'node24',
    packages: 'external', jsx: 'automatic', jsxImportSource: 'preact', sourcemap: true, logLevel: 'warning',
  }),
  build({ entryPoints: entries, outdir: publicDir, bundle: true, minify: true, format: 'esm', target: 'es2022', jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'warning' }),
]);

// Assets are served under their content's hash, for a year.
const names = {};
for (const file of readdirSync(publicDir)) {
  const hash = createHash('sha256').update(readFileSync(join(publicDir, file))).digest('hex').slice(0, 10);
  names[file] = `/assets/${hash}/${file}`;
}
writeFileSync(join(out, 'assets.json'), JSON.stringify(names));
