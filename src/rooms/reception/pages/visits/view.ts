import { today, type Day } from '../../../../kernel/day.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Read } from '../../../../platform/db.ts';
import { earlierOf, gravest, likeliestTopics, likeTo, registeredOf, type Earlier, type Proposal } from '../../../appeals/contract.ts';
import { addWorkingDays, calendarNamed, calendarOfVersion, calendarStrip, isWorking, type StripDay } from '../../../calendar/contract.ts';
import { holdersIn, peopleByIds } from '../../../people/contract.ts';
import { competentBodies, openTopics, openUnits, topics, unitsByIds, type Topic, type Unit } from '../../../units/contract.ts';
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

/** Whoever promises speak of. */
const unitsIn = (list: readonly Promised[]): readonly number[] => list.map((one) => one.executorUnit);
const peopleIn = (list: readonly Promised[]): readonly number[] => list.flatMap((one) => [one.accountId, ...(one.executorAccount === null ? [] : [one.executorAccount])]);

export const shownPromises = async (q: Read, list: readonly Promised[], on: Day): Promise<readonly Shown[]> => {
  const [units, people] = await Promise.all([unitsByIds(q, unitsIn(list)), peopleByIds(q, peopleIn(list))]);
  return withDays(q, list, on, { units, people });
};
type Names = { readonly units: ReadonlyMap<number, Unit>; readonly people: ReadonlyMap<number, { readonly name: string }> };
/** Each promise with its strip, counted again by the very calendar that made it. */
const withDays = async (q: Read, list: readonly Promised[], on: Day, { units, people }: Names): Promise<readonly Shown[]> => {
  const versions = [...new Set(list.map((one) => one.calendarVersion))];
  const [puts, ...made] = await Promise.all([putsOf(q, list.map((one) => one.id)), ...versions.map((version) => calendarOfVersion(q, version))]);
  const calendars = new Map(versions.map((version, at) => [version, made[at]]));
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

/** What the machine reads in each matter that nobody has settled yet; all of them are asked for together. */
const suggestedFor = async (q: Read, ctx: Ctx, visit: Visit, branch: Unit, matters: readonly Matter[], on: Day): Promise<ReadonlyMap<number, Suggested>> => {
  if (matters.length === 0) return new Map();
  const unread = matters.filter((one) => one.topicCode === null);
  const read = await likeliestTopics(q, unread.map((one) => one.text));
  const topicOf = (matter: Matter): string | null => matter.topicCode ?? read[unread.indexOf(matter)] ?? null;
  const name = nameOfVisitor(visit);
  const [alike, competent] = await Promise.all([
    // what is quiet is compared with nothing
    visit.quiet ? [] : likeTo(q, ctx.actor, matters.map((one) => ({ text: one.text, topicCode: topicOf(one), address: null, on, branchId: visit.branchId })), whoOf(visit, name)),
    competentBodies(q, matters.flatMap((one) => topicOf(one) ?? []), visit.territoryCode ?? branch.territoryCode),
  ]);
  return new Map(matters.map((one, at) => [one.id, { topicCode: topicOf(one), alike: alike[at] ?? [], competent: competent.get(topicOf(one) ?? '')?.unit ?? null }]));
};
const whoOf = (visit: Visit, name: string) => (name === '' ? null : { name, phone: visit.phone ?? undefined, address: visit.address ?? undefined });

/** Of an appeal that was made of a matter: what its person is given on paper. As whoever holds the visit. */
export const secretOf = async (q: Read, matter: Matter): Promise<Secret | null> => {
  const [own] = matter.appealId === null ? [] : await registeredOf(q, matter.appealId);
  return own ? { number: own.number, code: own.followCode, link: own.linkToken, dueOn: own.dueOn } : null;
};

const mostVisits = 5;
const mostAppeals = 8;

export const viewOf = async (q: Read, ctx: Ctx, visit: Visit): Promise<View> => {
  const on = today(ctx.clock);
  const open = visit.state === 'begun';
  const matters = await mattersOf(q, [visit.id]);
  const promised = await promisesOfMatters(q, matters.map((one) => one.id));
  const [units, people, all, bodies] = await Promise.all([
    unitsByIds(q, [visit.branchId, visit.unitId, ...unitsIn(promised)]), peopleByIds(q, [...(visit.accountId === null ? [] : [visit.accountId]), ...peopleIn(promised)]), topics(q), open ? openUnits(q, 'body') : [],
  ]);
  const [branch, officialUnit] = [units.get(visit.branchId), units.get(visit.unitId)];
  if (!branch || !officialUnit) throw new Error('a visit without its branch');
  const [promises, calendar, suggestions, before] = await Promise.all([
    withDays(q, promised, on, { units, people }), calendarNamed(q, branch.calendar),
    suggestedFor(q, ctx, visit, branch, open ? matters.filter((one) => one.outcome === null || one.outcome === 'promised') : [], on), beforeOf(q, ctx, visit),
  ]);
  const peopleOf = open ? await holdersIn(q, [officialUnit.id, branch.id, ...[...suggestions.values()].flatMap((one) => one.competent?.id ?? [])], on) : new Map<number, readonly Person[]>();
  return {
    visit, today: on, branch, officialUnit, official: visit.accountId === null ? null : (people.get(visit.accountId)?.name ?? ''), topics: openTopics(all),
    matters: matters.map((matter) => ({ matter, promises: promises.filter((one) => one.matterId === matter.id), suggested: suggestions.get(matter.id) ?? null, appeal: null })),
    days: promiseDays.map((count) => ({ count, on: addWorkingDays(calendar, on, count) })), own: peopleOf.get(officialUnit.id) ?? [], bodies, peopleOf,
    visits: before.visits, earlier: before.appeals.filter((one) => !matters.some((m) => m.appealId === one.id)).slice(0, mostAppeals),
    quietSuggested: open && !visit.quiet && matters.some((one) => isQuietSign(gravest(one.text, on))),
  };
};

/** What the same person asked before: appeals, and visits with what was promised and is open still. Of a quiet visit nothing is looked for. */
const beforeOf = async (q: Read, ctx: Ctx, visit: Visit): Promise<{ readonly appeals: readonly Earlier[]; readonly visits: View['visits'] }> => {
  const name = nameOfVisitor(visit);
  const who = visit.state !== 'begun' || visit.quiet ? null : whoOf(visit, name);
  if (!who) return { appeals: [], visits: [] };
  const [found, appeals] = await Promise.all([visitsLike(q, visit.phone === null ? { text: name } : { phone: visit.phone }), earlierOf(q, ctx.actor, who)]);
  const visits = found.filter((one) => one.id !== visit.id).slice(0, mostVisits);
  const matters = await mattersOf(q, visits.map((one) => one.id));
  const promises = await promisesOfMatters(q, matters.map((one) => one.id));
  return {
    appeals, visits: visits.map((one) => {
      const its = matters.filter((m) => m.visitId === one.id);
      return { visit: one, matters: its, open: promises.filter((p) => p.open && its.some((m) => m.id === p.matterId)) };
    }),
  };
};
