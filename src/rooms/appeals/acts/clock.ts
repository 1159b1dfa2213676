import { addDays, today, wallClock } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { read, write } from '../../../platform/db.ts';
import type { AppealRef } from '../contract/ref.ts';
import { silenceDays } from '../law/stages.ts';
import { silentSince } from '../law/terms.ts';
import { mayCloseSilent } from '../policy.ts';
import { forgetActKeys } from '../store/act-key.ts';
import { forgetTries } from '../store/follow.ts';
import { forgetIntake } from '../store/intake.ts';
import { silentOnes } from '../store/matter.ts';
import { addVerdict } from '../store/records.ts';
import { step } from './step.ts';

/** Silence is written down as silence: it is not "solved". */
export const closeSilent = (ctx: Ctx, input: { appealId: number }): Promise<Result<AppealRef>> =>
  step(ctx, 'close_silent', { id: input.appealId }, mayCloseSilent, async (s) => {
    const answeredOn = s.appeal.answeredAt && wallClock(s.appeal.answeredAt.getTime()).on;
    if (!answeredOn || !silentSince(answeredOn, s.today, silenceDays)) return refuse('not_possible_now');
    await addVerdict(s.tx, s.permit, { appealId: s.appeal.id, round: s.appeal.reopenedCount, verdict: 'silent', comment: null, at: s.at });
    return s.done({ patch: { verdict: 'silent', closed_at: s.at }, code: 'closed_silent', public: true, facts: { days: silenceDays } }, [
      { name: 'appeal.closed', outcome: s.appeal.officeOutcome, verdict: 'silent' },
    ]);
  });

const batch = 200;

/** The day's round: each matter in a transaction of its own. Gives back how many were closed. */
export const closeAllSilent = async (ctx: Ctx): Promise<number> => {
  const before = new Date(Date.parse(`${addDays(today(ctx.clock), 1 - silenceDays)}T00:00:00+05:00`));
  let closed = 0;
  for (;;) {
    const found = await read(ctx, (q) => silentOnes(q, before, batch));
    let moved = 0;
    for (const one of found) if (!isRefusal(await closeSilent(ctx, { appealId: one.id }))) moved += 1;
    closed += moved;
    // nothing moved: the rest was answered meanwhile, and asking again would ask for ever
    if (moved === 0 || found.length < batch) return closed;
  }
};

const dayMs = 86_400_000;
const keyDays = 30;
const keysAtOnce = 5_000;
/** Tries of a day ago, and keys of forms that nobody sends again. */
export const sweepTries = async (ctx: Ctx): Promise<void> => {
  const before = new Date(ctx.clock.now() - keyDays * dayMs);
  await write(ctx, async (tx) => {
    await forgetTries(tx, new Date(ctx.clock.now() - dayMs));
    await forgetActKeys(tx, before);
  });
  // the first night after years of them: part by part
  while ((await write(ctx, (tx) => forgetIntake(tx, before, keysAtOnce))) === keysAtOnce);
};
