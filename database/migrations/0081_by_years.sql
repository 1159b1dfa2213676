-- The journal's leaves and seals and the acts of appeals and assignments are kept by years (docs/decisions/0024). What is there already is not copied: each table becomes the
-- partition of all ids without a year, as it stands, and the new rows go to their years. `hang_in` and `make_years` are 0080's.

-- Ids with a year for whatever comes without one of its own.
ALTER TABLE appeals.appeal ALTER COLUMN id SET DEFAULT platform.year_id(now(), nextval('appeals.appeal_id'));

-- Sequences of identities go with them; these stand in their place and go on where they were.
DO $$
DECLARE
  one record;
  last bigint;
  called boolean;
BEGIN
  FOR one IN SELECT * FROM (VALUES ('appeals', 'act'), ('assignments', 'act'), ('assignments', 'assignment'), ('journal', 'leaf')) AS v (schema, name) LOOP
    EXECUTE format('SELECT last_value, is_called FROM %I.%I', one.schema, one.name || '_id_seq') INTO last, called;
    EXECUTE format('ALTER TABLE %I.%I ALTER COLUMN id DROP IDENTITY', one.schema, one.name);
    EXECUTE format('CREATE SEQUENCE %I.%I OWNED BY %1$I.%3$I.id', one.schema, one.name || '_id_seq', one.name);
    PERFORM setval(format('%I.%I', one.schema, one.name || '_id_seq')::regclass, last, called);
  END LOOP;
END $$;
ALTER TABLE appeals.act ALTER COLUMN id SET DEFAULT nextval('appeals.act_id_seq');
ALTER TABLE assignments.act ALTER COLUMN id SET DEFAULT nextval('assignments.act_id_seq');
ALTER TABLE assignments.assignment ALTER COLUMN id SET DEFAULT platform.year_id(now(), nextval('assignments.assignment_id_seq'));
ALTER TABLE journal.leaf ALTER COLUMN id SET DEFAULT platform.year_id(now(), nextval('journal.leaf_id_seq'));

-- Steps aside: locks and triggers that the partition gets anew from its parent, and names the parent takes over.
DROP POLICY added ON appeals.act;
DROP POLICY changed ON appeals.act;
DROP POLICY seen ON appeals.act;
DROP POLICY added ON assignments.act;
DROP POLICY seen ON assignments.act;
DROP TRIGGER append_only ON appeals.act;
DROP TRIGGER append_only ON assignments.act;
DROP TRIGGER append_only ON journal.leaf;
DROP TRIGGER append_only ON journal.seal;
ALTER TABLE appeals.act DROP CONSTRAINT act_pkey;
DROP INDEX appeals.act_appeal;
ALTER TABLE assignments.act DROP CONSTRAINT act_pkey;
DROP INDEX assignments.act_assignment;
ALTER TABLE appeals.act RENAME TO act_before;
ALTER TABLE assignments.act RENAME TO act_before;
ALTER TABLE journal.leaf RENAME TO leaf_before;
ALTER TABLE journal.seal RENAME TO seal_before;
ALTER INDEX assignments.act_handed_on RENAME TO act_before_handed_on;
ALTER INDEX assignments.act_turn RENAME TO act_before_turn;
ALTER INDEX journal.leaf_pkey RENAME TO leaf_before_pkey;
ALTER INDEX journal.leaf_subject RENAME TO leaf_before_subject;
ALTER INDEX journal.seal_pkey RENAME TO seal_before_pkey;
ALTER INDEX journal.seal_leaf RENAME TO seal_before_leaf;

-- One row per act of a matter, beside those of its matter: a timeline is one stretch of one index.
CREATE TABLE appeals.act (LIKE appeals.act_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (appeal_id, id), FOREIGN KEY (appeal_id) REFERENCES appeals.appeal) PARTITION BY RANGE (appeal_id);
ALTER SEQUENCE appeals.act_id_seq OWNED BY appeals.act.id;
ALTER TABLE appeals.act ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.act FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON appeals.act FOR SELECT USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = act.appeal_id));
CREATE POLICY changed ON appeals.act FOR UPDATE USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = act.appeal_id));
CREATE POLICY added ON appeals.act FOR INSERT WITH CHECK (true);

CREATE TABLE assignments.act (LIKE assignments.act_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (assignment_id, id), FOREIGN KEY (assignment_id) REFERENCES assignments.assignment) PARTITION BY RANGE (assignment_id);
ALTER SEQUENCE assignments.act_id_seq OWNED BY assignments.act.id;
-- as before: what a unit handed on lately, and the turns of a promise
CREATE INDEX act_handed_on ON assignments.act (from_unit, at DESC) WHERE act = 'hand_over' AND to_unit <> from_unit;
CREATE INDEX act_turn ON assignments.act (assignment_id, id) INCLUDE (at, to_unit) WHERE from_unit IS DISTINCT FROM to_unit OR from_account IS DISTINCT FROM to_account;
ALTER TABLE assignments.act ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.act FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON assignments.act FOR SELECT USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = act.assignment_id));
CREATE POLICY added ON assignments.act FOR INSERT WITH CHECK (true);

CREATE TABLE journal.leaf (LIKE journal.leaf_before INCLUDING DEFAULTS INCLUDING CONSTRAINTS, PRIMARY KEY (id)) PARTITION BY RANGE (id);
ALTER SEQUENCE journal.leaf_id_seq OWNED BY journal.leaf.id;
-- what happened to one thing: … WHERE subject = $1 ORDER BY id
CREATE INDEX leaf_subject ON journal.leaf (subject, id);

-- By the year of the leaf it orders. A place in the order is unique within each partition; `hang_in` gives it its key.
CREATE TABLE journal.seal (LIKE journal.seal_before INCLUDING CONSTRAINTS, CONSTRAINT seal_leaf UNIQUE (leaf_id)) PARTITION BY RANGE (leaf_id);

-- app: no update, no delete
DO $$
DECLARE
  one regclass;
BEGIN
  FOREACH one IN ARRAY '{appeals.act,assignments.act,journal.leaf,journal.seal}'::regclass[] LOOP
    EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION platform.refuse_change()', one);
    EXECUTE format('CREATE TRIGGER no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change()', one);
  END LOOP;
END $$;

-- Ids without a year are below the first one with it.
SELECT platform.hang_in('appeals.act', 'act_before', 'FOR VALUES FROM (MINVALUE) TO (10000000000)');
SELECT platform.hang_in('assignments.act', 'act_before', 'FOR VALUES FROM (MINVALUE) TO (10000000000)');
SELECT platform.hang_in('journal.leaf', 'leaf_before', 'FOR VALUES FROM (MINVALUE) TO (10000000000)');
SELECT platform.hang_in('journal.seal', 'seal_before', 'FOR VALUES FROM (MINVALUE) TO (10000000000)');
-- this year and the next, and the rest
SELECT platform.keep_years(of) FROM platform.kept_by_years();

-- The page of health and the metrics hear of a year without its partition.
CREATE OR REPLACE FUNCTION platform.waiting() RETURNS TABLE (what text, n bigint, oldest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- every count stops at 10,000: whoever is that far behind need not know it exactly
  RETURN QUERY SELECT 'jobs_due', count(*), min(j.run_at) FROM (
    SELECT w.run_at FROM graphile_worker._private_jobs w WHERE w.locked_at IS NULL AND w.run_at <= now() AND w.attempts < w.max_attempts ORDER BY w.run_at LIMIT 10000) j;
  RETURN QUERY SELECT 'jobs_failing', count(*), min(j.created_at) FROM (
    SELECT w.created_at FROM graphile_worker._private_jobs w WHERE w.last_error IS NOT NULL AND w.attempts < w.max_attempts LIMIT 10000) j;
  RETURN QUERY SELECT 'jobs_given_up', count(*), min(j.created_at) FROM (
    SELECT w.created_at FROM graphile_worker._private_jobs w WHERE w.attempts >= w.max_attempts AND w.locked_at IS NULL LIMIT 10000) j;
  -- the queue's own clock: one job is due every minute
  RETURN QUERY SELECT 'timetable_stopped', CASE WHEN max(c.last_execution) < now() - interval '10 minutes' THEN 1::bigint ELSE 0::bigint END, max(c.last_execution) FROM graphile_worker._private_known_crontabs c;
  RETURN QUERY SELECT 'acts_unsealed', count(*), min(l.at) FROM (
    -- each looked up by itself: joined in their order, the leaves of all years would be read up to the newest
    SELECT f.at FROM (SELECT w.leaf_id FROM journal.unsealed w ORDER BY w.leaf_id LIMIT 10000) u CROSS JOIN LATERAL (SELECT x.at FROM journal.leaf x WHERE x.id = u.leaf_id OFFSET 0) f) l;
  RETURN QUERY SELECT 'matters_unindexed', count(*), NULL::timestamptz FROM (SELECT 1 FROM appeals.search_due LIMIT 10000) d;
  RETURN QUERY SELECT 'notices_due', count(*), min(d.send_at) FROM (
    SELECT t.send_at FROM notices.notice t WHERE t.state = 'waiting' AND t.send_at < now() - interval '5 minutes' LIMIT 10000) d;
  RETURN QUERY SELECT 'notices_failed', count(*), min(d.made_at) FROM (
    SELECT t.made_at FROM notices.notice t WHERE t.state = 'failed' AND t.made_at > now() - interval '24 hours' LIMIT 10000) d;
  RETURN QUERY SELECT 'files_unscanned', count(*), min(d.taken_at) FROM (SELECT f.taken_at FROM files.file f WHERE f.state = 'quarantined' LIMIT 10000) d;
  RETURN QUERY SELECT 'years_missing', platform.years_missing(), NULL::timestamptz;
END $$;
