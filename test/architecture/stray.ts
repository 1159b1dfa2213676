import type { Source } from './check.ts';
import { lineOf, textOf, walk, type Node } from './tree.ts';

/** Words, made-up texts, names of places and days, and letters that patterns look for: what these files are for. */
const textFiles: readonly (readonly [RegExp, string])[] = [
  [/\/words(\.ts$|\/)/, 'the words themselves'],
  [/^src\/app\/(demo|crowd)\//, 'made-up people and letters of the demonstration'],
  [/^src\/rooms\/units\/regions\.ts$/, 'names of the regions'],
  [/^src\/rooms\/calendar\/kazakhstan\.ts$/, 'names of the holidays'],
  [/\/make\.ts$/, 'made-up records of tests'],
  [/\.test\.tsx?$/, 'tests'],
  [/^src\/rooms\/appeals\/law\/terms\.ts$/, 'references to the law, quoted as the law names itself in every language'],
  [/^src\/rooms\/appeals\/law\/check(\.ts$|\/)/, 'words and endings by which a letter and its answer are read'],
  [/^src\/rooms\/recognition\/law\//, 'stems, words and endings by which texts are read'],
  [/^src\/rooms\/notices\/mail\/charset\.ts$/, 'letters by which charsets are told apart'],
  [/^src\/rooms\/(?:appeals|reception)\/api\.ts$/, 'the example a caller may send as it stands'],
];

/** One line each, with its reason. */
const allowed: readonly (readonly [path: string, text: RegExp, why: string])[] = [
  ['src/app/setup.ts', /^jauap setup /, 'the file is named as its publisher names it'],
  ['src/rooms/units/kato.ts', /КАТО/, 'the file is named as its publisher names it'],
  ['src/ui/shell.tsx', /^(ҚАЗ|РУС)$/, 'a language is named in itself'],
];

export type Stray = { readonly path: string; readonly line: number; readonly text: string };
const cyrillic = /[\u0400-\u04FF]/;
const twoWords = /\p{Script=Latin}{2,}[\s\u00A0]+\p{Script=Latin}{2,}/u;
/** What a person reads although it stands in an attribute. */
const readAttributes = ['title', 'alt', 'placeholder', 'aria-label', 'label'];

/** Sentences for people that stand outside the words files. */
export const straySentences = (sources: readonly Source[]): readonly Stray[] =>
  sources.filter(({ path }) => !textFiles.some(([pattern]) => pattern.test(path))).flatMap((source) => {
    const found: Stray[] = [];
    walk(source, (node, above) => {
      const text = textOf(node)?.trim();
      if (text === undefined || text === '') return;
      const shown = node.type === 'JSXText' || isReadAttribute(above);
      if (!cyrillic.test(text) && !(shown && twoWords.test(text))) return;
      if (allowed.some(([path, pattern]) => path === source.path && pattern.test(text))) return;
      found.push({ path: source.path, line: lineOf(source, node), text: text.slice(0, 60) });
    });
    return found;
  });

const isReadAttribute = (above: readonly Node[]): boolean => {
  const parent = above.at(-1);
  const name = parent?.type === 'JSXAttribute' ? (parent['name'] as { name?: unknown }).name : undefined;
  return typeof name === 'string' && readAttributes.includes(name);
};
