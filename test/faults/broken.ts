import { readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build as bundle } from 'esbuild';
import { root } from '../../src/platform/root.ts';
import type { Built } from './program.ts';

/** By file, from the root: a line of it, and what stands there instead. */
export type Broken = Readonly<Record<string, readonly (readonly [line: string, instead: string])[]>>;

/** The whole program with these lines in it, for a control (trust.md, rule 11). A line that is not there any more, or twice, is an error: the control would prove nothing. */
export const buildBroken = async (lines: Broken): Promise<Built> => {
  const file = join(root, '.build', `faults-broken-${process.pid}-${crypto.randomUUID().slice(0, 8)}.js`);
  const met = new Set<string>();
  await bundle({
    entryPoints: [join(root, 'src/app/main.ts')], outfile: file, bundle: true, platform: 'node', format: 'esm', target: 'node24', packages: 'external', jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error',
    plugins: [{
      name: 'broken lines',
      setup: (building) => building.onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
        const name = relative(root, path);
        const changed = lines[name];
        if (!changed) return null;
        met.add(name);
        return { contents: changed.reduce((text, [line, instead]) => replaced(name, text, line, instead), await readFile(path, 'utf8')), loader: name.endsWith('x') ? 'tsx' : 'ts' };
      }),
    }],
  });
  const missed = Object.keys(lines).filter((name) => !met.has(name));
  if (missed.length > 0) throw new Error(`the program does not come to ${missed.join(', ')}`);
  return { file, remove: () => rm(file, { force: true }) };
};

const replaced = (name: string, text: string, line: string, instead: string): string => {
  const places = text.split(line).length - 1;
  if (places !== 1) throw new Error(`${name} has ${places} times: ${line}`);
  return text.replace(line, () => instead);
};
