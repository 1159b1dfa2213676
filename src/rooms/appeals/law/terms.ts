import { addDays, daysBetween, type Day } from '../../../kernel/day.ts';
import type { Kind } from './stages.ts';

/** `L` wording of an act seen quoted; `2` one secondary source; `P` practice; `G` general knowledge. Only `L` may be shown as law. */
export type Mark = 'L' | '2' | 'P' | 'G';
export type Unit = 'working' | 'calendar' | 'months';
export type Span = { readonly count: number; readonly unit: Unit; readonly source: string; readonly mark: Mark };

/** Working days are counted elsewhere (rooms/calendar) and handed in as a value. */
export type WorkingDays = {
  readonly version: string;
  /** the day `count` working days after `from`, not counting `from` */
  readonly add: (from: Day, count: number) => Day;
  /** `on` when it is worked, else the next worked day */
  readonly onOrAfter: (on: Day) => Day;
};

export const profiles = ['internal', 'appk'] as const;
export type Profile = (typeof profiles)[number];

export type Rules = {
  readonly profile: Profile;
  readonly version: string;
  /** first day on which a matter registered is governed by these rules */
  readonly since: Day;
  readonly answer: Readonly<Record<Kind, Span>>;
  readonly forward: Span;
  /** how long an extension may reach, from the day of registration; null: no extension */
  readonly extension: Readonly<Record<Kind, Span | null>>;
};

const on = (text: string): Day => text as Day;

const simple = (source: string, mark: Mark): Span => ({ count: 15, unit: 'working', source, mark });
const code76: Span = simple('АППК (29.06.2020 № 350-VI), 76 (1, 2, 5)', '2');
const code87: Span = simple('АППК, 87, 76', '2');
const twoMonths: Span = { count: 2, unit: 'months', source: 'АППК, 76 (3)', mark: 'L' };
const request: Span = { count: 15, unit: 'calendar', source: '16.11.2015 № 401-V, 11', mark: '2' };
const requestOnceMore: Span = { count: 30, unit: 'calendar', source: '16.11.2015 № 401-V, 11: +15', mark: '2' };
const complaint: Span = { count: 20, unit: 'working', source: 'АППК, 99', mark: '2' };
const forward: Span = { count: 3, unit: 'working', source: 'АППК, 65', mark: 'L' };

const charter = (span: Span): Span => ({ ...span, source: 'branch rules', mark: 'P' });
const old: Span = { count: 15, unit: 'calendar', source: '12.01.2007 № 221', mark: 'G' };
const oldLonger: Span = { count: 30, unit: 'calendar', source: '12.01.2007 № 221', mark: 'G' };
const forEach = <T>(value: T): Record<Kind, T> => ({
  application: value, complaint: value, proposal: value, information_request: value, message: value, response: value,
});

/** Newest first in each profile. A lawyer of the installation confirms them (practice.md). */
export const ruleBook: readonly Rules[] = [
  {
    profile: 'appk', version: 'appk-2021-07', since: on('2021-07-01'), forward,
    answer: { application: code76, complaint, proposal: code87, information_request: request, message: code87, response: code87 },
    // a complaint is never extended; silence counts as refusal (91, 92, 99)
    extension: { application: twoMonths, complaint: null, proposal: twoMonths, information_request: requestOnceMore, message: twoMonths, response: twoMonths },
  },
  {
    profile: 'appk', version: 'law-221-2007', since: on('2007-01-12'), answer: forEach(old), extension: forEach(oldLonger),
    forward: { ...forward, source: '12.01.2007 № 221', mark: 'G' },
  },
  {
    // A party or a charity is not bound by the Code: its charter promises the same days of its own will.
    profile: 'internal', version: 'internal-1', since: on('2000-01-01'), forward: charter(forward),
    answer: { ...forEach(charter(code76)), complaint: charter(complaint), information_request: charter(request) },
    extension: { ...forEach(charter(twoMonths)), complaint: null, information_request: charter(requestOnceMore) },
  },
];

/** The rules in force for a matter registered on a day. Throws when the book has none: an installation's mistake. */
export const rulesOn = (profile: Profile, registeredOn: Day): Rules => {
  const found = ruleBook.filter((rules) => rules.profile === profile && rules.since <= registeredOn).toSorted((a, b) => (a.since < b.since ? 1 : -1))[0];
  if (!found) throw new RangeError(`no rules of ${profile} on ${registeredOn}`);
  return found;
};

export const rulesByVersion = (version: string): Rules | undefined => ruleBook.find((rules) => rules.version === version);

/** Counted from the day after; a last day that is not worked moves to the next worked day (76 (1, 2, 5) [2]). */
export const spanEnd = (span: Span, from: Day, days: WorkingDays): Day => {
  if (span.unit === 'working') return days.add(from, span.count);
  return days.onOrAfter(span.unit === 'calendar' ? addDays(from, span.count) : addMonths(from, span.count));
};

/** The same date `months` later, or the last day of a shorter month. */
export const addMonths = (from: Day, months: number): Day => {
  const [year = 0, month = 1, date = 1] = from.split('-').map(Number);
  const index = year * 12 + month - 1 + months;
  const last = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 0)).getUTCDate();
  return new Date(Date.UTC(Math.floor(index / 12), index % 12, Math.min(date, last))).toISOString().slice(0, 10) as Day;
};

export const dueDay = (rules: Rules, kind: Kind, registeredOn: Day, days: WorkingDays): Day =>
  spanEnd(rules.answer[kind], registeredOn, days);

/** The last day on which whoever got the matter on `receivedOn` may forward it. */
export const forwardBy = (rules: Rules, receivedOn: Day, days: WorkingDays): Day => spanEnd(rules.forward, receivedOn, days);

/** Since when somebody has it, until when they may pass it on, and the calendar that counted that day: it stands until a row moves it. */
export type HolderTime = { readonly sinceOn: Day; readonly forwardBy: Day; readonly forwardCalendar: string };
/** A holder's time begins. */
export const holderTime = (rules: Rules, sinceOn: Day, days: WorkingDays): HolderTime => ({ sinceOn, forwardBy: forwardBy(rules, sinceOn, days), forwardCalendar: days.version });

/** The furthest an extension may reach, or null where none is possible. */
export const extensionLimit = (rules: Rules, kind: Kind, registeredOn: Day, days: WorkingDays): Day | null => {
  const span = rules.extension[kind];
  return span && spanEnd(span, registeredOn, days);
};

export type ExtensionRefusal = 'extension_never' | 'extension_too_far' | 'extension_not_later' | 'extension_overdue' | 'extension_day_off';

/** Why the term may not be moved to `to`, or null when it may. Asked at the request and again at the decision. */
export const extensionProblem = (
  f: { rules: Rules; kind: Kind; registeredOn: Day; dueOn: Day; today: Day; to: Day }, days: WorkingDays,
): ExtensionRefusal | null => {
  const limit = extensionLimit(f.rules, f.kind, f.registeredOn, days);
  if (limit === null) return 'extension_never';
  if (f.today > f.dueOn) return 'extension_overdue';
  if (f.to <= f.dueOn) return 'extension_not_later';
  if (f.to > limit) return 'extension_too_far';
  return days.onOrAfter(f.to) === f.to ? null : 'extension_day_off';
};

/** True once the person has been silent for the whole span after the answer. */
export const silentSince = (answeredOn: Day, today: Day, silenceDays: number): boolean => daysBetween(answeredOn, today) >= silenceDays;
