import { sql, view, read } from '../platform/db.ts';
import type { Reaction, Readers } from '../platform/jobs.ts';
import type { Operation } from '../platform/web/api.ts';
import type { Route } from '../platform/web.ts';
import type { Sentence } from '../kernel/words.ts';
import { branchFor } from '../rooms/units/contract.ts';
import { mountApi } from './api.ts';
import { mountAssets } from './assets.ts';
import type { House } from './server.tsx';

/** Everything the rooms bring, in one place: routes, operations, readers, jobs, sentences of refusal. */
const routes: readonly Route[] = [];
export const operations: readonly Operation[] = [];
export const readers: Readers = {};
export const jobs: Readonly<Record<string, Reaction>> = {};
/** crontab of graphile-worker: minute hour day month weekday task */
export const cron = '';
const refusalWords: Readonly<Record<string, Sentence>> = {};

export const house: House = {
  routes,
  refusalWords,
  sessionActor: async () => null,
  organisation: (ctx) => read(ctx, async (q) => (await branchFor(q, undefined))?.names ?? null),
  mountApi: mountApi(operations),
  mountAssets,
  ready: (ctx) => read(ctx, async (q) => (await sql<{ one: number }>`SELECT 1 AS one`.execute(view(q))).rows.length === 1),
};
