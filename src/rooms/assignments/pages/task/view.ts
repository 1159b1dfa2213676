import { today, type Day } from '../../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Lang } from '../../../../kernel/words.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read, type Read } from '../../../../platform/db.ts';
import { calendarNamed, calendarOfVersion, calendarStrip, nearBy, type Near, type StripDay } from '../../../calendar/contract.ts';
import { filesOf, type StoredFile } from '../../../files/contract.ts';
import { awayOn, awayText, holdersOf, peopleByIds } from '../../../people/contract.ts';
import { nameOf, openUnits, unitsByIds, type Unit } from '../../../units/contract.ts';
import { standingOf } from '../../acts/around.ts';
import { doorOf } from '../../acts/sources.ts';
import { baton, type Assignment, type Stretch } from '../../law.ts';
import { mayRead, type Standing } from '../../policy.ts';
import { extensions, reports, type Extension, type Report } from '../../store/beside.ts';
import { byId, history, lastActAt, type HistoryRow } from '../../store/promise.ts';
import type { Typed } from './fields.ts';
import { reportOwner } from './papers.tsx';
import { reasonAgainst, taskActs, type TaskAct } from './possible.ts';

export type Who = { readonly accountId: number; readonly name: string };
export type Shown = Report & { readonly papers: readonly StoredFile[] };

/** Everything the page of one promise shows, read in one snapshot with the reader's eyes. */
export type View = {
  readonly a: Assignment; readonly standing: Standing; readonly now: Date; readonly near: Near;
  readonly against: Readonly<Record<TaskAct, Refusal | null>>;
  readonly history: readonly HistoryRow[]; readonly held: readonly Stretch[]; readonly days: readonly StripDay[];
  readonly reports: readonly Shown[]; readonly extensions: readonly Extension[]; readonly waiting: Extension | null;
  readonly matter: { readonly path: string | null; readonly excerpt: string };
  readonly unitName: (id: number) => string; readonly personName: (id: number) => string;
  /** «away until…, deputy: …» beside the name of whoever is away today, else nothing */
  readonly away: (id: number | null) => string;
  /** for the forms that give it to somebody: the unit chosen in each, and who sits there */
  readonly bodies: readonly Unit[]; readonly branches: readonly Unit[]; readonly people: Readonly<Partial<Record<TaskAct, readonly Who[]>>>; readonly controllers: readonly Who[];
};

export const viewOf = (ctx: Ctx, lang: Lang, id: number, typed: Typed): Promise<View | Refusal> => read(ctx, async (q) => {
  const a = await byId(q, id);
  // what a person may not see is not found
  if (!a || isRefusal(mayRead(ctx.actor, a))) return refuse('assignment_not_found');
  return gather(q, ctx, lang, a, typed);
});

const gather = async (q: Read, ctx: Ctx, lang: Lang, a: Assignment, typed: Typed): Promise<View> => {
  const on = today(ctx.clock);
  const standing = await standingOf(q, a, ctx.clock);
  const past = (await history(q, a.source)).filter((row) => row.assignmentId === a.id);
  const asked = (await extensions(q, a.source)).filter((one) => one.assignmentId === a.id);
  const told = await reports(q, a.id);
  const shown: Shown[] = [];
  for (const one of told) shown.push({ ...one, papers: await filesOf(q, reportOwner(one.id)) });
  const around = { standing, today: on, remindedAt: await lastActAt(q, a.id, 'remind') };
  const against = Object.fromEntries(taskActs.map((act) => [act, reasonAgainst(ctx.actor, a, around, act)])) as Record<TaskAct, Refusal | null>;
  const held = baton(past);
  const units = await unitsByIds(q, [a.branchId, a.executor.unitId, a.controller.unitId, ...standing.helps.map((one) => one.unitId), ...told.map((one) => one.byUnit), ...past.flatMap((row) => [row.from?.unitId ?? [], row.to.unitId].flat())]);
  const people = await peopleByIds(q, [
    ...[a.executor, a.controller, ...standing.helps].flatMap((one) => one.accountId ?? []), ...told.flatMap((one) => one.byAccount ?? []), ...asked.flatMap((one) => one.askedBy ?? []),
    ...past.flatMap((row) => [row.byAccount ?? [], row.from?.accountId ?? [], row.to.accountId ?? []].flat()), ...[standing.away?.deputyId ?? []].flat(),
  ]);
  const door = doorOf(a.source.kind);
  const words = (await door?.excerpts(ctx, q, [a.source.id]))?.get(a.source.id);
  const receiving = await receivers(q, a, against, typed, on);
  const away = await awayOn(q, [...[a.executor, a.controller, ...standing.helps].flatMap((one) => one.accountId ?? []), ...[...Object.values(receiving.people), receiving.controllers].flat().map((one) => one.accountId)], on);
  return {
    a, standing, now: new Date(ctx.clock.now()), near: nearBy(await calendarNamed(q, units.get(a.branchId)?.calendar ?? 'kz5'), on), against, history: past, held, reports: shown, extensions: asked,
    waiting: a.waits ? (asked.find((one) => one.granted === null) ?? null) : null,
    // given for the same day: there is nothing to count
    days: a.dueOn > a.givenOn ? calendarStrip(await calendarOfVersion(q, a.calendarVersion), a.givenOn as Day, a.dueOn as Day) : [],
    // whoever helps may not read what it came from: no link leads them to a page that is not found
    matter: { path: words === undefined ? null : door?.path(a.reference) ?? null, excerpt: words?.text ?? '' },
    unitName: (id) => { const unit = units.get(id); return unit ? nameOf(unit, lang) : ''; },
    personName: (id) => people.get(id)?.name ?? '',
    away: (id) => { const one = id === null ? undefined : away.get(id); return one ? awayText(lang, one) : ''; },
    ...receiving,
  };
};

const chosenUnit = (typed: Typed, act: TaskAct): number | null => {
  const id = Number(typed[`${act}.unitId`] ?? '');
  return Number.isSafeInteger(id) && id > 0 ? id : null;
};

const receivers = async (q: Read, a: Assignment, against: Readonly<Record<TaskAct, Refusal | null>>, typed: Typed, on: Day): Promise<Pick<View, 'bodies' | 'branches' | 'people' | 'controllers'>> => {
  const giving = (['hand_over', 'add_co_executor'] as const).filter((act) => against[act] === null);
  const people: Partial<Record<TaskAct, readonly Who[]>> = {};
  for (const act of giving) {
    const unitId = chosenUnit(typed, act) ?? (act === 'hand_over' ? a.executor.unitId : null);
    people[act] = unitId === null ? [] : await holdersOf(q, unitId, on);
  }
  return {
    bodies: giving.length === 0 ? [] : await openUnits(q, 'body'), branches: giving.length === 0 ? [] : await openUnits(q, 'branch'), people,
    controllers: against.set_controller === null ? (await holdersOf(q, a.branchId, on)).filter((one) => one.accountId !== a.executor.accountId && one.accountId !== a.controller.accountId) : [],
  };
};
