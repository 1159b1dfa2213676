import { addDays, day, today, type Day } from '../src/kernel/day.ts';
import { countReceptions } from '../src/rooms/reception/store/figures.ts';
import { officeOf, receivingBranches } from './fill-office.ts';
import { askPage } from './asking.ts';
import type { Register } from './registers.ts';
import type { Scene } from './scene.ts';

/** What a question to the reception room's figures costs: the middle of several, and how many statements it is. */
export type Counted = { readonly name: string; readonly ms: number; readonly statements: number };
export type ReceptionsMeasured = { readonly receptions: number; readonly visits: number; readonly rows: readonly Counted[] };

/** On a copy that `fillOffice` has filled: two years of twenty branches. */
export const measureReceptions = async (register: Register, scene: Scene, rounds: number): Promise<ReceptionsMeasured> => {
  const { receptions, visits } = officeOf(register.size);
  const ids = receivingBranches(scene);
  const on = today(register.ctx.clock);
  const to = addDays(day(`${on.slice(0, 8)}01`), -1);
  const month = { from: `${to.slice(0, 8)}01` as Day, to, today: on };
  const year = { from: addDays(to, -364), to, today: on };
  const first = ids[0] ?? 0;
  const asked: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['one branch, a month, counted anew', () => countReceptions(register.ctx, { ...month, branchId: first })],
    ['one branch, a year, counted anew', () => countReceptions(register.ctx, { ...year, branchId: first })],
    ['all branches, a month, counted anew', () => countReceptions(register.ctx, { ...month, branchId: null })],
    ['all branches, a year, counted anew', () => countReceptions(register.ctx, { ...year, branchId: null })],
    ['the page of one branch, a month', () => askPage(register, `/kk/figures/receptions?from=${month.from}&to=${month.to}&branch=${first}`)],
  ];
  const rows: Counted[] = [];
  for (const [name, ask] of asked) {
    const took: number[] = [];
    let statements = 0;
    for (let round = 0; round < rounds; round += 1) {
      const [before, at] = [register.db.statements.count, performance.now()];
      await ask();
      took.push(performance.now() - at);
      statements = register.db.statements.count - before;
    }
    rows.push({ name, ms: took.toSorted((a, b) => a - b)[Math.floor(took.length / 2)] ?? Number.NaN, statements });
  }
  return { receptions, visits, rows };
};

export const receptionsText = (m: ReceptionsMeasured | null): string => (m === null ? '' : `## Figures of receptions

Two years of twenty branches: ${m.receptions.toLocaleString('en')} receptions, ${m.visits.toLocaleString('en')} visits, each with its ticket. What takes longer than 100 ms is kept, as the figures of appeals are.

| | ms, the middle one | statements |
|---|--:|--:|
${m.rows.map((row) => `| ${row.name} | ${row.ms.toFixed(row.ms < 100 ? 1 : 0)} | ${row.statements} |`).join('\n')}
`);
