import type { Db } from '../src/platform/db.ts';
import type { Group } from './options.ts';
import { questions, type Asking } from './questions.ts';

type Node = Readonly<Record<string, unknown>> & { readonly Plans?: readonly Node[] };
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

/** The same database, but every SELECT is explained first, in its own transaction and with its own eyes. */
const explaining = (db: Db, heard: (text: string, plan: Node, ms: number) => void): Db => ({
  ...db,
  acquire: async () => {
    const client = await db.acquire();
    return new Proxy(client, {
      get: (target, key) => {
        if (key !== 'query') {
          const value: unknown = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        }
        return async (asked: string | { text: string; values?: unknown[] }, more?: unknown[]) => {
          const [text, values] = typeof asked === 'string' ? [asked, more] : [asked.text, asked.values];
          if (values !== undefined && /^\s*(select|with)\b/i.test(text) && !/\b(insert|update|delete|set_config|for update)\b/i.test(text)) {
            const { rows } = await target.query<{ 'QUERY PLAN': readonly [{ Plan: Node; 'Execution Time': number }] }>(`EXPLAIN (ANALYZE, BUFFERS, VERBOSE OFF, FORMAT JSON) ${text}`, values);
            const found = rows[0]?.['QUERY PLAN'][0];
            if (found) heard(text, found.Plan, found['Execution Time']);
          }
          return typeof asked === 'string' ? target.query(asked, more) : target.query(asked);
        };
      },
    });
  },
});

const number = (node: Node, name: string): number => Number(node[name] ?? 0);

const shapeKeys = ['Index Cond', 'Recheck Cond', 'Filter', 'Hash Cond', 'Merge Cond', 'Join Filter', 'Sort Key', 'Presorted Key', 'Group Key', 'One-Time Filter', 'TID Cond'] as const;
const headOf = (node: Node): string =>
  [node['Subplan Name'] ? `${String(node['Subplan Name'])}:` : '', node['Node Type'], node['Join Type'] && node['Join Type'] !== 'Inner' ? node['Join Type'] : '', node['Scan Direction'] === 'Backward' ? 'backward' : '',
    node['Index Name'] ? `using ${String(node['Index Name'])}` : '', node['Relation Name'] ? `on ${String(node['Relation Name'])}` : ''].filter(Boolean).join(' ');
/** Values are not shape: days, ids and words of this run are left out. */
const withoutValues = (text: string): string =>
  text.replace(/\('[^']*'::text\)::\w+(\[\])?/g, '…').replace(/'[^']*'::[\w ]+(\[\])?/g, '…').replace(/'[^']*'/g, '…').replace(/([=<>] )\d+\b/g, '$1…').replace(/\{[\d,]*\}/g, '{…}');

const shapeOf = (node: Node, depth = 0): string => {
  const pad = '  '.repeat(depth);
  const details = shapeKeys.flatMap((key) => (node[key] === undefined ? [] : [`${pad}    ${key}: ${withoutValues([node[key]].flat().join(', '))}`]));
  return [`${pad}${headOf(node)}`, ...details, ...(node.Plans ?? []).map((child) => shapeOf(child, depth + 1))].join('\n');
};

const rawOf = (node: Node, depth = 0): string => {
  const pad = '  '.repeat(depth);
  const removed = number(node, 'Rows Removed by Filter') + number(node, 'Rows Removed by Index Recheck');
  const counted = `rows ${number(node, 'Plan Rows')}→${number(node, 'Actual Rows')} ×${number(node, 'Actual Loops')}${removed > 0 ? ` removed ${removed}` : ''} · ${number(node, 'Actual Total Time').toFixed(2)} ms · blocks ${number(node, 'Shared Hit Blocks')}+${number(node, 'Shared Read Blocks')}`;
  const details = shapeKeys.flatMap((key) => (node[key] === undefined ? [] : [`${pad}    ${key}: ${[node[key]].flat().join(', ').slice(0, 300)}`]));
  return [`${pad}${headOf(node)}  (${counted})`, ...details, ...(node.Plans ?? []).map((child) => rawOf(child, depth + 1))].join('\n');
};

const unboundIn = (node: Node): readonly string[] => {
  const scan = String(node['Node Type']).endsWith('Scan') && node['Relation Name'] !== undefined;
  const looked = (number(node, 'Actual Rows') + number(node, 'Rows Removed by Filter') + number(node, 'Rows Removed by Index Recheck')) * number(node, 'Actual Loops');
  const what = `${String(node['Node Type'])} on ${String(node['Relation Name'])}`;
  const own = scan && node['Node Type'] === 'Seq Scan' && looked > smallTable ? [`${what} reads the whole table: ${looked} rows`] : scan && looked > mostRows ? [`${what} looks at ${looked} rows`] : [];
  return [...own, ...(node.Plans ?? []).flatMap(unboundIn)];
};

/** Every statement of every page and list that must not grow, explained once on the register given. */
export const explainAll = async (asking: Asking, appOn: (db: Db) => Asking['register']['app']): Promise<readonly Plan[]> => {
  const plans: Plan[] = [];
  for (const question of questions.filter((one) => bound.includes(one.group))) {
    let place = 0;
    const db = explaining(asking.register.db, (sql, plan, ms) => {
      place += 1;
      plans.push({ question: question.name, place, sql, ms, blocks: number(plan, 'Shared Hit Blocks') + number(plan, 'Shared Read Blocks'), shape: shapeOf(plan), raw: rawOf(plan), unbound: unboundIn(plan) });
    });
    await question.jauap({ ...asking, register: { ...asking.register, db, app: appOn(db) } }, 0);
  }
  return plans;
};
const bound: readonly Group[] = ['inbox', 'board', 'matter', 'public'];
