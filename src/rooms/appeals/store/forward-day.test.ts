import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { day } from '../../../kernel/day.ts';
import { root } from '../../../platform/root.ts';
import { dropDatabase } from '../../../../test/support/drop.ts';
import { withDatabase } from '../../../../test/support/global.ts';
import { addWorkingDays, builtIn, type WorkCalendar } from '../../calendar/contract.ts';
import { changed } from '../../calendar/law.ts';

const file = '0040_dates.sql';
const off = ['2026-11-23', '2026-11-24', '2026-12-31'] as const;
let client: pg.Client;
const folder = join(root, 'database/migrations');
const apply = async (one: string): Promise<void> => { await client.query('BEGIN'); await client.query(await readFile(join(folder, one), 'utf8')); await client.query('COMMIT'); };
const rows = async (text: string): Promise<Record<string, unknown>[]> => (await client.query<Record<string, unknown>>(text)).rows;
const names = { kk: 'Демалыс', ru: 'Выходной', en: 'Day off' };
/** Five days a week, as an administrator published it. */
const published: WorkCalendar = { ...builtIn(5), days: changed(builtIn(5).days, [...off.map((on) => ({ on: day(on), special: { kind: 'moved_off' as const, names } })), { on: day('2026-11-28'), special: { kind: 'worked', names } }]) };

describe.each([['an administrator has published', published], ['has shipped', builtIn(5)]] as const)('by the calendar that %s', (_called, five) => {
  const name = `t_${randomBytes(6).toString('hex')}`;
  /** A house as it stood before, with matters of sixteen years in two branches, by an owner who is bound by row-level security too. */
  beforeAll(async () => {
    const server = new pg.Client({ connectionString: inject('postgresUrl') });
    await server.connect();
    await server.query('SELECT pg_advisory_lock(7215002)');
    await server.query(`CREATE DATABASE ${name}`);
    await server.end();
    client = new pg.Client({ connectionString: withDatabase(inject('postgresUrl'), name) });
    await client.connect();
    for (const one of (await readdir(folder)).filter((each) => each.endsWith('.sql') && each < file).toSorted()) await apply(one);
    await client.query(`SELECT set_config('jauap.sight', 'all', false), set_config('jauap.kind', 'system', false)`);
    await client.query(`INSERT INTO units.unit (id, kind, level, code, territory_code, name_kk, name_ru, name_en, calendar) OVERRIDING SYSTEM VALUE SELECT id, 'branch', 'district', 'B' || id, '000000000', 'Б', 'Б', 'B', week FROM (VALUES (91, 'kz5'), (92, 'kz6')) AS b (id, week)`);
    if (five === published) await client.query(`INSERT INTO calendar.version (name, week, days, changes, reason, published_by, published_at) VALUES ('kz5', 5, $1, '[]', 'Қаулы', NULL, now())`, [JSON.stringify([...published.days].map(([on, special]) => ({ on, ...special })))]);
    await client.query(`INSERT INTO appeals.appeal (number, branch_id, kind, channel, lang, text, profile, rule_version, calendar_version, received_at, registered_at, registered_on, term_from_on, due_on, original_due_on, holder_unit, holder_since_on, seen_by, link_hash, code_hash)
      SELECT 'B' || b || '-' || d::date, b, 'application', 'web', 'kk', '…', 'internal', 'internal-1', 'kz5-2026.11', d, d, d, d, d + interval '21 days', d + interval '21 days', b, d, ARRAY[b], sha256((b || d::text)::bytea), sha256('c')
      FROM generate_series('2020-01-01'::timestamp, '2035-12-20', '1 day') d, unnest(ARRAY[91, 92]::bigint[]) b`);
    await client.query(`INSERT INTO assignments.assignment (source_kind, source_id, lead, reference, branch_id, executor_unit, controller_unit, stage, given_at, given_on, due_on, original_due_on, rule_version, calendar_version, seen_by, moved_at)
      SELECT 'appeal', id, true, number, 91, 5, 91, CASE WHEN id % 2 = 0 THEN 'given' ELSE 'settled' END, received_at, registered_on, due_on, due_on, 'appk-2021-07', 'kz5-2026.11', ARRAY[91, 5], received_at FROM appeals.appeal WHERE branch_id = 91 AND registered_on BETWEEN '2026-11-01' AND '2026-11-10'`);
    await client.query(`UPDATE appeals.appeal p SET assignment_id = a.id, own_due_on = p.due_on - 7, own_term_from_on = registered_on, own_rule_version = 'internal-1', own_calendar_version = 'kz5-2026.11' FROM assignments.assignment a WHERE a.source_id = p.id`);
    await client.query(`INSERT INTO assignments.co_executor (assignment_id, unit_id, added_at, ended_at) SELECT a.id, u.id, now(), CASE WHEN u.id = 7 THEN now() END FROM assignments.assignment a, (VALUES (6), (7)) AS u (id)`);
    // the migration finds its own way past the lock
    await client.query('RESET ALL');
    await apply(file);
    await client.query(`SELECT set_config('jauap.sight', 'all', false), set_config('jauap.kind', 'system', false)`);
  });
  afterAll(async () => {
    await client.end();
    const server = new pg.Client({ connectionString: inject('postgresUrl') });
    await server.connect();
    await dropDatabase((statement) => server.query(statement), name);
    await server.end();
  });

  test('every matter keeps the last day to forward that it was shown with: counted by the calendar in force in its branch', async () => {
    const found = await rows(`SELECT branch_id::int AS branch, holder_since_on::text AS since, forward_by::text AS until, forward_calendar_version AS by FROM appeals.appeal`);
    expect(found.length).toBeGreaterThan(11_000);
    const [version = { by: five.version }] = await rows(`SELECT name || '-' || id AS by FROM calendar.version`);
    const wrong = found.filter((row) => row['by'] !== (row['branch'] === 91 ? version['by'] : 'kz6-2026.11') || row['until'] !== addWorkingDays(row['branch'] === 91 ? five : builtIn(6), day(String(row['since'])), 3));
    expect(wrong.slice(0, 5)).toEqual([]);
  });

  test('an open promise knows the nearer of two days, and whoever helps with it; what has ended is on no helper’s board', async () => {
    const found = await rows(`SELECT a.open, a.near_on = a.due_on - 7 AS nearer, h.open AS helps, h.unit_id::int AS unit, h.near_on = a.near_on AND h.moved_at = a.moved_at AS same, count(*)::int AS n
      FROM assignments.assignment a JOIN assignments.co_executor h ON h.assignment_id = a.id GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 4`);
    expect(found).toEqual([
      { open: false, nearer: false, helps: false, unit: 6, same: true, n: 5 }, { open: false, nearer: false, helps: false, unit: 7, same: true, n: 5 },
      { open: true, nearer: true, helps: true, unit: 6, same: true, n: 5 }, { open: true, nearer: true, helps: false, unit: 7, same: true, n: 5 },
    ]);
  });
});
