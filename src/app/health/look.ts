import { statfs } from 'node:fs/promises';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Config } from '../../platform/config.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { read, sql, view, type Read } from '../../platform/db.ts';
import type { Told, Waiting } from '../../platform/metrics.ts';
import { siteUrl } from '../../platform/web.ts';
import { clamdAt } from '../../rooms/files/contract.ts';
import { lastBackup } from '../backup/proof.ts';
import { mailboxDownSince } from '../doors/mailbox.ts';
import type { Facts } from './judge.ts';
import { wiresNow } from './wires.ts';

const turns = monitorEventLoopDelay({ resolution: 20 });
turns.enable();

/** A timetable that never began counts as one that has stopped, unless the house itself is as young as the ten minutes that one may rest. */
const waitingIn = async (q: Read): Promise<readonly Waiting[]> => (await sql<Waiting>`SELECT what,
    CASE WHEN what = 'timetable_stopped' AND oldest IS NULL AND (SELECT min(applied_at) FROM platform.migration) < now() - interval '10 minutes' THEN 1 ELSE n END AS n, oldest FROM platform.waiting()`.execute(view(q))).rows;
/** Apart: a leaf that cannot be read, or not in time, is no silence of the database. */
const backupNow = (ctx: Pick<Ctx, 'db' | 'actor'>): Promise<Told['backup']> => read(ctx, lastBackup).catch(() => undefined);
/** What waits, by kind, and the newest backup; as the database's own clock sees it. */
export const toldNow = async (ctx: Pick<Ctx, 'db' | 'actor'>): Promise<Told> => {
  const [waiting, backup] = await Promise.all([read(ctx, waitingIn), backupNow(ctx)]);
  return { waiting, backup };
};

type Database = NonNullable<Facts['database']> & { readonly now: Date };
const databaseIn = async (q: Read, config: Config): Promise<Database> => {
  const began = performance.now();
  const { rows } = await sql<{ now: Date; bytes: number }>`SELECT clock_timestamp() AS now, pg_database_size(current_database()) AS bytes`.execute(view(q));
  const ms = performance.now() - began;
  const now = rows[0]?.now ?? new Date();
  return { now, ms, skewMs: now.getTime() - (Date.now() - ms / 2), bytes: rows[0]?.bytes ?? 0, embedded: config.DATABASE_URL === undefined };
};

/** In one transaction; a database that answers and then does not say what waits has answered all the same. */
const askDatabase = async (ctx: Ctx, config: Config): Promise<{ readonly database: Database | null; readonly waiting: Told['waiting'] | null }> => {
  const heard: { database: Database | null } = { database: null };
  const waiting = await read(ctx, async (q) => {
    heard.database = await databaseIn(q, config);
    return waitingIn(q);
  }).catch(() => null);
  return { ...heard, waiting };
};

/** Everything at once: nothing waits for anything else, and what does not answer is a fact too. */
export const lookNow = async (ctx: Ctx, config: Config): Promise<Facts> => {
  const turnMs = turns.percentile(99) / 1e6;
  turns.reset();
  const [{ database, waiting }, backup, disk, scanned, wires] = await Promise.all([
    askDatabase(ctx, config), backupNow(ctx), statfs(config.dataDir).catch(() => null),
    config.CLAMD === undefined ? null : clamdAt(config.CLAMD, { deadlineMs: 2_000 })(async function* () {
      yield Buffer.from('jauap');
    }),
    wiresNow(config, ctx.clock),
  ]);
  return {
    // what waits was dated by the same clock
    now: database?.now ?? new Date(), database, waiting, backup, turnMs: Number.isFinite(turnMs) ? turnMs : 0,
    disk: disk === null ? null : { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
    residentMb: process.memoryUsage.rss() / 1024 / 1024,
    scanner: scanned === null ? 'none' : scanned === 'unknown' ? 'silent' : 'answers',
    ...wires, mailboxDownSince: mailboxDownSince(), https: siteUrl(config).startsWith('https:'),
  };
};
