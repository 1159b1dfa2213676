import type { Db } from '../src/platform/db.ts';
import { blocksOf, explaining, figure, scansOf, type PlanNode } from '../test/support/plans.ts';
import type { Group } from './options.ts';
import type { Asking } from './asking.ts';
import { questions } from './questions.ts';

export type Plan = {
  readonly question: string;
  /** place among the statements of its question */
  readonly place: number;
  readonly sql: string; readonly ms: number; readonly blocks: number;
  /** shapes only: the same on every machine and day */
  readonly shape: string;
  /** with costs, rows and times; never committed */
  readonly raw: string;
  /** why it is not bound by an index; empty when it is */
  readonly unbound: readonly string[];
};

/** Rows a page's statement may look at before it counts as reading the register instead of an index's corner. */
const mostRows = 3_000;
/** Below this a sequential scan is the right plan: topics, roles, units. */
const smallTable = 2_000;

const shapeKeys = ['Index Cond', 'Recheck Cond', 'Filter', 'Hash Cond', 'Merge Cond', 'Join Filter', 'Sort Key', 'Presorted Key', 'Group Key', 'One-Time Filter', 'TID Cond'] as const;
const headOf = (node: PlanNode): string =>
  [node['Subplan Name'] ? `${String(node['Subplan Name'])}:` : '', node['Node Type'], node['Join Type'] && node['Join Type'] !== 'Inner' ? node['Join Type'] : '', node['Scan Direction'] === 'Backward' ? 'backward' : '',
    node['Index Name'] ? `using ${String(node['Index Name'])}` : '', node['Relation Name'] ? `on ${String(node['Relation Name'])}` : ''].filter(Boolean).join(' ');
/** Values are not shape: days, ids and words of this run are left out. */
const withoutValues = (text: string): string =>
  text.replace(/\('[^']*'::text\)::\w+(\[\])?/g, '…').replace(/'[^']*'::[\w ]+(\[\])?/g, '…').replace(/'[^']*'/g, '…').replace(/([=<>] )\d+\b/g, '$1…').replace(/\{[\d,]*\}/g, '{…}');

const shapeOf = (node: PlanNode, depth = 0): string => {
  const pad = '  '.repeat(depth);
  const details = shapeKeys.flatMap((key) => (node[key] === undefined ? [] : [`${pad}    ${key}: ${withoutValues([node[key]].flat().join(', '))}`]));
  return [`${pad}${headOf(node)}`, ...details, ...(node.Plans ?? []).map((child) => shapeOf(child, depth + 1))].join('\n');
};

const rawOf = (node: PlanNode, depth = 0): string => {
  const pad = '  '.repeat(depth);
  const removed = figure(node, 'Rows Removed by Filter') + figure(node, 'Rows Removed by Index Recheck');
  const counted = `rows ${figure(node, 'Plan Rows')}→${figure(node, 'Actual Rows')} ×${figure(node, 'Actual Loops')}${removed > 0 ? ` removed ${removed}` : ''} · ${figure(node, 'Actual Total Time').toFixed(2)} ms · blocks ${figure(node, 'Shared Hit Blocks')}+${figure(node, 'Shared Read Blocks')}`;
  const details = shapeKeys.flatMap((key) => (node[key] === undefined ? [] : [`${pad}    ${key}: ${[node[key]].flat().join(', ').slice(0, 300)}`]));
  return [`${pad}${headOf(node)}  (${counted})`, ...details, ...(node.Plans ?? []).map((child) => rawOf(child, depth + 1))].join('\n');
};

const unboundIn = (plan: PlanNode): readonly string[] => scansOf(plan).filter(({ table }) => table.includes('.')).flatMap(({ kind, table, looked }) =>
  kind === 'Seq Scan' && looked > smallTable ? [`${kind} on ${table} reads the whole table: ${looked} rows`] : looked > mostRows ? [`${kind} on ${table} looks at ${looked} rows`] : []);

/** Every statement of every page and list that must not grow, explained once on the register given. */
export const explainAll = async (asking: Asking, appOn: (db: Db) => Asking['register']['app']): Promise<readonly Plan[]> => {
  const plans: Plan[] = [];
  for (const question of questions.filter((one) => bound.includes(one.group))) {
    let place = 0;
    const db = explaining(asking.register.db, ({ sql, plan, ms }) => {
      place += 1;
      plans.push({ question: question.name, place, sql, ms, blocks: blocksOf(plan), shape: shapeOf(plan), raw: rawOf(plan), unbound: unboundIn(plan) });
    });
    await question.jauap({ ...asking, register: { ...asking.register, db, app: appOn(db) } }, 0);
  }
  return plans;
};
const bound: readonly Group[] = ['inbox', 'board', 'matter', 'public'];
