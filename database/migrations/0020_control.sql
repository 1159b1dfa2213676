-- Control: one board for everything owed, whatever it came from.
ALTER TABLE assignments.assignment
  -- true: the matter's holder; false: a task beside it. A matter is settled when all are
  ADD COLUMN lead boolean NOT NULL DEFAULT true,
  -- how people name the source: the number of an appeal
  ADD COLUMN reference text NOT NULL DEFAULT '',
  -- from the country down to the place of the source
  ADD COLUMN territory_path text[] NOT NULL DEFAULT '{}',
  -- the last act of somebody; the clock's own acts do not count as movement
  ADD COLUMN moved_at timestamptz,
  -- somebody asked for more time and nobody has answered yet
  ADD COLUMN waits boolean NOT NULL DEFAULT false,
  -- the matter came back to somebody who has had it, or passed a third holder
  ADD COLUMN carousel boolean NOT NULL DEFAULT false,
  -- the highest rung of the ladder it has reached for its present day
  ADD COLUMN rung int NOT NULL DEFAULT 0;

UPDATE assignments.assignment a SET reference = s.number, territory_path = s.territory_path FROM appeals.appeal s WHERE a.source_kind = 'appeal' AND s.id = a.source_id;
UPDATE assignments.assignment a SET moved_at = coalesce((SELECT max(at) FROM assignments.act c WHERE c.assignment_id = a.id), given_at);
ALTER TABLE assignments.assignment ALTER COLUMN moved_at SET NOT NULL;

DROP INDEX assignments.assignment_one_open_per_appeal;
-- at most one open lead: the holder
CREATE UNIQUE INDEX assignment_one_open_lead ON assignments.assignment (source_kind, source_id) WHERE open AND lead;

-- the country's board: … WHERE open ORDER BY due_on, id LIMIT 50
CREATE INDEX assignment_due ON assignments.assignment (due_on, id) WHERE open;
-- what a person controls: … WHERE controller_account = $1 AND open ORDER BY due_on, id
CREATE INDEX assignment_controlled_by_person ON assignments.assignment (controller_account, due_on, id) WHERE open AND controller_account IS NOT NULL;
-- the few of many, each in the order of the board: … WHERE branch_id = $1 AND stage = 'reported' ORDER BY due_on, id
CREATE INDEX assignment_reported ON assignments.assignment (branch_id, due_on, id) WHERE stage = 'reported';
CREATE INDEX assignment_returned ON assignments.assignment (branch_id, due_on, id) WHERE stage = 'returned';
CREATE INDEX assignment_waits ON assignments.assignment (branch_id, due_on, id) WHERE waits AND open;
CREATE INDEX assignment_carousel ON assignments.assignment (branch_id, due_on, id) WHERE carousel AND open;
CREATE INDEX assignment_risen ON assignments.assignment (branch_id, due_on, id) WHERE rung > 0 AND open;
-- without movement: … WHERE branch_id = $1 AND open AND moved_at < $2 ORDER BY moved_at, id
CREATE INDEX assignment_still ON assignments.assignment (branch_id, moved_at, id) WHERE open;
-- of a region, of a district: … WHERE territory_path[2] = $1 AND open ORDER BY due_on, id
CREATE INDEX assignment_region ON assignments.assignment ((territory_path[2]), due_on, id) WHERE open;
CREATE INDEX assignment_district ON assignments.assignment ((territory_path[3]), due_on, id) WHERE open;

ALTER TABLE assignments.act DROP CONSTRAINT act_act_check;
ALTER TABLE assignments.act ADD CONSTRAINT act_act_check CHECK (act IN (
  'give', 'accept', 'hand_over', 'report', 'return', 'settle', 'withdraw', 'move_term',
  'ask_time', 'grant_time', 'deny_time', 'add_co_executor', 'end_co_executor', 'contribute', 'set_controller', 'remind', 'escalate'));

-- Who helps the executor. They see the matter from the day they were asked.
CREATE TABLE assignments.co_executor (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  assignment_id bigint NOT NULL REFERENCES assignments.assignment,
  unit_id bigint NOT NULL,
  account_id bigint,
  added_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE UNIQUE INDEX co_executor_once ON assignments.co_executor (assignment_id, unit_id, coalesce(account_id, 0)) WHERE ended_at IS NULL;

-- who helps with one promise: … WHERE assignment_id = $1
CREATE INDEX co_executor_assignment ON assignments.co_executor (assignment_id);

-- What was done, in words; where and when it was shown, where that is known. Photographs and documents belong to it as `report:ID`.
CREATE TABLE assignments.report (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  assignment_id bigint NOT NULL REFERENCES assignments.assignment,
  kind text NOT NULL CHECK (kind IN ('report', 'contribution')),
  by_account bigint,
  by_unit bigint NOT NULL,
  at timestamptz NOT NULL,
  text text NOT NULL,
  lat double precision CHECK (lat BETWEEN -90 AND 90),
  lon double precision CHECK (lon BETWEEN -180 AND 180),
  -- how far off the place may be
  metres int CHECK (metres >= 0),
  taken_at timestamptz,
  CHECK ((lat IS NULL) = (lon IS NULL))
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON assignments.report FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON assignments.report FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
-- … WHERE assignment_id = $1 ORDER BY id
CREATE INDEX report_assignment ON assignments.report (assignment_id, id);

-- A request for more time belongs to the promise, not to one room: moved here from the appeals.
CREATE TABLE assignments.extension (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_kind text NOT NULL CHECK (source_kind ~ '^[a-z_]+$'),
  source_id bigint NOT NULL,
  -- null: asked by the branch before the matter was given to anybody
  assignment_id bigint REFERENCES assignments.assignment,
  from_on date NOT NULL,
  to_on date NOT NULL CHECK (to_on > from_on),
  reason text NOT NULL,
  asked_by bigint,
  asked_at timestamptz NOT NULL,
  granted boolean,
  decided_by bigint,
  decided_at timestamptz,
  decision_reason text,
  CONSTRAINT decider_is_not_the_asker CHECK (decided_by IS NULL OR asked_by IS NULL OR decided_by <> asked_by)
);
INSERT INTO assignments.extension (source_kind, source_id, from_on, to_on, reason, asked_by, asked_at, granted, decided_by, decided_at, decision_reason)
  SELECT 'appeal', appeal_id, from_on, to_on, reason, asked_by, asked_at, granted, decided_by, decided_at, decision_reason FROM appeals.extension ORDER BY id;
UPDATE assignments.extension e SET assignment_id = a.id FROM assignments.assignment a
  WHERE a.source_kind = e.source_kind AND a.source_id = e.source_id AND a.open AND e.granted IS NULL;
UPDATE assignments.assignment a SET waits = true FROM assignments.extension e WHERE e.assignment_id = a.id AND e.granted IS NULL;
DROP TABLE appeals.extension;
-- one request at a time for one promise
CREATE UNIQUE INDEX extension_one_open ON assignments.extension (source_kind, source_id, coalesce(assignment_id, 0)) WHERE granted IS NULL;
-- … WHERE source_kind = $1 AND source_id = $2 ORDER BY id
CREATE INDEX extension_source ON assignments.extension (source_kind, source_id, id);

-- … of one promise: … WHERE assignment_id = $1
CREATE INDEX extension_assignment ON assignments.extension (assignment_id);

-- The ladder of an organisation: data, a new version beside the old one.
CREATE TABLE assignments.ladder (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- null: for every branch that has none of its own
  branch_id bigint,
  since_on date NOT NULL,
  made_at timestamptz NOT NULL,
  made_by bigint
);
CREATE TABLE assignments.rung (
  ladder_id bigint NOT NULL REFERENCES assignments.ladder,
  place int NOT NULL CHECK (place BETWEEN 1 AND 20),
  -- working days after the due day; below nought: before it
  days int NOT NULL CHECK (days BETWEEN -30 AND 90),
  tells text[] NOT NULL CHECK (tells <@ '{executor,controller,body_head,branch_head}' AND tells <> '{}'),
  -- goes on the agenda of the next weekly sitting
  agenda boolean NOT NULL,
  PRIMARY KEY (ladder_id, place)
);
INSERT INTO assignments.ladder (branch_id, since_on, made_at) VALUES (NULL, '2000-01-01', '2000-01-01T00:00:00Z');
INSERT INTO assignments.rung (ladder_id, place, days, tells, agenda)
  SELECT id, place, days, tells::text[], agenda FROM assignments.ladder, (VALUES
    (1, -3, '{executor}', false), (2, 0, '{executor,controller}', false), (3, 1, '{executor,controller,body_head}', false), (4, 5, '{body_head,branch_head}', true)
  ) AS rungs (place, days, tells, agenda);

-- A rung is reached once for one due day of one promise: the morning may run twice.
CREATE TABLE assignments.escalation (
  assignment_id bigint NOT NULL REFERENCES assignments.assignment,
  due_on date NOT NULL,
  place int NOT NULL,
  days int NOT NULL,
  at timestamptz NOT NULL,
  agenda boolean NOT NULL,
  PRIMARY KEY (assignment_id, due_on, place)
);
-- the agenda of a sitting: … WHERE agenda AND at >= $1
CREATE INDEX escalation_agenda ON assignments.escalation (at) WHERE agenda;

-- A way of looking at the board that a person keeps for themselves.
CREATE TABLE assignments.saved_view (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL,
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  query text NOT NULL CHECK (length(query) <= 500),
  made_at timestamptz NOT NULL,
  CONSTRAINT saved_view_name UNIQUE (account_id, name)
);

-- The second lock: whoever sees the promise sees what belongs to it.
DO $$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['co_executor', 'report', 'escalation'] LOOP
    EXECUTE format('ALTER TABLE assignments.%I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE assignments.%I FORCE ROW LEVEL SECURITY', child);
    EXECUTE format('CREATE POLICY seen ON assignments.%1$I FOR SELECT USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = %1$I.assignment_id))', child);
    EXECUTE format('CREATE POLICY changed ON assignments.%1$I FOR UPDATE USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = %1$I.assignment_id))', child);
    EXECUTE format('CREATE POLICY added ON assignments.%I FOR INSERT WITH CHECK (true)', child);
  END LOOP;
END $$;
ALTER TABLE assignments.extension ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.extension FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON assignments.extension FOR SELECT USING ((SELECT platform.sees_all())
  OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = extension.assignment_id)
  OR (source_kind = 'appeal' AND EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = extension.source_id)));
CREATE POLICY changed ON assignments.extension FOR UPDATE USING ((SELECT platform.sees_all())
  OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = extension.assignment_id)
  OR (source_kind = 'appeal' AND EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = extension.source_id)));
CREATE POLICY added ON assignments.extension FOR INSERT WITH CHECK (true);
ALTER TABLE assignments.saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.saved_view FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON assignments.saved_view USING (people.own(account_id));

-- Two clocks: what the branch promised runs on while a body of the executive vertical has its own statutory term. Null: one clock.
ALTER TABLE appeals.appeal
  ADD COLUMN own_due_on date,
  ADD COLUMN own_term_from_on date,
  ADD COLUMN own_rule_version text,
  ADD COLUMN own_calendar_version text,
  ADD CONSTRAINT own_clock_whole CHECK (num_nulls(own_due_on, own_term_from_on, own_rule_version, own_calendar_version) IN (0, 4));

-- Away for a while: a deputy is told and may take over, so that nothing waits for somebody who is not there.
CREATE TABLE people.absence (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES people.account,
  deputy_id bigint REFERENCES people.account,
  from_on date NOT NULL,
  to_on date NOT NULL,
  made_at timestamptz NOT NULL,
  made_by bigint,
  ended_at timestamptz,
  CHECK (to_on >= from_on),
  CONSTRAINT deputy_is_another CHECK (deputy_id <> account_id)
);
-- who is away on a day: … WHERE account_id = ANY ($1) AND from_on <= $2 AND to_on >= $2 AND ended_at IS NULL
CREATE INDEX absence_account ON people.absence (account_id, to_on);
-- whose deputy somebody is: … WHERE deputy_id = $1 AND …
CREATE INDEX absence_deputy ON people.absence (deputy_id, to_on);

UPDATE people.role SET abilities = abilities || '{assignment.give,assignment.control}' WHERE code IN ('appeals_clerk', 'controller');
UPDATE people.role SET abilities = abilities || '{assignment.give,assignment.control,assignment.decide_time,ladder.edit}' WHERE code = 'branch_head';
UPDATE people.role SET abilities = abilities || '{assignment.report}' WHERE code IN ('executor', 'body_head');
UPDATE people.role SET abilities = abilities || '{ladder.edit,notice.edit}' WHERE code = 'administrator';
