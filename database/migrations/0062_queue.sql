-- The waiting room of a branch.
CREATE TABLE reception.lane (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  branch_id bigint NOT NULL,
  letter text NOT NULL CHECK (letter ~ '^[A-Z]$'),
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  -- what one takes, as the office knows it, until there are figures of one's own; null: nothing is said until then
  usual_minutes int CHECK (usual_minutes BETWEEN 1 AND 240),
  -- whoever comes for a reception waits in this lane
  for_receptions boolean NOT NULL DEFAULT false,
  place int NOT NULL DEFAULT 1,
  closed_at timestamptz,
  CONSTRAINT lane_letter UNIQUE (branch_id, letter)
);

CREATE TABLE reception.desk (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  branch_id bigint NOT NULL,
  -- as the board shows it: '3', '204'
  label text NOT NULL,
  lane_ids bigint[] NOT NULL DEFAULT '{}',
  -- whoever sits there now, since when, and for which reception they call; nobody: the desk is empty
  account_id bigint,
  sat_at timestamptz,
  reception_id bigint,
  closed_at timestamptz,
  CONSTRAINT desk_label UNIQUE (branch_id, label)
);
-- nobody sits at two desks: … WHERE account_id = $1
CREATE UNIQUE INDEX desk_one_seat ON reception.desk (account_id) WHERE account_id IS NOT NULL;

-- By rule, with its source: who is let through first, and after how many others.
CREATE TABLE reception.priority (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  branch_id bigint NOT NULL,
  code text NOT NULL CHECK (code ~ '^[a-z_]+$'),
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  source text NOT NULL,
  -- one of these after every so many others; 0: at once
  after_others int NOT NULL DEFAULT 0 CHECK (after_others BETWEEN 0 AND 20),
  closed_at timestamptz,
  CONSTRAINT priority_code UNIQUE (branch_id, code)
);

-- Televisions and kiosks: opened by a secret address, revoked by an administrator.
CREATE TABLE reception.screen (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  branch_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('display', 'kiosk')),
  name text NOT NULL,
  token_hash bytea NOT NULL CONSTRAINT screen_token UNIQUE,
  made_at timestamptz NOT NULL,
  made_by bigint,
  seen_at timestamptz,
  revoked_at timestamptz
);
CREATE INDEX screen_branch ON reception.screen (branch_id, id) WHERE revoked_at IS NULL;

-- One row per branch, lane and day, locked by the act that takes the next label.
CREATE TABLE reception.ticket_counter (
  branch_id bigint NOT NULL,
  lane_id bigint NOT NULL,
  on_day date NOT NULL,
  last int NOT NULL,
  PRIMARY KEY (branch_id, lane_id, on_day)
) WITH (fillfactor = 10);

CREATE SEQUENCE reception.ticket_id;
CREATE TABLE reception.ticket (
  id bigint PRIMARY KEY DEFAULT nextval('reception.ticket_id'),
  branch_id bigint NOT NULL,
  on_day date NOT NULL,
  -- as it is called: 'A012'
  label text NOT NULL,
  lane_id bigint NOT NULL,
  reception_id bigint,
  booking_id bigint,
  priority_id bigint,
  -- by which they are called; never a matter
  name text,
  lang text NOT NULL CHECK (lang IN ('kk', 'ru', 'en')),
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'invited', 'serving', 'held', 'left', 'finished')),
  -- the moment by which the order is made: when they came, or the hour they were booked for
  order_at timestamptz NOT NULL,
  made_at timestamptz NOT NULL,
  -- the hour they are booked for, while they are called by it; null: by their place alone
  booked_at timestamptz,
  -- waits without a break since then: who came later and is called from here on has passed them
  waits_since timestamptz NOT NULL,
  by_kind text NOT NULL,
  -- the kiosk, the desk, the telephone
  door text NOT NULL CHECK (door IN ('kiosk', 'desk', 'phone')),
  desk_id bigint,
  account_id bigint,
  invited_at timestamptz,
  invitations int NOT NULL DEFAULT 0,
  began_at timestamptz,
  ended_at timestamptz,
  visit_id bigint,
  -- what was said to them when they came
  estimate_minutes int,
  -- the kiosk it was taken at, whose pace is bounded
  screen_id bigint,
  link_hash bytea NOT NULL CONSTRAINT ticket_link UNIQUE,
  CONSTRAINT ticket_label UNIQUE (branch_id, on_day, label)
) WITH (fillfactor = 70);
-- the room now: … WHERE branch_id = $1 AND on_day = $2 AND state IN (…) ORDER BY order_at, id
CREATE INDEX ticket_room ON reception.ticket (branch_id, on_day, order_at, id) WHERE state IN ('waiting', 'invited', 'serving', 'held');
-- how long it takes lately: … WHERE lane_id = $1 AND state = 'finished' AND ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT 50
CREATE INDEX ticket_lately ON reception.ticket (lane_id, ended_at) WHERE state = 'finished' AND ended_at IS NOT NULL;
-- a kiosk's last minute: … WHERE screen_id = $1 AND made_at > $2
CREATE INDEX ticket_kiosk ON reception.ticket (screen_id, made_at) WHERE screen_id IS NOT NULL;
-- whose visit it became: … WHERE visit_id = $1
CREATE INDEX ticket_visit ON reception.ticket (visit_id) WHERE visit_id IS NOT NULL;
-- days that are over: … WHERE on_day < $1 AND state IN (…)
CREATE INDEX ticket_open ON reception.ticket (on_day) WHERE state IN ('waiting', 'invited', 'serving', 'held');
-- figures of a period, and who was called today: … WHERE branch_id = $1 AND on_day BETWEEN $2 AND $3
CREATE INDEX ticket_day ON reception.ticket (branch_id, on_day);

CREATE TABLE reception.ticket_act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ticket_id bigint NOT NULL REFERENCES reception.ticket,
  branch_id bigint NOT NULL,
  act text NOT NULL CHECK (act IN ('take', 'invite', 'begin', 'hold', 'return', 'leave', 'finish', 'undo')),
  at timestamptz NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  desk_id bigint,
  state_after text NOT NULL
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reception.ticket_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.ticket_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE INDEX ticket_act_of ON reception.ticket_act (ticket_id, id);

GRANT SELECT, INSERT, UPDATE ON reception.lane, reception.desk, reception.priority, reception.screen, reception.ticket_counter, reception.ticket TO jauap_app;
GRANT SELECT, INSERT ON reception.ticket_act TO jauap_app;
GRANT USAGE ON SEQUENCE reception.ticket_id TO jauap_app;

-- Several rooms at once, counted for everybody: 'branches:{1,2}'.
CREATE FUNCTION platform.held_branches() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN platform.held_here() LIKE 'branches:%' THEN substr(platform.held_here(), 10)::bigint[] ELSE '{}'::bigint[] END $$;

-- The second lock: a name stands here.
ALTER TABLE reception.ticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.ticket FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.ticket USING (
  (SELECT platform.sees_all()) OR branch_id = ANY ((SELECT platform.sight())::bigint[]) OR (SELECT platform.held_here()) IN ('ticket:' || id, 'branch:' || branch_id)
  OR branch_id = ANY ((SELECT platform.held_branches())::bigint[]));
CREATE POLICY added ON reception.ticket FOR INSERT WITH CHECK (true);
