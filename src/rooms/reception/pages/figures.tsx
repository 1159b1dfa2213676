import { stringify } from 'csv-stringify/sync';
import { today } from '../../../kernel/day.ts';
import { refuse, isRefusal, type Refusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import { bytes, page, type Answer, type Asked, type Route } from '../../../platform/web.ts';
import { periodAsked } from '../../appeals/contract.ts';
import { peopleByIds } from '../../people/contract.ts';
import { nameOf, openUnits, type Unit } from '../../units/contract.ts';
import { dutyColumns, outcomeColumns, promiseColumns, verdictColumns } from '../law/figures.ts';
import { anyoneMay, overseersMay } from '../policy/figures.ts';
import { receptionFigures, type Part, type Period, type ReceptionFigures, type Told } from '../store/figures.ts';
import { branchDay } from './figures/desk.tsx';
import { FiguresPage, type Found } from './figures/public.tsx';

/** The period and branch an address asks for; the period as appeals read it. */
const found = async (asked: Asked): Promise<Found | Refusal> => {
  const { notes, ...months } = periodAsked(asked.query, today(asked.ctx.clock));
  const branches = await read(asked.ctx, (q) => openUnits(q, 'branch'));
  const wanted = asked.query.get('branch') ?? '';
  const [only] = branches;
  const branch = branches.find((one) => String(one.id) === wanted) ?? (branches.length === 1 ? only : undefined);
  if (wanted !== '' && !branch) return refuse('branch_not_found');
  const period: Period = { ...months, branchId: branch?.id ?? null };
  const figures = await receptionFigures(asked.ctx, period);
  const officials = await read(asked.ctx, (q) => peopleByIds(q, figures.officials.map((one) => one.id)));
  return { period, notes, branch: branch ?? null, branches, figures, officials };
};

const figures = async (asked: Asked): Promise<Answer> => {
  const all = await found(asked);
  return isRefusal(all) ? all : <FiguresPage asked={asked} found={all} />;
};

const csvColumns = ['part', 'name', ...dutyColumns.map((one) => `duties_${one}`), 'receptions_held', 'people_received', 'matters', ...outcomeColumns.map((one) => `outcome_${one}`), ...verdictColumns.map((one) => `verdict_${one}`),
  ...promiseColumns.map((one) => `promises_${one}`), 'waiting_median_min', 'waiting_p90_min', 'serving_median_min', 'serving_p90_min'];
const tenth = (value: number | undefined) => (value === undefined ? null : Math.round(value * 10) / 10);

const line = (part: string, name: string, t: Told): Readonly<Record<string, string | number | null>> => ({
  part, name, ...columns('duties', dutyColumns, t.duties), receptions_held: t.held, people_received: t.received, matters: t.matters, ...columns('outcome', outcomeColumns, t.outcomes),
  ...columns('verdict', verdictColumns, t.verdicts), ...columns('promises', promiseColumns, t.promises),
  waiting_median_min: tenth(t.waiting?.median), waiting_p90_min: tenth(t.waiting?.p90), serving_median_min: tenth(t.serving?.median), serving_p90_min: tenth(t.serving?.p90),
});
const columns = (of: string, names: readonly string[], counts: readonly (number | null)[]): Record<string, number | null> => Object.fromEntries(names.map((name, at) => [`${of}_${name}`, counts[at] ?? null]));

/** The tables of the page as they stand there; what is hidden is empty. */
const csv = async (asked: Asked): Promise<Answer> => {
  const all = await found(asked);
  if (isRefusal(all)) return all;
  const f: ReceptionFigures = all.figures;
  const unit = (id: number): Unit | undefined => all.branches.find((one) => one.id === id);
  const many = (part: string, list: readonly Part[], name: (one: Part, at: number) => string) => list.map((one, at) => line(part, name(one, at), one));
  const rows = [
    line('total', all.branch ? nameOf(all.branch, asked.lang) : '', f.total),
    ...(all.branch ? [] : many('branch', f.branches, (one) => { const named = unit(one.id); return named ? nameOf(named, asked.lang) : ''; })),
    ...many('official', f.officials, (one) => all.officials.get(one.id)?.name ?? ''),
    ...many('outing', f.outings, (_one, at) => f.outings[at]?.names[asked.lang] ?? ''),
  ];
  // the byte order mark makes spreadsheets read Kazakh letters
  const text = `\uFEFF${stringify(rows, { header: true, columns: csvColumns, escape_formulas: true })}`;
  const of = all.branch?.code ?? 'all';
  return bytes(new TextEncoder().encode(text), { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="receptions-${of}-${all.period.from}-${all.period.to}.csv"`, 'cache-control': 'no-store' });
};

export const figuresRoutes: readonly Route[] = [
  page({ method: 'get', path: '/figures/receptions', may: anyoneMay, handler: figures }),
  page({ method: 'get', path: '/figures/receptions.csv', may: anyoneMay, handler: csv }),
  page({ method: 'get', path: '/desk/figures', may: overseersMay, handler: branchDay }),
];
