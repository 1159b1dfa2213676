import type { Ctx } from '../../../../platform/ctx.ts';
import { read } from '../../../../platform/db.ts';
import { check } from '../../acts/check.ts';
import type { Warning } from '../../law/check.ts';
import { answerOutcomes, type Outcome } from '../../law/stages.ts';
import { numberOfAnswer } from '../../store/check.ts';
import type { Whole } from '../../store/matter.ts';
import type { Typed } from './fields.ts';

export type Noticed = Warning & {
  /** the earlier answer's matter, where the reader may see it */
  readonly number: string | null };
export type Checks = {
  /** of the draft that waits; null: none waits */
  readonly draft: readonly Noticed[] | null;
  /** of what is being written, when it was asked to be checked */
  readonly typed: readonly Noticed[] | null };

/** Asked only for whoever can do something about it. */
export const checksOf = async (ctx: Ctx, { appeal, draft }: Whole, typed: Typed, may: { readonly approve: boolean; readonly draft: boolean }): Promise<Checks> => {
  const text = typed['draft_answer.text'] ?? '';
  const outcome = answerOutcomes.find((one) => one === typed['draft_answer.outcome']) ?? null;
  const named = async (warnings: readonly Warning[]): Promise<readonly Noticed[]> => Promise.all(warnings.map(async (one) => ({ ...one, number: one.answerId === undefined ? null : await read(ctx, (q) => numberOfAnswer(q, one.answerId ?? 0)) })));
  const of = async (answer: { text: string; outcome: Outcome | null; unitId: number; answerId: number | null }) => named(await check(ctx, { appealId: appeal.id, ...answer }));
  return {
    draft: draft && may.approve ? await of({ text: draft.text, outcome: draft.outcome, unitId: draft.draftedUnit, answerId: draft.id }) : null,
    typed: may.draft && text.trim().length >= 3 ? await of({ text, outcome, unitId: appeal.holderUnit, answerId: null }) : null,
  };
};
