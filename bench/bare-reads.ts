/** What one would write by hand over the same tables and indexes, one statement each, without the second lock. */
const columns = `a.id, a.number, a.branch_id, a.kind, a.channel, a.lang, a.territory_code, a.territory_path, a.topic_code, a.stage, a.office_outcome, a.verdict, a.profile, a.rule_version, a.calendar_version,
  a.received_at, a.registered_on, a.term_from_on, a.due_on, a.original_due_on, a.holder_unit, a.holder_account, a.holder_since_on, a.assignment_id, a.hand_overs, a.came_back, a.reopened_count, a.seen_by,
  a.first_human_answer_at, a.answered_at, a.closed_at, a.publish_consent, a.published_at, a.repeat_of, a.joined_to, a.split_from, a.secret_version, a.public_text IS NOT NULL AS redacted, left(a.text, 200) AS excerpt, a.address`;
const named = (rows: string): string => `SELECT a.*, p.kind AS who, p.surname, p.given, p.patronymic, p.organisation FROM (${rows}) AS a LEFT JOIN appeals.applicant p ON p.appeal_id = a.id ORDER BY a.due_on, a.id`;
const first = (where: string): string => `SELECT ${columns} FROM appeals.appeal a WHERE a.open AND ${where} ORDER BY a.due_on, a.id LIMIT 51`;

const hours = (column: string): string => `extract(epoch FROM a.${column} - a.received_at) / 3600`;
const measures = `count(*) AS received, count(*) FILTER (WHERE a.open) AS open,
  count(*) FILTER (WHERE (a.open AND a.due_on < $2::date) OR (NOT a.open AND (coalesce(a.answered_at, a.closed_at) AT TIME ZONE 'Asia/Almaty')::date > a.due_on)) AS overdue,
  percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ${hours('first_human_answer_at')}) AS first,
  percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY ${hours('answered_at')}) FILTER (WHERE a.verdict = 'solved') AS solved`;

export const bareReads = {
  inboxOfBranch: named(first('a.branch_id = $1')),
  inboxOfBranches: named(`SELECT one.* FROM unnest($1::bigint[]) AS b (id) CROSS JOIN LATERAL (${first('a.branch_id = b.id')}) AS one ORDER BY one.due_on, one.id LIMIT 51`),
  inboxOfPerson: named(first('a.holder_account = $1')),
  matter: `SELECT a.*, to_jsonb(p) AS person, (SELECT jsonb_agg(c ORDER BY c.id) FROM appeals.act c WHERE c.appeal_id = a.id) AS acts, (SELECT jsonb_agg(w ORDER BY w.id) FROM appeals.answer w WHERE w.appeal_id = a.id) AS answers
    FROM appeals.appeal a LEFT JOIN appeals.applicant p ON p.appeal_id = a.id WHERE a.number = $1`,
  publicFirst: 'SELECT * FROM appeals.publication ORDER BY published_at DESC, appeal_id DESC LIMIT 21',
  publicAfter: 'SELECT * FROM appeals.publication WHERE (published_at, appeal_id) < ($1::timestamptz, $2::bigint) ORDER BY published_at DESC, appeal_id DESC LIMIT 21',
  publicOne: 'SELECT * FROM appeals.publication WHERE number = $1',
  /** whole, by region, and the two keys, in one pass */
  figures: `SELECT a.territory_path[2] AS code, a.office_outcome, a.verdict, ${measures} FROM appeals.appeal a WHERE a.registered_on BETWEEN $1::date AND $2::date
    GROUP BY GROUPING SETS ((), (a.territory_path[2]), (a.office_outcome, a.verdict))`,
  search: `SELECT p.*, a.number, a.registered_on FROM (SELECT * FROM appeals.applicant WHERE search LIKE $1 AND branch_id = ANY ($2::bigint[]) ORDER BY appeal_id DESC LIMIT 50) p JOIN appeals.appeal a ON a.id = p.appeal_id ORDER BY p.appeal_id DESC`,
} as const;
