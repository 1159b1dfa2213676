import { isRefusal, refuse } from '../../../../kernel/refusal.ts';
import type { SourceDoor } from '../../../assignments/contract.ts';
import { maySeeVisit, quietBranches } from '../../policy/visits.ts';
import { mattersByIds, seeQuiet } from '../../store/visits.ts';

const excerptLetters = 200;

/**
 * What the board needs of this room; its sentences are added in app. Promises of a visit are no leads (decision 0019): whoever has one reports, hands it over and asks for time
 * on the promise itself, so nothing goes through this door but the way to the visit and its first words.
 */
export const visitSource: Omit<SourceDoor, 'sentences'> = {
  path: (reference) => `/desk/visits/${reference}`,
  excerpts: async (ctx, q, ids) => {
    await seeQuiet(q, quietBranches(ctx.actor));
    return new Map((await mattersByIds(q, ids)).filter(({ visit }) => !isRefusal(maySeeVisit(ctx.actor, visit))).map(({ matter, visit }) => [matter.id, { text: visit.quiet ? '' : matter.text.slice(0, excerptLetters) }]));
  },
  foreseeHandOver: () => Promise.resolve(new Map()),
  foreseeDecision: () => Promise.resolve(new Map()),
  handOver: () => Promise.resolve(refuse('not_possible_now')),
  decideTime: () => Promise.resolve(refuse('not_possible_now')),
};
