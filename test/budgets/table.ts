import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/platform/root.ts';
import { isResidents, type Asking, type Cost } from './walk.ts';

export const budgetsFile = 'test/budgets/pages.txt';
/** product.md, rule 7: under 30 kB on the wire. */
export const mostOfResidents = 30_000;
/** At 64 kbit/s a screen of the staff stands after six seconds, for the first time; its style and scripts are kept then. */
export const mostOfStaff = 50_000;
/** The one client program: it is loaded once, on the branch's own line, and works without any after that. */
export const programs: ReadonlySet<string> = new Set(['visitor /outing-desk']);

/** `kB`: as many as the page may weigh, with room for another sentence. */
export type Budget = { readonly statements: number; readonly kB: number };
const room = 1.1;
const tooWide = 1.5;

export const committedBudgets = (): ReadonlyMap<string, Budget> => {
  const file = join(root, budgetsFile);
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter((line) => line !== '' && !line.startsWith('#')) : [];
  return new Map(lines.map((line) => {
    const [statements = '', kB = '', ...name] = line.trim().split(/\s+/);
    return [name.join(' '), { statements: Number(statements), kB: Number(kB) }];
  }));
};

/** Statements as they are; bytes as they were allowed, unless the page has outgrown that or needs much less. */
export const budgetsText = (costs: ReadonlyMap<string, Cost>, before: ReadonlyMap<string, Budget>): string => {
  const lines = [...costs].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, cost]) => {
    const allowed = before.get(name)?.kB;
    const fits = allowed !== undefined && cost.bytes <= allowed * 1000 && cost.bytes * tooWide >= allowed * 1000;
    return `${String(cost.statements).padStart(4)} ${String(fits ? allowed : Math.ceil((cost.bytes * room) / 1000)).padStart(4)}  ${name}`;
  });
  return `# What a page may cost: statements, BEGIN and COMMIT among them; kB packed, with its style sheet and scripts; who asks for what.\n# UPDATE=1 npx vitest run test/budgets writes it anew: read the difference.\n${lines.join('\n')}\n`;
};

/** What costs more than it may. A page that costs less is told by the next writing of the table. */
export const overBudget = (costs: ReadonlyMap<string, Cost>, budgets: ReadonlyMap<string, Budget>): readonly string[] => [...costs].flatMap(([name, cost]) => {
  const budget = budgets.get(name);
  if (!budget) return [`${name}: has no budget (${cost.statements} statements, ${cost.bytes} bytes)`];
  return [
    ...(cost.statements > budget.statements ? [`${name}: ${cost.statements} statements, may be ${budget.statements}`] : []),
    ...(cost.bytes > budget.kB * 1000 ? [`${name}: ${cost.bytes} bytes, may be ${budget.kB} kB`] : []),
  ];
});

/** Above what is promised for all pages of its kind, whatever the table allows. */
export const tooHeavy = (askings: readonly Asking[], costs: ReadonlyMap<string, Cost>): readonly string[] => askings.filter((one) => !programs.has(one.name)).flatMap((one) => {
  const [most, bytes] = [isResidents(one) ? mostOfResidents : mostOfStaff, costs.get(one.name)?.bytes ?? 0];
  return bytes > most ? [`${one.name}: ${bytes} bytes of ${most}`] : [];
});

/** Pages that ask the database more because there is more to show. */
export const growing = (few: ReadonlyMap<string, Cost>, many: ReadonlyMap<string, Cost>, more: Readonly<Record<string, number>> = {}): readonly string[] => [...many].flatMap(([name, { statements }]) => {
  const before = few.get(name)?.statements ?? 0;
  return statements > before + (more[name] ?? 0) ? [`${name}: ${before} statements for three of each, ${statements} for thirty`] : [];
});
