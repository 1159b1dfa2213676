import { readFile, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Config } from '../../platform/config.ts';
import type { Ctx } from '../../platform/ctx.ts';
import { read, sql, view } from '../../platform/db.ts';
import type { Waiting } from '../../platform/metrics.ts';
import { siteUrl } from '../../platform/web.ts';
import { clamdAt } from '../../rooms/files/contract.ts';
import { mailboxDownSince } from '../doors/mailbox.ts';
import type { Facts } from './judge.ts';

const turns = monitorEventLoopDelay({ resolution: 20 });
turns.enable();

/** What waits, by kind; as the database's own clock sees it. */
export const waitingNow = (ctx: Pick<Ctx, 'db' | 'actor'>): Promise<readonly Waiting[]> =>
  read(ctx, async (q) => (await sql<Waiting>`SELECT what, n, oldest FROM platform.waiting()`.execute(view(q))).rows);

const databaseOf = (ctx: Ctx, config: Config): Promise<NonNullable<Facts['database']> & { readonly now: Date }> =>
  read(ctx, async (q) => {
    const began = performance.now();
    const { rows } = await sql<{ now: Date; bytes: number }>`SELECT clock_timestamp() AS now, pg_database_size(current_database()) AS bytes`.execute(view(q));
    const ms = performance.now() - began;
    const now = rows[0]?.now ?? new Date();
    return { now, ms, skewMs: now.getTime() - (Date.now() - ms / 2), bytes: rows[0]?.bytes ?? 0, embedded: config.DATABASE_URL === undefined };
  });

/** Written by `jauap backup` when it is done. */
export const lastBackupFile = 'last-backup.json';
const lastBackup = async (dataDir: string): Promise<Date | null> => {
  try {
    const { at } = JSON.parse(await readFile(join(dataDir, lastBackupFile), 'utf8')) as { at?: unknown };
    const when = new Date(String(at));
    return Number.isNaN(when.getTime()) ? null : when;
  } catch {
    return null; // none yet
  }
};

/** Everything at once: nothing waits for anything else, and what does not answer is a fact too. */
export const lookNow = async (ctx: Ctx, config: Config): Promise<Facts> => {
  const turnMs = turns.percentile(99) / 1e6;
  turns.reset();
  const [database, waiting, disk, scanned, lastBackupAt] = await Promise.all([
    databaseOf(ctx, config).catch(() => null), waitingNow(ctx).catch(() => null), statfs(config.dataDir).catch(() => null),
    config.CLAMD === undefined ? null : clamdAt(config.CLAMD, { deadlineMs: 2_000 })(async function* () {
      yield Buffer.from('jauap');
    }),
    lastBackup(config.dataDir),
  ]);
  return {
    // what waits was dated by the same clock
    now: database?.now ?? new Date(), database, waiting, lastBackupAt, turnMs: Number.isFinite(turnMs) ? turnMs : 0,
    disk: disk === null ? null : { freeBytes: disk.bavail * disk.bsize, totalBytes: disk.blocks * disk.bsize },
    residentMb: process.memoryUsage.rss() / 1024 / 1024,
    scanner: scanned === null ? 'none' : scanned === 'unknown' ? 'silent' : 'answers',
    mail: config.MAIL_URL !== undefined, mailboxDownSince: mailboxDownSince(), https: siteUrl(config).startsWith('https:'),
  };
};
