-- The spine: one promise, who owes what to whom by when, whatever it came from.
CREATE SCHEMA assignments;

CREATE TABLE assignments.assignment (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source_kind text NOT NULL CHECK (source_kind ~ '^[a-z_]+$'),
  source_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  task text,
  executor_unit bigint NOT NULL,
  executor_account bigint,
  controller_unit bigint NOT NULL,
  controller_account bigint,
  stage text NOT NULL DEFAULT 'given' CHECK (stage IN ('given', 'accepted', 'reported', 'returned', 'settled', 'withdrawn')),
  open boolean NOT NULL GENERATED ALWAYS AS (stage IN ('given', 'accepted', 'reported', 'returned')) STORED,
  given_at timestamptz NOT NULL,
  given_on date NOT NULL,
  due_on date NOT NULL,
  original_due_on date NOT NULL,
  rule_version text NOT NULL,
  calendar_version text NOT NULL,
  hand_overs int NOT NULL DEFAULT 0,
  -- every unit that has or had it in hand, and the branch that controls it: what row-level security asks
  seen_by bigint[] NOT NULL,
  reported_at timestamptz,
  ended_at timestamptz,
  CONSTRAINT controller_is_not_executor CHECK (executor_account IS NULL OR controller_account IS NULL OR executor_account <> controller_account)
);
-- the assignments of one source, newest last: … WHERE source_kind = $1 AND source_id = $2 ORDER BY id
CREATE INDEX assignment_source ON assignments.assignment (source_kind, source_id, id);
-- at most one open assignment of an appeal: its holder
CREATE UNIQUE INDEX assignment_one_open_per_appeal ON assignments.assignment (source_id) WHERE open AND source_kind = 'appeal';
-- what a body owes: … WHERE executor_unit = $1 AND open ORDER BY due_on, id
CREATE INDEX assignment_owed_by_unit ON assignments.assignment (executor_unit, due_on, id) WHERE open;
-- what a person owes: … WHERE executor_account = $1 AND open ORDER BY due_on, id
CREATE INDEX assignment_owed_by_person ON assignments.assignment (executor_account, due_on, id) WHERE open;
-- what a branch controls: … WHERE branch_id = $1 AND open ORDER BY due_on, id
CREATE INDEX assignment_controlled ON assignments.assignment (branch_id, due_on, id) WHERE open;

-- Every act, with who had it before and after. Hand-overs and time per holder are counted from here.
CREATE TABLE assignments.act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  assignment_id bigint NOT NULL REFERENCES assignments.assignment,
  act text NOT NULL CHECK (act IN ('give', 'accept', 'hand_over', 'report', 'return', 'settle', 'withdraw', 'move_term')),
  at timestamptz NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  stage_after text NOT NULL,
  from_unit bigint,
  from_account bigint,
  to_unit bigint NOT NULL,
  to_account bigint,
  due_before date,
  due_after date NOT NULL,
  reason text
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON assignments.act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON assignments.act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
-- the history of one assignment: … WHERE assignment_id = $1 ORDER BY id
CREATE INDEX act_assignment ON assignments.act (assignment_id, id);

-- A reason may hold a person's words: the second lock is here too.
ALTER TABLE assignments.assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.assignment FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON assignments.assignment USING (
  (SELECT platform.sees_all())
  OR seen_by && (SELECT platform.sight())::bigint[]
  OR (source_kind = 'appeal' AND source_id = (SELECT platform.held())));
ALTER TABLE assignments.act ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.act FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON assignments.act FOR SELECT USING (EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = assignment_id));
CREATE POLICY added ON assignments.act FOR INSERT WITH CHECK (true);
