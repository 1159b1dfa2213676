import type { Stage } from '../law/stages.ts';

/** What an act on a matter gives back. */
export type AppealRef = { readonly appealId: number; readonly number: string; readonly stage: Stage };
