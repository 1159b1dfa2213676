import type { Day } from '../../kernel/day.ts';
import type { Permit } from '../../kernel/permit.ts';
import { sql, view, type Generated, type Read, type Tx } from '../../platform/db.ts';
import { builtIn } from './kazakhstan.ts';
import type { Change, Special, WorkCalendar } from './law.ts';

type StoredDay = { on: Day } & Special;
type VersionTable = { id: Generated<number>; name: string; week: 5 | 6; days: StoredDay[]; changes: Change[]; reason: string; published_by: number | null; published_at: Date };
type Tables = { 'calendar.version': VersionTable };

export const calendarNames = ['kz5', 'kz6'] as const;
export type CalendarName = (typeof calendarNames)[number];
const weekOf = (name: string): 5 | 6 => (name === 'kz6' ? 6 : 5);
const versionText = (name: string, id: number): string => `${name}-${id}`;

/** Versions never change, so one that was read once is kept. */
const known = new Map<string, WorkCalendar>();

const keep = (row: { id: number; name: string; week: 5 | 6; days: StoredDay[] }): WorkCalendar => {
  const calendar: WorkCalendar = { name: row.name, version: versionText(row.name, row.id), week: row.week, days: new Map(row.days.map(({ on, kind, names }) => [on, { kind, names }])) };
  return calendar;
};

/** The calendar in force: the administrator's newest version, else the one that ships. Throws nothing; an unknown name is `kz5`. */
export const calendarNamed = async (q: Read, name: string): Promise<WorkCalendar> => {
  const newest = await view<Tables>(q).selectFrom('calendar.version').selectAll().where('name', '=', name).orderBy('id', 'desc').limit(1).executeTakeFirst();
  return newest ? keep(newest) : builtIn(weekOf(name));
};

/** The calendar by which an old date was counted; the one in force when that version is not known any more. */
export const calendarOfVersion = async (q: Read, version: string): Promise<WorkCalendar> => {
  for (const week of [5, 6] as const) if (builtIn(week).version === version) return builtIn(week);
  const before = known.get(version);
  if (before) return before;
  const [name = 'kz5', id = '0'] = version.split('-');
  const row = /^\d+$/.test(id) ? await view<Tables>(q).selectFrom('calendar.version').selectAll().where('id', '=', Number(id)).where('name', '=', name).executeTakeFirst() : undefined;
  if (!row) return calendarNamed(q, name);
  const calendar = keep(row);
  if (known.size < 200) known.set(version, calendar);
  return calendar;
};

/** That very version and its note; null when there never was one. The one that ships has no note. */
export const versionFound = async (q: Read, version: string): Promise<{ calendar: WorkCalendar; note: Version | null } | null> => {
  const [name = '', id = ''] = version.split('-');
  for (const week of [5, 6] as const) if (builtIn(week).version === version) return { calendar: builtIn(week), note: null };
  if (!/^[1-9]\d{0,14}$/.test(id)) return null;
  const row = await view<Tables>(q).selectFrom('calendar.version').selectAll().where('id', '=', Number(id)).where('name', '=', name).executeTakeFirst();
  return row ? { calendar: keep(row), note: noteOf(row) } : null;
};

/** Publishing is one at a time per name: two administrators do not lose each other's day. */
export const lockCalendar = async (tx: Tx, name: string): Promise<void> => {
  await sql`SELECT pg_advisory_xact_lock(hashtext(${`calendar ${name}`}))`.execute(view<Tables>(tx));
};

export const insertVersion = async (tx: Tx, permit: Permit<'calendar.publish'>, v: { calendar: WorkCalendar; changes: readonly Change[]; reason: string; at: Date }): Promise<string> => {
  const days = [...v.calendar.days].map(([on, special]) => ({ on, ...special }));
  const row = await view<Tables>(tx).insertInto('calendar.version').values({
    name: v.calendar.name, week: v.calendar.week, days: sql<StoredDay[]>`${JSON.stringify(days)}::jsonb`, changes: sql<Change[]>`${JSON.stringify(v.changes)}::jsonb`,
    reason: v.reason, published_by: permit.actor.kind === 'staff' ? permit.actor.accountId : null, published_at: v.at,
  }).returning('id').executeTakeFirstOrThrow();
  return versionText(v.calendar.name, row.id);
};

export type Version = { readonly version: string; readonly changes: readonly Change[]; readonly reason: string; readonly publishedBy: number | null; readonly publishedAt: Date };

type NoteRow = { id: number; name: string; changes: Change[]; reason: string; published_by: number | null; published_at: Date };
const noteOf = (row: NoteRow): Version =>
  ({ version: versionText(row.name, row.id), changes: row.changes, reason: row.reason, publishedBy: row.published_by, publishedAt: row.published_at });

/** History, newest first. */
export const versions = async (q: Read, name: string, limit = 100): Promise<readonly Version[]> =>
  (await view<Tables>(q).selectFrom('calendar.version').select(['id', 'name', 'changes', 'reason', 'published_by', 'published_at']).where('name', '=', name).orderBy('id', 'desc').limit(limit).execute())
    .map(noteOf);
