import { today } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { write } from '../../../../platform/db.ts';
import { overnight, unsettled } from '../../law/visits.ts';
import { mayFinishVisit } from '../../policy/visits.ts';
import { mattersOf, unendedBefore, writeOvernight } from '../../store/visits.ts';
import { noted } from './around.ts';

const atOnce = 100;

/**
 * The day is over and somebody still sits there by the record, as when the desk went home with a ticket open. Where nothing is left to settle the visit is finished; where something is, it is
 * carried over to the next day's list, and after a week it is over as it stands. Each night leaves its act; what was written down stays.
 */
export const lookOvernight = async (ctx: Ctx): Promise<Readonly<Record<'finish' | 'carry' | 'leave', number>>> => {
  const count = { finish: 0, carry: 0, leave: 0 };
  const on = today(ctx.clock);
  for (let afterId: number | null = 0; afterId !== null; ) {
    const since: number = afterId;
    afterId = await write(ctx, async (tx) => {
      const list = await unendedBefore(tx, on, { afterId: since, limit: atOnce });
      const matters = Map.groupBy(await mattersOf(tx, list.map((one) => one.id)), (one) => one.visitId);
      for (const visit of list) {
        const permit = mayFinishVisit(ctx.actor, visit);
        if (isRefusal(permit)) continue;
        const open = unsettled(matters.get(visit.id) ?? []).length;
        const does = overnight({ heldOn: visit.heldOn, unsettled: open }, on);
        const at = new Date(ctx.clock.now());
        const facts = does === 'carry' ? { to: on, open } : does === 'leave' ? { open } : {};
        await writeOvernight(tx, permit, visit.id, does, facts, at);
        const s = { ctx, tx, visit, permit, at };
        if (does === 'carry') await noted(s, 'carry', facts);
        else await noted(s, does, { ...facts, by: 'night' }, { name: does === 'finish' ? 'visit.finished' : 'visit.left' });
        count[does] += 1;
      }
      return list.length < atOnce ? null : (list.at(-1)?.id ?? null);
    });
  }
  return count;
};
