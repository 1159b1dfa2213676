import { today, type Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Read } from '../../../platform/db.ts';
import type { Heard, Readers } from '../../../platform/jobs.ts';
import { tellStaff } from '../../notices/contract.ts';
import { holdsPostIn, rolesWith, upwards, withRole } from '../../people/contract.ts';
import { unitById } from '../../units/contract.ts';
import { doorOf } from '../acts/sources.ts';
import type { AssignmentEvent, AssignmentEventName, ClimbedEvent, HelpEvent } from '../contract/events.ts';
import type { Told } from '../law/ladder.ts';
import { extensions } from '../store/beside.ts';
import { byId } from '../store/promise.ts';

type Said = AssignmentEvent & Heard;
type People = readonly number[];
type Finder = (q: Read, e: Said, on: Day) => Promise<People>;

/** The person who was meant, if they still sit there; else those of the body who may do it; in a branch that got it, where nobody does, those who give it on. */
const ofBody = async (q: Read, unitId: number, accountId: number | null, on: Day): Promise<People> => {
  if (accountId !== null && (await holdsPostIn(q, accountId, unitId, on))) return [accountId];
  const doing = await withRole(q, unitId, on, await rolesWith(q, 'assignment.report'));
  return doing.length > 0 ? doing : withRole(q, unitId, on, await rolesWith(q, 'assignment.give'));
};
/** Units whose people see the promise: those it names, and the branches above its own. */
const seeing = async (q: Read, e: Said): Promise<readonly number[]> => {
  const units = [...((await byId(q, e.assignmentId))?.seenBy ?? [])];
  for (let at = (await unitById(q, e.branchId))?.parentId ?? null; at !== null; at = (await unitById(q, at))?.parentId ?? null) units.push(at);
  return units;
};

const executor: Finder = (q, e, on) => ofBody(q, e.unitId, e.accountId, on);
const controller: Finder = async (q, e, on) =>
  e.controllerAccount !== null && (await holdsPostIn(q, e.controllerAccount, await seeing(q, e), on)) ? [e.controllerAccount] : upwards(q, e.branchId, on, await rolesWith(q, 'assignment.control'));
const deciders: Finder = async (q, e, on) => upwards(q, e.branchId, on, await rolesWith(q, 'assignment.decide_time'));
const bodyHead: Finder = (q, e, on) => withRole(q, e.unitId, on, (role) => role === 'body_head');
const branchHead: Finder = (q, e, on) => upwards(q, e.branchId, on, (role) => role === 'branch_head');
/** Whoever asked last for this promise; nobody where the clock or the program did. */
const asker: Finder = async (q, e, on) => {
  const asked = (await extensions(q, { kind: e.sourceKind, id: e.sourceId })).findLast((one) => one.assignmentId === e.assignmentId && one.granted !== null);
  return asked?.askedBy == null || !(await holdsPostIn(q, asked.askedBy, await seeing(q, e), on)) ? [] : [asked.askedBy];
};
const newHelper: Finder = (q, e, on) => {
  const { helperUnit, helperAccount } = e as HelpEvent & Heard;
  return ofBody(q, helperUnit, helperAccount, on);
};

const onRung: Readonly<Record<Told, Finder>> = { executor, controller, body_head: bodyHead, branch_head: branchHead };
const climbed: Finder = async (q, e, on) => {
  const found = new Set<number>();
  for (const told of (e as ClimbedEvent & Heard).tells) for (const one of await onRung[told](q, e, on)) found.add(one);
  return [...found];
};

const codeOf = (e: Said): string => (e.name === 'assignment.climbed' && (e as ClimbedEvent & Heard).days > 0 ? 'assignment.climbed_late' : e.name);
/** Whoever helps with the holder's promise may not read what it came from: they are led to the promise. */
const pathOf = (e: Said): string => (e.lead && e.name !== 'assignment.help_asked' ? (doorOf(e.sourceKind)?.path(e.reference) ?? `/desk/control/assignments/${e.assignmentId}`) : `/desk/control/assignments/${e.assignmentId}`);

/** A promise in a body without a single account would be heard of when it is late: whoever controls it is told at once, also if they gave it themselves. */
const begun: readonly string[] = ['assignment.given', 'assignment.handed_over'];

const telling = (whom: Finder) => (ctx: Ctx, e: Said): Promise<void> => write(ctx, async (tx) => {
  const found = await whom(tx, e, today(ctx.clock));
  const unheard = found.length === 0 && begun.includes(e.name);
  const people = unheard ? await controller(tx, e, today(ctx.clock)) : found.filter((one) => one !== e.byAccount);
  if (people.length === 0) return;
  const unit = await unitById(tx, e.unitId);
  const seenIn = await seeing(tx, e);
  const slots = { number: e.reference, day: { day: e.dueOn as Day }, ...(unit ? { unit: unit.names } : {}) };
  for (const accountId of people) await tellStaff(ctx, tx, { key: `${e.name}:${e.eventId}`, owner: `assignment:${e.assignmentId}`, code: unheard ? 'assignment.unheard' : codeOf(e), slots, path: pathOf(e), accountId, seenIn });
});

const heard = {
  'assignment.given': executor, 'assignment.handed_over': executor, 'assignment.returned': executor, 'assignment.reported': controller,
  'assignment.time_asked': deciders, 'assignment.time_granted': asker, 'assignment.time_denied': asker, 'assignment.help_asked': newHelper,
  'assignment.controller_set': controller, 'assignment.reminded': executor, 'assignment.climbed': climbed, 'assignment.term_moved': executor, 'assignment.withdrawn': executor,
} as const satisfies Partial<Record<AssignmentEventName, Finder>>;

/** Which events this room itself hears: each tells whom it concerns. */
export const readers: Readers = Object.fromEntries(Object.entries(heard).map(([name, whom]) => [name, [{ reader: 'notices', react: telling(whom) }]]));
