import { today, type Day } from '../../../../kernel/day.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Read } from '../../../../platform/db.ts';
import { earlierOf, gravest, guessed, likeTo, registeredOf, type Earlier, type Proposal } from '../../../appeals/contract.ts';
import { addWorkingDays, calendarNamed, calendarOfVersion, calendarStrip, isWorking, type StripDay } from '../../../calendar/contract.ts';
import { holdersOf, peopleByIds } from '../../../people/contract.ts';
import { competentBody, openTopics, openUnits, topics, unitById, unitsByIds, type Topic, type Unit } from '../../../units/contract.ts';
import { isLate, isQuietSign, promiseDays } from '../../law/visits.ts';
import { putsOf, type Put } from '../../store/promises.ts';
import { mattersOf, promisesOfMatters, visitsLike, type Matter, type Promised, type Visit } from '../../store/visits.ts';

/** A promise as it is shown: who, what, by when, with the days that were counted. */
export type Shown = Promised & { readonly unit: Unit | undefined; readonly who: string; readonly saidBy: string; readonly late: boolean; readonly days: readonly StripDay[]; readonly count: number; readonly puts: readonly Put[] };
/** What the machine reads in a matter that nobody has settled yet. */
export type Suggested = { readonly topicCode: string | null; readonly alike: readonly Proposal[]; readonly competent: Unit | null };
export type Secret = { readonly number: string; readonly code: string; readonly link: string; readonly dueOn: Day };
export type One = { readonly matter: Matter; readonly promises: readonly Shown[]; readonly suggested: Suggested | null; readonly appeal: Secret | null };
export type Person = { readonly accountId: number; readonly name: string };
export type View = {
  readonly visit: Visit; readonly today: Day; readonly branch: Unit; readonly official: string | null; readonly officialUnit: Unit; readonly matters: readonly One[]; readonly topics: readonly Topic[];
  /** working days that people promise most often, each with its day */
  readonly days: readonly { readonly count: number; readonly on: Day }[];
  readonly own: readonly Person[]; readonly bodies: readonly Unit[]; readonly peopleOf: ReadonlyMap<number, readonly Person[]>;
  readonly earlier: readonly Earlier[]; readonly visits: readonly { readonly visit: Visit; readonly matters: readonly Matter[]; readonly open: readonly Promised[] }[];
  /** the words speak of a child or of violence, and nobody has closed the visit yet */
  readonly quietSuggested: boolean;
};

export const nameOfVisitor = (v: { readonly surname: string | null; readonly given: string | null; readonly patronymic: string | null }): string => [v.surname, v.given, v.patronymic].filter(Boolean).join(' ');

/** Each promise with its strip, counted again by the very calendar that made it. */
export const shownPromises = async (q: Read, list: readonly Promised[], on: Day): Promise<readonly Shown[]> => {
  const [units, people, puts] = await Promise.all([
    unitsByIds(q, list.map((one) => one.executorUnit)), peopleByIds(q, list.flatMap((one) => [one.accountId, ...(one.executorAccount === null ? [] : [one.executorAccount])])), putsOf(q, list.map((one) => one.id)),
  ]);
  const calendars = new Map<string, Awaited<ReturnType<typeof calendarOfVersion>>>();
  for (const version of new Set(list.map((one) => one.calendarVersion))) calendars.set(version, await calendarOfVersion(q, version));
  return list.map((one) => {
    const calendar = calendars.get(one.calendarVersion);
    const days = calendar ? worked(calendarStrip(calendar, one.givenOn, one.dueOn), (day) => isWorking(calendar, day)) : [];
    return {
      ...one, unit: units.get(one.executorUnit), who: one.executorAccount === null ? '' : (people.get(one.executorAccount)?.name ?? ''), saidBy: people.get(one.accountId)?.name ?? '', late: isLate(one, on), days,
      count: days.filter((day) => day.n !== null).length, puts: puts.filter((put) => put.promiseId === one.id),
    };
  });
};
/** Working days up to a fixed last day: days off between are shown as skipped. */
const worked = (strip: readonly StripDay[], works: (on: Day) => boolean): readonly StripDay[] => {
  let n = 0;
  return strip.map((day) => (day.kind === 'counted' && !works(day.on) ? { ...day, kind: 'skipped', n: null, why: day.why ?? (day.names ? null : 'weekend') } : day.kind === 'counted' || day.kind === 'due' ? { ...day, n: (n += 1) } : day));
};

const suggestedFor = async (q: Read, ctx: Ctx, visit: Visit, branch: Unit, matter: Matter, on: Day): Promise<Suggested> => {
  const place = visit.territoryCode ?? branch.territoryCode;
  const topicCode = matter.topicCode ?? (await guessed(q, matter.text, place)).topics[0]?.code ?? null;
  const name = nameOfVisitor(visit);
  const [alike, competent] = await Promise.all([
    // what is quiet is compared with nothing
    visit.quiet ? [] : likeTo(q, ctx.actor, { text: matter.text, topicCode, address: null, on, branchId: visit.branchId }, name === '' ? null : { name, phone: visit.phone ?? undefined, address: visit.address ?? undefined }),
    topicCode === null ? null : competentBody(q, topicCode, place),
  ]);
  return { topicCode, alike, competent: competent?.unit ?? null };
};

/** Of an appeal that was made of a matter: what its person is given on paper. As whoever holds the visit. */
export const secretOf = async (q: Read, matter: Matter): Promise<Secret | null> => {
  const [own] = matter.appealId === null ? [] : await registeredOf(q, matter.appealId);
  return own ? { number: own.number, code: own.followCode, link: own.linkToken, dueOn: own.dueOn } : null;
};

const mostVisits = 5;

export const viewOf = async (q: Read, ctx: Ctx, visit: Visit): Promise<View> => {
  const on = today(ctx.clock);
  const branch = await unitById(q, visit.branchId);
  const officialUnit = await unitById(q, visit.unitId);
  if (!branch || !officialUnit) throw new Error('a visit without its branch');
  const matters = await mattersOf(q, [visit.id]);
  const promises = await shownPromises(q, await promisesOfMatters(q, matters.map((one) => one.id)), on);
  const open = visit.state === 'begun';
  const suggestions = new Map<number, Suggested>();
  if (open) for (const one of matters) if (one.outcome === null || one.outcome === 'promised') suggestions.set(one.id, await suggestedFor(q, ctx, visit, branch, one, on));
  const calendar = await calendarNamed(q, branch.calendar);
  const bodies = open ? await openUnits(q, 'body') : [];
  const named = [...new Set([officialUnit.id, branch.id, ...[...suggestions.values()].flatMap((one) => one.competent?.id ?? [])])];
  const peopleOf = new Map<number, readonly Person[]>();
  if (open) for (const unitId of named) peopleOf.set(unitId, await holdersOf(q, unitId, on));
  const people = await peopleByIds(q, visit.accountId === null ? [] : [visit.accountId]);
  const name = nameOfVisitor(visit);
  const known = open && !visit.quiet && name !== '';
  const before = known ? (await visitsLike(q, visit.phone === null ? { text: name } : { phone: visit.phone })).filter((one) => one.id !== visit.id).slice(0, mostVisits) : [];
  const beforeMatters = await mattersOf(q, before.map((one) => one.id));
  const beforePromises = await promisesOfMatters(q, beforeMatters.map((one) => one.id));
  return {
    visit, today: on, branch, officialUnit, official: visit.accountId === null ? null : (people.get(visit.accountId)?.name ?? ''), topics: openTopics(await topics(q)),
    matters: matters.map((matter) => ({ matter, promises: promises.filter((one) => one.matterId === matter.id), suggested: suggestions.get(matter.id) ?? null, appeal: null })),
    days: promiseDays.map((count) => ({ count, on: addWorkingDays(calendar, on, count) })), own: peopleOf.get(officialUnit.id) ?? [], bodies, peopleOf,
    earlier: known ? (await earlierOf(q, ctx.actor, { name, phone: visit.phone ?? undefined, address: visit.address ?? undefined })).filter((one) => !matters.some((m) => m.appealId === one.id)).slice(0, 8) : [],
    visits: before.map((one) => {
      const its = beforeMatters.filter((m) => m.visitId === one.id);
      return { visit: one, matters: its, open: beforePromises.filter((p) => p.open && its.some((m) => m.id === p.matterId)) };
    }),
    quietSuggested: open && !visit.quiet && matters.some((one) => isQuietSign(gravest(one.text, on))),
  };
};
