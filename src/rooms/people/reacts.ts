import type { Reaction } from '../../platform/jobs.ts';
import { sweep } from './acts/sweep.ts';

export const jobs: Readonly<Record<string, Reaction>> = { 'people:sweep': sweep };
/** crontab of graphile-worker, whose task names there take no dot. Once a day is enough. */
export const cron = '40 21 * * * people:sweep';
