import { createHash } from 'node:crypto';
import type { Asked } from '../../../../platform/web.ts';

export const mostPapers = 10;

/** Whose unattached papers these are: the browser's, as a hash. */
export const uploaderOf = (asked: Asked): string => (asked.ctx.actor.kind === 'staff' ? `account:${asked.ctx.actor.accountId}` : `visit:${createHash('sha256').update(asked.visit).digest('hex').slice(0, 32)}`);
