CREATE SCHEMA people;

-- Roles are data: an installation adds its own. What an ability means is said by the policy of the room before its dot.
CREATE TABLE people.role (
  code text PRIMARY KEY CHECK (code ~ '^[a-z][a-z_]{1,40}$'),
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  unit_kind text NOT NULL CHECK (unit_kind IN ('branch', 'body', 'any')),
  -- over all units below the post's own, too
  reaches_down boolean NOT NULL,
  abilities text[] NOT NULL,
  place int NOT NULL
);

INSERT INTO people.role (code, name_kk, name_ru, name_en, unit_kind, reaches_down, place, abilities) VALUES
  ('reception_clerk', 'Қабылдау маманы', 'Специалист приёмной', 'Reception clerk', 'branch', false, 1,
   '{appeal.read,appeal.register,appeal.note,appeal.clarify,appeal.reissue,figures.see}'),
  ('appeals_clerk', 'Өтініштермен жұмыс маманы', 'Специалист по обращениям', 'Appeals clerk', 'branch', false, 2,
   '{appeal.read,appeal.register,appeal.import,appeal.sort,appeal.assign,appeal.forward,appeal.clarify,appeal.extend,appeal.note,appeal.join,appeal.split,appeal.redact,appeal.publish,appeal.reissue,assignment.read,figures.see}'),
  ('controller', 'Бақылаушы', 'Контролёр', 'Controller', 'branch', false, 3,
   '{appeal.read,appeal.note,appeal.assign,appeal.forward,appeal.clarify,appeal.approve,appeal.redact,appeal.publish,assignment.read,figures.see}'),
  ('branch_head', 'Филиал басшысы', 'Руководитель филиала', 'Head of branch', 'branch', true, 4,
   '{appeal.read,appeal.register,appeal.sort,appeal.assign,appeal.forward,appeal.forward_late,appeal.clarify,appeal.extend,appeal.decide_extension,appeal.note,appeal.join,appeal.split,appeal.answer,appeal.approve,appeal.redact,appeal.publish,appeal.see_iin,appeal.reissue,assignment.read,figures.see}'),
  ('administrator', 'Әкімші', 'Администратор', 'Administrator', 'branch', true, 5,
   '{people.manage,units.manage,calendar.edit,journal.see,figures.see}'),
  ('executor', 'Орындаушы', 'Исполнитель', 'Executor', 'body', false, 6,
   '{appeal.read,appeal.answer,appeal.note,appeal.clarify,appeal.extend,appeal.forward,assignment.read,figures.see}'),
  ('body_head', 'Орган басшысы', 'Руководитель органа', 'Head of body', 'body', false, 7,
   '{appeal.read,appeal.answer,appeal.note,appeal.clarify,appeal.extend,appeal.forward,appeal.assign,assignment.read,figures.see}');

CREATE TABLE people.account (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- e-mail, lower case
  login text NOT NULL CONSTRAINT account_login UNIQUE CHECK (login = lower(login)),
  name text NOT NULL,
  lang text NOT NULL CHECK (lang IN ('kk', 'ru', 'en')),
  -- folded name and login
  search text NOT NULL,
  made_at timestamptz NOT NULL,
  closed_at timestamptz
);
-- a person by a part of the name: … WHERE search LIKE '%' || $1 || '%'
CREATE INDEX account_search ON people.account USING gin (search gin_trgm_ops);

-- Held over time: rows stay when a post ends, so that it can be said who held it on any day.
CREATE TABLE people.post (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES people.account,
  unit_id bigint NOT NULL REFERENCES units.unit,
  role text NOT NULL REFERENCES people.role,
  from_on date NOT NULL,
  -- the last day as it was given
  to_on date,
  -- taken away on this day, in force no more from it on
  ended_on date,
  CHECK (to_on >= from_on)
);
-- the posts of one person: … WHERE account_id = $1
CREATE INDEX post_account ON people.post (account_id);
-- who sits in a unit on a day: … WHERE unit_id = $1
CREATE INDEX post_unit ON people.post (unit_id);

CREATE TABLE people.session (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES people.account,
  -- sha-256: a copy of the table opens nothing
  token_hash bytea NOT NULL CONSTRAINT session_token UNIQUE CHECK (length(token_hash) = 32),
  -- how the person signed in
  by_way text NOT NULL CHECK (by_way IN ('password', 'totp', 'passkey', 'oidc')),
  user_agent text NOT NULL,
  remote text NOT NULL,
  started_at timestamptz NOT NULL,
  seen_at timestamptz NOT NULL,
  ended_at timestamptz
);
-- the open sessions of one person: … WHERE account_id = $1 AND ended_at IS NULL
CREATE INDEX session_account ON people.session (account_id) WHERE ended_at IS NULL;

CREATE TABLE people.invitation (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES people.account,
  token_hash bytea NOT NULL CONSTRAINT invitation_token UNIQUE CHECK (length(token_hash) = 32),
  made_at timestamptz NOT NULL,
  ends_at timestamptz NOT NULL,
  -- used, or replaced by a newer one
  spent_at timestamptz
);
-- waiting invitations of one person: … WHERE account_id = $1 AND spent_at IS NULL
CREATE INDEX invitation_account ON people.invitation (account_id) WHERE spent_at IS NULL;

-- Wrong tries of the last quarter of an hour. Neither the login nor the address is readable here.
CREATE TABLE people.sign_in_try (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key bytea NOT NULL CHECK (length(key) = 32),
  at timestamptz NOT NULL
);
-- how many lately: … WHERE key = $1 AND at > $2
CREATE INDEX sign_in_try_key ON people.sign_in_try (key, at);

-- Secrets. The second lock: only the person's own session, or the program itself, reads or writes a row.
CREATE TABLE people.password (
  account_id bigint PRIMARY KEY REFERENCES people.account,
  -- argon2id in the PHC form, with its parameters
  phc text NOT NULL,
  set_at timestamptz NOT NULL
);
CREATE TABLE people.totp (
  account_id bigint PRIMARY KEY REFERENCES people.account,
  sealed bytea NOT NULL,
  started_at timestamptz NOT NULL,
  confirmed_at timestamptz,
  -- the 30-second step of the last code taken: no code works twice
  last_step bigint NOT NULL DEFAULT 0
);
CREATE TABLE people.passkey (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id bigint NOT NULL REFERENCES people.account,
  credential_id text NOT NULL CONSTRAINT passkey_credential UNIQUE,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  name text NOT NULL,
  made_at timestamptz NOT NULL,
  used_at timestamptz
);
-- the passkeys of one person: … WHERE account_id = $1
CREATE INDEX passkey_account ON people.passkey (account_id);
-- Challenges already answered: none is taken twice. Until then nothing is kept, the browser carries its challenge sealed.
CREATE TABLE people.spent_challenge (
  hash bytea PRIMARY KEY CHECK (length(hash) = 32),
  ends_at timestamptz NOT NULL
);
-- The issuer's name for the person, kept at the first match by e-mail: a re-used e-mail address opens nothing.
CREATE TABLE people.oidc_subject (
  issuer text NOT NULL,
  subject text NOT NULL,
  account_id bigint NOT NULL REFERENCES people.account,
  PRIMARY KEY (issuer, subject),
  CONSTRAINT oidc_account UNIQUE (issuer, account_id)
);

CREATE FUNCTION people.own(account_id bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(current_setting('jauap.kind', true), '') = 'system'
         OR account_id = nullif(coalesce(nullif(current_setting('jauap.account', true), ''), '0')::bigint, 0) $$;

ALTER TABLE people.password ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.password FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON people.password USING (people.own(account_id));
ALTER TABLE people.totp ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.totp FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON people.totp USING (people.own(account_id));
ALTER TABLE people.passkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.passkey FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON people.passkey USING (people.own(account_id));
