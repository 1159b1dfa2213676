import { flushCompileCache } from 'node:module';
import { furnish } from '../../src/app/secrets.ts';
import { readConfig } from '../../src/platform/config.ts';
import { openDb } from '../../src/platform/db.ts';
import { startWorker } from '../../src/platform/jobs.ts';
import { makeLog } from '../../src/platform/log.ts';
import { jobs as appealJobs, readers as appealReaders } from '../../src/rooms/appeals/reacts.ts';
import { jobs as assignmentJobs, readers as assignmentReaders } from '../../src/rooms/assignments/reacts.ts';
import { jobs as noticeJobs } from '../../src/rooms/notices/reacts.ts';

/** One worker of the queue, to be killed. Its clock is handed in: the office's hours are not those of the machine. */
const url = process.env['DATABASE_URL'] ?? '';
const config = readConfig(process.env);
furnish(config);
const log = makeLog(config.JAUAP_LOG);
const shift = Number(process.env['CLOCK_AT']) - Date.now();
await startWorker({
  url, ctx: { db: openDb(url, { size: 6, log }), log, clock: { now: () => Date.now() + shift } },
  cron: ' ',
  readers: { ...appealReaders, ...assignmentReaders }, jobs: { ...appealJobs, ...assignmentJobs, ...noticeJobs },
});
// what is killed writes nothing at its end: the next one reads the program as this one has compiled it
flushCompileCache();
process.stdout.write('working\n');
