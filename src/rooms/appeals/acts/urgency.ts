import type { z } from 'zod';
import type { Day } from '../../../kernel/day.ts';
import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import { urgencySigns, type UrgencySign } from '../../../kernel/urgency.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { dangersIn } from '../../recognition/contract.ts';
import type { urgencySchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { maySetUrgency } from '../policy.ts';
import { step } from './step.ts';

/** The gravest sign of danger in the words; `on`: the day, for what is grave in winter only. Null: none was seen. */
export const gravest = (text: string, on: Day): UrgencySign | null => {
  const found = new Set(dangersIn(text, on).map((one) => one.sign));
  return urgencySigns.find((sign) => found.has(sign)) ?? null;
};

export const graver = (a: UrgencySign | null, b: UrgencySign | null): UrgencySign | null =>
  a === null || (b !== null && urgencySigns.indexOf(b) < urgencySigns.indexOf(a)) ? b : a;

/** What is said later may be graver than what was said first, and nobody's «no danger» was about these words. */
export const raisedBy = (ctx: Ctx, appeal: { readonly urgency: UrgencySign | null }, text: string, on: Day) => {
  const sign = gravest(text, on);
  return sign === null || (appeal.urgency !== null && urgencySigns.indexOf(sign) >= urgencySigns.indexOf(appeal.urgency)) ? null : { patch: { urgency: sign }, facts: { urgency: sign }, events: [warned(ctx, sign)] };
};

/** What the staff of the branch are told of; whoever brought it about knows already. */
export const warned = (ctx: Ctx, sign: UrgencySign) => ({ name: 'appeal.urgent', sign, byAccount: ctx.actor.kind === 'staff' ? ctx.actor.accountId : null }) as const;

/** A person says that there is danger where the machine saw none, or none where it saw some (product.md, rule 5). */
export const setUrgency = (ctx: Ctx, input: z.output<typeof urgencySchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'set_urgency', { number: input.number }, maySetUrgency, (s) => {
    const urgency = input.urgency === 'none' ? null : input.urgency;
    if (urgency === s.appeal.urgency) return Promise.resolve(refuse('urgency_as_is'));
    return s.done(
      { patch: { urgency }, code: urgency === null ? 'urgency_taken_off' : 'urgency_set', public: false, facts: { urgency, before: s.appeal.urgency } },
      urgency === null ? [] : [warned(ctx, urgency)],
    );
  });
