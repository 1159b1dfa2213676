-- What the house says of its own accord: what happened, and a link. Never a person's words.
CREATE SCHEMA notices;

-- How somebody wants to hear of one matter. `owner` is the record's name: 'appeal:12'.
CREATE TABLE notices.way (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  owner text NOT NULL CHECK (owner ~ '^[a-z_]+:[0-9]+$'),
  channel text NOT NULL CHECK (channel IN ('email', 'sms', 'telegram')),
  address text NOT NULL,
  lang text NOT NULL CHECK (lang IN ('kk', 'ru', 'en')),
  made_at timestamptz NOT NULL,
  -- by their own wish, with one click
  stopped_at timestamptz,
  -- the other end says that nobody is there
  bounced_at timestamptz,
  bounce_code text,
  CONSTRAINT way_once UNIQUE (owner, channel, address)
);
-- a bounced letter says only where it was going: … WHERE channel = 'email' AND address = $1
CREATE INDEX way_address ON notices.way (channel, address);

-- How a member of staff wants to hear; no row: by e-mail, in a digest, quiet at night.
CREATE TABLE notices.staff_way (
  account_id bigint PRIMARY KEY,
  email boolean NOT NULL,
  push boolean NOT NULL,
  -- what can wait comes together in the morning
  digest boolean NOT NULL,
  -- minutes of the day by the country's clock; equal: never quiet
  quiet_from int NOT NULL CHECK (quiet_from BETWEEN 0 AND 1439),
  quiet_to int NOT NULL CHECK (quiet_to BETWEEN 0 AND 1439),
  changed_at timestamptz NOT NULL
);
CREATE TABLE notices.push_subscription (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL,
  endpoint text NOT NULL CONSTRAINT push_endpoint UNIQUE,
  p256dh text NOT NULL,
  auth text NOT NULL,
  made_at timestamptz NOT NULL
);
-- the browsers of one person: … WHERE account_id = $1
CREATE INDEX push_account ON notices.push_subscription (account_id);

CREATE TABLE notices.notice (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- made from what happened and to whom: the same happening told twice is one notice
  key text NOT NULL CONSTRAINT notice_key UNIQUE,
  owner text NOT NULL,
  code text NOT NULL,
  -- one of the two: somebody outside, or a member of staff
  way_id bigint REFERENCES notices.way,
  account_id bigint,
  channel text NOT NULL CHECK (channel IN ('email', 'sms', 'telegram', 'push')),
  -- numbers, days, names of bodies
  slots jsonb NOT NULL,
  -- within the site, without the language
  path text NOT NULL,
  state text NOT NULL CHECK (state IN ('waiting', 'held', 'sending', 'sent', 'failed', 'bounced', 'stopped')),
  tries int NOT NULL DEFAULT 0,
  error_code text,
  made_at timestamptz NOT NULL,
  -- not before: quiet hours, the digest's hour
  send_at timestamptz NOT NULL,
  sent_at timestamptz,
  -- what the other end called it
  sent_as text,
  CHECK ((way_id IS NULL) <> (account_id IS NULL))
);
-- the notices of one matter, newest last: … WHERE owner = $1 ORDER BY id
CREATE INDEX notice_owner ON notices.notice (owner, id);
-- the morning's digest: … WHERE state = 'held' AND send_at <= $1 ORDER BY account_id, id
CREATE INDEX notice_held ON notices.notice (send_at, account_id, id) WHERE state = 'held';
-- to one address lately: … WHERE way_id = $1 AND made_at > $2
CREATE INDEX notice_way ON notices.notice (way_id, made_at) WHERE way_id IS NOT NULL;
-- what failed: … WHERE state IN ('failed', 'bounced') ORDER BY id DESC
CREATE INDEX notice_failed ON notices.notice (id) WHERE state IN ('failed', 'bounced');

-- An administrator's own wording; the newest counts, the old ones stay. No row: the wording of the program.
CREATE TABLE notices.wording (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  code text NOT NULL,
  subject_kk text NOT NULL,
  subject_ru text NOT NULL,
  subject_en text NOT NULL,
  text_kk text NOT NULL,
  text_ru text NOT NULL,
  text_en text NOT NULL,
  made_at timestamptz NOT NULL,
  made_by bigint
);
-- the wording in force: … WHERE code = $1 ORDER BY id DESC LIMIT 1
CREATE INDEX wording_code ON notices.wording (code, id);

-- Every letter and message that came in, once: by what the sender's system called it. Its words are kept by the room that took it.
CREATE TABLE notices.arrival (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  channel text NOT NULL CHECK (channel IN ('email', 'telegram')),
  -- Message-ID or update_id; a hash where the sender gave none
  name text NOT NULL,
  arrived_at timestamptz NOT NULL,
  state text NOT NULL CHECK (state IN ('taken', 'threaded', 'bounce', 'refused')),
  reason text,
  owner text,
  CONSTRAINT arrival_once UNIQUE (channel, name)
);
-- what was refused lately: … WHERE state = 'refused' ORDER BY id DESC LIMIT 50
CREATE INDEX arrival_refused ON notices.arrival (id) WHERE state = 'refused';

-- Where a conversation stands: answers so far of somebody who is writing to us. Forgotten when it is finished, or after 30 days.
CREATE TABLE notices.conversation (
  channel text NOT NULL CHECK (channel IN ('telegram')),
  -- keyed hash of the other end's id
  peer bytea NOT NULL CHECK (length(peer) = 32),
  -- AES-256-GCM under a key outside the database: it holds a person's words
  sealed bytea NOT NULL,
  changed_at timestamptz NOT NULL,
  PRIMARY KEY (channel, peer)
);

-- The second lock.
CREATE FUNCTION notices.sees(owner text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT platform.sees_all() OR CASE split_part(owner, ':', 1)
    WHEN 'appeal' THEN EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = split_part(owner, ':', 2)::bigint)
    WHEN 'assignment' THEN EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = split_part(owner, ':', 2)::bigint)
    ELSE false END $$;
DO $$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['way', 'notice'] LOOP
    EXECUTE format('ALTER TABLE notices.%I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE notices.%I FORCE ROW LEVEL SECURITY', child);
    EXECUTE format('CREATE POLICY seen ON notices.%I FOR SELECT USING (notices.sees(owner))', child);
    EXECUTE format('CREATE POLICY changed ON notices.%I FOR UPDATE USING (notices.sees(owner))', child);
    EXECUTE format('CREATE POLICY added ON notices.%I FOR INSERT WITH CHECK (true)', child);
  END LOOP;
  FOREACH child IN ARRAY ARRAY['staff_way', 'push_subscription'] LOOP
    EXECUTE format('ALTER TABLE notices.%I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE notices.%I FORCE ROW LEVEL SECURITY', child);
    EXECUTE format('CREATE POLICY own ON notices.%I USING (people.own(account_id))', child);
  END LOOP;
END $$;
ALTER TABLE notices.conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.conversation FORCE ROW LEVEL SECURITY;
CREATE POLICY program ON notices.conversation USING (coalesce(current_setting('jauap.kind', true), '') = 'system');
