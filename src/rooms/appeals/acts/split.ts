import type { z } from 'zod';
import { refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { record } from '../../journal/contract.ts';
import type { splitSchema } from '../contract/desk-forms.ts';
import type { AppealRef } from '../contract/ref.ts';
import { dueDay, holderTime, rulesOn } from '../law/terms.ts';
import { maySplit } from '../policy.ts';
import { insertAppeal, nextId } from '../store/intake.ts';
import { applicantOf, placeOf } from '../store/person.ts';
import { branchById, calendarOf, isTopic } from './around.ts';
import { step, tell } from './step.ts';
import { gravest } from './urgency.ts';

/** A part of a letter becomes a matter of its own: same person, same day of receipt, so its term began when the letter came. */
export const split = (ctx: Ctx, input: z.output<typeof splitSchema>): Promise<Result<AppealRef & { partNumber: string }>> =>
  step(ctx, 'split', { number: input.number }, maySplit, async (s) => {
    const { appeal, tx } = s;
    const branch = await branchById(tx, appeal.branchId);
    if (!branch) return refuse('branch_invalid');
    if (!(await isTopic(tx, input.topicCode))) return refuse('topic_invalid');
    const kind = input.kind ?? appeal.kind;
    const calendar = await calendarOf(tx, appeal.branchId);
    const rules = rulesOn(branch.profile, appeal.registeredOn);
    const dueOn = dueDay(rules, kind, appeal.registeredOn, calendar);
    const id = await nextId(tx, s.at);
    const number = await insertAppeal(tx, s.permit, {
      id, code: branch.code, branchId: branch.id, channel: appeal.channel, lang: appeal.lang,
      matter: { kind, text: input.text, territoryCode: appeal.territoryCode ?? undefined, topicCode: input.topicCode, publishConsent: appeal.publishConsent, ...(await placeOf(tx, appeal.id)) },
      territoryPath: appeal.territoryPath, profile: rules.profile, ruleVersion: rules.version, calendarVersion: calendar.version,
      receivedAt: appeal.receivedAt, registeredAt: s.at, registeredOn: appeal.registeredOn, dueOn, held: holderTime(rules, appeal.registeredOn, calendar), applicant: await applicantOf(tx, appeal.id), urgency: gravest(input.text, appeal.registeredOn), splitFrom: appeal.id,
    });
    await record(tx, { act: 'appeal.register', subject: `appeal:${id}`, actor: ctx.actor, at: s.at, postId: s.permit.postId, facts: { number, branchId: branch.id, kind, splitFrom: appeal.id, dueOn } });
    await tell(tx, { id, number, branchId: branch.id }, [{ name: 'appeal.registered', channel: appeal.channel, kind }]);
    const ref = await s.done({ code: 'split', public: true, facts: { appeal: id, number } }, [{ name: 'appeal.split', partId: id }]);
    return { ...ref, partNumber: number };
  });
