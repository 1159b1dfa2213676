import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from './db.ts';

/** What this process has done, for Prometheus (docs/decisions/0021). Route patterns, job names and codes only: never an address, a name or a number of a matter. */
const registry = new Registry();

const requests = new Histogram({
  registers: [registry], name: 'jauap_request_seconds', help: 'Answered requests, by the route’s pattern', labelNames: ['method', 'route', 'status'], buckets: [0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5],
});
const jobs = new Histogram({ registers: [registry], name: 'jauap_job_seconds', help: 'Jobs of the queue, by name and how they ended', labelNames: ['job', 'outcome'], buckets: [0.01, 0.05, 0.2, 1, 5, 30, 120] });

/** `route`: the pattern, not the address. */
export const answered = (method: string, route: string, status: number, ms: number): void => requests.observe({ method, route, status: `${Math.floor(status / 100)}xx` }, ms / 1000);
export const worked = (job: string, outcome: 'done' | 'failed', ms: number): void => jobs.observe({ job, outcome }, ms / 1000);

/** One line of platform.waiting(). */
export type Waiting = { readonly what: string; readonly n: number; readonly oldest: Date | null };
/** `missing`: attachments that were not there to be taken, or were not what was taken in; `secret`: there was one to be taken. */
export type LastBackup = { readonly at: Date; readonly missing: number; readonly secret: boolean };
/** What the database says of the house; `backup` null: there never was one; undefined: its leaf could not be read. */
export type Told = { readonly waiting: readonly Waiting[]; readonly backup: LastBackup | null | undefined };

let watching = false;
let pool: Db | undefined;
/** Begins to measure the process itself; once, and only where somebody asks for it. */
export const watchProcess = (db: Db, o: { readonly version: string }): void => {
  pool = db;
  if (watching) return;
  watching = true;
  collectDefaultMetrics({ register: registry });
  new Gauge({ registers: [registry], name: 'jauap_build_info', help: 'Version of the program', labelNames: ['version'] }).set({ version: o.version }, 1);
  new Gauge({
    registers: [registry], name: 'jauap_db_connections', help: 'Connections of this process, by what they do', labelNames: ['state'],
    collect() {
      for (const [state, count] of Object.entries(pool?.connections() ?? {})) this.set({ state }, count);
    },
  });
  const statements = new Counter({
    registers: [registry], name: 'jauap_statements_total', help: 'Statements sent to the database',
    collect() {
      this.reset();
      this.inc(pool?.statements.count ?? 0);
    },
  });
  void statements;
};

const waitingCount = new Gauge({ registers: [registry], name: 'jauap_waiting', help: 'What waits, by kind; counted up to 10000', labelNames: ['what'] });
const waitingSeconds = new Gauge({ registers: [registry], name: 'jauap_waiting_oldest_seconds', help: 'How long the oldest of it has waited', labelNames: ['what'] });
const databaseUp = new Gauge({ registers: [registry], name: 'jauap_database_up', help: '1: the database answered this very question' });

const backupAge = new Gauge({ registers: [registry], name: 'jauap_backup_age_seconds', help: 'Since the moment that the newest backup shows, wherever it was made; absent where there never was one, and while the database does not tell' });
const backupMissing = new Gauge({ registers: [registry], name: 'jauap_backup_missing', help: 'What was not there to be taken into it: attachments, and the secret' });

/** The text Prometheus reads; `told` null when the database did not answer. */
export const exposition = async (told: Told | null, now: number): Promise<string> => {
  const { waiting = null, backup = null } = told ?? {};
  databaseUp.set(waiting === null ? 0 : 1);
  backupAge.remove();
  backupMissing.remove();
  if (backup) backupAge.set(Math.max(0, (now - backup.at.getTime()) / 1000));
  if (backup) backupMissing.set(backup.missing + (backup.secret ? 0 : 1));
  waitingCount.reset();
  waitingSeconds.reset();
  for (const { what, n, oldest } of waiting ?? []) {
    waitingCount.set({ what }, n);
    if (n > 0 && oldest !== null) waitingSeconds.set({ what }, Math.max(0, (now - oldest.getTime()) / 1000));
  }
  return registry.metrics();
};
export const expositionType = registry.contentType;
