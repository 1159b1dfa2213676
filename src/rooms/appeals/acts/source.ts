import { isRefusal, refuse, type Refusal } from '../../../kernel/refusal.ts';
import { read } from '../../../platform/db.ts';
import type { SourceDoor } from '../../assignments/contract.ts';
import { stageAfter } from '../law/stages.ts';
import { mayAssign, mayDecideExtension, mayForward, mayRead } from '../policy.ts';
import { mattersByIds, ungivenIn } from '../store/source.ts';
import { assign } from './assign.ts';
import { decideExtension } from './extend.ts';
import { forward } from './forward.ts';

const excerptLetters = 200;
/** No body has this number: "some other body, not yet chosen". */
const elsewhere = 0;

/** Whoever answers for the branch gives the matter to another body, and its day stays; a body that has it passes it on by competence. */
const wayTo = (actor: Parameters<typeof mayAssign>[0], a: Parameters<typeof mayAssign>[1], unitId: number): Refusal | 'given' | 'forwarded' => {
  if (!isRefusal(mayAssign(actor, a, unitId))) return stageAfter('assign', a.stage, a.assignmentId !== null) === null ? refuse('not_possible_now') : 'given';
  // whether the days for it are over is counted by the act
  const said = mayForward(actor, a, false);
  if (isRefusal(said)) return said;
  return stageAfter('forward', a.stage, a.assignmentId !== null) === null ? refuse('not_possible_now') : 'forwarded';
};

/** What the board needs of this room; its sentences are added in app. */
export const appealSource: Omit<SourceDoor, 'sentences'> = {
  path: (reference) => `/desk/appeals/${reference}`,
  excerpts: async (ctx, q, ids) => new Map((await mattersByIds(q, ids, excerptLetters)).filter((a) => !isRefusal(mayRead(ctx.actor, a))).map((a) => [a.id, { text: a.excerpt }])),
  ungiven: ungivenIn,
  foreseeHandOver: async (ctx, q, leads, unitId) => new Map((await mattersByIds(q, leads.map((one) => one.sourceId), 0)).map((a) =>
    [a.id, unitId !== null && unitId === a.holderUnit && a.holderAccount === null ? refuse('already_there') : wayTo(ctx.actor, a, unitId ?? elsewhere)])),
  foreseeDecision: async (ctx, q, asked) => {
    const by = new Map(asked.map((one) => [one.sourceId, one.askedBy]));
    return new Map((await mattersByIds(q, [...by.keys()], 0)).flatMap((a): [number, Refusal][] => {
      const said = mayDecideExtension(ctx.actor, a, by.get(a.id) ?? null);
      const refusal = isRefusal(said) ? said : stageAfter('decide_extension', a.stage, a.assignmentId !== null) === null ? refuse('not_possible_now') : null;
      return refusal === null ? [] : [[a.id, refusal]];
    }));
  },
  handOver: async (ctx, f) => {
    const [found] = await read(ctx, (q) => mattersByIds(q, [f.sourceId], 0));
    if (!found) return refuse('appeal_not_found');
    return wayTo(ctx.actor, found, f.unitId) === 'forwarded'
      ? forward(ctx, { number: f.reference, unitId: f.unitId, reason: f.reason })
      : assign(ctx, { number: f.reference, unitId: f.unitId, instruction: f.reason, suggested: false });
  },
  decideTime: (ctx, f) => decideExtension(ctx, { number: f.reference, extensionId: f.extensionId, granted: f.granted, ...(f.reason === undefined ? {} : { reason: f.reason }) }),
};
