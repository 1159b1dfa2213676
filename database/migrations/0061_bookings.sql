-- A place at a reception. Laid out with it; taken by one booking at a time, so that a place cannot be taken twice.
CREATE TABLE reception.slot (
  reception_id bigint NOT NULL REFERENCES reception.reception,
  at_minute int NOT NULL,
  minutes int NOT NULL,
  booking_id bigint CONSTRAINT slot_booking UNIQUE,
  -- taken out by the office: a break, a late beginning
  closed boolean NOT NULL DEFAULT false,
  PRIMARY KEY (reception_id, at_minute),
  CONSTRAINT closed_is_free CHECK (NOT closed OR booking_id IS NULL)
) WITH (fillfactor = 70);

CREATE SEQUENCE reception.booking_id;
CREATE TABLE reception.booking (
  id bigint PRIMARY KEY DEFAULT nextval('reception.booking_id'),
  number text NOT NULL CONSTRAINT booking_number UNIQUE,
  branch_id bigint NOT NULL,
  -- the unit of the official, once there is one
  unit_id bigint NOT NULL,
  -- null: waits for a freed place
  reception_id bigint REFERENCES reception.reception,
  at_minute int,
  -- whom they wait for, and until which day it is of use
  wants_account bigint,
  wants_until date,
  state text NOT NULL CHECK (state IN ('booked', 'waiting', 'cancelled', 'came', 'no_show', 'expired')),
  lang text NOT NULL CHECK (lang IN ('kk', 'ru', 'en')),
  surname text NOT NULL,
  given text NOT NULL,
  patronymic text,
  phone text,
  email text,
  topic_code text,
  territory_code text,
  text text NOT NULL,
  video boolean NOT NULL DEFAULT false,
  -- of the video room: made again from the key outside the database
  room_hash bytea,
  -- only hashes: the secrets are made again from the key outside the database
  secret_version int NOT NULL DEFAULT 1,
  link_hash bytea NOT NULL CONSTRAINT booking_link UNIQUE,
  code_hash bytea NOT NULL,
  by_kind text NOT NULL CHECK (by_kind IN ('visitor', 'staff', 'system')),
  made_at timestamptz NOT NULL,
  CONSTRAINT booked_has_a_place CHECK (state <> 'booked' OR (reception_id IS NOT NULL AND at_minute IS NOT NULL))
);
-- no two people at one place, whatever the program does
CREATE UNIQUE INDEX booking_place ON reception.booking (reception_id, at_minute) WHERE state = 'booked';
-- the day's bookings of a reception: … WHERE reception_id = $1 ORDER BY at_minute
CREATE INDEX booking_reception ON reception.booking (reception_id, at_minute) WHERE reception_id IS NOT NULL;
-- the waiting list: … WHERE state = 'waiting' AND branch_id = $1 AND wants_account = $2 ORDER BY id
CREATE INDEX booking_waiting ON reception.booking (branch_id, wants_account, id) WHERE state = 'waiting';
-- the same telephone's bookings, so that nobody takes all the places: … WHERE phone = $1 AND state = 'booked'
CREATE INDEX booking_phone ON reception.booking (phone) WHERE phone IS NOT NULL AND state IN ('booked', 'waiting', 'no_show');
CREATE INDEX booking_email ON reception.booking (lower(email)) WHERE email IS NOT NULL AND state IN ('booked', 'waiting', 'no_show');
-- what the clock still has to end: … WHERE state IN ('booked', 'waiting') AND reception_id = … ; the list itself: … WHERE state = 'waiting' ORDER BY id
CREATE INDEX booking_open ON reception.booking (id) WHERE state IN ('booked', 'waiting');

CREATE TABLE reception.booking_act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  booking_id bigint NOT NULL REFERENCES reception.booking,
  branch_id bigint NOT NULL,
  act text NOT NULL CHECK (act IN ('book', 'wait', 'move', 'fill', 'cancel', 'restore', 'confirm', 'remind', 'come', 'not_come', 'expire', 'displace')),
  at timestamptz NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  facts jsonb NOT NULL DEFAULT '{}'
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reception.booking_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.booking_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE INDEX booking_act_of ON reception.booking_act (booking_id, id);

-- Same key, same answer: … WHERE key = $1
CREATE TABLE reception.intake (
  key text PRIMARY KEY,
  body_sha256 bytea NOT NULL,
  record_id bigint NOT NULL,
  made_at timestamptz NOT NULL
);
-- deletes what is older than 30 days
CREATE INDEX intake_made_at ON reception.intake (made_at);
-- Tries of numbers with codes, as for appeals.
CREATE TABLE reception.follow_try (
  key bytea PRIMARY KEY,
  since timestamptz NOT NULL,
  tries int NOT NULL
);
CREATE INDEX follow_try_since ON reception.follow_try (since);

-- The unfinished form of one browser, each answer sealed; after sending only the key and the booking's id. Forgotten after 30 days.
CREATE TABLE reception.draft (
  visit_hash bytea PRIMARY KEY,
  -- made before the first try of sending: same key, same number
  key text NOT NULL,
  fields jsonb NOT NULL DEFAULT '{}',
  sent_booking_id bigint,
  touched_at timestamptz NOT NULL
);
-- deletes what is older than 30 days: … WHERE touched_at < $1
CREATE INDEX draft_touched_at ON reception.draft (touched_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON reception.draft TO jauap_app;
GRANT SELECT, INSERT, UPDATE ON reception.slot, reception.booking TO jauap_app;
GRANT DELETE ON reception.slot TO jauap_app;
GRANT SELECT, INSERT ON reception.booking_act TO jauap_app;
GRANT SELECT, INSERT, DELETE ON reception.intake TO jauap_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON reception.follow_try TO jauap_app;
GRANT USAGE ON SEQUENCE reception.booking_id TO jauap_app;

-- The second lock: a booking says who comes and why.
ALTER TABLE reception.booking ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.booking FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.booking USING (
  (SELECT platform.sees_all())
  OR branch_id = ANY ((SELECT platform.sight())::bigint[])
  OR unit_id = ANY ((SELECT platform.sight())::bigint[])
  OR (SELECT platform.held_here()) = 'booking:' || id);
CREATE POLICY added ON reception.booking FOR INSERT WITH CHECK (true);
ALTER TABLE reception.booking_act ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.booking_act FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.booking_act FOR SELECT USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM reception.booking b WHERE b.id = booking_id));
CREATE POLICY added ON reception.booking_act FOR INSERT WITH CHECK (true);
ALTER TABLE reception.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.draft FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON reception.draft USING (
  (SELECT platform.sees_all()) OR visit_hash = decode(coalesce(nullif(current_setting('jauap.visit', true), ''), '00'), 'hex'));
