import { parseAst } from 'vitest/node';
import type { Source } from './check.ts';

/** A node of the syntax tree, as much of it as these checks ask. */
export type Node = { readonly type: string; readonly start: number; readonly [key: string]: unknown };

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** Every node with its parents, outermost first. */
export const walk = (source: Source, visit: (node: Node, above: readonly Node[]) => void): void => {
  const go = (node: Node, above: readonly Node[]): void => {
    visit(node, above);
    const here = [...above, node];
    for (const [key, value] of Object.entries(node)) {
      if (key === 'parent') continue;
      for (const one of Array.isArray(value) ? value : [value]) if (isNode(one)) go(one, here);
    }
  };
  go(parseAst(source.text, { lang: source.path.endsWith('x') ? 'tsx' : 'ts' }) as unknown as Node, []);
};

export const lineOf = (source: Source, node: Node): number => source.text.slice(0, node.start).split('\n').length;

/** Text of a string, a template's piece or JSX; undefined for everything else. Patterns (regular expressions) are not sentences. */
export const textOf = (node: Node): string | undefined => {
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined;
  if (node.type === 'JSXText') return String(node['value']);
  if (node.type === 'TemplateElement') return String((node['value'] as { cooked?: unknown }).cooked ?? '');
  return undefined;
};
