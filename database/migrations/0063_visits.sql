-- One citizen who is received, with as many matters as they bring.
CREATE SEQUENCE reception.visit_id;
CREATE TABLE reception.visit (
  id bigint PRIMARY KEY DEFAULT nextval('reception.visit_id'),
  number text NOT NULL CONSTRAINT visit_number UNIQUE,
  branch_id bigint NOT NULL,
  reception_id bigint REFERENCES reception.reception,
  outing_id bigint,
  ticket_id bigint,
  booking_id bigint,
  -- the official who receives; none: the clerk of the desk
  account_id bigint,
  unit_id bigint NOT NULL,
  clerk_id bigint,
  lang text NOT NULL CHECK (lang IN ('kk', 'ru', 'en')),
  surname text,
  given text,
  patronymic text,
  phone text,
  email text,
  address text,
  territory_code text,
  -- AES-256-GCM under a key outside the database; the keyed hash finds the same person again
  iin_sealed bytea,
  iin_hash bytea,
  -- folded name and telephone
  search text NOT NULL DEFAULT '',
  -- a child to protect, violence at home: read by few, called by nobody, on no list
  quiet boolean NOT NULL DEFAULT false,
  -- who reads a quiet one beside the official and the clerk: whoever marked it, and whoever was entrusted with a promise of it
  let_in bigint[] NOT NULL DEFAULT '{}',
  state text NOT NULL DEFAULT 'begun' CHECK (state IN ('begun', 'finished', 'left')),
  began_at timestamptz NOT NULL,
  ended_at timestamptz,
  held_on date NOT NULL,
  secret_version int NOT NULL DEFAULT 1,
  link_hash bytea NOT NULL CONSTRAINT visit_link UNIQUE,
  code_hash bytea NOT NULL,
  -- who sees it: the branch, the official's unit
  seen_by bigint[] NOT NULL
);
-- the day's visits of a branch: … WHERE branch_id = $1 AND held_on = $2 ORDER BY id
CREATE INDEX visit_day ON reception.visit (branch_id, held_on, id);
-- what hangs from earlier days: … WHERE branch_id = $1 AND state = 'begun' AND held_on < $2
CREATE INDEX visit_open ON reception.visit (branch_id, held_on) WHERE state = 'begun';
-- an official's: … WHERE account_id = $1 AND held_on BETWEEN $2 AND $3
CREATE INDEX visit_official ON reception.visit (account_id, held_on) WHERE account_id IS NOT NULL;
CREATE INDEX visit_reception ON reception.visit (reception_id, id) WHERE reception_id IS NOT NULL;
CREATE INDEX visit_outing ON reception.visit (outing_id, id) WHERE outing_id IS NOT NULL;
-- the same person again: … WHERE iin_hash = $1, … WHERE phone = $1
CREATE INDEX visit_iin ON reception.visit (iin_hash, id) WHERE iin_hash IS NOT NULL;
CREATE INDEX visit_phone ON reception.visit (phone, id) WHERE phone IS NOT NULL;
CREATE INDEX visit_search ON reception.visit USING gin (search gin_trgm_ops) WITH (fastupdate = on);

CREATE SEQUENCE reception.matter_id;
CREATE TABLE reception.matter (
  id bigint PRIMARY KEY DEFAULT nextval('reception.matter_id'),
  visit_id bigint NOT NULL REFERENCES reception.visit,
  branch_id bigint NOT NULL,
  nth int NOT NULL,
  text text NOT NULL,
  topic_code text,
  -- settled on the spot, promised in the room, became an appeal of its own, joined one that is there
  outcome text CHECK (outcome IN ('advised', 'promised', 'registered', 'joined')),
  -- the advice, as it was given
  advice text,
  appeal_id bigint,
  appeal_number text,
  -- the common cause it went to; its own number stays
  cause_number text,
  -- since when the person can say what came of it: the advice was given, or every promise of it has ended
  asked_at timestamptz,
  -- the first key is the office's outcome, the second the person's verdict: of what was advised or promised; an appeal has its own
  verdict text CHECK (verdict IN ('solved', 'partly', 'not_solved', 'silent')),
  verdict_at timestamptz,
  comment text,
  settled_at timestamptz,
  made_at timestamptz NOT NULL,
  CONSTRAINT matter_place UNIQUE (visit_id, nth),
  CONSTRAINT advice_is_written CHECK (outcome IS DISTINCT FROM 'advised' OR advice IS NOT NULL),
  CONSTRAINT appeal_has_its_number CHECK (outcome IS NULL OR outcome NOT IN ('registered', 'joined') OR appeal_number IS NOT NULL)
);
CREATE INDEX matter_appeal ON reception.matter (appeal_id) WHERE appeal_id IS NOT NULL;
-- silence: … WHERE verdict IS NULL AND asked_at < $1 ORDER BY asked_at LIMIT 500
CREATE INDEX matter_silent ON reception.matter (asked_at, id) WHERE verdict IS NULL AND asked_at IS NOT NULL;

-- Said in the room: who, what, by when. An assignment from that moment on.
CREATE TABLE reception.promise (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  matter_id bigint NOT NULL REFERENCES reception.matter,
  branch_id bigint NOT NULL,
  -- who said it
  account_id bigint NOT NULL,
  assignment_id bigint NOT NULL CONSTRAINT promise_assignment UNIQUE,
  text text NOT NULL,
  -- who keeps it now
  executor_unit bigint NOT NULL,
  executor_account bigint,
  due_on date NOT NULL,
  original_due_on date NOT NULL,
  -- the day it was said, and the calendar by which its days are counted
  given_on date NOT NULL,
  calendar_version text NOT NULL,
  given_at timestamptz NOT NULL,
  -- the words were read back to the person
  read_back_at timestamptz,
  -- as its assignment is: copied by its events, so that a card is one index
  open boolean NOT NULL DEFAULT true,
  ended_at timestamptz,
  kept boolean
);
-- what an official promised and still owes: … WHERE account_id = $1 AND open ORDER BY due_on
CREATE INDEX promise_open ON reception.promise (account_id, due_on) WHERE open;
CREATE INDEX promise_matter ON reception.promise (matter_id);

-- Put before the official at a later reception, and what was said to it.
CREATE TABLE reception.promise_put (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  promise_id bigint NOT NULL REFERENCES reception.promise,
  reception_id bigint NOT NULL,
  at timestamptz NOT NULL,
  by_account bigint,
  said text,
  CONSTRAINT promise_put_once UNIQUE (promise_id, reception_id)
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reception.promise_put FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.promise_put FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE reception.visit_act (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  visit_id bigint NOT NULL REFERENCES reception.visit,
  act text NOT NULL,
  at timestamptz NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  facts jsonb NOT NULL DEFAULT '{}'
);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON reception.visit_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.visit_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE INDEX visit_act_of ON reception.visit_act (visit_id, id);

GRANT SELECT, INSERT, UPDATE ON reception.visit, reception.matter, reception.promise TO jauap_app;
GRANT SELECT, INSERT ON reception.visit_act, reception.promise_put TO jauap_app;
GRANT USAGE ON SEQUENCE reception.visit_id, reception.matter_id TO jauap_app;

-- Who reads quiet visits of a branch without having been in the room.
UPDATE people.role SET abilities = abilities || '{reception.quiet}' WHERE code = 'branch_head';

-- The second lock. A quiet visit is seen by whoever was in the room, by whoever they let in, and by whoever is named for it (reception.quiet): these say so for one
-- transaction, after their policy was asked. Everything else that reads visits (lists, search, figures, exports) sees none of them.
CREATE FUNCTION platform.account() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('jauap.account', true), '')::bigint, 0) $$;
CREATE FUNCTION reception.quiet_here(branch bigint) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT CASE coalesce(current_setting('jauap.quiet', true), '') WHEN '' THEN false WHEN 'all' THEN true ELSE branch = ANY (current_setting('jauap.quiet', true)::bigint[]) END $$;
ALTER TABLE reception.visit ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.visit FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.visit USING (
  (SELECT current_setting('jauap.kind', true)) = 'system'
  OR (NOT quiet AND ((SELECT platform.sees_all()) OR seen_by && (SELECT platform.sight())::bigint[]))
  OR (SELECT platform.account()) IN (account_id, clerk_id)
  OR (quiet AND ((SELECT platform.account()) = ANY (let_in) OR reception.quiet_here(branch_id)))
  OR (SELECT platform.held_here()) = 'visit:' || id);
CREATE POLICY added ON reception.visit FOR INSERT WITH CHECK (true);
ALTER TABLE reception.matter ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.matter FORCE ROW LEVEL SECURITY;
-- the house itself counts hundreds of thousands of them: it is not asked row by row
CREATE POLICY seen ON reception.matter USING ((SELECT current_setting('jauap.kind', true)) = 'system' OR EXISTS (SELECT 1 FROM reception.visit v WHERE v.id = visit_id));
ALTER TABLE reception.visit_act ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.visit_act FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.visit_act FOR SELECT USING ((SELECT current_setting('jauap.kind', true)) = 'system' OR EXISTS (SELECT 1 FROM reception.visit v WHERE v.id = visit_id));
CREATE POLICY added ON reception.visit_act FOR INSERT WITH CHECK (true);
ALTER TABLE reception.promise ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.promise FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.promise USING (
  (SELECT current_setting('jauap.kind', true)) = 'system' OR (SELECT platform.account()) = account_id OR EXISTS (SELECT 1 FROM reception.matter m WHERE m.id = matter_id));
ALTER TABLE reception.promise_put ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.promise_put FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.promise_put FOR SELECT USING ((SELECT current_setting('jauap.kind', true)) = 'system' OR EXISTS (SELECT 1 FROM reception.promise p WHERE p.id = promise_id));
CREATE POLICY added ON reception.promise_put FOR INSERT WITH CHECK (true);

-- Where the person of a visit hears of it, and what they heard: for whoever sees the visit, and nobody else.
CREATE OR REPLACE FUNCTION notices.sees(owner text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE split_part(owner, ':', 1)
    WHEN 'visit' THEN EXISTS (SELECT 1 FROM reception.visit v WHERE v.id = split_part(owner, ':', 2)::bigint)
    WHEN 'appeal' THEN platform.sees_all() OR EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = split_part(owner, ':', 2)::bigint)
    WHEN 'assignment' THEN platform.sees_all() OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = split_part(owner, ':', 2)::bigint)
    ELSE platform.sees_all() END $$;

-- What was reported on a quiet promise (it has no task on the board) is read by whoever keeps it and whoever controls it.
CREATE POLICY quiet ON assignments.report AS RESTRICTIVE FOR SELECT USING (
  (SELECT current_setting('jauap.kind', true)) = 'system'
  OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = assignment_id AND (a.source_kind <> 'visit' OR a.task IS NOT NULL OR (SELECT platform.account()) IN (a.executor_account, a.controller_account)))
  OR (SELECT platform.account()) = by_account);

-- By a part of the name: below row-level security no trigram index is read, so the sight is asked inside. Quiet visits are not found by anybody.
CREATE POLICY searched ON reception.visit FOR SELECT TO jauap_search USING (NOT quiet);
CREATE FUNCTION reception.find_visitors(part text, others text[], at_most int) RETURNS TABLE (visit_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT v.id FROM reception.visit v
  WHERE v.search LIKE part AND v.search LIKE ALL (others) AND NOT v.quiet AND (platform.sees_all() OR v.seen_by && platform.sight())
  ORDER BY v.id DESC LIMIT least(at_most, 100)
$$;
REVOKE ALL ON FUNCTION reception.find_visitors(text, text[], int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reception.find_visitors(text, text[], int) TO jauap_app;
GRANT USAGE ON SCHEMA reception TO jauap_search;
GRANT CREATE ON SCHEMA reception TO jauap_search;
GRANT SELECT ON reception.visit TO jauap_search;
ALTER FUNCTION reception.find_visitors(text, text[], int) OWNER TO jauap_search;
REVOKE CREATE ON SCHEMA reception FROM jauap_search;
