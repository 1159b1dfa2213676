import { addDays, today, type Day } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import { say, type Lang, type Sentence } from '../../../../kernel/words.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Read } from '../../../../platform/db.ts';
import { calendarNamed, isWorking, nearBy, type Near, type WorkCalendar } from '../../../calendar/contract.ts';
import { awayOn, awayText, peopleByIds } from '../../../people/contract.ts';
import { nameOf, unitById, unitsByIds, type Unit } from '../../../units/contract.ts';
import { doorOf, type Excerpt } from '../../acts/sources.ts';
import type { Assignment, SourceKind } from '../../law.ts';
import { mayRead } from '../../policy.ts';
import type { BoardScope } from '../../store/board.ts';
import { boardWords } from '../../words/board.ts';
import { homeOf, type BoardAddress } from './address.ts';

/** The day that many working days ago; the whole of it counts as without movement. */
const backWorking = (calendar: WorkCalendar, from: Day, count: number): Day => {
  let on = from;
  for (let left = count; left > 0; ) {
    on = addDays(on, -1);
    if (isWorking(calendar, on)) left -= 1;
  }
  return on;
};

export type Days = Near & { readonly stillSince: Date };

/** Counted by the calendar of the reader's own unit; it comes along. */
export const daysOf = async (ctx: Ctx, q: Read, address: Pick<BoardAddress, 'days'>): Promise<{ days: Days; home: Unit | null }> => {
  const unitId = homeOf(ctx.actor);
  const home = unitId === undefined ? null : await unitById(q, unitId);
  const calendar = await calendarNamed(q, home?.calendar ?? 'kz5');
  const on = today(ctx.clock);
  // a day ends at midnight in the country: UTC+5 everywhere since 2024
  const stillSince = new Date(`${addDays(backWorking(calendar, on, address.days), 1)}T00:00:00+05:00`);
  return { days: { ...nearBy(calendar, on), stillSince }, home };
};

/** Where whoever helps does their part, of the holder's own promise too. */
export const pathOfPromise = (a: Pick<Assignment, 'id'>): string => `/desk/control/assignments/${a.id}`;

/** Rows with the names of everybody in them, and the words the reader may read: three questions, and one for each kind of source. */
export type Named = {
  readonly rows: readonly Assignment[];
  readonly unit: (id: number) => string; readonly person: (id: number | null) => string;
  /** beside the name of whoever is away today */
  readonly away: (id: number | null) => string;
  readonly text: (a: Assignment) => string;
  /** without the language: a task has a page of its own; the holder's promise is kept on the page of what it came from, for whoever may read that */
  readonly path: (a: Assignment) => string;
};

export const named = async (ctx: Ctx, lang: Lang, q: Read, found: readonly Assignment[]): Promise<Named> => {
  const rows = found.filter((a) => !isRefusal(mayRead(ctx.actor, a)));
  const ids = rows.flatMap((a) => [a.executor.accountId ?? [], a.controller.accountId ?? []].flat());
  const words = new Map<string, Excerpt>();
  const spoken = async (kind: SourceKind, all: readonly Assignment[]): Promise<void> => {
    const texts = await doorOf(kind)?.excerpts(ctx, q, [...new Set(all.map((a) => a.source.id))]);
    for (const [id, text] of texts ?? []) words.set(`${kind}:${id}`, text);
  };
  // asked together: one round trip
  const [units, people, away] = await Promise.all([
    unitsByIds(q, rows.flatMap((a) => [a.executor.unitId, a.controller.unitId])), peopleByIds(q, ids), awayOn(q, ids, today(ctx.clock)),
    ...[...Map.groupBy(rows.filter((a) => a.lead), (a): SourceKind => a.source.kind)].map(([kind, all]) => spoken(kind, all)),
  ] as const);
  return {
    rows,
    unit: (id) => { const unit = units.get(id); return unit ? nameOf(unit, lang) : ''; },
    person: (id) => (id === null ? '' : people.get(id)?.name ?? ''),
    away: (id) => { const one = id === null ? undefined : away.get(id); return one ? awayText(lang, one) : ''; },
    text: (a) => (a.lead ? words.get(`${a.source.kind}:${a.source.id}`)?.text ?? a.task ?? '' : a.task ?? (a.source.kind === 'visit' ? say(lang, boardWords.quietTask) : '')),
    path: (a) => (a.lead && words.has(`${a.source.kind}:${a.source.id}`) ? doorOf(a.source.kind)?.path(a.reference) : undefined) ?? pathOfPromise(a),
  };
};

export const hrefOfRow = (lang: Lang, names: Named, a: Assignment): string => `/${lang}${names.path(a)}`;

/** On the boards of whoever owes: somebody else's promise that they, or their body, only help with. */
export const helpsWith = (scope: BoardScope, a: Assignment): Sentence | null => {
  if (scope.of === 'executor') return a.executor.accountId === scope.accountId ? null : boardWords.youHelp;
  return scope.of !== 'bodies' || scope.ids.includes(a.executor.unitId) ? null : boardWords.bodyHelps;
};
