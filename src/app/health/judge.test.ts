import { expect, test } from 'vitest';
import { checks, judge, type Check, type Facts, type State, type Wire } from './judge.ts';

const now = new Date('2026-11-20T05:00:00Z');
const minutesAgo = (n: number): Date => new Date(now.getTime() - n * 60_000);
const gb = 1024 ** 3;
const answers: Wire = { why: null, minutes: 0 };
const well: Facts = {
  now, database: { ms: 3, skewMs: 40, bytes: 1e9, embedded: true }, waiting: [], disk: { freeBytes: 60 * gb, totalBytes: 100 * gb },
  residentMb: 210, turnMs: 21, scanner: 'answers', mail: answers, store: answers, issuer: answers, telegram: { why: null, minutes: 40 }, mailboxDownSince: null, https: true, backup: { at: minutesAgo(600), missing: 0, secret: true },
};
const stateOf = (facts: Partial<Facts>, check: Check): State | undefined => judge({ ...well, ...facts }).find((one) => one.check === check)?.state;

test('a house in order: every check is there, and nothing is to be done', () => {
  const found = judge(well);
  expect(found.map((one) => one.check).toSorted()).toEqual([...checks].toSorted());
  expect(found.filter((one) => one.state !== 'well')).toEqual([]);
});

const waits = (what: string, n: number, minutes: number): Partial<Facts> => ({ waiting: [{ what, n, oldest: minutesAgo(minutes) }] });
test.each<[what: string, facts: Partial<Facts>, check: Check, state: State]>([
  ['a slow database', { database: { ...well.database, ms: 501, skewMs: 0, bytes: 1, embedded: true } }, 'database', 'look'],
  ['clocks a minute apart, the database behind', { database: { ms: 3, skewMs: -60_000, bytes: 1, embedded: true } }, 'clock', 'act'],
  ['clocks six seconds apart', { database: { ms: 3, skewMs: 6_000, bytes: 1, embedded: true } }, 'clock', 'look'],
  ['nobody works through the jobs', waits('timetable_stopped', 1, 12), 'worker', 'act'],
  ['nobody ever worked through a job', { waiting: [{ what: 'timetable_stopped', n: 1, oldest: null }] }, 'worker', 'act'],
  ['a house so young that nobody had to', { waiting: [{ what: 'timetable_stopped', n: 0, oldest: null }] }, 'worker', 'well'],
  ['a job that has been due for five minutes', waits('jobs_due', 3, 5), 'jobs', 'look'],
  ['a job that has been due for half an hour', waits('jobs_due', 1, 31), 'jobs', 'act'],
  ['a job due just now', waits('jobs_due', 500, 0), 'jobs', 'well'],
  ['one job given up', waits('jobs_given_up', 1, 100), 'given_up', 'look'],
  ['acts without a seal for a quarter of an hour', waits('acts_unsealed', 4, 15), 'seal', 'act'],
  ['a thousand matters not yet to be found', { waiting: [{ what: 'matters_unindexed', n: 1_000, oldest: null }] }, 'search', 'look'],
  ['a table without a partition for next year', { waiting: [{ what: 'years_missing', n: 1, oldest: null }] }, 'years', 'look'],
  ['notices two hours late', waits('notices_due', 2, 121), 'notices', 'act'],
  ['a notice that failed today', waits('notices_failed', 1, 3), 'failed_notices', 'look'],
  ['no mail server', { mail: null }, 'mail', 'look'],
  ['a mail server that does not answer this once', { mail: { why: 'silent', minutes: 0 } }, 'mail', 'look'],
  ['a mail server that has not answered for a quarter of an hour', { mail: { why: 'silent', minutes: 15 } }, 'mail', 'act'],
  ['a mail server that does not take the password', { mail: { why: 'refused', minutes: 0 } }, 'mail', 'act'],
  ['a mail server whose certificate nobody believes', { mail: { why: 'certificate', minutes: 0 } }, 'mail', 'act'],
  ['a store of files that does not answer', { store: { why: 'silent', minutes: 0 } }, 'store', 'act'],
  ['a store of files without the bucket', { store: { why: 'no_bucket', minutes: 0 } }, 'store', 'act'],
  ['a store of files whose keys may not list', { store: { why: 'unlisted', minutes: 90 } }, 'store', 'look'],
  ['a store of files that is none', { store: { why: 'foreign', minutes: 0 } }, 'store', 'act'],
  ['a store of files that has not answered yet', { store: { why: 'slow', minutes: 0 } }, 'store', 'look'],
  ['a mail server that speaks otherwise', { mail: { why: 'foreign', minutes: 0 } }, 'mail', 'act'],
  ['a mail server whose file of certificates is gone', { mail: { why: 'ca_gone', minutes: 60 } }, 'mail', 'look'],
  ['a backup of which nothing can be read', { backup: undefined }, 'backup', 'look'],
  ['an issuer that does not answer this once', { issuer: { why: 'silent', minutes: 0 } }, 'issuer', 'look'],
  ['an issuer of another name', { issuer: { why: 'refused', minutes: 0 } }, 'issuer', 'act'],
  ['a bot that was heard yesterday and asked nothing since', { telegram: { why: null, minutes: 1440 } }, 'telegram', 'well'],
  ['a bot without an answer for a minute', { telegram: { why: 'silent', minutes: 1 } }, 'telegram', 'look'],
  ['a bot whose token is nobody’s', { telegram: { why: 'refused', minutes: 0 } }, 'telegram', 'act'],
  ['a mailbox whose server has just fallen', { mailboxDownSince: minutesAgo(1) }, 'mailbox', 'well'],
  ['a mailbox that nobody could read for a quarter of an hour', { mailboxDownSince: minutesAgo(15) }, 'mailbox', 'act'],
  ['no scanner', { scanner: 'none' }, 'scanner', 'look'],
  ['files that wait for a scanner which was switched off', { scanner: 'none', ...waits('files_unscanned', 2, 60) }, 'scanner', 'act'],
  ['a scanner that keeps silent', { scanner: 'silent' }, 'scanner', 'act'],
  ['a large disk nearly full', { disk: { freeBytes: 20 * gb, totalBytes: 1000 * gb } }, 'disk', 'act'],
  ['a small disk half empty', { disk: { freeBytes: 6 * gb, totalBytes: 10 * gb } }, 'disk', 'well'],
  ['a tenth of a disk left', { disk: { freeBytes: 10 * gb, totalBytes: 110 * gb } }, 'disk', 'look'],
  ['no backup ever', { backup: null }, 'backup', 'look'],
  ['a backup of last week', { backup: { at: minutesAgo(9 * 1440), missing: 0, secret: true } }, 'backup', 'act'],
  ['a backup of this morning that lacks an attachment', { backup: { at: minutesAgo(60), missing: 1, secret: true } }, 'backup', 'look'],
  ['a backup of this morning that lacks the secret', { backup: { at: minutesAgo(60), missing: 0, secret: false } }, 'backup', 'look'],
  ['an old backup that lacks an attachment', { backup: { at: minutesAgo(9 * 1440), missing: 1, secret: true } }, 'backup', 'act'],
  ['no https', { https: false }, 'https', 'look'],
  ['memory near its bound', { residentMb: 490 }, 'memory', 'act'],
  ['a program that is held up', { turnMs: 300 }, 'turn', 'look'],
])('%s', (_what, facts, check, state) => {
  expect(stateOf(facts, check)).toBe(state);
});

test('what needs somebody now stands first, what is well last', () => {
  const found = judge({ ...well, https: false, scanner: 'silent' });
  expect(found.map((one) => one.state).slice(0, 3)).toEqual(['act', 'look', 'well']);
});

const unasked: readonly Check[] = ['database', 'mail', 'mailbox', 'telegram', 'issuer', 'store', 'disk', 'https', 'memory', 'turn'];
test.each([['that is silent', { database: null }], ['that does not say what waits', { waiting: null }]])('of a database %s nothing is called well that only it knows', (_what, facts) => {
  const found = judge({ ...well, ...facts, disk: { freeBytes: 0, totalBytes: 100 * gb } });
  expect(found.slice(0, 2)).toEqual([{ check: 'database', state: 'act', n: 0 }, { check: 'disk', state: 'act', n: 0 }]);
  expect(found.map((one) => one.check).toSorted()).toEqual(unasked.toSorted());
});

test('a house without an issuer, a bot or a store of its own has no rows for them', () => {
  const found = judge({ ...well, issuer: undefined, telegram: undefined, store: undefined });
  expect(found.filter((one) => ['issuer', 'telegram', 'store'].includes(one.check))).toEqual([]);
});

test('a mailbox that another process reads is not judged here', () => {
  expect(judge({ ...well, mailboxDownSince: undefined }).some((one) => one.check === 'mailbox')).toBe(false);
});

test('little room is told to a tenth of a gigabyte, a backup of this morning as one of no full day', () => {
  const found = judge({ ...well, disk: { freeBytes: 0.44 * gb, totalBytes: 100 * gb }, backup: { at: minutesAgo(1_400), missing: 0, secret: true } });
  expect(found.filter((one) => one.check === 'disk' || one.check === 'backup').map((one) => one.n)).toEqual([0.4, 0]);
});
