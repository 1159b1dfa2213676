import { today } from '../../../kernel/day.ts';
import { isRefusal, refuse } from '../../../kernel/refusal.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Ctx } from '../../../platform/ctx.ts';
import { write } from '../../../platform/db.ts';
import { record } from '../../journal/contract.ts';
import { standing } from '../acts.ts';
import { mayEndCompetence } from '../policy.ts';
import { groundsOf, unitById } from '../store.ts';
import { competenceLocked, writeCompetenceEnd } from '../store/competences.ts';

/** From today nobody is set there, and the body of the next place up answers. */
export const endCompetence = (ctx: Ctx, input: { competenceId: number }): Promise<Result<{ unitId: number }>> =>
  write(ctx, async (tx) => {
    const found = await competenceLocked(tx, input.competenceId);
    const unit = found ? await unitById(tx, found.unitId) : null;
    if (!found || !unit) return refuse('competence_not_found');
    const permit = mayEndCompetence(ctx.actor, await standing(tx, unit), await groundsOf(tx, found.territoryCode));
    if (isRefusal(permit)) return permit;
    if (found.toOn !== null) return refuse('competence_over');
    await writeCompetenceEnd(tx, permit, found.id, today(ctx.clock));
    await record(tx, { act: 'unit.end_competence', subject: `unit:${unit.id}`, actor: ctx.actor, facts: { competenceId: found.id, topicCode: found.topicCode, territoryCode: found.territoryCode }, at: new Date(ctx.clock.now()), postId: permit.postId });
    return { unitId: unit.id };
  });
