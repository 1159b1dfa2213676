import type { Source } from './check.ts';
import { lineOf, walk } from './tree.ts';

export type Fault = { readonly path: string; readonly line: number; readonly rule: string };

/** A line of the product's code; data, words, made-up texts and drawings are one record a line. */
const longest = 340;
const oneRecordALine = /(^|\/)(words|texts|data|people|kazakhstan|regions|snapshots)(\/|\.|_)|\.test\.tsx?$/;

/** What a formatter would put right without changing how the code is written: the rest is left to the writer. */
export const faultsOf = (source: Source): readonly Fault[] => {
  const found: Fault[] = [];
  const { path, text } = source;
  const fault = (line: number, rule: string): void => void found.push({ path, line, rule });
  if (text !== '' && !text.endsWith('\n')) fault(text.split('\n').length, 'no line end at the end');
  if (text.endsWith('\n\n')) fault(text.split('\n').length - 1, 'an empty line at the end');
  for (const [at, line] of text.split('\n').entries()) {
    if (line.includes('\r')) fault(at + 1, 'a return');
    if (/^ *\t/.test(line)) fault(at + 1, 'a tab');
    if (/[ \t]$/.test(line) && !path.endsWith('.md')) fault(at + 1, 'a space at the end');
    if (line.length > longest && /^src\/.*\.tsx?$/.test(path) && !oneRecordALine.test(path) && !line.includes('data:image')) fault(at + 1, `longer than ${longest}`);
  }
  if (/\n\n\n/.test(text)) fault(text.slice(0, text.indexOf('\n\n\n')).split('\n').length + 1, 'two empty lines');
  if (/\.tsx?$/.test(path)) inCode(source, fault);
  return found;
};

const inCode = (source: Source, fault: (line: number, rule: string) => void): void =>
  walk(source, (node, above) => {
    const raw = node.type === 'Literal' && typeof node['raw'] === 'string' ? node['raw'] : '';
    if (raw.startsWith('"') && !raw.includes("'") && above.at(-1)?.type !== 'JSXAttribute') fault(lineOf(source, node), 'double quotes');
    const statement = ['ExpressionStatement', 'VariableDeclaration', 'ReturnStatement', 'ImportDeclaration', 'ThrowStatement'].includes(node.type) && !inHead(node.start, above);
    if (statement && !source.text.slice(0, Number(node['end'])).trimEnd().endsWith(';')) fault(lineOf(source, node), 'no semicolon');
  });

/** `for (const x of y)` declares without a semicolon of its own. */
const inHead = (start: number, above: readonly { readonly type: string; readonly [key: string]: unknown }[]): boolean => {
  const parent = above.at(-1);
  if (!parent || !parent.type.startsWith('For')) return false;
  return ['left', 'init'].some((key) => (parent[key] as { start?: number } | null | undefined)?.start === start);
};
