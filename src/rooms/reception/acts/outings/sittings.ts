import type { Permit } from '../../../../kernel/permit.ts';
import { today } from '../../../../kernel/day.ts';
import { isRefusal } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import type { Tx } from '../../../../platform/db.ts';
import { sittingsOf, type Member, type Outing, type Planned } from '../../store/outings.ts';
import { receptionById } from '../../store/receptions.ts';
import { beginIn, cancelIn, endIn, planIn } from '../receptions.ts';
import { house } from './devices.ts';

type Laid = { readonly outingId: number; readonly branchId: number; readonly planned: Planned; readonly team: readonly Member[]; readonly underWay: boolean };

/** A sitting of kind `outing` for each official who goes along, so that a duty is met on the road too: what is not there yet is planned, what no longer fits is called off and laid out anew. */
export const keepReceptions = async (ctx: Ctx, tx: Tx, _permit: Permit<'outing.plan'> | Permit<'outing.change'>, o: Laid): Promise<Result<null>> => {
  const { planned } = o;
  const kept = new Set<number>();
  for (const sitting of await sittingsOf(tx, o.outingId)) {
    const r = await receptionById(tx, sitting.id);
    const stays = o.team.some((one) => one.part === 'official' && one.accountId === sitting.accountId && one.unitId === sitting.unitId);
    const same = r?.heldOn === planned.heldOn && r.fromMinute === planned.fromMinute && r.toMinute === planned.toMinute;
    if (sitting.state !== 'planned' || (stays && same)) kept.add(sitting.accountId);
    else {
      const gone = await cancelIn(house(ctx), tx, { receptionId: sitting.id, reason: planned.names.kk });
      if (isRefusal(gone)) return gone;
    }
  }
  for (const one of o.team.filter((each) => each.part === 'official' && !kept.has(each.accountId))) {
    // no room: several receive in one place; on a day off the outing itself is the reason
    const laid = await planIn(house(ctx), tx, {
      branchId: o.branchId, host: { accountId: one.accountId, unitId: one.unitId }, kind: 'outing', heldOn: planned.heldOn, from: planned.fromMinute, to: planned.toMinute, topicCodes: [], public: false, outingId: o.outingId, reason: planned.names.kk,
    });
    if (isRefusal(laid)) return laid;
    if (!o.underWay) continue;
    const begun = await beginIn(house(ctx), tx, laid.receptionId);
    if (isRefusal(begun)) return begun;
  }
  return null;
};

const each = async (tx: Tx, outing: Outing, states: readonly string[], act: (receptionId: number) => Promise<Result<unknown>>): Promise<Result<null>> => {
  for (const one of await sittingsOf(tx, outing.id)) {
    if (!states.includes(one.state)) continue;
    const done = await act(one.id);
    if (isRefusal(done)) return done;
  }
  return null;
};
/** The sittings go with their outing: begun, ended and called off with it. */
export const beginReceptions = (ctx: Ctx, tx: Tx, outing: Outing): Promise<Result<null>> => each(tx, outing, ['planned'], (id) => beginIn(house(ctx), tx, id));
export const endReceptions = (ctx: Ctx, tx: Tx, outing: Outing): Promise<Result<null>> => each(tx, outing, ['under_way'], (id) => endIn(house(ctx), tx, id));
export const cancelReceptions = (ctx: Ctx, tx: Tx, outing: Outing, reason: string): Promise<Result<null>> =>
  each(tx, outing, ['planned', 'under_way'], async (id) => {
    const cancelled = await cancelIn(house(ctx), tx, { receptionId: id, reason });
    // one that has begun was held for as long as it was
    return isRefusal(cancelled) && today(ctx.clock) === outing.heldOn ? endIn(house(ctx), tx, id) : cancelled;
  });
