import type { Sentence } from '../kernel/words.ts';
import { read, sql, view } from '../platform/db.ts';
import type { Reaction, Readers } from '../platform/jobs.ts';
import { keepYears } from '../platform/years.ts';
import type { Operation } from '../platform/web/api.ts';
import type { Route } from '../platform/web.ts';
import { operations as appealOperations } from '../rooms/appeals/api.ts';
import { routes as appealRoutes } from '../rooms/appeals/pages.tsx';
import { cron as appealCron, jobs as appealJobs, readers as appealReaders } from '../rooms/appeals/reacts.ts';
import { fieldWords, refusalWords as appealWords } from '../rooms/appeals/words/refusals.ts';
import { cron as assignmentCron, jobs as assignmentJobs, readers as assignmentReaders } from '../rooms/assignments/reacts.ts';
import { routes as assignmentRoutes } from '../rooms/assignments/pages.tsx';
import { refusalWords as assignmentWords } from '../rooms/assignments/words.ts';
import { boardRefusals } from '../rooms/assignments/words/board.ts';
import { calendarRoutes } from '../rooms/calendar/pages.tsx';
import { jobs as calendarJobs } from '../rooms/calendar/reacts.ts';
import { refusalWords as calendarWords } from '../rooms/calendar/words.ts';
import { forgetUnattached, refusalWords as fileWords, rescan } from '../rooms/files/contract.ts';
import { routes as noticeRoutes } from '../rooms/notices/pages.tsx';
import { cron as noticeCron, jobs as noticeJobs } from '../rooms/notices/reacts.ts';
import { refusalWords as noticeWords } from '../rooms/notices/words.ts';
import { peopleByIds, sessionActor } from '../rooms/people/contract.ts';
import { cron as peopleCron, jobs as peopleJobs } from '../rooms/people/reacts.ts';
import { routes as peopleRoutes } from '../rooms/people/pages.tsx';
import { refusalWords as peopleWords } from '../rooms/people/words.ts';
import { operations as receptionOperations } from '../rooms/reception/api.ts';
import { routes as receptionRoutes } from '../rooms/reception/pages.tsx';
import { cron as receptionCron, jobs as receptionJobs, readers as receptionReaders } from '../rooms/reception/reacts.ts';
import { refusalWords as receptionWords } from '../rooms/reception/words/refusals.ts';
import { branchFor, unitsByIds } from '../rooms/units/contract.ts';
import { routes as unitRoutes } from '../rooms/units/pages.tsx';
import { refusalWords as unitWords } from '../rooms/units/words.ts';
import { mountApi } from './api.ts';
import { forgetAnswers } from './api/once.ts';
import { mountAssets } from './assets.ts';
import { designRoutes } from './design.tsx';
import { isSetUp } from './setup/act.ts';
import { setupRoutes } from './setup/pages.tsx';
import { healthRoutes } from './health/pages.tsx';
import type { House } from './server.tsx';

/** Everything the rooms bring, in one place: routes, operations, readers, jobs, sentences of refusal. */
const routes: readonly Route[] = [...appealRoutes, ...receptionRoutes, ...assignmentRoutes, ...noticeRoutes, ...peopleRoutes, ...unitRoutes, ...calendarRoutes(peopleByIds, unitsByIds), ...setupRoutes, ...designRoutes, ...healthRoutes];
export const operations: readonly Operation[] = [...appealOperations, ...receptionOperations];
/** Several rooms may hear one event. */
export const readers: Readers = [appealReaders, assignmentReaders, receptionReaders].reduce<Record<string, Readers[string]>>((all, part) => {
  for (const [event, list] of Object.entries(part)) all[event] = [...(all[event] ?? []), ...list];
  return all;
}, {});
export const jobs: Readonly<Record<string, Reaction>> = { ...appealJobs, ...peopleJobs, ...noticeJobs, ...assignmentJobs, ...calendarJobs, ...receptionJobs, 'files:forget': forgetUnattached, 'files:rescan': rescan, 'api:forget': forgetAnswers, 'years:keep': keepYears };
/** crontab of graphile-worker: minute hour day month weekday task */
export const cron = `${appealCron}
${peopleCron}
${noticeCron}
${assignmentCron}
${receptionCron === '' ? '' : `${receptionCron}\n`}20 0 * * * files:forget
50 0 * * * api:forget
10 1 * * * years:keep
*/5 * * * * files:rescan`;
const refusalWords: Readonly<Record<string, Sentence>> = { ...unitWords, ...calendarWords, ...assignmentWords, ...boardRefusals, ...fileWords, ...noticeWords, ...peopleWords, ...appealWords, ...receptionWords };

export const house: House = {
  routes,
  refusalWords,
  sessionActor,
  isSetUp,
  organisation: (ctx) => read(ctx, async (q) => (await branchFor(q, undefined))?.names ?? null),
  mountApi: mountApi(operations, { fields: fieldWords, other: fieldWords.other }),
  mountAssets,
  ready: (ctx) => read(ctx, async (q) => (await sql<{ one: number }>`SELECT 1 AS one`.execute(view(q))).rows.length === 1),
};
