import type { z } from 'zod';
import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { showIinSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { mayShowIin } from '../policy.ts';
import { openIin } from '../store/person.ts';
import { step } from './step.ts';

/** Opens the personal number for this once. The history keeps who and what for; the journal keeps that it was; neither keeps the number. */
export const showIin = (ctx: Ctx, input: z.output<typeof showIinSchema>): Promise<Result<AppealRef & { iin: string }>> =>
  step(ctx, 'show_iin', { number: input.number }, mayShowIin, async (s) => {
    const iin = await openIin(s.tx, s.permit, s.appeal.id);
    if (iin === null) return refuse('no_iin');
    const ref = await s.done({ code: 'iin_shown', public: false, facts: { text: input.reason } }, []);
    return { ...ref, iin };
  });
