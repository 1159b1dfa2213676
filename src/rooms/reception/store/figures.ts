import { system } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, type Read } from '../../../platform/db.ts';
import { keptFor, leastSample, suppressCrossed, suppressed, suppressParts, type Hidden } from '../../appeals/contract.ts';
import { dueOf, mattersOf, nothing, outcomeColumns, outcomesOf, promiseColumns, verdictColumns, verdictsOf, type Tally } from '../law/figures.ts';
import { countRows, outingsNamed, publicOfficials, servingTimes, waitingTimes, type Counted, type OutingNamed, type Period, type Times } from './figures-rows.ts';

export type { OutingNamed, Period } from './figures-rows.ts';
export type Spread = { readonly median: number; readonly p90: number; readonly sample: number } | null;
export type Count = number | null;
/** What everybody may know of one branch, official or outing. Null: small enough to point at a person. What officials owe is never small. */
export type Told = {
  readonly duties: readonly number[]; readonly due: number; readonly held: number;
  readonly received: Count; readonly matters: Count; readonly outcomes: readonly Count[]; readonly verdicts: readonly Count[]; readonly promises: readonly Count[];
  readonly waiting: Spread; readonly serving: Spread;
};
export type Part = Told & { readonly id: number };
export type ReceptionFigures = {
  readonly total: Told;
  /** the office's key by the person's */
  readonly cross: readonly (readonly Count[])[];
  readonly branches: readonly Part[]; readonly officials: readonly Part[]; readonly outings: readonly (Part & OutingNamed)[];
};

/** Figures for everybody: counted with the house's eyes, given out without anything small enough to point at a person. */
export const receptionFigures = async (ctx: Pick<Ctx, 'db'>, f: Period): Promise<ReceptionFigures> => {
  const own = await counted(ctx, f);
  if (f.branchId === null) return told(own, {}, []);
  // what is hidden among the branches is hidden on a branch's own page: one is the others subtracted from all
  const all = await counted(ctx, { ...f, branchId: null });
  const tallies = [...branchesOf(all.rows)];
  const place = tallies.findIndex(([id]) => id === f.branchId);
  const whole = told(all, {}, []);
  const one = whole.branches.find((part) => part.id === f.branchId);
  return told(own, one === undefined ? {} : { one }, place < 0 ? [] : cellsHidden(tallies.map(([, tally]) => tally), place));
};

type CountedAll = { readonly rows: readonly Counted[]; readonly waiting: readonly Times[]; readonly serving: readonly Times[]; readonly officials: readonly number[]; readonly outings: readonly OutingNamed[] };

const counted = (ctx: Pick<Ctx, 'db'>, f: Period): Promise<CountedAll> => keptFor(ctx.db, JSON.stringify(['receptions', f]), () => countReceptions(ctx, f));

/** Counted from the rows as they stand at this moment. */
export const countReceptions = (ctx: Pick<Ctx, 'db'>, f: Period): Promise<CountedAll> =>
  read({ db: ctx.db, actor: system('reception.figures') }, async (q: Read) => ({
    rows: await countRows(q, f), waiting: await waitingTimes(q, f), serving: await servingTimes(q, f),
    officials: f.branchId === null ? [] : await publicOfficials(q, f), outings: f.branchId === null ? [] : await outingsNamed(q, f),
  }));

export const totalOf = (rows: readonly Counted[]): Tally => rows.reduce((all, row) => added(all, row), nothing() as Tally);
const added = (a: Tally, b: Tally): Tally => ({
  received: a.received + b.received, held: a.held + b.held, duties: a.duties.map((one, at) => one + (b.duties[at] ?? 0)), promises: a.promises.map((one, at) => one + (b.promises[at] ?? 0)),
  cross: a.cross.map((row, r) => row.map((one, c) => one + (b.cross[r]?.[c] ?? 0))),
});
const less = (a: Tally, b: Tally): Tally => added(a, { received: -b.received, held: -b.held, duties: b.duties.map((one) => -one), promises: b.promises.map((one) => -one), cross: b.cross.map((row) => row.map((one) => -one)) });
const by = (rows: readonly Counted[], whose: (row: Counted) => number | null): ReadonlyMap<number, Tally> =>
  new Map([...Map.groupBy(rows.filter((row) => whose(row) !== null), (row) => whose(row) ?? 0)].map(([id, own]) => [id, totalOf(own)]));
export const branchesOf = (rows: readonly Counted[]): ReadonlyMap<number, Tally> => by(rows, (row) => row.branch);
export const officialsOf = (rows: readonly Counted[]): ReadonlyMap<number, Tally> => by(rows, (row) => row.account);
export const outingsOf = (rows: readonly Counted[]): ReadonlyMap<number, Tally> => by(rows, (row) => row.outing);

const isHidden = (counts: readonly Count[] | undefined): readonly boolean[] => (counts ?? []).map((one) => one === null);

/** Cells of a branch that would follow from the other branches' pages and the page of all. */
const cellsHidden = (tallies: readonly Tally[], place: number): readonly (readonly boolean[])[] =>
  outcomeColumns.map((_outcome, r) => verdictColumns.map((_verdict, c) => suppressParts(tallies.map((one) => one.cross[r]?.[c] ?? 0))[place] === null));

const told = (c: CountedAll, before: { readonly one?: Part }, cells: NonNullable<Hidden['cells']>): ReceptionFigures => {
  const tally = totalOf(c.rows);
  const { one } = before;
  const hides = (counts: readonly number[], also: readonly Count[] | undefined): readonly Count[] => suppressParts(counts).map((count, at) => (also?.[at] === null ? null : count));
  const sums: Sums = {
    received: one?.received === null ? null : suppressed(tally.received), matters: one?.matters === null ? null : suppressed(mattersOf(tally)),
    outcomes: hides(outcomesOf(tally), one?.outcomes), verdicts: hides(verdictsOf(tally), one?.verdicts), promises: hides(tally.promises, one?.promises),
  };
  const times = (list: readonly Times[], level: Times['level']) => (id: number): Spread => {
    const found = list.find((row) => row.level === level && (level === 'whole' || row[level] === id));
    return found && found.sample >= leastSample ? { median: found.median, p90: found.p90, sample: found.sample } : null;
  };
  const timed = (level: Times['level']) => ({ waiting: times(c.waiting, level), serving: times(c.serving, level) });
  const parts = (all: ReadonlyMap<number, Tally>, ids: readonly number[], level: Times['level']): readonly Part[] => partsOf(tally, sums, ids.map((id) => ({ id, tally: all.get(id) ?? (nothing() as Tally) })), timed(level));
  const branches = branchesOf(c.rows);
  const outings = parts(outingsOf(c.rows), c.outings.map((outing) => outing.id), 'outing');
  return {
    total: { ...plain(tally), ...sums, waiting: timed('whole').waiting(0), serving: timed('whole').serving(0) },
    cross: suppressCrossed(tally.cross, { rows: isHidden(sums.outcomes), columns: isHidden(sums.verdicts), cells }),
    branches: parts(branches, [...branches.keys()].toSorted((a, b) => a - b), 'branch'),
    officials: parts(officialsOf(c.rows), c.officials, 'account'),
    outings: c.outings.flatMap((outing, at) => { const part = outings[at]; return part ? [{ ...part, ...outing }] : []; }),
  };
};

type Sums = Pick<Told, 'received' | 'matters' | 'outcomes' | 'verdicts' | 'promises'>;
const plain = (t: Tally) => ({ duties: t.duties, due: dueOf(t), held: t.held });

/** The parts of a whole whose sums are known. Whoever is in none of them is a part that nobody is told of. */
const partsOf = (whole: Tally, sums: Sums, parts: readonly { id: number; tally: Tally }[], timed: { waiting: (id: number) => Spread; serving: (id: number) => Spread }): readonly Part[] => {
  const rest = parts.reduce((left, part) => less(left, part.tally), whole);
  const all = [...parts.map((part) => part.tally), rest];
  const last = all.length - 1;
  const untold = (columns: number) => all.map((_one, at) => Array.from({ length: columns }, () => at === last));
  const line = (counts: readonly number[], sumTold: Count): readonly Count[] => suppressCrossed(counts.map((one) => [one]), { columns: [sumTold === null], cells: untold(1) }).map((row) => row[0] ?? null);
  const received = line(all.map((one) => one.received), sums.received);
  const matters = line(all.map(mattersOf), sums.matters);
  const rows = isHidden(matters);
  const outcomes = suppressCrossed(all.map(outcomesOf), { rows, columns: isHidden(sums.outcomes), cells: untold(outcomeColumns.length) });
  const verdicts = suppressCrossed(all.map(verdictsOf), { rows, columns: isHidden(sums.verdicts), cells: untold(verdictColumns.length) });
  // what was promised is told by the outcome: nearly every such matter has one promise
  const promises = suppressCrossed(all.map((one) => one.promises), { rows: outcomes.map((row) => row[outcomeColumns.indexOf('promised')] === null), columns: isHidden(sums.promises), cells: untold(promiseColumns.length) });
  return parts.map(({ id, tally }, at) => ({
    id, ...plain(tally), received: received[at] ?? null, matters: matters[at] ?? null, outcomes: outcomes[at] ?? [], verdicts: verdicts[at] ?? [], promises: promises[at] ?? [], waiting: timed.waiting(id), serving: timed.serving(id),
  }));
};
