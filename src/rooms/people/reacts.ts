import type { Reaction } from '../../platform/jobs.ts';
import { sweep } from './acts/sweep.ts';

/** Once a day is enough. */
export const jobs: Readonly<Record<string, Reaction>> = { 'people.sweep': sweep };
