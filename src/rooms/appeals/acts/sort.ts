import type { z } from 'zod';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Day } from '../../../kernel/day.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { moveTerm, relocate } from '../../assignments/contract.ts';
import type { sortSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import type { Kind } from '../law/stages.ts';
import { dueDay, rulesByVersion } from '../law/terms.ts';
import { maySort } from '../policy.ts';
import { calendarOf, isTopic, pathOf } from './around.ts';
import { step, type Step } from './step.ts';

/** Topic, place and kind. Another kind has another term: the day moves, and the row says why. */
export const sort = (ctx: Ctx, input: z.output<typeof sortSchema>): Promise<Result<AppealRef>> =>
  step(ctx, 'sort', { number: input.number }, maySort, async (s) => {
    const path = input.territoryCode === undefined ? undefined : await pathOf(s.tx, input.territoryCode);
    if (input.territoryCode !== undefined && path === undefined) return refuse('territory_invalid');
    if (!(await isTopic(s.tx, input.topicCode))) return refuse('topic_invalid');
    const kind = input.kind ?? s.appeal.kind;
    const changed = {
      ...(input.topicCode !== undefined && input.topicCode !== s.appeal.topicCode ? { topic_code: input.topicCode } : {}),
      ...(path !== undefined && input.territoryCode !== undefined && input.territoryCode !== s.appeal.territoryCode ? { territory_code: input.territoryCode, territory_path: [...path] } : {}),
      ...(input.address !== undefined ? { address: input.address } : {}),
      ...(kind !== s.appeal.kind ? { kind, ...(await termOf(s, kind)) } : {}),
    };
    if (Object.keys(changed).length === 0) return refuse('nothing_to_sort');
    const moved = 'due_on' in changed || 'own_due_on' in changed;
    const source = { kind: 'appeal', id: s.appeal.id } as const;
    if ('territory_path' in changed && changed.territory_path) await relocate(s.tx, s.permit, source, changed.territory_path);
    if ('due_on' in changed && changed.due_on !== undefined && s.appeal.assignmentId !== null) {
      const moves = await moveTerm(s.tx, s.permit, { assignmentId: s.appeal.assignmentId, at: s.at, dueOn: changed.due_on });
      if (isRefusal(moves)) return moves;
    }
    return s.done(
      {
        patch: changed, code: moved ? 'kind_changed' : 'sorted', public: moved,
        facts: { topic: input.topicCode, territory: input.territoryCode, kind: input.kind, suggested: input.suggested, ...(moved ? { day: 'due_on' in changed ? changed.due_on : s.appeal.dueOn } : {}) },
      },
      [{ name: 'appeal.sorted', topicCode: input.topicCode ?? s.appeal.topicCode, territoryCode: input.territoryCode ?? s.appeal.territoryCode },
        ...('topic_code' in changed && changed.topic_code !== undefined ? [{ name: 'appeal.topic_decided' as const, topicCode: changed.topic_code, instead: s.appeal.topicCode }] : [])],
    );
  });

/** Another kind has another term, of the promise as of the body's: each is counted again by its own rules from its own first day. */
const termOf = async (s: Step<'sort'>, kind: Kind) => {
  const calendar = await calendarOf(s.tx, s.appeal.branchId);
  const again = (ruleVersion: string, from: Day, before: Day): Day => {
    const rules = rulesByVersion(ruleVersion);
    return rules ? dueDay(rules, kind, from, calendar) : before;
  };
  const { own } = s.appeal;
  const dueOn = again(s.appeal.ruleVersion, s.appeal.termFromOn, s.appeal.dueOn);
  const ownDueOn = own && again(own.ruleVersion, own.termFromOn, own.dueOn);
  return {
    ...(dueOn === s.appeal.dueOn ? {} : { due_on: dueOn, calendar_version: calendar.version }),
    ...(own === null || ownDueOn === null || ownDueOn === own.dueOn ? {} : { own_due_on: ownDueOn, own_calendar_version: calendar.version }),
  };
};
