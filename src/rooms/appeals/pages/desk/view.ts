import type { Actor } from '../../../../kernel/actor.ts';
import { today, type Day } from '../../../../kernel/day.ts';
import { isRefusal, refuse, type Refusal } from '../../../../kernel/refusal.ts';
import type { Lang } from '../../../../kernel/words.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read, write, type Read } from '../../../../platform/db.ts';
import { history, ofSource, type Assignment, type HistoryRow, type Stretch } from '../../../assignments/contract.ts';
import { addWorkingDays, calendarNamed, nearBy, onOrAfter } from '../../../calendar/contract.ts';
import { filesOf, type StoredFile } from '../../../files/contract.ts';
import { awayOn, awayText, holdersIn, peopleByIds } from '../../../people/contract.ts';
import { fatesOf, waysOf, type Fate, type Way } from '../../../notices/contract.ts';
import { warningsOf, type RouteWarning } from '../../../recognition/contract.ts';
import { competentBody, nameOf, openUnits, territoriesUpwards, topics, unitsByIds, type Territory, type Topic, type Unit } from '../../../units/contract.ts';
import { holderAway } from '../../acts/around.ts';
import { proposalsFor, type Proposal } from '../../acts/likeness.ts';
import { guessed, type Guessed } from '../../acts/suggest.ts';
import { extensionLimit, rulesByVersion } from '../../law/terms.ts';
import { mayAssign, mayRead } from '../../policy.ts';
import { joinedThemselves } from '../../store/likeness.ts';
import { noteLook, othersLooking } from '../../store/look.ts';
import { routeLoad } from '../../store/route.ts';
import { appealByNumber, ownersHeld, timeline, type TimelineRow, type Whole } from '../../store/matter.ts';
import { spoken } from '../intake/place.ts';
import { unfoldBoth, type Clocks } from '../term.tsx';
import { stretchesOf } from './baton.ts';
import type { Typed } from './fields.ts';
import { checksOf, type Checks } from './noticed.ts';
import { fullPlace, fullPlaces, placeLike, placesNear, type PlaceFound } from './place.ts';
import { deskActs, reasonAgainst, type DeskAct, type Limits } from './possible.ts';

export type Suggestion = {
  readonly unit: Unit; readonly topic: Topic; readonly here: Territory; readonly setFor: Territory; readonly exact: boolean;
  /** what whoever sends it there should know first */
  readonly warnings: readonly RouteWarning[];
};
export type Sorting = Guessed & {
  /** the place and what it lies in, from inside out */
  readonly full: ReadonlyMap<string, readonly Territory[]>;
};
export type Who = { readonly accountId: number; readonly name: string };

/** Everything a matter's page shows, read in one snapshot with the reader's eyes. */
export type View = {
  readonly whole: Whole; readonly checks: Checks; readonly rows: readonly TimelineRow[]; readonly history: readonly HistoryRow[]; readonly stretches: readonly Stretch[]; readonly clocks: Clocks;
  readonly now: Date; readonly limits: Limits; readonly against: Readonly<Record<DeskAct, Refusal | null>>;
  readonly papers: readonly StoredFile[]; readonly innerPapers: readonly StoredFile[]; readonly lookers: readonly string[];
  readonly unitName: (id: number) => string; readonly personName: (id: number) => string;
  /** «away until…, deputy: …» beside the name of whoever is away today, else nothing */
  readonly away: (id: number | null) => string; readonly place: string;
  readonly topics: readonly Topic[]; readonly suggestion: Suggestion | null; readonly sorting: Sorting | null; readonly alike: readonly Proposal[];
  /** letters that their own people joined to this one: the answer goes to them too */
  readonly themselves: number;
  /** for the forms that give it to somebody */
  readonly bodies: readonly Unit[]; readonly branches: readonly Unit[]; readonly onlyHere: boolean; readonly unitChosen: number | null; readonly people: readonly Who[]; readonly controllers: readonly Who[];
  /** the holder's own promise, and the tasks beside it */
  readonly lead: Assignment | null; readonly tasks: readonly Assignment[]; readonly taskUnit: number | null; readonly taskPeople: readonly Who[];
  /** what was told to the person, and what became of it */
  readonly fates: readonly Fate[]; readonly ways: readonly Way[];
  readonly placeFound: PlaceFound | null; readonly near: readonly Territory[]; readonly branchTerritory: string;
};

export const viewOf = async (ctx: Ctx, lang: Lang, number: string, typed: Typed): Promise<View | Refusal> => {
  const view = await read(ctx, async (q) => {
    const whole = await appealByNumber(q, number);
    const may = whole ? mayRead(ctx.actor, whole.appeal) : refuse('appeal_not_found');
    if (!whole || isRefusal(may)) return refuse('appeal_not_found');
    return { view: await gather(q, ctx, lang, whole, typed), may };
  });
  if (isRefusal(view)) return view;
  await write(ctx, (tx) => noteLook(tx, view.may, { appealId: view.view.whole.appeal.id, at: view.view.now }));
  const { whole, against } = view.view;
  const { suggestion } = view.view;
  const warned = suggestion && { ...suggestion, warnings: warningsOf(await routeLoad(ctx, { unitId: suggestion.unit.id, topicCode: suggestion.topic.code })) };
  return { ...view.view, suggestion: warned, checks: await checksOf(ctx, whole, typed, { approve: against.approve === null, draft: against.draft_answer === null }) };
};

const gather = async (q: Read, ctx: Ctx, lang: Lang, whole: Whole, typed: Typed): Promise<Omit<View, 'checks'>> => {
  const { appeal } = whole;
  const now = new Date(ctx.clock.now());
  const on = today(ctx.clock);
  const me = ctx.actor.kind === 'staff' ? ctx.actor.accountId : 0;
  const source = { kind: 'appeal', id: appeal.id } as const;
  const owner = `appeal:${appeal.id}`;
  // what the matter alone is needed for, asked together: one round trip
  const [rows, past, lookers, promises, all, holders, innerPapers, fates, ways, holderIsAway] = await Promise.all([
    timeline(q, appeal.id, false), history(q, source, { lead: true }), othersLooking(q, { appealId: appeal.id, accountId: me, now }), ofSource(q, source), topics(q), ownersHeld(q, appeal.id),
    filesOf(q, `${owner}:internal`), fatesOf(q, owner), waysOf(q, owner), holderAway(q, appeal, ctx.clock),
  ]);
  const stretches = stretchesOf(appeal, past, rows);
  const tasks = promises.filter((one) => !one.lead);
  const [names, papers, clocks] = await Promise.all([namesFor(q, lang, whole, rows, [...stretches, ...tasks.map((one) => one.executor)], lookers), filesOf(q, holders), unfoldBoth(q, appeal)]);
  const limits = { ...await limitsOf(q, whole, names.branch, on, tasks.filter((one) => one.endedAt === null).length), away: holderIsAway };
  const against = Object.fromEntries(deskActs.map((act) => [act, reasonAgainst(ctx.actor, whole, limits, act)])) as Record<DeskAct, Refusal | null>;
  const letters = whole.joined.flatMap((one) => (one.how === 'joined_by' ? [one.id] : []));
  const text = typed['sort.place'] ?? '';
  const home = names.branch?.territoryCode ?? null;
  const [suggestion, sorting, alike, themselves, near, placeFound] = await Promise.all([
    against.assign === null ? suggest(q, whole, all, names.places) : null, against.sort === null ? sortingOf(q, whole, home) : null, against.join === null ? proposalsFor(q, ctx.actor, appeal.id) : [],
    against.approve === null && letters.length > 0 ? joinedThemselves(q, letters).then((found) => found.size) : 0, against.sort === null ? placesNear(q, home ?? '') : [], text === '' ? null : placeLike(q, text, home),
  ]);
  const receiving = await receivers(q, ctx.actor, whole, suggestion, against, typed, on);
  const away = await awayOn(q, [appeal.holderAccount ?? [], promises.flatMap((one) => [one.executor.accountId ?? [], one.controller.accountId ?? []].flat()), [...receiving.people, ...receiving.controllers, ...receiving.taskPeople].map((one) => one.accountId)].flat(), on);
  return {
    away: (id) => { const one = id === null ? undefined : away.get(id); return one ? awayText(lang, one) : ''; },
    lead: promises.find((one) => one.lead && one.endedAt === null) ?? null, tasks,
    whole, rows, history: past, stretches, now, limits, against, topics: all, suggestion, sorting, alike, themselves, near,
    clocks, papers, innerPapers, placeFound, fates, ways,
    lookers: lookers.map(names.person), branchTerritory: home ?? '', unitName: names.unit, personName: names.person, place: names.place,
    ...receiving,
  };
};

const namesFor = async (q: Read, lang: Lang, { appeal, draft, extension }: Whole, rows: readonly TimelineRow[], stretches: readonly Pick<Stretch, 'unitId' | 'accountId'>[], lookers: readonly number[]) => {
  const idsIn = (key: string) => rows.flatMap((row) => (typeof row.facts[key] === 'number' ? [row.facts[key]] : []));
  const [units, people, places] = await Promise.all([
    unitsByIds(q, [appeal.branchId, appeal.holderUnit, ...idsIn('unit'), ...stretches.map((one) => one.unitId)]),
    peopleByIds(q, [
      ...idsIn('account'), ...rows.flatMap((row) => row.byAccount ?? []), ...stretches.flatMap((one) => one.accountId ?? []), ...lookers,
      ...[appeal.holderAccount, draft?.draftedBy, extension?.askedBy].flatMap((id) => id ?? []),
    ]),
    territoriesUpwards(q, appeal.territoryCode === null ? [] : [appeal.territoryCode]),
  ]);
  const where = appeal.territoryCode !== null && places.has(appeal.territoryCode) ? fullPlace(places, appeal.territoryCode) : undefined;
  return {
    branch: units.get(appeal.branchId), places,
    unit: (id: number) => { const unit = units.get(id); return unit ? nameOf(unit, lang) : ''; },
    person: (id: number) => people.get(id)?.name ?? '',
    place: where ? spoken(where, lang) : '',
  };
};

const limitsOf = async (q: Read, { appeal }: Whole, branch: Unit | undefined, on: Day, openTasks: number): Promise<Omit<Limits, 'away'>> => {
  const calendar = await calendarNamed(q, branch?.calendar ?? 'kz5');
  const days = { version: calendar.version, add: (from: Day, n: number) => addWorkingDays(calendar, from, n), onOrAfter: (day: Day) => onOrAfter(calendar, day) };
  const rules = rulesByVersion(appeal.ruleVersion);
  const until = appeal.held.forwardBy;
  const near = nearBy(calendar, on);
  return {
    today: on, near, forwardBy: until, forwardLeft: near.left(until), openTasks,
    extension: rules ? extensionLimit(rules, appeal.kind, appeal.termFromOn, days) : null,
  };
};

/** What the words say of topic and place, of what nobody has set yet; null where there is nothing to say. */
const sortingOf = async (q: Read, { appeal, text }: Whole, near: string | null): Promise<Sorting | null> => {
  if (appeal.topicCode !== null && appeal.territoryCode !== null) return null;
  const all = await guessed(q, text, near);
  const found = { topics: appeal.topicCode === null ? all.topics : [], place: appeal.territoryCode === null ? all.place : null };
  if (found.topics.length === 0 && found.place?.meant == null && (found.place?.among.length ?? 0) === 0) return null;
  return { ...found, full: await fullPlaces(q, [found.place?.meant ?? [], found.place?.among ?? []].flat().map((one) => one.code)) };
};

/** The machine suggests with its reason, a person decides (product.md, rule 5). */
const suggest = async (q: Read, { appeal }: Whole, all: readonly Topic[], above: ReadonlyMap<string, Territory>): Promise<Suggestion | null> => {
  const topic = all.find((one) => one.code === appeal.topicCode);
  if (!topic || appeal.territoryCode === null) return null;
  const found = await competentBody(q, topic.code, appeal.territoryCode);
  if (!found || found.unit.id === appeal.holderUnit) return null;
  // who answers for it was set for the place itself or for one above it
  const here = above.get(appeal.territoryCode);
  const setFor = above.get(found.territoryCode);
  return here && setFor ? { unit: found.unit, topic, here, setFor, exact: found.exact, warnings: [] } : null;
};

const receivers = async (
  q: Read, actor: Actor, { appeal }: Whole, suggestion: Suggestion | null, against: Readonly<Record<DeskAct, Refusal | null>>, typed: Typed, on: Day,
): Promise<Pick<View, 'bodies' | 'branches' | 'onlyHere' | 'unitChosen' | 'people' | 'controllers' | 'taskUnit' | 'taskPeople'>> => {
  const none = { bodies: [], branches: [], onlyHere: false, unitChosen: null, people: [], controllers: [], taskUnit: null, taskPeople: [] };
  if (against.assign !== null && against.forward !== null && against.give_task !== null) return none;
  const typedAs = (name: string): number | null => { const id = Number(typed[name] ?? ''); return Number.isSafeInteger(id) && id > 0 ? id : null; };
  const taskUnit = typedAs('give_task.unitId');
  // unit 0 is nobody's: may it be given to any unit at all, or only to the people of the body that has it?
  const onlyHere = isRefusal(mayAssign(actor, appeal, 0));
  const within = onlyHere && against.forward !== null && against.give_task !== null ? [appeal.holderUnit] : 'all' as const;
  const unitChosen = typedAs('assign.unitId') ?? suggestion?.unit.id ?? appeal.holderUnit;
  const [bodies, branches, holders] = await Promise.all([openUnits(q, 'body', within), openUnits(q, 'branch', within), holdersIn(q, [unitChosen, appeal.branchId, ...(taskUnit === null ? [] : [taskUnit])], on)]);
  const of = (unitId: number | null) => (unitId === null ? [] : holders.get(unitId) ?? []);
  return { bodies, branches, onlyHere, unitChosen, people: of(unitChosen), controllers: of(appeal.branchId), taskUnit, taskPeople: of(taskUnit) };
};
