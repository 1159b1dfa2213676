import { createHash } from 'node:crypto';
import { refuse } from '../../../../kernel/refusal.ts';
import type { Result } from '../../../../kernel/result.ts';
import type { Ctx } from '../../../../platform/ctx.ts';
import { read } from '../../../../platform/db.ts';
import { arrivalByClaim } from '../../store/arrivals.ts';
import { linkToken } from '../../store/seal.ts';
import { visitBy } from '../../store/visits.ts';
import { house } from './devices.ts';

/** Whoever holds the paper made on the road: 128 bits that only its square code has. `token`: of their own page; null while a person of the branch is looking at it. */
export const claimedVisit = (ctx: Ctx, secret: string): Promise<Result<{ readonly token: string | null }>> =>
  read(house(ctx), async (q) => {
    const arrival = /^[\w-]{16,64}$/.test(secret) ? await arrivalByClaim(q, createHash('sha256').update(secret).digest()) : null;
    if (!arrival) return refuse('visit_not_found');
    const visit = arrival.visitId === null ? undefined : await visitBy(q, { id: arrival.visitId });
    return { token: visit ? linkToken('visit', visit.id, visit.secretVersion) : null };
  });
