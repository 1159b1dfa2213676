import { today, type Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write, type Read, type Tx } from '../../../platform/db.ts';
import type { Heard } from '../../../platform/jobs.ts';
import { tellHolder, tellStaff } from '../../notices/contract.ts';
import { rolesWith, upwards } from '../../people/contract.ts';
import { adviceOf, dangerOf } from '../../recognition/contract.ts';
import type { Ability } from '../contract/abilities.ts';
import type { AppealEvent } from '../contract/events.ts';
import { appealBy } from '../store/change.ts';

type Urgent = Extract<AppealEvent, { name: 'appeal.urgent' }> & Heard;
const reads: Ability = 'appeal.sort';

/** Those who sort what comes to the branch; where it has none, those of the nearest branch above. */
const sorters = async (q: Read, branchId: number, on: Day): Promise<readonly number[]> => upwards(q, branchId, on, await rolesWith(q, reads));

/** These came by a door that answers: whoever wrote reads at once what to do. A telephone that others may hold is not written to, the page has said it already. */
const answeringDoors: ReadonlySet<string> = new Set(['email', 'messenger']);

const advised = async (ctx: Ctx, tx: Tx, e: Urgent): Promise<void> => {
  const appeal = e.byAccount === null ? await appealBy(tx, { id: e.appealId }) : undefined;
  if (!appeal || !answeringDoors.has(appeal.channel)) return;
  const danger = dangerOf(e.sign);
  const advice = { kk: adviceOf('kk', danger), ru: adviceOf('ru', danger), en: adviceOf('en', danger) };
  await tellHolder(ctx, tx, { key: `${e.name}:${e.eventId}`, owner: `appeal:${e.appealId}`, code: 'appeal.danger', slots: { number: e.number, advice }, path: `/follow?number=${e.number}`, now: true });
};

/** Not with the morning's letter: at once, outside their quiet hours. Whoever took it in or marked it knows already. */
export const tellUrgent = (ctx: Ctx, e: Urgent): Promise<void> => write(ctx, async (tx) => {
  await advised(ctx, tx, e);
  for (const accountId of await sorters(tx, e.branchId, today(ctx.clock))) {
    if (accountId !== e.byAccount) await tellStaff(ctx, tx, { key: `${e.name}:${e.eventId}`, owner: `appeal:${e.appealId}`, code: 'appeal.urgent', slots: { number: e.number }, path: `/desk/appeals/${e.number}`, accountId, seenIn: [e.branchId] });
  }
});
