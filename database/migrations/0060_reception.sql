-- Who must receive people and how often, and the receptions that are held.
CREATE SCHEMA reception;

-- Whose record a link or a number with its code has opened in this transaction: 'booking:12', 'ticket:7', 'visit:3'. A holder's number of an appeal is another thing.
CREATE FUNCTION platform.held_here() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('jauap.held_here', true), ''), '-') $$;

-- One row per branch, series and year ('booking', 'visit'), locked by the act that takes the next: unique, gapless, in real-time order.
CREATE TABLE reception.counter (
  branch_id bigint NOT NULL,
  series text NOT NULL CHECK (series IN ('booking', 'visit')),
  year int NOT NULL,
  last int NOT NULL,
  PRIMARY KEY (branch_id, series, year)
) WITH (fillfactor = 10);

CREATE TABLE reception.duty (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  branch_id bigint NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  -- the document that says so, as people cite it
  source text NOT NULL,
  source_on date,
  -- times in a week, month or quarter; or every such weekday
  rhythm text NOT NULL CHECK (rhythm IN ('week', 'month', 'quarter', 'weekday')),
  times int NOT NULL DEFAULT 1 CHECK (times BETWEEN 1 AND 20),
  weekday int CHECK (weekday BETWEEN 1 AND 7),
  -- a weekday that is a day off: dropped, or held on the working day after or before
  on_day_off text NOT NULL DEFAULT 'next' CHECK (on_day_off IN ('drop', 'next', 'before')),
  from_minute int CHECK (from_minute BETWEEN 0 AND 1440),
  to_minute int CHECK (to_minute BETWEEN 0 AND 1440),
  place text,
  -- shown on the officials' public cards
  public boolean NOT NULL DEFAULT true,
  from_on date NOT NULL,
  to_on date,
  made_at timestamptz NOT NULL,
  made_by bigint,
  ended_at timestamptz,
  CONSTRAINT weekday_is_named CHECK ((rhythm = 'weekday') = (weekday IS NOT NULL)),
  CONSTRAINT hours_in_order CHECK (to_minute > from_minute)
);
-- the duties of a branch: … WHERE branch_id = $1 AND ended_at IS NULL ORDER BY id
CREATE INDEX duty_branch ON reception.duty (branch_id, id) WHERE ended_at IS NULL;

-- Whose duty it is, and since when.
CREATE TABLE reception.duty_person (
  duty_id bigint NOT NULL REFERENCES reception.duty,
  account_id bigint NOT NULL,
  -- the branch or body for which the person receives
  unit_id bigint NOT NULL,
  from_on date NOT NULL,
  to_on date,
  PRIMARY KEY (duty_id, account_id, from_on)
);
CREATE INDEX duty_person_account ON reception.duty_person (account_id, duty_id);

-- Laid out ahead: one reception that is owed. Its day never moves without a row in expected_act.
CREATE TABLE reception.expected (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  duty_id bigint NOT NULL REFERENCES reception.duty,
  account_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  public boolean NOT NULL,
  period_from date NOT NULL,
  period_to date NOT NULL,
  nth int NOT NULL,
  -- the first and the last day on which it can be held
  opens_on date NOT NULL,
  due_on date NOT NULL,
  rule_version text NOT NULL,
  calendar_version text NOT NULL,
  -- the one that counts for it; and who held it, when it was the deputy
  reception_id bigint,
  by_deputy bigint,
  -- open until decided: met, missed (nothing held), empty (held, and nobody came), excused (away, and nobody stood in), dropped (owed no more: the calendar, the duty or the office ended)
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'met', 'empty', 'missed', 'excused', 'dropped')),
  -- missed because nothing was scheduled, it was called off, or was not held
  why text CHECK (why IN ('not_scheduled', 'cancelled', 'not_held')),
  decided_at timestamptz,
  CONSTRAINT expected_once UNIQUE (duty_id, account_id, period_from, nth)
);
-- what fell due and is not decided: … WHERE state = 'open' AND due_on < $1 ORDER BY due_on
CREATE INDEX expected_open ON reception.expected (due_on, id) WHERE state = 'open';
-- a person's card: … WHERE account_id = $1 AND due_on BETWEEN $2 AND $3 ORDER BY due_on
CREATE INDEX expected_person ON reception.expected (account_id, due_on);
-- a branch's duties of a period: … WHERE branch_id = $1 AND due_on BETWEEN $2 AND $3
CREATE INDEX expected_branch ON reception.expected (branch_id, due_on);
-- a reception counts once for a duty: … WHERE reception_id = $1
CREATE UNIQUE INDEX expected_reception ON reception.expected (reception_id, duty_id) WHERE reception_id IS NOT NULL;

CREATE TABLE reception.expected_act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  expected_id bigint NOT NULL REFERENCES reception.expected,
  act text NOT NULL,
  at timestamptz NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  due_before date,
  due_after date,
  state_after text NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}'
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reception.expected_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.expected_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE INDEX expected_act_of ON reception.expected_act (expected_id, id);

-- One sitting: who receives, where, when. Open hours without slots are walked into by the queue.
CREATE TABLE reception.reception (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  branch_id bigint NOT NULL,
  -- the official who receives, and for which body or branch
  account_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('personal', 'open', 'video', 'outing')),
  -- the room, as people find it; one person to a room at a time is asked by the act
  place text,
  held_on date NOT NULL,
  from_minute int NOT NULL CHECK (from_minute BETWEEN 0 AND 1440),
  to_minute int NOT NULL CHECK (to_minute BETWEEN 0 AND 1440),
  break_from int,
  break_to int,
  -- null: no booking, whoever comes waits in the queue
  slot_minutes int CHECK (slot_minutes BETWEEN 5 AND 120),
  -- none: any
  topic_codes text[] NOT NULL DEFAULT '{}',
  -- bookable on the site
  public boolean NOT NULL DEFAULT true,
  outing_id bigint,
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'under_way', 'held', 'missed', 'cancelled')),
  -- who really received, when it was the deputy
  held_by bigint,
  begun_at timestamptz,
  ended_at timestamptz,
  received int NOT NULL DEFAULT 0,
  reason text,
  calendar_version text NOT NULL,
  made_at timestamptz NOT NULL,
  made_by bigint,
  CONSTRAINT hours_in_order CHECK (to_minute > from_minute),
  CONSTRAINT break_inside CHECK ((break_from IS NULL) = (break_to IS NULL) AND (break_from IS NULL OR (break_from >= from_minute AND break_to <= to_minute AND break_to > break_from)))
);
-- a branch's schedule: … WHERE branch_id = $1 AND held_on BETWEEN $2 AND $3 ORDER BY held_on, from_minute, id
CREATE INDEX reception_branch ON reception.reception (branch_id, held_on, from_minute, id);
-- a person's: … WHERE account_id = $1 AND held_on BETWEEN $2 AND $3
CREATE INDEX reception_person ON reception.reception (account_id, held_on);
-- planned ones of days that are over: … WHERE state IN ('planned', 'under_way') AND held_on < $1
CREATE INDEX reception_unheld ON reception.reception (held_on) WHERE state IN ('planned', 'under_way');

CREATE TABLE reception.reception_act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  reception_id bigint NOT NULL REFERENCES reception.reception,
  act text NOT NULL,
  at timestamptz NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  facts jsonb NOT NULL DEFAULT '{}'
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reception.reception_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.reception_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE INDEX reception_act_of ON reception.reception_act (reception_id, id);

GRANT USAGE ON SCHEMA reception TO jauap_app;
GRANT SELECT, INSERT, UPDATE ON reception.counter, reception.duty, reception.duty_person, reception.expected, reception.reception TO jauap_app;
GRANT SELECT, INSERT ON reception.expected_act, reception.reception_act TO jauap_app;

UPDATE people.role SET abilities = abilities || '{reception.see,reception.desk}' WHERE code = 'reception_clerk';
UPDATE people.role SET abilities = abilities || '{reception.see,reception.desk,reception.plan}' WHERE code = 'appeals_clerk';
UPDATE people.role SET abilities = abilities || '{reception.see}' WHERE code = 'controller';
UPDATE people.role SET abilities = abilities || '{reception.see,reception.desk,reception.plan,reception.receive,duty.edit,outing.plan}' WHERE code = 'branch_head';
UPDATE people.role SET abilities = abilities || '{reception.see,duty.edit,queue.set_up,device.revoke}' WHERE code = 'administrator';
UPDATE people.role SET abilities = abilities || '{reception.see,reception.receive}' WHERE code IN ('executor', 'body_head');
