-- Receptions on the road: a market, a station, a village.
CREATE TABLE reception.outing (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  branch_id bigint NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  territory_code text NOT NULL,
  address text,
  lat double precision,
  lon double precision,
  held_on date NOT NULL,
  from_minute int NOT NULL,
  to_minute int NOT NULL,
  -- what is announced to everybody, in both languages
  announcement_kk text,
  announcement_ru text,
  announced_at timestamptz,
  state text NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'under_way', 'closed', 'cancelled')),
  begun_at timestamptz,
  closed_at timestamptz,
  reason text,
  calendar_version text NOT NULL,
  made_at timestamptz NOT NULL,
  made_by bigint,
  CONSTRAINT hours_in_order CHECK (to_minute > from_minute)
);
CREATE INDEX outing_branch ON reception.outing (branch_id, held_on, id);
-- what is announced: … WHERE announced_at IS NOT NULL AND held_on >= $1 ORDER BY held_on
CREATE INDEX outing_announced ON reception.outing (held_on, id) WHERE announced_at IS NOT NULL AND state <> 'cancelled';
-- the last time in the same village: … WHERE territory_code = $1 AND held_on < $2 ORDER BY held_on DESC
CREATE INDEX outing_place ON reception.outing (territory_code, held_on);

-- the sittings of an outing: … WHERE outing_id = $1 ORDER BY id
CREATE INDEX reception_outing ON reception.reception (outing_id, id) WHERE outing_id IS NOT NULL;

CREATE TABLE reception.outing_person (
  outing_id bigint NOT NULL REFERENCES reception.outing,
  account_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  part text NOT NULL CHECK (part IN ('official', 'clerk')),
  PRIMARY KEY (outing_id, account_id)
);

-- A tablet: one person's, for one outing. Its secret is known to it alone.
CREATE TABLE reception.device (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  outing_id bigint NOT NULL REFERENCES reception.outing,
  branch_id bigint NOT NULL,
  account_id bigint NOT NULL,
  name text NOT NULL,
  token_hash bytea NOT NULL CONSTRAINT device_token UNIQUE,
  installed_at timestamptz NOT NULL,
  -- the form that installed it: pressed twice, it is one tablet
  key text NOT NULL CONSTRAINT device_key UNIQUE,
  -- the person may see who came from this place before
  sees_people boolean NOT NULL,
  seen_at timestamptz,
  -- its day is over and everything before that has arrived
  ended_at timestamptz,
  revoked_at timestamptz,
  revoked_by bigint,
  -- the act on which the house itself stumbled, and how often: after three times a person looks at it, and what stands behind it arrives
  failing_key text,
  failing_tries int NOT NULL DEFAULT 0,
  -- it said that nothing is left on it
  wiped_at timestamptz,
  -- every number it carried is explained
  settled_at timestamptz
);
CREATE INDEX device_outing ON reception.device (outing_id, id);
-- tablets that were given up and may still hand over: … WHERE settled_at IS NULL AND revoked_at < $1
CREATE INDEX device_unsettled ON reception.device (revoked_at) WHERE settled_at IS NULL AND revoked_at IS NOT NULL;

-- Real numbers of appeals and visits, taken from the counters and carried along. What was not used is explained, number by number, when it comes back.
CREATE TABLE reception.block (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  device_id bigint NOT NULL REFERENCES reception.device,
  branch_id bigint NOT NULL,
  series text NOT NULL CHECK (series IN ('appeal', 'visit')),
  year int NOT NULL,
  from_n int NOT NULL,
  to_n int NOT NULL,
  reserved_at timestamptz NOT NULL,
  returned_at timestamptz,
  CONSTRAINT block_in_order CHECK (to_n >= from_n)
);
CREATE INDEX block_device ON reception.block (device_id, id);

-- Numbers that no record has, with the reason. Whoever counts finds every number in one of two places.
CREATE TABLE reception.unused_number (
  branch_id bigint NOT NULL,
  series text NOT NULL,
  year int NOT NULL,
  n int NOT NULL,
  number text NOT NULL,
  block_id bigint NOT NULL,
  reason text NOT NULL CHECK (reason IN ('not_used', 'device_lost', 'given_up')),
  at timestamptz NOT NULL,
  PRIMARY KEY (branch_id, series, year, n)
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reception.unused_number FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.unused_number FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

-- What arrived from a tablet: one act of it, once. The answer is kept and given again.
CREATE TABLE reception.arrival (
  device_id bigint NOT NULL REFERENCES reception.device,
  -- its place in the tablet's own order, from 1
  place int NOT NULL,
  key text NOT NULL CONSTRAINT arrival_key UNIQUE,
  body_sha256 bytea NOT NULL,
  what text NOT NULL CHECK (what IN ('visit', 'promise_put', 'end', 'unread')),
  state text NOT NULL CHECK (state IN ('taken', 'conflict', 'settled')),
  -- kept until a person has settled it; sealed
  body_sealed bytea,
  conflict text,
  conflict_facts jsonb NOT NULL DEFAULT '{}',
  -- the numbers that stand on the person's paper: theirs until a person of the branch says otherwise
  numbers text[] NOT NULL DEFAULT '{}',
  -- sha-256 of the secret in the square code on the person's paper
  claim_hash bytea CONSTRAINT arrival_claim UNIQUE,
  -- of a quiet visit: read by whoever was there and whoever is named for it
  quiet boolean NOT NULL DEFAULT false,
  visit_id bigint,
  -- a day that was told and that the house would count otherwise: the earlier one stands
  told jsonb,
  -- json, not jsonb: said again letter by letter
  answer json NOT NULL,
  taken_at timestamptz NOT NULL,
  settled_at timestamptz,
  settled_by bigint,
  settled_how text CHECK (settled_how IN ('as_it_is', 'changed', 'joined', 'given_up')),
  settled_why text,
  branch_id bigint NOT NULL,
  PRIMARY KEY (device_id, place)
);
-- what a person has to settle: … WHERE branch_id = $1 AND state = 'conflict' ORDER BY taken_at
CREATE INDEX arrival_conflict ON reception.arrival (branch_id, taken_at) WHERE state = 'conflict';
-- whose number it is: … WHERE numbers && $1
CREATE INDEX arrival_numbers ON reception.arrival USING gin (numbers);

-- A paper on its way, in pieces; they go when the act that names it is settled, or after 40 days.
CREATE TABLE reception.paper (
  device_id bigint NOT NULL REFERENCES reception.device,
  key text NOT NULL,
  name text NOT NULL,
  bytes int NOT NULL CHECK (bytes BETWEEN 1 AND 20971520),
  sha256 text NOT NULL,
  arrived int NOT NULL DEFAULT 0,
  -- as rooms/files took it, or why it did not
  file_id bigint,
  refused text,
  made_at timestamptz NOT NULL,
  PRIMARY KEY (device_id, key)
);
CREATE INDEX paper_made_at ON reception.paper (made_at);
CREATE TABLE reception.paper_piece (
  device_id bigint NOT NULL,
  key text NOT NULL,
  from_byte int NOT NULL,
  body bytea NOT NULL,
  PRIMARY KEY (device_id, key, from_byte),
  FOREIGN KEY (device_id, key) REFERENCES reception.paper ON DELETE CASCADE
);

CREATE TABLE reception.outing_act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  outing_id bigint NOT NULL REFERENCES reception.outing,
  act text NOT NULL,
  at timestamptz NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  facts jsonb NOT NULL DEFAULT '{}'
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reception.outing_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.outing_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE INDEX outing_act_of ON reception.outing_act (outing_id, id);

GRANT SELECT, INSERT, UPDATE ON reception.outing, reception.device, reception.block, reception.arrival TO jauap_app;
GRANT SELECT, INSERT, DELETE ON reception.outing_person TO jauap_app;
GRANT SELECT, INSERT ON reception.unused_number, reception.outing_act TO jauap_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON reception.paper, reception.paper_piece TO jauap_app;
ALTER TABLE reception.arrival ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.arrival FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.arrival USING ((SELECT platform.sees_all()) OR branch_id = ANY ((SELECT platform.sight())::bigint[]));
-- What lies in pieces is read by the house alone.
ALTER TABLE reception.paper ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.paper FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.paper USING ((SELECT current_setting('jauap.kind', true)) = 'system');
ALTER TABLE reception.paper_piece ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.paper_piece FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.paper_piece USING ((SELECT current_setting('jauap.kind', true)) = 'system');

-- A voice note from the road is kept like a paper.
ALTER TABLE files.file DROP CONSTRAINT file_kind_check, ADD CONSTRAINT file_kind_check CHECK (kind IN ('picture', 'pdf', 'office', 'text', 'sound'));
