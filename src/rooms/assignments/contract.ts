/** The spine: who owes what to whom by when. Civic rooms give, hand over and settle through here, in their own transaction (decision 0002). */
export { accept, give, handOver, moveTerm, report, returnForRework, settle, withdraw } from './acts.ts';
export { executorsSoFar, history, lockOpen, ofSource } from './store.ts';
export { baton } from './law.ts';
export type { Assignment, Place, Source, Stage, Stretch } from './law.ts';
export type { HistoryRow } from './store.ts';
