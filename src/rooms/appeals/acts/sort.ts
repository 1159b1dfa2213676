import type { z } from 'zod';
import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import type { AppealRef, sortSchema } from '../contract.ts';
import { dueDay, rulesByVersion } from '../law/terms.ts';
import { maySort } from '../policy.ts';
import { calendarOf, isTopic, pathOf } from './around.ts';
import { step } from './step.ts';

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
    return s.done(
      {
        patch: changed, code: 'due_on' in changed ? 'kind_changed' : 'sorted', public: 'due_on' in changed,
        facts: { topic: input.topicCode, territory: input.territoryCode, kind: input.kind, suggested: input.suggested, ...('due_on' in changed ? { day: changed.due_on } : {}) },
      },
      [{ name: 'appeal.sorted', topicCode: input.topicCode ?? s.appeal.topicCode, territoryCode: input.territoryCode ?? s.appeal.territoryCode }],
    );
  });

const termOf = async (s: { tx: Parameters<typeof calendarOf>[0]; appeal: { branchId: number; ruleVersion: string; termFromOn: Parameters<typeof dueDay>[2]; dueOn: string } }, kind: Parameters<typeof dueDay>[1]) => {
  const rules = rulesByVersion(s.appeal.ruleVersion);
  const calendar = await calendarOf(s.tx, s.appeal.branchId);
  const dueOn = rules ? dueDay(rules, kind, s.appeal.termFromOn, calendar) : s.appeal.dueOn;
  return dueOn === s.appeal.dueOn ? {} : { due_on: dueOn, calendar_version: calendar.version };
};
