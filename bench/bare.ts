import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';

/** What a registration comes to in rows, written by a bare client: no room, no policy, no calendar, no second lock. */
export type BareLetter = { readonly branchId: number; readonly code: string; readonly day: string; readonly dueOn: string; readonly path: readonly string[]; readonly calendarVersion: string; readonly text: string; readonly surname: string; readonly given: string; readonly phone: string; readonly search: string };

/** The owner, who is past row-level security in the bench's registers (fill.ts). */
export const openBare = (url: string, size: number): pg.Pool => {
  const pool = new pg.Pool({ connectionString: url, max: size, options: '-c jit=off -c timezone=UTC', application_name: 'bare' });
  pool.on('error', () => {});
  return pool;
};

/** The product's own writing statements (store/intake.ts, journal/store.ts, the queue's add_job), prepared, one after the other. */
const claim = `INSERT INTO appeals.intake (key, body_sha256, appeal_ids, made_at) SELECT $1, $2, array_agg(platform.year_id($3, nextval('appeals.appeal_id'))), $3 FROM generate_series(1, 1)
  ON CONFLICT (key) DO NOTHING RETURNING appeal_ids`;
const enter = `WITH n AS (
    INSERT INTO appeals.counter AS c (branch_id, year, last) VALUES ($1, $2, 1) ON CONFLICT (branch_id, year) DO UPDATE SET last = c.last + 1
    RETURNING $3::text || lpad(last::text, greatest(6, length(last::text)), '0') AS number
  ), appeal AS (
    INSERT INTO appeals.appeal (id, number, branch_id, kind, channel, lang, text, territory_code, territory_path, address, topic_code, profile, rule_version, calendar_version,
      received_at, registered_at, registered_on, term_from_on, due_on, original_due_on, holder_unit, holder_since_on, forward_by, forward_calendar_version, seen_by, publish_consent, link_hash, code_hash)
    SELECT $4, n.number, $1, 'application', 'web', 'kk', $5, $6, $7::text[], 'Абай көшесі, 12', 'lighting', 'internal', 'internal-1', $8, $9, $9, $10, $10, $11, $11, $1, $10, $10::date + 3, $8, ARRAY[$1::bigint], false, $12, $13 FROM n
  ), who AS (
    INSERT INTO appeals.applicant (appeal_id, branch_id, kind, surname, given, iin_sealed, iin_hash, phone, search) VALUES ($4, $1, 'person', $14, $15, $16, $17, $18, $19)
  ), act AS (
    INSERT INTO appeals.act (appeal_id, act, code, at, by_kind, public, stage_after, due_after, facts) VALUES ($4, 'register', 'registered', $9, 'visitor', true, 'registered', $11, $20::jsonb)
  ) SELECT number FROM n`;
const leaf = `WITH leaf AS (INSERT INTO journal.leaf (id, act, subject, actor_kind, facts, at, hash) VALUES (platform.year_id($3, nextval('journal.leaf_id_seq')), 'appeal.register', $1, 'visitor', $2, $3, $4) RETURNING id)
  INSERT INTO journal.unsealed (leaf_id) SELECT id FROM leaf`;
const job = `SELECT graphile_worker.add_job('appeal.registered>bench', $1::json, max_attempts => 25)`;

/** One transaction, six round trips. Gives back the number. */
export const bareRegister = async (pool: pg.Pool, a: BareLetter): Promise<string> => {
  const client = await pool.connect();
  const ask = <R extends pg.QueryResultRow>(name: string, text: string, values: unknown[]) => client.query<R>({ name, text, values });
  try {
    const at = new Date();
    await client.query('BEGIN');
    const claimed = await ask<{ appeal_ids: string[] }>('claim', claim, [randomBytes(18).toString('base64url'), randomBytes(32), at]);
    const id = Number(claimed.rows[0]?.appeal_ids[0]);
    const year = a.day.slice(0, 4);
    const { rows } = await ask<{ number: string }>('enter', enter, [
      a.branchId, Number(year), `${a.code}-${year}-`, id, a.text, a.path.at(-1), a.path, a.calendarVersion, at, a.day, a.dueOn, randomBytes(32), randomBytes(32),
      a.surname, a.given, randomBytes(40), randomBytes(32), a.phone, a.search, JSON.stringify({ unit: a.branchId, day: a.dueOn, channel: 'web' }),
    ]);
    const number = rows[0]?.number ?? '';
    const facts = JSON.stringify({ branchId: a.branchId, channel: 'web', dueOn: a.dueOn, kind: 'application', number, registeredOn: a.day });
    await ask('leaf', leaf, [`appeal:${id}`, facts, at, createHash('sha256').update(facts).digest()]);
    await ask('job', job, [JSON.stringify({ appealId: id, number, branchId: a.branchId, name: 'appeal.registered', channel: 'web', kind: 'application' })]);
    await client.query('COMMIT');
    return number;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
};
