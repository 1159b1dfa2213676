import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { Logger, run, type TaskList, type WorkerEvents } from 'graphile-worker';
import { system } from '../kernel/actor.ts';
import { sql, view, type Tx } from './db.ts';
import { closePool, openPool } from './db-pool.ts';
import type { Ctx } from './ctx.ts';
import { worked } from './metrics.ts';
import { traced } from './trace.ts';
import { keepVigil } from './workers.ts';

/** An event: what happened, ids and codes only, never a person's words. `name` is `<room singular>.<past participle>`. */
export type Event = { readonly name: string } & Readonly<Record<string, unknown>>;

/** As a reader gets it: `eventId` is made once with the event, and is the same however often the reader is called. */
export type Heard = { readonly eventId: string };

/** A room's reaction to an event or a job. Runs at least once: must be harmless twice. */
export type Reaction<Payload = never> = (ctx: Ctx, payload: Payload) => Promise<void>;

export type Readers = Readonly<Record<string, readonly { readonly reader: string; readonly react: Reaction }[]>>;

const readersOf = new Map<string, readonly string[]>();

/** Called once by app with the table of rooms: which reader hears which event. */
export const registerReaders = (readers: Readers): void => {
  readersOf.clear();
  for (const [event, list] of Object.entries(readers)) readersOf.set(event, list.map(({ reader }) => reader));
};

/** Tells every reader, by one job each, in the act's own transaction. */
export const emit = async (tx: Tx, event: Event): Promise<void> => {
  const readers = readersOf.get(event.name) ?? [];
  if (readers.length === 0) return;
  const payload = { eventId: randomUUID(), ...event };
  await add(tx, readers.map((reader) => ({ task: `${event.name}>${reader}`, payload })));
};

/** One job in the act's own transaction. `key` replaces a waiting job of the same key; `runAt` is a moment. */
export const enqueue = (tx: Tx, task: string, payload: object, o: { key?: string; runAt?: Date; queue?: string; maxAttempts?: number } = {}): Promise<void> =>
  add(tx, [{ task, payload, ...o }]);

const add = async (tx: Tx, specs: readonly object[]): Promise<void> => {
  await sql`SELECT platform.add_jobs(${JSON.stringify(specs)}::json)`.execute(view(tx));
};

/** Jobs side by side; beside them one connection listens and one looks after the clock. */
const usualConcurrency = 4;
const connectionsBeside = 2;

/** `promise`: it has ended, for whatever reason, and its connections are gone. */
export type Worker = { readonly promise: Promise<void>; readonly stop: () => Promise<void> };

/** Starts the worker. `ctx.actor` is replaced by the system actor named after the job. Its connections are the queue's owner's, and its own. */
export const startWorker = async (o: { url: string; ctx: Omit<Ctx, 'actor'>; readers: Readers; jobs: Readonly<Record<string, Reaction>>; cron?: string; concurrency?: number }): Promise<Worker> => {
  const tasks: TaskList = {};
  const wrap = (name: string, react: Reaction) => {
    tasks[name] = async (payload) => {
      const began = performance.now();
      try {
        await traced(`job ${name}`, { 'job.name': name }, () => react({ ...o.ctx, actor: system(name) }, payload as never));
        worked(name, 'done', performance.now() - began);
      } catch (error) {
        worked(name, 'failed', performance.now() - began);
        o.ctx.log.error('job.failed', error, { job: name });
        throw error;
      }
    };
  };
  for (const [event, list] of Object.entries(o.readers)) for (const { reader, react } of list) wrap(`${event}>${reader}`, react);
  for (const [name, react] of Object.entries(o.jobs)) wrap(name, react);
  const concurrency = o.concurrency ?? usualConcurrency;
  const pgPool = openPool(o.url, { size: concurrency + connectionsBeside, name: 'jauap worker', role: null, onLost: (code) => o.ctx.log.warn('job.connection_lost', { code }) });
  const vigil = await keepVigil(o.url, (code) => o.ctx.log.warn('job.vigil_lost', { code })).catch(async (error: unknown) => {
    await closePool(pgPool);
    throw error;
  });
  const events: WorkerEvents = new EventEmitter();
  events.on('worker:create', ({ worker }) => vigil.hold(worker.workerId));
  try {
    const runner = await run({ pgPool, taskList: tasks, concurrency, noHandleSignals: true, pollInterval: 1000, crontab: o.cron ?? ' ', logger: quietLogger(o.ctx), events });
    void vigil.look().catch(() => {});
    const closed = async (): Promise<void> => void (await Promise.all([closePool(pgPool), vigil.end()]));
    const promise = runner.promise.finally(closed);
    promise.catch(() => {}); // whoever waits for it hears of it
    return {
      promise,
      stop: async () => {
        await runner.stop();
        await promise;
      },
    };
  } catch (error) {
    await vigil.end();
    await closePool(pgPool);
    throw error;
  }
};

/** The queue's own lines carry payloads of failed jobs: only errors pass, without their text. */
const quietLogger = (ctx: Omit<Ctx, 'actor'>): Logger =>
  new Logger(() => (level) => {
    if (level === 'error') ctx.log.warn('job.queue_error');
  });
