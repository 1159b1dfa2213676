import type { Readers } from '../../platform/jobs.ts';
import * as duties from './reacts/duties.ts';
import * as bookings from './reacts/bookings.ts';
import * as queue from './reacts/queue.ts';
import * as visits from './reacts/visits.ts';
import * as outings from './reacts/outings.ts';
import * as figures from './reacts/figures.ts';

const parts = [duties, bookings, queue, visits, outings, figures] as const;

/** What the clock asks of this room, by name. */
export const jobs = { ...duties.jobs, ...bookings.jobs, ...queue.jobs, ...visits.jobs, ...outings.jobs, ...figures.jobs } as const;
export const cron = parts.flatMap((part) => part.cron).join('\n');
/** Several parts may hear one event. */
export const readers: Readers = parts.reduce<Record<string, Readers[string]>>((all, part) => {
  for (const [event, list] of Object.entries(part.readers)) all[event] = [...(all[event] ?? []), ...list];
  return all;
}, {});
