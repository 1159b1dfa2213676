import { say, type Lang } from '../../../../kernel/words.ts';
import type { Estimate } from '../../law/queue/estimate.ts';
import { ticketWords as w } from '../../words/queue-screens.ts';

/** «20–35 минут», or that nobody knows. */
export const waitText = (lang: Lang, estimate: Estimate | null): string =>
  estimate === null ? say(lang, w.waitUnknown) : estimate.from === 0 ? (estimate.to <= 5 ? say(lang, w.waitShort) : say(lang, w.waitUpTo, { to: estimate.to })) : say(lang, w.wait, { from: estimate.from, to: estimate.to });
