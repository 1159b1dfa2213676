import { system } from '../../../kernel/actor.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read } from '../../../platform/db.ts';
import { personalIn } from '../../recognition/contract.ts';
import { checkAnswer, type Warning } from '../law/check.ts';
import { isOpen, type Outcome } from '../law/stages.ts';
import { earlierLike, ownIin } from '../store/check.ts';
import { appealById } from '../store/matter.ts';

export type Proposed = {
  readonly appealId: number; readonly text: string; readonly outcome: Outcome | null; readonly unitId: number;
  /** the draft's own id; null while it is being written */
  readonly answerId: number | null;
};

const nobodys = { names: [], phone: null, email: null, isIin: () => false } as const;

/**
 * What stands against sending an answer as it is. Compared with what the same body answered anywhere, so asked with the house's eyes; what
 * comes back are places and kinds, and no word of another matter.
 */
export const check = (ctx: Ctx, p: Proposed): Promise<readonly Warning[]> => read({ db: ctx.db, actor: system('appeals.check') }, async (q) => {
  const whole = await appealById(q, p.appealId);
  if (!whole) return [];
  const { person } = whole;
  const shared = whole.joined.some((one) => one.how === 'joined_by' && isOpen(one.stage));
  const earlier = await earlierLike(q, { unitId: p.unitId, text: p.text, earlierThan: p.answerId });
  return checkAnswer({
    letter: whole.text, answer: p.text, outcome: p.outcome, lang: whole.appeal.lang,
    // an answer that goes to others too is read by them: then nothing in it is only its person's own
    own: shared ? nobodys : {
      names: person ? [person.surname, person.given, person.patronymic, person.organisation, person.representative, ...person.signatories.flatMap((one) => [one.surname, one.given])].flatMap((name) => name ?? []) : [],
      phone: person?.phone ?? null, email: person?.email ?? null, isIin: await ownIin(q, p.appealId),
    },
    personal: personalIn(p.text),
    earlier: earlier.map((one) => ({ id: one.id, text: one.text, here: one.appealId === p.appealId })),
  });
});

/** How a warning is kept with the act: its kind and its place, never the words. */
export const kept = (warnings: readonly Warning[]) =>
  (warnings.length === 0 ? {} : { warnings: warnings.map((one) => ({ code: one.code, serious: one.serious, in: one.in, from: one.from, to: one.to, ...(one.what ? { what: one.what } : {}), ...(one.answerId === undefined ? {} : { answer: one.answerId }) })) });
