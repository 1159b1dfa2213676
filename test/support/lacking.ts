import { mkdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { root } from '../../src/platform/root.ts';

const require = createRequire(import.meta.url);
// read by esbuild's own process, which compiles the whole house for each control: a third less time when it sweeps its memory less often
process.env['GOGC'] ??= '400';

/** By file, from the root: lines of it, and what stands there instead. A pattern that is global replaces each of its places. */
export type Lacking = Readonly<Record<string, readonly (readonly [line: string | RegExp, instead: string])[]>>;

/** A part of the program in which those lines are replaced, as one file: what a control asks the same question of (trust.md, rule 11). A line that is not there any more is an error, for the control would prove nothing. */
export const builtWithout = async (entry: string, lines: Lacking): Promise<{ readonly file: string; readonly remove: () => Promise<void> }> => {
  const out = join(root, '.build');
  const file = join(out, `lacking-${process.pid}-${crypto.randomUUID().slice(0, 8)}.mjs`);
  const changed = new Set<string>();
  const removal: Plugin = {
    name: 'removed lines',
    setup: (building) => {
      for (const [name, replaced] of Object.entries(lines)) building.onLoad({ filter: new RegExp(`/${name.replaceAll('.', '\\.')}$`) }, async ({ path }) => {
        if (relative(root, path) !== name) return null;
        changed.add(name);
        return { contents: replaced.reduce((text, [line, instead]) => without(name, text, line, instead), await readFile(path, 'utf8')), loader: name.endsWith('x') ? 'tsx' : 'ts' };
      });
    },
  };
  await mkdir(out, { recursive: true });
  await build({
    entryPoints: [join(root, entry)], outfile: file, bundle: true, platform: 'node', format: 'esm', target: 'node24', packages: 'external', jsx: 'automatic', jsxImportSource: 'preact', logLevel: 'error', plugins: [removal],
  });
  const missed = Object.keys(lines).filter((name) => !changed.has(name));
  if (missed.length > 0) throw new Error(`${entry} does not come to ${missed.join()}`);
  return { file, remove: () => rm(file, { force: true }) };
};

/** The same, to be asked in this process. */
export const lacking = async <M>(entry: string, lines: Lacking): Promise<M> => {
  const { file, remove } = await builtWithout(entry, lines);
  try {
    // by node itself: the whole house would be compiled once more on its way through the tests' own loader
    return require(file) as M;
  } finally {
    await remove();
  }
};

const without = (file: string, text: string, line: string | RegExp, instead: string): string => {
  const isAll = typeof line !== 'string' && line.flags.includes('g');
  const places = typeof line === 'string' ? text.split(line).length - 1 : (text.match(isAll ? line : new RegExp(line, `${line.flags}g`))?.length ?? 0);
  if (isAll ? places === 0 : places !== 1) throw new Error(`${file} has ${places} of ${String(line)}`);
  return typeof line === 'string' ? text.replace(line, () => instead) : text.replace(line, instead);
};
