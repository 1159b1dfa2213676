CREATE SCHEMA appeals;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- One row per branch and year, locked by the registering transaction: numbers are unique, gapless, in real-time order.
CREATE TABLE appeals.counter (
  branch_id bigint NOT NULL,
  year int NOT NULL,
  last int NOT NULL,
  PRIMARY KEY (branch_id, year)
) WITH (fillfactor = 10);

CREATE SEQUENCE appeals.appeal_id;
CREATE TABLE appeals.appeal (
  -- taken before the row is written: the journal names it in the same transaction
  id bigint PRIMARY KEY DEFAULT nextval('appeals.appeal_id'),
  number text NOT NULL CONSTRAINT appeal_number UNIQUE,
  branch_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('application', 'complaint', 'proposal', 'information_request', 'message', 'response')),
  channel text NOT NULL CHECK (channel IN ('web', 'desk', 'phone', 'email', 'messenger', 'outing', 'paper', 'api')),
  lang text NOT NULL CHECK (lang IN ('kk', 'ru', 'en')),
  text text NOT NULL,
  territory_code text,
  -- from the country down to territory_code
  territory_path text[] NOT NULL DEFAULT '{}',
  address text,
  lat double precision,
  lon double precision,
  topic_code text,

  stage text NOT NULL DEFAULT 'registered' CHECK (stage IN ('registered', 'in_work', 'clarifying', 'awaiting_approval', 'answered', 'closed')),
  open boolean NOT NULL GENERATED ALWAYS AS (stage IN ('registered', 'in_work', 'clarifying', 'awaiting_approval')) STORED,
  -- two keys, two columns
  office_outcome text CHECK (office_outcome IN ('done', 'explained', 'refused', 'forwarded', 'withdrawn', 'left_without_consideration')),
  verdict text CHECK (verdict IN ('solved', 'partly', 'not_solved', 'silent')),

  profile text NOT NULL CHECK (profile IN ('internal', 'appk')),
  rule_version text NOT NULL,
  calendar_version text NOT NULL,
  received_at timestamptz NOT NULL,
  registered_at timestamptz NOT NULL,
  registered_on date NOT NULL,
  -- the day the present term is counted from
  term_from_on date NOT NULL,
  due_on date NOT NULL,
  original_due_on date NOT NULL,

  -- copied from the open assignment, so that an inbox is one index
  holder_unit bigint NOT NULL,
  holder_account bigint,
  holder_since_on date NOT NULL,
  assignment_id bigint,
  hand_overs int NOT NULL DEFAULT 0,
  came_back boolean NOT NULL DEFAULT false,
  reopened_count int NOT NULL DEFAULT 0,
  -- the branch and every unit that has or had it in hand: what row-level security asks
  seen_by bigint[] NOT NULL,

  first_human_answer_at timestamptz,
  answered_at timestamptz,
  closed_at timestamptz,

  publish_consent boolean NOT NULL DEFAULT false,
  public_text text,
  published_at timestamptz,

  repeat_of bigint REFERENCES appeals.appeal,
  joined_to bigint REFERENCES appeals.appeal,
  split_from bigint REFERENCES appeals.appeal,

  -- only hashes: the secrets are made again from the key outside the database
  secret_version int NOT NULL DEFAULT 1,
  link_hash bytea NOT NULL CONSTRAINT appeal_link UNIQUE,
  code_hash bytea NOT NULL,

  CONSTRAINT withdrawn_has_no_verdict CHECK (office_outcome IS DISTINCT FROM 'withdrawn' OR verdict IS NULL),
  CONSTRAINT verdict_needs_an_answer CHECK (verdict IS NULL OR answered_at IS NOT NULL)
) WITH (fillfactor = 85);

-- a country's inbox: … WHERE open ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_due ON appeals.appeal (due_on, id) WHERE open;
-- a branch's inbox, today's, overdue: … WHERE open AND branch_id = $1 AND (due_on, id) > ($2, $3) ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_due_in_branch ON appeals.appeal (branch_id, due_on, id) WHERE open;
-- a body's inbox: … WHERE open AND holder_unit = $1 ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_due_of_unit ON appeals.appeal (holder_unit, due_on, id) WHERE open;
-- my inbox: … WHERE open AND holder_account = $1 ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_due_of_person ON appeals.appeal (holder_account, due_on, id) WHERE open AND holder_account IS NOT NULL;
-- new ones: … WHERE stage = 'registered' AND branch_id = $1 ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_new ON appeals.appeal (branch_id, due_on, id) WHERE stage = 'registered';
-- drafts to approve: … WHERE stage = 'awaiting_approval' AND branch_id = $1 ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_to_approve ON appeals.appeal (branch_id, due_on, id) WHERE stage = 'awaiting_approval';
-- came back: … WHERE came_back AND open AND branch_id = $1 ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_came_back ON appeals.appeal (branch_id, due_on, id) WHERE came_back AND open;
-- silence: … WHERE stage = 'answered' AND answered_at < $1 ORDER BY answered_at LIMIT 500
CREATE INDEX appeal_silent ON appeals.appeal (answered_at, id) WHERE stage = 'answered';
-- the letters of one cause: … WHERE joined_to = $1
CREATE INDEX appeal_joined ON appeals.appeal (joined_to) WHERE joined_to IS NOT NULL;
-- the parts of one letter: … WHERE split_from = $1
CREATE INDEX appeal_split ON appeals.appeal (split_from) WHERE split_from IS NOT NULL;
-- figures of a period: … WHERE registered_on BETWEEN $1 AND $2
CREATE INDEX appeal_figures ON appeals.appeal (registered_on);
-- figures of a region: … WHERE territory_path[2] = $1 AND registered_on BETWEEN $2 AND $3
CREATE INDEX appeal_figures_region ON appeals.appeal ((territory_path[2]), registered_on);
-- … of a district
CREATE INDEX appeal_figures_district ON appeals.appeal ((territory_path[3]), registered_on);

-- Who asked, as given that day. One row per appeal: what a person changed later does not change an old letter.
CREATE TABLE appeals.applicant (
  appeal_id bigint PRIMARY KEY REFERENCES appeals.appeal,
  branch_id bigint NOT NULL,
  kind text NOT NULL CHECK (kind IN ('person', 'organisation', 'group')),
  surname text,
  given text,
  patronymic text,
  organisation text,
  -- AES-256-GCM under a key outside the database; the keyed hash finds the same person again
  iin_sealed bytea,
  iin_hash bytea,
  phone text,
  email text,
  address text,
  representative text,
  authority text,
  -- folded name and phone
  search text NOT NULL
);
-- the desk finds a known person by a part of a name in either script: … WHERE search LIKE '%' || $1 || '%'
CREATE INDEX applicant_search ON appeals.applicant USING gin (search gin_trgm_ops) WITH (fastupdate = on);
-- the same person's other letters: … WHERE iin_hash = $1 / phone = $1
CREATE INDEX applicant_iin ON appeals.applicant (iin_hash, appeal_id) WHERE iin_hash IS NOT NULL;
CREATE INDEX applicant_phone ON appeals.applicant (phone, appeal_id) WHERE phone IS NOT NULL;

CREATE TABLE appeals.signatory (
  appeal_id bigint NOT NULL REFERENCES appeals.appeal,
  place int NOT NULL,
  surname text NOT NULL,
  given text NOT NULL,
  patronymic text,
  address text,
  PRIMARY KEY (appeal_id, place)
);

-- Everything that happened, a row each. `code` is the sentence of the timeline; `public` rows are seen by the person who asked.
CREATE TABLE appeals.act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  appeal_id bigint NOT NULL REFERENCES appeals.appeal,
  act text NOT NULL,
  code text NOT NULL,
  at timestamptz NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  by_post bigint,
  public boolean NOT NULL,
  stage_before text,
  stage_after text NOT NULL,
  due_before date,
  due_after date,
  facts jsonb NOT NULL DEFAULT '{}'
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON appeals.act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON appeals.act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
-- the timeline: … WHERE appeal_id = $1 ORDER BY id
CREATE INDEX act_appeal ON appeals.act (appeal_id, id);

CREATE TABLE appeals.note (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  appeal_id bigint NOT NULL REFERENCES appeals.appeal,
  -- 'staff': internal; 'holder': added by the person who asked
  by_kind text NOT NULL CHECK (by_kind IN ('staff', 'holder', 'system')),
  by_account bigint,
  at timestamptz NOT NULL,
  text text NOT NULL
);
-- … WHERE appeal_id = $1 ORDER BY id
CREATE INDEX note_appeal ON appeals.note (appeal_id, id);

CREATE TABLE appeals.answer (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  appeal_id bigint NOT NULL REFERENCES appeals.appeal,
  round int NOT NULL,
  interim boolean NOT NULL DEFAULT false,
  state text NOT NULL CHECK (state IN ('draft', 'returned', 'sent')),
  outcome text CHECK (outcome IN ('done', 'explained', 'refused', 'forwarded', 'left_without_consideration')),
  text text NOT NULL,
  drafted_by bigint,
  drafted_unit bigint NOT NULL,
  drafted_at timestamptz NOT NULL,
  returned_by bigint,
  returned_at timestamptz,
  return_reason text,
  approved_by bigint,
  sent_at timestamptz,
  CONSTRAINT outcome_of_a_final_answer CHECK (interim = (outcome IS NULL)),
  CONSTRAINT approver_is_not_the_drafter CHECK (interim OR approved_by IS NULL OR drafted_by IS NULL OR approved_by <> drafted_by)
);
-- at most one draft waits: an executor cannot overtake an approver
CREATE UNIQUE INDEX answer_one_draft ON appeals.answer (appeal_id) WHERE state = 'draft';
-- … WHERE appeal_id = $1 ORDER BY id
CREATE INDEX answer_appeal ON appeals.answer (appeal_id, id);

CREATE TABLE appeals.clarification (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  appeal_id bigint NOT NULL REFERENCES appeals.appeal,
  question text NOT NULL,
  asked_by bigint,
  asked_at timestamptz NOT NULL,
  answer text,
  answered_at timestamptz
);
CREATE UNIQUE INDEX clarification_one_open ON appeals.clarification (appeal_id) WHERE answered_at IS NULL;
-- … WHERE appeal_id = $1 ORDER BY id
CREATE INDEX clarification_appeal ON appeals.clarification (appeal_id, id);

CREATE TABLE appeals.extension (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  appeal_id bigint NOT NULL REFERENCES appeals.appeal,
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
CREATE UNIQUE INDEX extension_one_open ON appeals.extension (appeal_id) WHERE granted IS NULL;
-- … WHERE appeal_id = $1 ORDER BY id
CREATE INDEX extension_appeal ON appeals.extension (appeal_id, id);

CREATE TABLE appeals.verdict (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  appeal_id bigint NOT NULL REFERENCES appeals.appeal,
  round int NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('solved', 'partly', 'not_solved', 'silent')),
  comment text,
  at timestamptz NOT NULL
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON appeals.verdict FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
-- … WHERE appeal_id = $1 ORDER BY id
CREATE INDEX verdict_appeal ON appeals.verdict (appeal_id, id);

-- Same key and body, same answer. Ids and hashes only.
CREATE TABLE appeals.intake (
  key text PRIMARY KEY,
  body_sha256 bytea NOT NULL,
  appeal_ids bigint[] NOT NULL,
  made_at timestamptz NOT NULL
);
-- forgotten after 30 days, imports never: … WHERE made_at < $1 AND key LIKE …
CREATE INDEX intake_made_at ON appeals.intake (made_at);

-- Wrong codes and links, counted per number and per address of the caller (a hash): ten in fifteen minutes.
CREATE TABLE appeals.follow_try (
  key bytea PRIMARY KEY,
  since timestamptz NOT NULL,
  tries int NOT NULL
);

-- What everybody may read: nothing here that was not agreed to and redacted. Kept by the acts, in their transaction.
CREATE TABLE appeals.publication (
  appeal_id bigint PRIMARY KEY REFERENCES appeals.appeal,
  number text NOT NULL UNIQUE,
  branch_id bigint NOT NULL,
  territory_path text[] NOT NULL,
  topic_code text,
  kind text NOT NULL,
  lang text NOT NULL,
  text text NOT NULL,
  answer text,
  stage text NOT NULL,
  office_outcome text,
  verdict text,
  registered_on date NOT NULL,
  due_on date NOT NULL,
  answered_on date,
  published_at timestamptz NOT NULL
);
-- the public list, newest first: … ORDER BY published_at DESC, appeal_id DESC LIMIT 20
CREATE INDEX publication_newest ON appeals.publication (published_at DESC, appeal_id DESC);
-- … of a region, a district, an okrug, a settlement (1 is the country): … WHERE territory_path[n] = $1 ORDER BY published_at DESC, appeal_id DESC LIMIT 20
CREATE INDEX publication_place_2 ON appeals.publication ((territory_path[2]), published_at DESC, appeal_id DESC);
CREATE INDEX publication_place_3 ON appeals.publication ((territory_path[3]), published_at DESC, appeal_id DESC);
CREATE INDEX publication_place_4 ON appeals.publication ((territory_path[4]), published_at DESC, appeal_id DESC);
CREATE INDEX publication_place_5 ON appeals.publication ((territory_path[5]), published_at DESC, appeal_id DESC);
-- … of a topic: … WHERE topic_code = $1 ORDER BY published_at DESC, appeal_id DESC LIMIT 20
CREATE INDEX publication_topic ON appeals.publication (topic_code, published_at DESC, appeal_id DESC);

-- The second lock. Staff see what their units have or had in hand; a holder sees one matter; a visitor may add, and sees nothing.
ALTER TABLE appeals.appeal ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.appeal FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON appeals.appeal FOR SELECT USING (
  (SELECT platform.sees_all()) OR seen_by && (SELECT platform.sight())::bigint[] OR id = (SELECT platform.held()));
CREATE POLICY changed ON appeals.appeal FOR UPDATE USING (
  (SELECT platform.sees_all()) OR seen_by && (SELECT platform.sight())::bigint[] OR id = (SELECT platform.held()));
CREATE POLICY added ON appeals.appeal FOR INSERT WITH CHECK (
  (SELECT platform.sees_all()) OR seen_by && (SELECT platform.sight())::bigint[]
  OR coalesce(current_setting('jauap.kind', true), '') IN ('visitor', 'holder'));

DO $$
DECLARE child text;
BEGIN
  FOREACH child IN ARRAY ARRAY['applicant', 'signatory', 'act', 'note', 'answer', 'clarification', 'extension', 'verdict'] LOOP
    EXECUTE format('ALTER TABLE appeals.%I ENABLE ROW LEVEL SECURITY', child);
    EXECUTE format('ALTER TABLE appeals.%I FORCE ROW LEVEL SECURITY', child);
    EXECUTE format('CREATE POLICY seen ON appeals.%1$I FOR SELECT USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = %1$I.appeal_id))', child);
    EXECUTE format('CREATE POLICY changed ON appeals.%1$I FOR UPDATE USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = %1$I.appeal_id))', child);
    -- adding shows nothing; the foreign key keeps it from hanging in the air
    EXECUTE format('CREATE POLICY added ON appeals.%I FOR INSERT WITH CHECK (true)', child);
  END LOOP;
END $$;

-- LIKE is not leakproof, so under row-level security its index is never used. This one function searches past the lock and keeps it
-- itself: it gives only ids of letters in the caller's own sight. Its owner may read this table and nothing else.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'jauap_search') THEN CREATE ROLE jauap_search NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of the same server made it meanwhile
END $$;
CREATE POLICY searched ON appeals.applicant FOR SELECT TO jauap_search USING (true);
-- `part`: the longest word, by the index; `others`: the rest, tried on what it finds. Both are LIKE patterns.
CREATE FUNCTION appeals.find_applicants(part text, others text[], at_most int) RETURNS TABLE (appeal_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT a.appeal_id FROM appeals.applicant a
  WHERE a.search LIKE part AND a.search LIKE ALL (others)
    AND (platform.sees_all() OR a.branch_id = ANY (platform.sight()))
  ORDER BY a.appeal_id DESC LIMIT least(at_most, 100)
$$;

DO $$
BEGIN
  GRANT USAGE ON SCHEMA appeals, platform TO jauap_search;
  GRANT CREATE ON SCHEMA appeals TO jauap_search;
  GRANT SELECT ON appeals.applicant TO jauap_search;
  BEGIN
    EXECUTE 'GRANT jauap_search TO CURRENT_USER WITH SET TRUE, INHERIT FALSE';
  EXCEPTION WHEN syntax_error THEN EXECUTE 'GRANT jauap_search TO CURRENT_USER'; -- PostgreSQL 15
  END;
  ALTER FUNCTION appeals.find_applicants(text, text[], int) OWNER TO jauap_search;
  REVOKE CREATE ON SCHEMA appeals FROM jauap_search;
END $$;
REVOKE ALL ON FUNCTION appeals.find_applicants(text, text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION appeals.find_applicants(text, text[], int) TO jauap_app;
