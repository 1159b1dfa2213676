import type { Source } from './check.ts';
import { lineOf, walk, type Node } from './tree.ts';

export type Given = { readonly code: string; readonly at: string };
/** Calls whose code is not a literal, with where the code comes from. A new one is read and added here, or written as a literal. */
const resolved: Readonly<Record<string, string>> = {
  'src/kernel/refusal.ts': 'the function itself',
  'src/rooms/appeals/acts/extend.ts': 'extensionProblem of law/terms.ts: its codes are listed in refusalCodes',
  'src/rooms/assignments/acts/ladder.ts': 'ladderFault of law/ladder.ts: its codes are listed in ladderRefusalCodes',
  'src/rooms/files/acts/take.ts': 'codes of law.ts and sniff.ts',
  'src/rooms/people/pages/enter.tsx': 'codes of passwordRefused and the acts, shown again in the form',
  'src/rooms/assignments/acts/spine.ts': 'assignment_not_possible or the stage',
};

/** Every code a refusal can carry, read from the sources: `refuse('code')`, `refuse(a ? 'x' : 'y')`, `Refusal<'x' | 'y'>`, `…Codes = [ … ]`. */
export const refusalsIn = (sources: readonly Source[]): { readonly codes: readonly Given[]; readonly unread: readonly string[] } => {
  const codes: Given[] = [];
  const unread: string[] = [];
  for (const source of sources) {
    if (/\.test\.tsx?$/.test(source.path)) continue;
    walk(source, (node) => {
      // counting lines is a walk of its own: only for the few nodes that are told
      const at = () => `${source.path}:${lineOf(source, node)}`;
      const take = (found: readonly string[]) => void codes.push(...found.map((code) => ({ code, at: at() })));
      if (node.type === 'CallExpression' && name(node['callee']) === 'refuse') {
        const said = literals((node['arguments'] as Node[])[0]);
        if (said === null) { if (!(source.path in resolved)) unread.push(at()); } else take(said);
      }
      if (node.type === 'TSTypeReference' && name(node['typeName']) === 'Refusal') take(typeLiterals((node['typeArguments'] as { params?: Node[] } | null)?.params?.[0]));
      if (node.type === 'VariableDeclarator' && /refusalcodes$/i.test(name(node['id']) ?? '')) take(literals(node['init'] as Node) ?? []);
    });
  }
  return { codes, unread };
};

const name = (node: unknown): string | undefined => (node as { name?: string } | null)?.name;

const literals = (node: Node | undefined): readonly string[] | null => {
  if (!node) return null;
  if (node.type === 'Literal') return typeof node['value'] === 'string' ? [node['value']] : null;
  if (node.type === 'ConditionalExpression') {
    const both = [literals(node['consequent'] as Node), literals(node['alternate'] as Node)];
    return both.some((one) => one === null) ? null : both.flatMap((one) => one ?? []);
  }
  if (node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression') return literals(node['expression'] as Node);
  if (node.type === 'ArrayExpression') return (node['elements'] as Node[]).flatMap((one) => literals(one) ?? []);
  return null;
};

const typeLiterals = (node: Node | undefined): readonly string[] => {
  if (node?.type === 'TSUnionType') return (node['types'] as Node[]).flatMap(typeLiterals);
  const value = node?.type === 'TSLiteralType' ? (node['literal'] as Node)['value'] : undefined;
  return typeof value === 'string' ? [value] : [];
};
