import type { Reaction, Readers } from '../../../platform/jobs.ts';

export const jobs = {} as const satisfies Readonly<Record<string, Reaction>>;
export const readers: Readers = {};
export const cron: readonly string[] = [];
