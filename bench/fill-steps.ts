import type { Day } from '../src/kernel/day.ts';

type Shape = { readonly size: number; readonly today: Day; readonly districts: number; readonly executorsInBody: number; readonly calendarVersion: string };

/** About a thousand days of letters, whatever their number: a larger organisation, not an older one. */
const days = 1_000;

/** random()³ is skewed: the first district gets a fifth of all letters, the last one in three hundred; each body's first executor most of its work. */
const skewed = (count: number, r: string): string => `floor(${count} * power(${r}, 3))::int`;
const word = (what: string, r: string): string => `(SELECT list[1 + floor(${r} * cardinality(list))::int] FROM word WHERE what = '${what}')`;
/**
 * Words that belong to no language, as unevenly used as words are: the first of fifty thousand stands in every sixth letter, the last in forty of a million.
 * Put together from syllables: a long list would be unpacked anew for every word of a million letters.
 */
const syllable = (x: string): string => `(ARRAY['бар','кел','мүн','шат','дөр','гүз','пен','сал','тұл','жек','ров','лин','зай','нап','құм','фер','һан','цев','юлд','вос','ыст','мел','рід','чож'])[1 + (${x}) % 24]`;
const tailWord = `(SELECT ${syllable('x')} || ${syllable('x / 24')} || ${syllable('x / 576')} || CASE WHEN x >= 13824 THEN ${syllable('x / 13824 + 7')} ELSE '' END
  || (ARRAY['','','да','ның','лар','ға','ы'])[1 + floor(7 * random())::int] FROM (SELECT floor(50000 * power(random() + 0 * i, 3))::int AS x) AS w)`;
const tail = Array.from({ length: 6 }, () => tailWord).join(` || ' ' || `);
const streets = `(ARRAY['Абай','Арай','Балауса','Бәйтерек','Дархан','Емен','Жастар','Жібек жолы','Қайың','Қарлығаш','Мереке','Наурыз','Өркен','Парк','Самал','Степная','Терек','Шаттық','Школьная','Южная'])`;
const topic = (r: string): string => `(ARRAY['roads','lighting','snow_ice','waste','transport','landscaping','housing_maintenance','heating','water','power','health','education','social','ecology','safety','other'])[1 + floor(16 * ${r})::int]`;

/** One letter in twenty is open, younger than 45 days; a third of those past their day. Randoms are drawn first, so that one letter's columns agree. */
const drawn = ({ size, today, districts }: Shape): string => `CREATE TEMP TABLE drawn AS
  SELECT row_number() OVER (ORDER BY o.age DESC, r0) AS i, d.*, o.open, o.stage, o.given, today - o.age AS on_day, (today - o.age) + time '05:00' + r1 * interval '9 hours' AS at, r2, r3, r4, r5, r6, r7, r8
  FROM (SELECT date '${today}' AS today, random() AS r0, random() AS r1, random() AS r2, random() AS r3, random() AS r4, random() AS r5, random() AS r6, random() AS r7, random() AS r8,
          random() AS ro, random() AS rd FROM generate_series(1, ${size})) AS r
  JOIN district d ON d.nth = ${skewed(districts, 'rd')}
  CROSS JOIN LATERAL (SELECT ro < 0.05 AS open,
    CASE WHEN ro < 0.0075 THEN 'registered' WHEN ro < 0.0425 THEN 'in_work' WHEN ro < 0.045 THEN 'clarifying' WHEN ro < 0.05 THEN 'awaiting_approval' WHEN ro < 0.16 THEN 'answered' ELSE 'closed' END AS stage,
    ro >= 0.0075 AS given,
    CASE WHEN ro < 0.05 THEN floor(45 * r0 * r0)::int WHEN ro < 0.16 THEN 10 + floor(30 * r0)::int ELSE 12 + floor(${days} * r0)::int END AS age) AS o`;

const appeals = ({ executorsInBody, calendarVersion }: Shape): string => `INSERT INTO appeals.appeal (id, number, branch_id, kind, channel, lang, text, territory_code, territory_path, address, topic_code, stage, office_outcome, verdict,
    profile, rule_version, calendar_version, received_at, registered_at, registered_on, term_from_on, due_on, original_due_on, holder_unit, holder_account, holder_since_on, forward_by, forward_calendar_version, assignment_id, hand_overs, came_back, reopened_count,
    seen_by, first_human_answer_at, answered_at, closed_at, publish_consent, public_text, published_at, link_hash, code_hash)
  SELECT i, n.code || '-' || extract(year FROM on_day) || '-' || lpad(i::text, 6, '0'), branch,
    (ARRAY['application','application','application','complaint','complaint','proposal','information_request','message'])[1 + floor(8 * r2)::int],
    (ARRAY['web','web','web','desk','phone','email','messenger','paper'])[1 + floor(8 * r3)::int], (ARRAY['kk','kk','ru'])[1 + floor(3 * r4)::int],
    ${word('sentence', 'r2')} || ' ' || ${word('sentence', 'r5')} || CASE WHEN r6 < 0.2 THEN ' ' || ${word('sentence', 'r7')} ELSE '' END || ' ' || ${tail} || '.',
    place, path, ${streets}[1 + floor(20 * r5)::int] || ' көшесі, ' || (1 + floor(200 * r8))::int, CASE WHEN stage = 'registered' AND r5 < 0.5 THEN NULL ELSE ${topic('r6')} END, stage,
    CASE WHEN stage IN ('answered', 'closed') THEN (ARRAY['done','done','done','explained','explained','refused','forwarded'])[1 + floor(7 * r7)::int] END,
    CASE WHEN stage = 'closed' THEN (ARRAY['solved','solved','solved','partly','not_solved','silent','silent'])[1 + floor(7 * r5)::int] END,
    'internal', 'internal-1', '${calendarVersion}', at, at, on_day, on_day, on_day + 21, on_day + 21,
    CASE WHEN given THEN body ELSE branch END, CASE WHEN given THEN executor + ${skewed(executorsInBody, 'r8')} END, on_day, on_day + 3, '${calendarVersion}', CASE WHEN given THEN i END,
    CASE WHEN r8 < 0.1 THEN 1 ELSE 0 END, open AND r7 < 0.04, CASE WHEN open AND r7 < 0.04 THEN 1 ELSE 0 END,
    CASE WHEN given THEN ARRAY[branch, body] ELSE ARRAY[branch] END,
    a.answered, a.answered, CASE WHEN stage = 'closed' THEN a.answered + interval '2 days' END,
    r4 < 0.3, CASE WHEN published THEN ${word('sentence', 'r2')} END, CASE WHEN published THEN at + interval '3 days' END,
    sha256(convert_to('link ' || i, 'UTF8')), sha256(convert_to('code ' || i, 'UTF8'))
  FROM drawn n CROSS JOIN LATERAL (SELECT CASE WHEN NOT open THEN at + interval '1 day' + r6 * r6 * interval '30 days' END AS answered, r4 < 0.1 AS published) a ORDER BY i`;

/** Nine in ten give their name, six in ten their telephone, four in ten their personal number; a third of those come again. */
const applicants = ({ size }: Shape): string => `INSERT INTO appeals.applicant (appeal_id, branch_id, kind, surname, given, patronymic, iin_sealed, iin_hash, phone, search)
  SELECT i, branch, 'person', s.list[s1], g.list[g1], p.list[p1], CASE WHEN r3 < 0.4 THEN sha256(convert_to('sealed ' || i, 'UTF8')) || '\\x00112233'::bytea END,
    CASE WHEN r3 < 0.4 THEN sha256(convert_to('iin ' || (i % greatest(1, ${size} * 2 / 3)), 'UTF8')) END, c.phone,
    concat_ws(' ', sf.list[s1], gf.list[g1], pf.list[p1], substr(c.phone, 2))
  FROM drawn n
  CROSS JOIN LATERAL (SELECT CASE WHEN r5 < 0.6 THEN '+7700' || lpad(((i::bigint * 7919) % greatest(1, ${size} * 2 / 3))::text, 7, '0') END AS phone) c
  JOIN word s ON s.what = 'surname' JOIN word g ON g.what = 'given' JOIN word p ON p.what = 'patronymic'
  JOIN word sf ON sf.what = 'surname_folded' JOIN word gf ON gf.what = 'given_folded' JOIN word pf ON pf.what = 'patronymic_folded'
  CROSS JOIN LATERAL (SELECT 1 + floor(cardinality(s.list) * r6)::int AS s1, 1 + floor(cardinality(g.list) * r7)::int AS g1, 1 + floor(cardinality(p.list) * r8)::int AS p1) x
  WHERE r2 < 0.9 ORDER BY i`;

/** Registered, given, answered, settled: as many acts as the stage says have happened. Interim acts are left out: a million must fit in 3 GB. */
const acts = (): string => `INSERT INTO appeals.act (appeal_id, act, code, at, by_kind, by_account, public, stage_before, stage_after, due_after, facts)
  SELECT i, k.act, k.code, at + k.later, CASE WHEN k.n IN (1, 4) THEN 'visitor' ELSE 'staff' END, CASE WHEN k.n IN (1, 4) THEN NULL ELSE executor END, k.public, k.before, k.after,
    CASE WHEN k.n = 1 THEN on_day + 21 END,
    CASE k.n WHEN 1 THEN jsonb_build_object('unit', branch) WHEN 2 THEN jsonb_build_object('unit', body) WHEN 3 THEN jsonb_build_object('answer', i) ELSE '{}' END
  FROM drawn CROSS JOIN (VALUES
    (1, 'register', 'registered', interval '0', true, NULL, 'registered'), (2, 'assign', 'assigned', interval '4 hours', true, 'registered', 'in_work'),
    (3, 'approve', 'answered', interval '1 day', true, 'awaiting_approval', 'answered'), (4, 'settle', 'settled', interval '3 days', true, 'answered', 'closed')) AS k (n, act, code, later, public, before, after)
  WHERE k.n <= CASE stage WHEN 'registered' THEN 1 WHEN 'answered' THEN 3 WHEN 'closed' THEN 4 ELSE 2 END ORDER BY i, k.n`;

/** The answer's id is the letter's: the acts above name it. */
const answersSent = (): string => `INSERT INTO appeals.answer (id, appeal_id, round, state, outcome, text, drafted_by, drafted_unit, drafted_at, sent_at) OVERRIDING SYSTEM VALUE
  SELECT i, i, 1, CASE WHEN stage = 'awaiting_approval' THEN 'draft' ELSE 'sent' END, 'done', ${word('answer', 'r2')}, executor, body, at + interval '20 hours',
    CASE WHEN stage <> 'awaiting_approval' THEN at + interval '1 day' END
  FROM drawn WHERE stage IN ('awaiting_approval', 'answered', 'closed') ORDER BY i`;

/** Of what is open a tenth claims to be done or came back, three in a hundred ask for more time, one in a hundred goes round; what is late has climbed. */
const assigned = ({ executorsInBody, calendarVersion, today }: Shape): readonly string[] => [
  `INSERT INTO assignments.assignment (id, source_kind, source_id, reference, territory_path, branch_id, executor_unit, executor_account, controller_unit, stage, given_at, given_on, due_on, original_due_on, rule_version, calendar_version,
     seen_by, moved_at, waits, carousel, rung, ended_at) OVERRIDING SYSTEM VALUE
   SELECT i, 'appeal', i, code || '-' || extract(year FROM on_day) || '-' || lpad(i::text, 6, '0'), path, branch, body, executor + ${skewed(executorsInBody, 'r8')}, branch,
     CASE WHEN NOT open THEN 'settled' WHEN stage = 'awaiting_approval' THEN 'reported' WHEN r6 < 0.03 THEN 'returned' ELSE 'accepted' END, at + interval '4 hours', on_day, on_day + 21, on_day + 21, 'internal-1', '${calendarVersion}',
     ARRAY[branch, body], at + interval '4 hours' + r7 * interval '10 days', open AND r7 < 0.03 AND stage <> 'awaiting_approval', r3 < 0.01, CASE WHEN open AND on_day + 21 < date '${today}' THEN 3 ELSE 0 END,
     CASE WHEN NOT open THEN at + interval '1 day' END FROM drawn WHERE given ORDER BY i`,
  `INSERT INTO assignments.act (assignment_id, act, at, by_kind, stage_after, to_unit, to_account, due_after)
   SELECT i, 'give', at + interval '4 hours', 'staff', 'given', body, executor, on_day + 21 FROM drawn WHERE given ORDER BY i`,
];

const verdicts = (): string => `INSERT INTO appeals.verdict (appeal_id, round, verdict, at) SELECT id, 1, verdict, closed_at FROM appeals.appeal WHERE verdict IN ('solved', 'partly', 'not_solved') ORDER BY id`;

const published = (): string => `INSERT INTO appeals.publication (appeal_id, number, branch_id, territory_path, topic_code, kind, lang, text, stage, office_outcome, verdict, registered_on, due_on, answered_on, published_at)
  SELECT id, number, branch_id, territory_path, topic_code, kind, lang, public_text, stage, office_outcome, verdict, registered_on, due_on, (answered_at AT TIME ZONE 'Asia/Almaty')::date, published_at
  FROM appeals.appeal WHERE published_at IS NOT NULL ORDER BY id`;

/** Numbers go on where the register ends. */
const counters = ({ size }: Shape): string => `INSERT INTO appeals.counter (branch_id, year, last) SELECT branch, year, ${size} FROM district CROSS JOIN generate_series(2020, 2040) AS year`;

const serials = ['appeals.answer', 'assignments.assignment'].map((table) => `SELECT setval(pg_get_serial_sequence('${table}', 'id'), (SELECT coalesce(max(id), 1) FROM ${table}))`);

export const steps = (shape: Shape): readonly string[] => [drawn(shape), appeals(shape), applicants(shape), acts(), answersSent(), ...assigned(shape), verdicts(), published(), counters(shape), ...serials, 'DROP TABLE drawn'];
