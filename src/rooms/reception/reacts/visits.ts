import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Tx } from '../../../platform/db.ts';
import type { Heard, Reaction, Readers } from '../../../platform/jobs.ts';
import type { AssignmentEvent, AssignmentEventName } from '../../assignments/contract.ts';
import { tellHolder } from '../../notices/contract.ts';
import type { VisitEvent } from '../contract/visits.ts';
import { keepInStep, writeSilence, type Change } from '../acts/visits/keep.ts';
import { lookOvernight } from '../acts/visits/overnight.ts';
import { visitBy, type Visit } from '../store/visits.ts';

export { promiseRecount } from '../acts/visits/recount.ts';
export { visitSource } from '../acts/visits/source.ts';

/** An address that only was typed proves nothing: the page asks for the code. */
const pathOf = (number: string): string => `/receptions/follow?number=${number}`;
const ownerOf = (visit: { readonly id: number }): string => `visit:${visit.id}`;

/** Of a quiet visit nothing is said but that there is an answer: others read its telephone. */
const tell = async (ctx: Ctx, tx: Tx, visit: Visit, key: string, code: 'reception.promise_kept' | 'reception.promise_moved' | 'reception.promise_withdrawn' | 'reception.promise_said', slots: Readonly<Record<string, { readonly day: string }>> = {}): Promise<void> => {
  const quiet = visit.quiet;
  await tellHolder(ctx, tx, { key, owner: ownerOf(visit), code: quiet ? 'reception.visit_answer' : code, slots: { number: visit.number, ...(quiet ? {} : slots) } as Parameters<typeof tellHolder>[2]['slots'], path: pathOf(visit.number) });
};
const codes = { kept: 'reception.promise_kept', withdrawn: 'reception.promise_withdrawn', moved: 'reception.promise_moved' } as const;
/** A day that moved is no answer yet. */
const changed = async (ctx: Ctx, tx: Tx, { visit, promise, what }: Change): Promise<void> =>
  visit.quiet && what === 'moved' ? undefined : tell(ctx, tx, visit, `reception.promise_${what}:${promise.id}:${what === 'moved' ? promise.dueOn : ''}`, codes[what], what === 'moved' ? { day: { day: promise.dueOn } } : {});

/** The promise of a room follows its assignment. */
const follow = (ctx: Ctx, e: AssignmentEvent & Heard): Promise<void> => write(ctx, async (tx) => {
  if (e.sourceKind !== 'visit') return;
  for (const one of await keepInStep(ctx, tx, e.sourceId)) await changed(ctx, tx, one);
});
const put = (ctx: Ctx, e: Extract<VisitEvent, { readonly name: 'visit.promised' | 'visit.promise_put' }> & Heard): Promise<void> => write(ctx, async (tx) => {
  const visit = await visitBy(tx, { id: e.visitId });
  if (visit) await tell(ctx, tx, visit, `reception.promise_said:${e.eventId}`, 'reception.promise_said');
});

const moves = ['assignment.accepted', 'assignment.handed_over', 'assignment.settled', 'assignment.withdrawn', 'assignment.term_moved', 'assignment.time_granted'] as const satisfies readonly AssignmentEventName[];
export const readers: Readers = {
  ...Object.fromEntries(moves.map((name) => [name, [{ reader: 'visits', react: follow }]])),
  'visit.promise_put': [{ reader: 'visits', react: put }],
};

export const jobs = {
  'reception:silence': async (ctx: Ctx): Promise<void> => {
    const silent = await writeSilence(ctx);
    ctx.log.info('reception.silence_written', { silent });
  },
  'reception:overnight': async (ctx: Ctx): Promise<void> => {
    ctx.log.info('reception.visits_overnight', await lookOvernight(ctx));
  },
} as const satisfies Readonly<Record<string, Reaction>>;
/** graphile-worker's crontab, by the worker's clock (UTC): 05:15 in the country; visits after the queue's day is closed, and again for a program that slept at midnight. */
export const cron: readonly string[] = ['15 0 * * * reception:silence', '15 19 * * * reception:overnight', '15 1 * * * reception:overnight ?id=reception_overnight_again'];
