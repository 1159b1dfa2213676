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
/** Every act of a promise says one. */
export type { AssignmentEvent, AssignmentEventName, ClimbedEvent, HelpEvent } from './contract/events.ts';
export { abilities } from './contract/abilities.ts';
