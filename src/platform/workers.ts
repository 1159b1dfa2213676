import type pg from 'pg';
import { openClient } from './db-pool.ts';

/**
 * A killed program leaves its jobs locked, and the queue frees them only after four hours. Each worker of the queue is proven alive by an
 * advisory lock that falls with its process; what a dead one held is freed by whoever looks.
 */
export type Vigil = { readonly hold: (workerId: string) => void; readonly look: () => Promise<number>; readonly end: () => Promise<void> };

/** Of the program's own range (7215…); beside it the hash of the worker's name. */
const lockSpace = 7_215_040;
const lookEveryMs = 5_000;
/** A worker takes its first job a moment before its lock is there. */
const youngMs = 5_000;
const goodbyeMs = 1_000;

export const keepVigil = async (url: string, onLost: (code: string | undefined) => void): Promise<Vigil> => {
  const mine = new Set<string>();
  let ended = false;
  let looking: Promise<number> | undefined;
  let client: pg.Client | undefined;
  let last: Promise<unknown> = Promise.resolve();
  /** One question after the other on the one connection. */
  const ask = <R extends pg.QueryResultRow>(to: pg.Client, text: string, values: unknown[]): Promise<pg.QueryResult<R>> => {
    const answer = last.then(() => to.query<R>(text, values));
    last = answer.catch(() => {});
    return answer;
  };
  const lock = (to: pg.Client, workerId: string) => ask(to, 'SELECT pg_advisory_lock($1, hashtext($2))', [lockSpace, workerId]);
  const opened = async (): Promise<pg.Client> => {
    if (client) return client;
    const fresh = await openClient(url, 'jauap vigil');
    fresh.once('end', () => client === fresh && (client = undefined));
    for (const workerId of mine) await lock(fresh, workerId);
    return (client = fresh);
  };
  const lookNow = async (): Promise<number> => {
    const at = await opened();
    const { rows } = await ask<{ locked_by: string }>(
      at, `SELECT DISTINCT locked_by FROM graphile_worker._private_jobs WHERE locked_by <> ALL ($1) AND locked_at < now() - $2 * interval '1 millisecond'`, [[...mine], youngMs],
    );
    // a program whose clock stood in the future has left marks there, and its timetable would wait until then
    await ask(at, `UPDATE graphile_worker._private_known_crontabs SET last_execution = now() WHERE last_execution > now() + interval '2 minutes'`, []);
    let freed = 0;
    for (const { locked_by: workerId } of rows) {
      const { rows: [tried] } = await ask<{ dead: boolean }>(at, 'SELECT pg_try_advisory_lock($1, hashtext($2)) AS dead', [lockSpace, workerId]);
      if (tried?.dead !== true) continue;
      await ask(at, 'SELECT graphile_worker.force_unlock_workers($1)', [[workerId]]);
      await ask(at, 'SELECT pg_advisory_unlock($1, hashtext($2))', [lockSpace, workerId]);
      freed += 1;
    }
    return freed;
  };
  const look = (): Promise<number> => (looking ??= lookNow().finally(() => (looking = undefined)));
  await opened();
  const timer = setInterval(() => {
    look().catch((error: unknown) => {
      // a frozen or fallen connection is opened anew at the next look, with every lock
      const gone = client;
      client = undefined;
      void gone?.end().catch(() => {});
      if (!ended) onLost((error as { code?: string }).code);
    });
  }, lookEveryMs);
  timer.unref();
  return {
    hold: (workerId) => {
      mine.add(workerId);
      if (client) lock(client, workerId).catch(() => {});
    },
    look,
    end: async () => {
      ended = true;
      clearInterval(timer);
      const gone = client;
      client = undefined;
      await Promise.race([gone?.end().catch(() => {}), new Promise((resolve) => setTimeout(resolve, goodbyeMs).unref())]);
    },
  };
};
