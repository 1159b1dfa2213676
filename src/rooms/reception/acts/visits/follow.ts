import { system } from '../../../../kernel/actor.ts';
import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import { as, type Ctx } from '../../../../platform/ctx.ts';
import { read, write } from '../../../../platform/db.ts';
import { record } from '../../../journal/contract.ts';
import { mayPrintVisit } from '../../policy/visits.ts';
import { countTry, forgiveTry } from '../../store/bookings/find.ts';
import { visitByCode, visitByLink } from '../../store/promises.ts';
import { visitBy, visitLink } from '../../store/visits.ts';
import { visitSeen } from './around.ts';

/** The program's eyes: a secret was, or is about to be, the proof. */
export const clerkOf = (ctx: Ctx): Ctx => as(ctx, system('reception.visits'));

/** Whose visit the secret link opens. 128 bits: nobody guesses one. */
export const openVisit = async (ctx: Ctx, token: string): Promise<Result<number>> =>
  (/^[\w-]{22}$/.test(token) ? await read(clerkOf(ctx), (q) => visitByLink(q, token)) : undefined) ?? refuse('visit_not_found');

/** By number and code, tries counted as for bookings before the code is looked at. Gives back the link. */
export const openVisitByCode = async (ctx: Ctx, input: { readonly number: string; readonly code: string; readonly caller: string }): Promise<Result<string>> => {
  const clerk = clerkOf(ctx);
  if (!(await write(clerk, (tx) => countTry(tx, input.number, input.caller, new Date(ctx.clock.now()))))) return refuse('too_many_tries');
  const id = await read(clerk, (q) => visitByCode(q, input.number, input.code));
  const visit = id === undefined ? undefined : await read(clerk, (q) => visitBy(q, { id }));
  if (!visit) return refuse('follow_not_found');
  await write(clerk, (tx) => forgiveTry(tx, input.number, input.caller));
  return visitLink(visit);
};

/** The paper carries the person's secret, so each print is an act with a leaf of its own. */
export const printVisit = (ctx: Ctx, input: { readonly number: string }): Promise<Result<{ readonly visitId: number }>> => write(ctx, async (tx) => {
  const visit = await visitSeen(tx, ctx.actor, input.number);
  if (!visit) return refuse('visit_not_found');
  const permit = mayPrintVisit(ctx.actor, visit);
  if (isRefusal(permit)) return permit;
  await record(tx, { act: 'visit.print', subject: `visit:${visit.id}`, actor: ctx.actor, at: new Date(ctx.clock.now()), postId: permit.postId, facts: {} });
  return { visitId: visit.id };
});
