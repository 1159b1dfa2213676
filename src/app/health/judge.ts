import type { LastBackup, Waiting } from '../../platform/metrics.ts';

/** silent: no answer in time; slow: none yet; refused: an answer, and not to us; foreign: not what it should say; certificate: nobody here believes its own; ca_gone: of those who are believed here the file is gone; no_bucket: a store without the place that is named; unlisted: its keys may not list, so nothing is known of the rest */
export type WireWhy = 'silent' | 'slow' | 'refused' | 'foreign' | 'certificate' | 'ca_gone' | 'no_bucket' | 'unlisted';
/** How somebody outside the house answers. `minutes`: how long it has not; of the bot, where it does, since it was heard. */
export type Wire = { readonly why: WireWhy | null; readonly minutes: number };

/** What was seen, of one moment. */
export type Facts = {
  readonly now: Date;
  /** null: it did not answer */
  readonly database: { readonly ms: number; readonly skewMs: number; readonly bytes: number; readonly embedded: boolean } | null;
  /** null: the database did not say in time */
  readonly waiting: readonly Waiting[] | null;
  /** of the disk under the data folder; null: the system does not say */
  readonly disk: { readonly freeBytes: number; readonly totalBytes: number } | null;
  readonly residentMb: number;
  /** the slowest turn of the program in a hundred, since the last look */
  readonly turnMs: number;
  readonly scanner: 'none' | 'answers' | 'silent';
  /** null: none is set */
  readonly mail: Wire | null;
  /** undefined: attachments lie in a folder */
  readonly store: Wire | undefined;
  /** undefined: staff sign in here alone */
  readonly issuer: Wire | undefined;
  /** undefined: there is no bot, or nothing was asked of it by this process */
  readonly telegram: Wire | undefined;
  /** since when the mailbox cannot be read; null: it is read; undefined: there is none, or another process reads it */
  readonly mailboxDownSince: Date | null | undefined;
  readonly https: boolean;
  /** the newest, wherever it was made; null: there never was one; undefined: its leaf could not be read */
  readonly backup: LastBackup | null | undefined;
};

export const states = ['act', 'look', 'well'] as const;
/** act: today, somebody is losing something; look: soon; well: nothing to do */
export type State = (typeof states)[number];
export const checks = ['database', 'clock', 'worker', 'jobs', 'given_up', 'seal', 'search', 'years', 'notices', 'failed_notices', 'mail', 'mailbox', 'telegram', 'issuer', 'store', 'scanner', 'disk', 'backup', 'https', 'memory', 'turn'] as const;
export type Check = (typeof checks)[number];
/** What is wrong, where a check knows of several things. */
export type Why = 'none' | 'never' | 'files' | 'secret' | 'unread' | WireWhy;
export type Finding = { readonly check: Check; readonly state: State; readonly n: number; readonly why?: Why };

const minuteMs = 60_000;
const dayMs = 86_400_000;
const gigabyte = 1024 ** 3;

const graded = (value: number, look: number, act: number): State => (value >= act ? 'act' : value >= look ? 'look' : 'well');
/** Figures of which less is worse. */
const gradedLow = (value: number, look: number, act: number): State => (value <= act ? 'act' : value <= look ? 'look' : 'well');

/** What it means, worst first; the same facts give the same findings. `n` is the figure that the sentence names. */
export const judge = (f: Facts): readonly Finding[] => {
  const one = (what: string) => f.waiting?.find((line) => line.what === what) ?? { what, n: 0, oldest: null };
  const minutes = (what: string): number => {
    const { n, oldest } = one(what);
    return n === 0 || oldest === null ? 0 : Math.max(0, Math.floor((f.now.getTime() - oldest.getTime()) / minuteMs));
  };
  const found = (check: Check, state: State, n: number): Finding => ({ check, state, n: check === 'disk' && n < 10 ? Math.round(n * 10) / 10 : Math.round(n) });
  const freeGb = f.disk === null ? null : f.disk.freeBytes / gigabyte;
  const freeShare = f.disk === null ? 1 : f.disk.freeBytes / f.disk.totalBytes;
  const downMinutes = f.mailboxDownSince ? Math.max(0, (f.now.getTime() - f.mailboxDownSince.getTime()) / minuteMs) : 0;
  // what the database was not asked for; a full disk is the usual reason for its silence
  const beside = [
    wireFound('mail', f.mail),
    ...(f.telegram === undefined ? [] : [wireFound('telegram', f.telegram)]),
    ...(f.issuer === undefined ? [] : [wireFound('issuer', f.issuer)]),
    ...(f.store === undefined ? [] : [wireFound('store', f.store)]),
    ...(f.mailboxDownSince === undefined ? [] : [found('mailbox', graded(downMinutes, 2, 15), downMinutes)]),
    ...(freeGb === null ? [] : [found('disk', freeShare > 0.5 ? gradedLow(freeGb, 1, 0.5) : gradedLow(Math.min(freeGb, freeShare * 20), 2, 0.5), freeGb)]),
    found('https', f.https ? 'well' : 'look', 0),
    found('memory', graded(f.residentMb, 400, 480), f.residentMb),
    found('turn', graded(f.turnMs, 200, 1_000), f.turnMs),
  ];
  const inOrder = (findings: readonly Finding[]) => findings.toSorted((a, b) => states.indexOf(a.state) - states.indexOf(b.state));
  // silence is no sign that nothing waits
  if (f.database === null || f.waiting === null) return inOrder([found('database', 'act', 0), ...beside]);
  const skewS = Math.abs(f.database.skewMs) / 1000;
  return inOrder([
    found('database', graded(f.database.ms, 500, 3_000), Math.max(1, f.database.ms)),
    found('clock', graded(skewS, 5, 60), skewS),
    workerFound(one('timetable_stopped'), minutes('timetable_stopped')),
    found('jobs', graded(minutes('jobs_due'), 5, 30), minutes('jobs_due')),
    found('given_up', graded(one('jobs_given_up').n, 1, Infinity), one('jobs_given_up').n),
    found('seal', graded(minutes('acts_unsealed'), 2, 15), minutes('acts_unsealed')),
    found('search', graded(one('matters_unindexed').n, 1_000, Infinity), one('matters_unindexed').n),
    found('years', graded(one('years_missing').n, 1, Infinity), one('years_missing').n),
    found('notices', graded(minutes('notices_due'), 15, 120), one('notices_due').n),
    found('failed_notices', graded(one('notices_failed').n, 1, Infinity), one('notices_failed').n),
    found('scanner', f.scanner === 'silent' || (f.scanner === 'none' && one('files_unscanned').n > 0) ? 'act' : f.scanner === 'none' ? 'look' : 'well', one('files_unscanned').n),
    backupFound(f.backup, f.now),
    ...beside,
  ]);
};

const workerFound = ({ n, oldest }: Waiting, minutes: number): Finding =>
  n > 0 && oldest === null ? { check: 'worker', state: 'act', n: 0, why: 'never' } : { check: 'worker', state: n > 0 ? 'act' : 'well', n: minutes };

const borne: readonly WireWhy[] = ['slow', 'ca_gone', 'unlisted'];
/** Papers wait for nobody: without their store each that is sent or opened is refused. Letters are tried again, and who signs in has a password: a quarter of an hour is borne. A no does not go by itself. */
const wireFound = (check: 'mail' | 'store' | 'issuer' | 'telegram', wire: Wire | null): Finding => {
  if (wire === null) return { check, state: 'look', n: 0, why: 'none' };
  const n = Math.floor(wire.minutes);
  if (wire.why === null) return { check, state: 'well', n };
  if (borne.includes(wire.why)) return { check, state: 'look', n, why: wire.why };
  return { check, state: check === 'store' || wire.why !== 'silent' || wire.minutes >= 15 ? 'act' : 'look', n, why: wire.why };
};

/** One that is old is told as old, whatever it lacked: the next one says that anew. */
const backupFound = (backup: LastBackup | null | undefined, now: Date): Finding => {
  if (backup === undefined) return { check: 'backup', state: 'look', n: 0, why: 'unread' };
  if (backup === null) return { check: 'backup', state: 'look', n: 0, why: 'none' };
  const days = Math.max(0, (now.getTime() - backup.at.getTime()) / dayMs);
  const aged: Finding = { check: 'backup', state: graded(days, 2, 8), n: Math.floor(days) };
  if (aged.state !== 'well' || (backup.missing === 0 && backup.secret)) return aged;
  return { check: 'backup', state: 'look', ...(backup.secret ? { n: backup.missing, why: 'files' } : { n: 0, why: 'secret' }) };
};
