import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { serve, type ServerType } from '@hono/node-server';
import type { Hono } from 'hono';
import type { Config } from '../platform/config.ts';
import { openClock } from '../platform/clock.ts';
import { isUnavailable, openDb, type Db } from '../platform/db.ts';
import { startWorker, type Worker } from '../platform/jobs.ts';
import { makeLog, type Log } from '../platform/log.ts';
import { migrate } from '../platform/migrate.ts';
import { joinEmbedded, startEmbedded, type Embedded } from '../platform/postgres.ts';
import { registerReaders } from '../platform/jobs.ts';
import { sealOnce, signerIn, witnessFile } from '../rooms/journal/contract.ts';
import { system } from '../kernel/actor.ts';
import type { Clock } from '../kernel/day.ts';
import { noteServed } from './backup/mark.ts';
import { startMail } from './doors/mail.ts';
import { openTelegram } from './doors/telegram.ts';
import { house, jobs, cron, readers } from './house.ts';
import { startIndexer } from './indexer.ts';
import { furnish } from './secrets.ts';
import { makeServer } from './server.tsx';
import { watchProcess } from '../platform/metrics.ts';
import { linger } from '../platform/web/linger.ts';
import { endTracing, startTracing } from '../platform/trace.ts';
import { version } from './version.ts';

/** `clock`: the database's, for every act. */
export type Database = { readonly url: string; readonly db: Db; readonly log: Log; readonly clock: Clock; readonly close: () => Promise<void> };

/** Opens the database of this configuration: the one at DATABASE_URL, else the embedded one, migrated. `join`: beside a running instance, its server. */
export const openDatabase = async (config: Config, onStep: (line: string) => void, o: { join?: boolean } = {}): Promise<Database> => {
  const log = makeLog(config.JAUAP_LOG);
  furnish(config);
  registerReaders(readers);
  const dir = join(config.dataDir, 'postgres');
  const given = config.DATABASE_URL ?? (o.join ? joinEmbedded(dir) : null);
  const embedded = given === null ? await supervise(dir, log, onStep) : null;
  const url = given ?? embedded?.url ?? '';
  try {
    await whenItAnswers(() => migrate(url, onStep), onStep);
  } catch (error) {
    await embedded?.stop();
    throw error;
  }
  const db = openDb(url, { size: config.JAUAP_POOL, log });
  const clock = await whenItAnswers(() => openClock(db, log), onStep).catch(async (error: unknown) => {
    await db.close();
    await embedded?.stop();
    throw error;
  });
  return {
    url, db, log, clock,
    close: async () => {
      clock.stop();
      await db.close();
      await embedded?.stop();
    },
  };
};

const restartPauseMs = 200;
/** A full disk may last: it is asked again often enough to be back a moment after there is room, and not so often as to fill the log. */
const longestPauseMs = 2_000;
const firstAnswerMs = 30_000;

/** Program and database are often started together, by somebody who does not wait for the one before the other. */
const whenItAnswers = async <T>(fn: () => Promise<T>, onStep: (line: string) => void): Promise<T> => {
  const until = performance.now() + firstAnswerMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await fn();
    } catch (error) {
      if (!isUnavailable(error) || performance.now() > until) throw error;
      if (tries === 1) onStep(`the database does not answer yet (${(error as { code?: string }).code ?? 'no connection'}); trying again for ${firstAnswerMs / 1000} s`);
      await pause(restartPauseMs);
    }
  }
};

/** The embedded server, started again when it ends by itself: the address stays, the pool finds it again. */
const supervise = async (dataDir: string, log: Log, onStep: (line: string) => void): Promise<{ url: string; stop: () => Promise<void> }> => {
  let current: Embedded = await startEmbedded({ dataDir, onStep });
  let stopping = false;
  const again = async (): Promise<void> => {
    let pauseMs = restartPauseMs;
    while (!stopping) {
      try {
        current = await startEmbedded({ dataDir, onStep });
        log.info('postgres.started_again');
        return;
      } catch (error) {
        log.error('postgres.not_started', error);
        await pause(pauseMs);
        pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      }
    }
  };
  const watch = async (): Promise<void> => {
    while (!stopping) {
      await current.ended;
      if (stopping) return;
      log.warn('postgres.ended');
      await again();
    }
    await current.stop(); // it had come up while the program was asked to end
  };
  const watching = watch();
  return {
    url: current.url,
    stop: async () => {
      stopping = true;
      await current.stop();
      await watching;
    },
  };
};

export type Running = { readonly address: string; readonly stop: () => Promise<void> };

/** Serves, and works through the jobs unless JAUAP_WORKER=off, until `stop`. Whatever keeps it from beginning leaves no port, no worker and no reader behind; the database is the caller's then. */
export const runInstance = async (given: Config, database: Database): Promise<Running> => {
  const { db, log, url, clock } = database;
  outlive(log);
  const begun: (() => Promise<void>)[] = [];
  const endBegun = () => Promise.all(begun.map((end) => end()));
  const alsoEnd = (end: (() => Promise<void>) | undefined): void => void (end && begun.push(() => within(stopLimitMs, end())));
  try {
    if (given.METRICS_TOKEN !== undefined) watchProcess(db, { version: version() });
    if (given.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined)
      await startTracing({ endpoint: given.OTEL_EXPORTER_OTLP_ENDPOINT, service: given.OTEL_SERVICE_NAME, version: version(), share: given.OTEL_TRACES_SAMPLER_ARG });
    const ctx = { db, log, clock };
    // with `PORT=0` the system names the port when it is opened; every link has it in it, and links are made for who comes in by it
    const config: { -readonly [Key in keyof Config]: Config[Key] } = { ...given };
    let leaving = false;
    const app = makeServer({ ctx, config, house, leaving: () => leaving });
    const server = await listening(app, config);
    begun.push(() => ended(server));
    server.on('error', (error: Error) => log.error('web.socket_failed', error)); // no more file handles: the next visitor finds some again
    const bound = server.address();
    if (typeof bound === 'object' && bound && bound.port !== given.PORT) {
      config.PORT = bound.port;
      furnish(config); // letters and messages name the port too
    }
    // before the first request is read: it may have a route of its own
    alsoEnd(openTelegram(config, ctx, app)?.stop);
    if (config.JAUAP_WORKER === 'on') {
      alsoEnd(keepWorking(() => startWorker({ url, ctx, readers, jobs, cron }), log));
      alsoEnd(startSealer(config, ctx));
      alsoEnd(startIndexer(ctx));
      alsoEnd(startMail(config, ctx, url)?.stop);
    }
    // a disk without room is no reason not to serve
    await noteServed(config, db).catch((error: unknown) => log.warn('mark.not_written', { code: (error as { code?: string }).code }));
    return {
      address: `http://${config.HOST}:${config.PORT}`,
      stop: async () => {
        leaving = true;
        await pause(config.JAUAP_DRAIN * 1000);
        await endBegun();
        await database.close();
        await endTracing();
      },
    };
  } catch (error) {
    await endBegun();
    await endTracing();
    throw error;
  }
};

/** The port is opened last of all that a visitor needs. */
const listening = (app: Hono, { PORT, HOST }: Config): Promise<ServerType> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port: PORT, hostname: HOST, autoCleanupIncoming: false }, () => resolve(server));
    server.on('request', linger);
    server.once('error', reject);
  });

/** Whoever has been let in is answered; no new ones are, and who keeps silent is sent away at once. A request that hangs is cut off after a while. */
const ended = async (server: ServerType): Promise<void> => {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  if ('closeIdleConnections' in server) server.closeIdleConnections();
  await within(answerLimitMs, closed);
  if ('closeAllConnections' in server) server.closeAllConnections();
  await closed;
};
const answerLimitMs = 5_000;

/** A frozen database does not hold up the end: what is cut off here is undone by it or begun again by the next start. */
const stopLimitMs = 8_000;
const within = async (ms: number, work: Promise<void> | undefined): Promise<void> => {
  const late = new AbortController();
  await Promise.race([work, pause(ms, undefined, { signal: late.signal }).catch(() => {})]);
  late.abort();
};

/** A promise nobody waited for, or a terminal that has been closed, is no reason to turn everybody else away. */
const outlive = (log: Log): void => {
  if (process.listenerCount('unhandledRejection') > 0) return;
  process.on('unhandledRejection', (reason) => log.error('process.unhandled', reason));
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
};

/** The queue's runner gives up when the database is away for long: it is begun anew until `stop`. */
const keepWorking = (start: () => Promise<Worker>, log: Log): (() => Promise<void>) => {
  let worker: Worker | undefined;
  let stopping = false;
  const watch = async (): Promise<void> => {
    for (let starts = 0; !stopping; ) {
      try {
        worker = await start();
        if (stopping) await worker.stop();
        if ((starts += 1) > 1) log.info('worker.started_again');
        await worker.promise;
      } catch (error) {
        log.warn('worker.failed', { code: (error as { code?: string }).code });
      }
      if (!stopping) await pause(restartPauseMs);
    }
  };
  const watching = watch();
  return async () => {
    stopping = true;
    await worker?.stop().catch(() => {});
    await watching;
  };
};

const sealEveryMs = 1_000;

/** Orders the journal's leaves into the tree a moment after the acts. One at a time across all processes: the store locks. */
const startSealer = (config: Config, ctx: { db: Db; log: Log; clock: Clock }): (() => Promise<void>) => {
  const signer = signerIn(join(config.dataDir, 'journal-key.pem'));
  const witness = witnessFile(join(config.dataDir, 'journal-roots'));
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  const round = async (): Promise<void> => {
    try {
      while (!stopped && (await sealOnce({ ...ctx, actor: system('journal.sealer') }, signer, witness)) > 0);
    } catch (error) {
      ctx.log.warn('journal.seal_failed', { code: (error as { code?: string }).code });
    }
    if (!stopped) timer = setTimeout(() => (running = round()), sealEveryMs);
  };
  let running = round();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
};
