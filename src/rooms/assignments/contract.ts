import { z } from 'zod';
import { dayField as day, idField as id, line, maybe, prose, yes } from '../../kernel/typed.ts';
import type { SourceKind } from './law.ts';
import type { Told } from './law/ladder.ts';

/** The spine: who owes what to whom by when. Civic rooms give, hand over and settle through here, in their own transaction (decision 0002). */
export { accept, give, handOver, moveTerm, report, returnForRework, settle, withdraw } from './acts/spine.ts';
export { askTime, decideTime } from './acts/time.ts';
/** For the demonstration: acts of this room on a task, with their own policy and transaction. */
export { report as reportTask, settle as settleTask } from './acts/task.ts';
export { moveRequest, openDays, type OpenRequest, type OpenTask } from './acts/recount.ts';
export { dropExtensions, extensions, openExtension } from './store/beside.ts';
export { executorsSoFar, history, keepBeside, ofSource, openBeside, relocate } from './store/promise.ts';
export { baton, carouselHolders } from './law.ts';
export { stageWords } from './words.ts';
export { climbLadders, setLadder } from './acts/ladder.ts';
export { agendaOf, ladderOf, type Ladder } from './store/ladder.ts';
export { registerSources, type Lead, type SourceDoor } from './acts/sources.ts';
export type { Rung, Told } from './law/ladder.ts';
export type { Assignment, Place, Source, SourceKind, Stage, Stretch } from './law.ts';
export type { Extension } from './store/beside.ts';
export { heldByBodies } from './store/figures.ts';
export type { Held } from './law/held.ts';
export { handedOn, type HandedOn } from './store/handed-on.ts';
export type { HistoryRow } from './store/promise.ts';

/** Stable and public. Every act of a promise says one, with the same facts. */
export type AssignmentEventName =
  | 'assignment.given' | 'assignment.accepted' | 'assignment.handed_over' | 'assignment.reported' | 'assignment.returned' | 'assignment.settled'
  | 'assignment.withdrawn' | 'assignment.term_moved' | 'assignment.time_asked' | 'assignment.time_granted' | 'assignment.time_denied'
  | 'assignment.help_asked' | 'assignment.help_ended' | 'assignment.helped' | 'assignment.controller_set' | 'assignment.reminded' | 'assignment.escalated' | 'assignment.climbed';

/** Ids and days only, never a person's words. */
export type AssignmentEvent = {
  readonly name: AssignmentEventName; readonly assignmentId: number; readonly sourceKind: SourceKind; readonly sourceId: number;
  /** the matter's holder; false: a task beside it */
  readonly lead: boolean;
  /** how people name the source */
  readonly reference: string;
  readonly branchId: number; readonly unitId: number; readonly accountId: number | null; readonly controllerUnit: number; readonly controllerAccount: number | null; readonly dueOn: string;
  /** whose act it was: nobody is told of their own. Absent: the clock's */
  readonly byAccount?: number | null;
};

/** `assignment.climbed`: the ladder's own, with whom it tells; `assignment.escalated` is the act in the history. */
export type ClimbedEvent = AssignmentEvent & { readonly name: 'assignment.climbed'; readonly place: number; readonly days: number; readonly tells: readonly Told[]; readonly agenda: boolean };

/** `assignment.help_asked`: whom. */
export type HelpEvent = AssignmentEvent & { readonly name: 'assignment.help_asked'; readonly helperUnit: number; readonly helperAccount: number | null };

/** What roles may be given over a unit. `assignment.report` is asked over the executor's body, the others over the branch that controls. */
export const abilities = ['assignment.read', 'assignment.give', 'assignment.control', 'assignment.decide_time', 'assignment.report', 'ladder.edit'] as const;
export type Ability = (typeof abilities)[number];

const papers = z.array(z.coerce.number().int().positive()).max(20, 'too_many_files').default([]);
const one = { assignmentId: id };
const reason = prose(2_000, 3);
/** Where and when the device says a proof was taken. */
const taken = z.object({
  lat: z.coerce.number('place_wrong').min(-90, 'place_wrong').max(90, 'place_wrong'), lon: z.coerce.number('place_wrong').min(-180, 'place_wrong').max(180, 'place_wrong'),
  metres: maybe(z.coerce.number('place_wrong').int().min(0).max(1_000_000)), takenAt: maybe(z.iso.datetime({ offset: true, error: 'moment_wrong' })),
}).optional();

/** Messages of these schemas are codes; their sentences are `fieldWords` in words.ts. */
export const acceptSchema = z.object(one);
export const handOverSchema = z.object({ ...one, unitId: id, accountId: maybe(id), reason, evenAway: yes.optional() });
export const reportSchema = z.object({ ...one, text: prose(20_000, 3), taken, papers });
export const returnSchema = z.object({ ...one, reason });
export const settleSchema = z.object(one);
export const withdrawSchema = z.object({ ...one, reason });
export const askTimeSchema = z.object({ ...one, toOn: day, reason });
export const decideTimeSchema = z.object({ ...one, extensionId: id, granted: z.preprocess((v) => (v === 'yes' ? true : v === 'no' ? false : v), z.boolean('choose_one')), reason: maybe(reason) });
export const helpSchema = z.object({ ...one, unitId: id, accountId: maybe(id), reason: maybe(prose(2_000)), evenAway: yes.optional() });
export const controllerSchema = z.object({ ...one, accountId: id });
export const remindSchema = z.object({ ...one, reason: maybe(prose(500)) });
/** A page's address after the question mark, kept under a name. */
export const viewSchema = z.object({
  name: line(100),
  query: z.string().max(500, 'view_too_long').regex(/^[\w=&.%~+-]*$/, 'view_wrong'),
});
export const bulkActs = ['remind', 'set_controller', 'grant_time', 'deny_time', 'hand_over'] as const;
export type BulkAct = (typeof bulkActs)[number];
export const mostAtOnce = 200;
const many = { ids: z.array(id).min(1, 'nothing_chosen').max(mostAtOnce, 'too_many_chosen') };
/** One act for many promises: each is done, or refused, by itself. */
export const bulkSchema = z.discriminatedUnion('act', [
  z.object({ ...many, act: z.literal('remind'), reason: maybe(prose(500)) }),
  z.object({ ...many, act: z.literal('set_controller'), accountId: id }),
  z.object({ ...many, act: z.literal('grant_time'), reason: maybe(reason) }),
  z.object({ ...many, act: z.literal('deny_time'), reason }),
  z.object({ ...many, act: z.literal('hand_over'), unitId: id, reason }),
], 'choose_one');
export type Bulk = z.output<typeof bulkSchema>;
