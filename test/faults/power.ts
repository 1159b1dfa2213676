import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, fstatSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { rawQuery } from './seed.ts';

/**
 * What a power cut leaves of a data folder, without touching the machine's power.
 *
 * `kill -9` loses nothing that a program has handed to the operating system; a power cut loses whatever was not synced. The kernel
 * may have written any part of the rest by itself, and may have written none of it: a correct database must survive that worst state,
 * and it is the state made here.
 *
 * With fsync on, PostgreSQL syncs its data files at a checkpoint and its log at each commit, up to the place it calls flushed.
 *   So: data files go back to the snapshot taken right after a CHECKPOINT (there is no later one: the run is short and
 *   checkpoint_timeout is an hour), pg_wal stays as it is at the kill, and is blank behind the place that was flushed at the moment of
 *   the cut. A commit that was told but not flushed (synchronous_commit = off) is lost by this, as it should be.
 * With fsync off, nothing is ever synced, whatever the server calls flushed: the log goes back to the snapshot too.
 *   It is a state such a cut may leave: between the snapshot and the cut pass a few seconds, less than the half a minute that
 *   Linux keeps dirty pages by default.
 *
 * Which of the two holds is not taken from the settings but from the server's own count of syncs of its log (`logSyncs`).
 */
export const powerCut = (data: string, snapshot: string, o: { readonly fsync: boolean; readonly flushed: Flushed }): void => {
  const after = `${data}.cut`;
  copy(snapshot, after);
  if (o.fsync) {
    rmSync(join(after, 'pg_wal'), { recursive: true });
    renameSync(join(data, 'pg_wal'), join(after, 'pg_wal'));
    blankBehind(join(after, 'pg_wal'), o.flushed);
  }
  rmSync(data, { recursive: true });
  renameSync(after, data);
  rmSync(join(data, 'postmaster.pid'), { force: true });
};

export type Flushed = { readonly file: string; readonly offset: number };

const blankBehind = (wal: string, { file, offset }: Flushed): void => {
  for (const name of readdirSync(wal)) if (/^[0-9A-F]{24}$/.test(name) && name > file) rmSync(join(wal, name));
  const segment = openSync(join(wal, file), 'r+');
  try {
    const { size } = fstatSync(segment);
    writeSync(segment, Buffer.alloc(size - offset), 0, size - offset, offset);
  } finally {
    closeSync(segment);
  }
};

/** `cp -a`: owners stay, so that the server may read its files whoever it runs as. */
export const copy = (from: string, to: string): void => {
  rmSync(to, { recursive: true, force: true });
  const done = spawnSync('cp', ['-a', from, to], { stdio: ['ignore', 'ignore', 'pipe'] });
  if (done.status !== 0) throw new Error(done.stderr.toString('utf8'));
};

/** The superuser's address of the embedded server in `dir`: checkpoints and the log's place are not the application's to ask. */
export const superuserUrl = (dir: string, url: string): string => {
  const { superuser } = JSON.parse(readFileSync(join(dir, 'passwords.json'), 'utf8')) as { superuser: string };
  return url.replace(/^postgres:\/\/jauap:[^@]*@\/jauap/, `postgres://postgres:${superuser}@/postgres`);
};

/** Taken while nothing writes: what is certainly on disk. */
export const snapshotAfterCheckpoint = async (superuser: string, data: string): Promise<string> => {
  await rawQuery(superuser, 'CHECKPOINT');
  const snapshot = `${data}.snapshot`;
  copy(data, snapshot);
  if (!existsSync(join(snapshot, 'global/pg_control'))) throw new Error('the snapshot is not whole');
  return snapshot;
};

/** How far the log is flushed, as the server says. Exactly between two files the name is ambiguous: then a moment later. */
export const flushedTo = async (superuser: string): Promise<Flushed> => {
  for (;;) {
    const [row] = await rawQuery<Flushed>(superuser, 'SELECT file_name AS file, file_offset AS "offset" FROM pg_walfile_name_offset(pg_current_wal_flush_lsn())');
    if (row && row.offset > 0) return row;
  }
};

/** Syncs of the log since the statistics were begun, as the server counted them; none where fsync is off. */
export const logSyncs = async (superuser: string): Promise<number> => {
  const [row] = await rawQuery<{ n: number }>(superuser, `SELECT coalesce(sum(fsyncs), 0)::int AS n FROM pg_stat_io WHERE object = 'wal' AND context = 'normal'`);
  return row?.n ?? 0;
};

/** The process that writes the log by itself. Its number is the machine's own: the server's namespace is one of users, not of processes. */
export const logWriter = async (superuser: string): Promise<number> => {
  const [row] = await rawQuery<{ pid: number }>(superuser, `SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'`);
  if (!row) throw new Error('nobody writes the log');
  return row.pid;
};
