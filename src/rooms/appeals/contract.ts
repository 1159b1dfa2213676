/** A matter that a person brings. What the room's own files share with it stands in contract/. */
export { abilities } from './contract/abilities.ts';
export { registerSchema, type RegisteredMatter } from './contract/register.ts';
/** Stable and public. */
export type { AppealEvent, AppealEventName } from './contract/events.ts';
export type { RefusalCode } from './contract/refusals.ts';
export type { Act, Channel, Kind, Outcome, Stage, Verdict } from './law/stages.ts';

/** Numbers carried along by a tablet without signal, and what it needs to count a term by itself (decision 0019). */
export { answerTerms, reserveNumbers, type NumberBlock } from './acts/numbers.ts';
export { lastNumber, numbersOf, numbersTaken, wroteFrom, type WroteFrom } from './store/numbers.ts';

/** A visit's matter becomes an appeal, or goes to one that is there, in the visit's own transaction (decision 0019). */
export { registerIn, type RegisterMore } from './acts/register.ts';
export { addSomething as addIn } from './acts/holder.ts';
export { earlierOf, likeTo, peopleLike, personBefore, type Earlier, type Someone } from './acts/known.ts';
export type { Proposal } from './acts/likeness.ts';
export { likeliestTopics } from './acts/suggest.ts';
export { gravest } from './acts/urgency.ts';
export type { KnownPerson } from './store/person.ts';
/** With the secrets of a matter: for the person's own paper and page, after their link or the clerk's right was asked. */
export { registeredOf } from './store/intake.ts';
export { kindWords, stageWords as appealStageWords } from './words/labels.ts';
export { refusalWords as appealRefusalWords } from './words/refusals.ts';
/** For figures of rooms whose matters become appeals: both keys of those, and the one way small counts are hidden. */
export { keysOf, type KeysOf } from './store/keys-of.ts';
export { keptFor } from './store/kept.ts';
export { leastCount, leastSample, periodAsked, suppressed, suppressParts, type PeriodAsked } from './law/figures.ts';
export { periodSaid } from './words/period.ts';
export { suppressCrossed, type Hidden } from './law/crossed.ts';
/** Somebody who wanted to come writes instead: their words go along (decision 0019). */
export { carryIntoDraft } from './acts/carry.ts';
