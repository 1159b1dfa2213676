-- The whole schema as the migrations leave it. Written by script/schema from the database's own catalog; never edited by hand.

CREATE EXTENSION pg_trgm;

-- appeals
CREATE SCHEMA appeals;

CREATE TABLE appeals.act (
  id bigint NOT NULL DEFAULT nextval('appeals.act_id_seq'::regclass),
  appeal_id bigint NOT NULL,
  act text NOT NULL,
  code text NOT NULL,
  at timestamp with time zone NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  by_post bigint,
  public boolean NOT NULL,
  stage_before text,
  stage_after text NOT NULL,
  due_before date,
  due_after date,
  facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT act_pkey PRIMARY KEY (appeal_id, id),
  CONSTRAINT act_appeal_id_fkey1 FOREIGN KEY (appeal_id) REFERENCES appeals.appeal(id)
) PARTITION BY RANGE (appeal_id);
ALTER TABLE appeals.act ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.act FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.act FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON appeals.act FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = act.appeal_id)))));
CREATE POLICY seen ON appeals.act FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = act.appeal_id)))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON appeals.act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON appeals.act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE SEQUENCE appeals.act_id_seq;

CREATE TABLE appeals.act_key (
  key text NOT NULL,
  account_id bigint NOT NULL,
  body_sha256 bytea NOT NULL,
  made_id bigint,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT act_key_pkey PRIMARY KEY (key)
);
CREATE INDEX act_key_made_at ON appeals.act_key USING btree (made_at);
ALTER TABLE appeals.act_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.act_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON appeals.act_key FOR ALL TO PUBLIC
  USING (people.own(account_id));

CREATE TABLE appeals.answer (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  appeal_id bigint NOT NULL,
  round integer NOT NULL,
  interim boolean NOT NULL DEFAULT false,
  state text NOT NULL,
  outcome text,
  text text NOT NULL,
  drafted_by bigint,
  drafted_unit bigint NOT NULL,
  drafted_at timestamp with time zone NOT NULL,
  returned_by bigint,
  returned_at timestamp with time zone,
  return_reason text,
  approved_by bigint,
  sent_at timestamp with time zone,
  public_text text,
  CONSTRAINT answer_pkey PRIMARY KEY (id),
  CONSTRAINT answer_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES appeals.appeal(id),
  CONSTRAINT answer_outcome_check CHECK (outcome = ANY (ARRAY['done'::text, 'explained'::text, 'refused'::text, 'forwarded'::text, 'left_without_consideration'::text])),
  CONSTRAINT answer_state_check CHECK (state = ANY (ARRAY['draft'::text, 'returned'::text, 'sent'::text])),
  CONSTRAINT approver_is_not_the_drafter CHECK (interim OR approved_by IS NULL OR drafted_by IS NULL OR approved_by <> drafted_by),
  CONSTRAINT outcome_of_a_final_answer CHECK (interim = (outcome IS NULL)),
  CONSTRAINT public_words_of_what_was_sent CHECK (public_text IS NULL OR state = 'sent'::text AND NOT interim)
);
CREATE INDEX answer_appeal ON appeals.answer USING btree (appeal_id, id);
CREATE UNIQUE INDEX answer_one_draft ON appeals.answer USING btree (appeal_id) WHERE (state = 'draft'::text);
ALTER TABLE appeals.answer ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.answer FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.answer FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON appeals.answer FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = answer.appeal_id)))));
CREATE POLICY seen ON appeals.answer FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = answer.appeal_id)))));

CREATE TABLE appeals.answer_mark (
  unit_id bigint NOT NULL,
  mark bigint NOT NULL,
  answer_id bigint NOT NULL,
  CONSTRAINT answer_mark_pkey PRIMARY KEY (unit_id, mark, answer_id),
  CONSTRAINT answer_mark_answer_id_fkey FOREIGN KEY (answer_id) REFERENCES appeals.answer(id)
);
CREATE INDEX answer_mark_answer ON appeals.answer_mark USING btree (answer_id);
ALTER TABLE appeals.answer_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.answer_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.answer_mark FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY seen ON appeals.answer_mark FOR SELECT TO PUBLIC
  USING (( SELECT platform.sees_all() AS sees_all));

CREATE TABLE appeals.appeal (
  id bigint NOT NULL DEFAULT platform.year_id(now(), nextval('appeals.appeal_id'::regclass)),
  number text NOT NULL,
  branch_id bigint NOT NULL,
  kind text NOT NULL,
  channel text NOT NULL,
  lang text NOT NULL,
  text text NOT NULL,
  territory_code text,
  territory_path text[] NOT NULL DEFAULT '{}'::text[],
  address text,
  lat double precision,
  lon double precision,
  topic_code text,
  stage text NOT NULL DEFAULT 'registered'::text,
  open boolean NOT NULL GENERATED ALWAYS AS ((stage = ANY (ARRAY['registered'::text, 'in_work'::text, 'clarifying'::text, 'awaiting_approval'::text]))) STORED,
  office_outcome text,
  verdict text,
  profile text NOT NULL,
  rule_version text NOT NULL,
  calendar_version text NOT NULL,
  received_at timestamp with time zone NOT NULL,
  registered_at timestamp with time zone NOT NULL,
  registered_on date NOT NULL,
  term_from_on date NOT NULL,
  due_on date NOT NULL,
  original_due_on date NOT NULL,
  holder_unit bigint NOT NULL,
  holder_account bigint,
  holder_since_on date NOT NULL,
  assignment_id bigint,
  hand_overs integer NOT NULL DEFAULT 0,
  came_back boolean NOT NULL DEFAULT false,
  reopened_count integer NOT NULL DEFAULT 0,
  seen_by bigint[] NOT NULL,
  first_human_answer_at timestamp with time zone,
  answered_at timestamp with time zone,
  closed_at timestamp with time zone,
  publish_consent boolean NOT NULL DEFAULT false,
  public_text text,
  published_at timestamp with time zone,
  repeat_of bigint,
  joined_to bigint,
  split_from bigint,
  secret_version integer NOT NULL DEFAULT 1,
  link_hash bytea NOT NULL,
  code_hash bytea NOT NULL,
  point_accuracy_m integer,
  own_due_on date,
  own_term_from_on date,
  own_rule_version text,
  own_calendar_version text,
  near_on date GENERATED ALWAYS AS (LEAST(due_on, own_due_on)) STORED,
  forward_by date NOT NULL,
  forward_calendar_version text NOT NULL,
  urgency text,
  CONSTRAINT appeal_pkey PRIMARY KEY (id),
  CONSTRAINT appeal_channel_check CHECK (channel = ANY (ARRAY['web'::text, 'desk'::text, 'phone'::text, 'email'::text, 'messenger'::text, 'outing'::text, 'paper'::text, 'api'::text])),
  CONSTRAINT appeal_joined_to_fkey FOREIGN KEY (joined_to) REFERENCES appeals.appeal(id),
  CONSTRAINT appeal_kind_check CHECK (kind = ANY (ARRAY['application'::text, 'complaint'::text, 'proposal'::text, 'information_request'::text, 'message'::text, 'response'::text])),
  CONSTRAINT appeal_lang_check CHECK (lang = ANY (ARRAY['kk'::text, 'ru'::text, 'en'::text])),
  CONSTRAINT appeal_link UNIQUE (link_hash),
  CONSTRAINT appeal_number UNIQUE (number),
  CONSTRAINT appeal_office_outcome_check CHECK (office_outcome = ANY (ARRAY['done'::text, 'explained'::text, 'refused'::text, 'forwarded'::text, 'withdrawn'::text, 'left_without_consideration'::text])),
  CONSTRAINT appeal_point_accuracy_m_check CHECK (point_accuracy_m >= 0),
  CONSTRAINT appeal_profile_check CHECK (profile = ANY (ARRAY['internal'::text, 'appk'::text])),
  CONSTRAINT appeal_repeat_of_fkey FOREIGN KEY (repeat_of) REFERENCES appeals.appeal(id),
  CONSTRAINT appeal_split_from_fkey FOREIGN KEY (split_from) REFERENCES appeals.appeal(id),
  CONSTRAINT appeal_stage_check CHECK (stage = ANY (ARRAY['registered'::text, 'in_work'::text, 'clarifying'::text, 'awaiting_approval'::text, 'answered'::text, 'closed'::text])),
  CONSTRAINT appeal_urgency_check CHECK (urgency ~ '^[a-z]{2,20}$'::text),
  CONSTRAINT appeal_verdict_check CHECK (verdict = ANY (ARRAY['solved'::text, 'partly'::text, 'not_solved'::text, 'silent'::text])),
  CONSTRAINT own_clock_whole CHECK (num_nulls(own_due_on, own_term_from_on, own_rule_version, own_calendar_version) = ANY (ARRAY[0, 4])),
  CONSTRAINT verdict_needs_an_answer CHECK (verdict IS NULL OR answered_at IS NOT NULL),
  CONSTRAINT withdrawn_has_no_verdict CHECK (office_outcome IS DISTINCT FROM 'withdrawn'::text OR verdict IS NULL)
) WITH (fillfactor=85);
CREATE INDEX appeal_came_back ON appeals.appeal USING btree (branch_id, near_on, id) WHERE (came_back AND open);
CREATE INDEX appeal_came_back_of_person ON appeals.appeal USING btree (holder_account, near_on, id) WHERE (came_back AND open AND (holder_account IS NOT NULL));
CREATE INDEX appeal_came_back_of_unit ON appeals.appeal USING btree (holder_unit, near_on, id) WHERE (came_back AND open);
CREATE INDEX appeal_due ON appeals.appeal USING btree (near_on, id) WHERE open;
CREATE INDEX appeal_due_in_branch ON appeals.appeal USING btree (branch_id, near_on, id) WHERE open;
CREATE INDEX appeal_due_of_person ON appeals.appeal USING btree (holder_account, near_on, id) WHERE (open AND (holder_account IS NOT NULL));
CREATE INDEX appeal_due_of_unit ON appeals.appeal USING btree (holder_unit, near_on, id) WHERE open;
CREATE INDEX appeal_figures ON appeals.appeal USING btree (registered_on);
CREATE INDEX appeal_figures_district ON appeals.appeal USING btree ((territory_path[3]), registered_on);
CREATE INDEX appeal_figures_region ON appeals.appeal USING btree ((territory_path[2]), registered_on);
CREATE INDEX appeal_joined ON appeals.appeal USING btree (joined_to) WHERE (joined_to IS NOT NULL);
CREATE INDEX appeal_silent ON appeals.appeal USING btree (answered_at, id) WHERE (stage = 'answered'::text);
CREATE INDEX appeal_split ON appeals.appeal USING btree (split_from) WHERE (split_from IS NOT NULL);
CREATE INDEX appeal_stage_in_branch ON appeals.appeal USING btree (branch_id, stage, near_on, id) WHERE open;
CREATE INDEX appeal_stage_of_person ON appeals.appeal USING btree (holder_account, stage, near_on, id) WHERE (open AND (holder_account IS NOT NULL));
CREATE INDEX appeal_stage_of_unit ON appeals.appeal USING btree (holder_unit, stage, near_on, id) WHERE open;
CREATE INDEX appeal_topic_of_unit ON appeals.appeal USING btree (holder_unit, topic_code, registered_on);
CREATE INDEX appeal_urgent ON appeals.appeal USING btree (near_on, id) WHERE (open AND (urgency IS NOT NULL));
CREATE INDEX appeal_urgent_branch ON appeals.appeal USING btree (branch_id, near_on, id) WHERE (open AND (urgency IS NOT NULL));
CREATE INDEX appeal_urgent_person ON appeals.appeal USING btree (holder_account, near_on, id) WHERE (open AND (urgency IS NOT NULL));
CREATE INDEX appeal_urgent_unit ON appeals.appeal USING btree (holder_unit, near_on, id) WHERE (open AND (urgency IS NOT NULL));
ALTER TABLE appeals.appeal ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.appeal FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.appeal FOR INSERT TO PUBLIC
  WITH CHECK ((( SELECT platform.sees_all() AS sees_all) OR (seen_by && ( SELECT platform.sight() AS sight)) OR (COALESCE(current_setting('jauap.kind'::text, true), ''::text) = ANY (ARRAY['visitor'::text, 'holder'::text]))));
CREATE POLICY changed ON appeals.appeal FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (seen_by && ( SELECT platform.sight() AS sight)) OR (id = ( SELECT platform.held() AS held))));
CREATE POLICY seen ON appeals.appeal FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (seen_by && ( SELECT platform.sight() AS sight)) OR (id = ( SELECT platform.held() AS held))));
CREATE TRIGGER search_is_due AFTER INSERT OR UPDATE ON appeals.appeal FOR EACH ROW EXECUTE FUNCTION appeals.search_is_due();

CREATE SEQUENCE appeals.appeal_id;

CREATE TABLE appeals.applicant (
  appeal_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  kind text NOT NULL,
  surname text,
  given text,
  patronymic text,
  organisation text,
  iin_sealed bytea,
  iin_hash bytea,
  phone text,
  email text,
  address text,
  representative text,
  authority text,
  search text NOT NULL,
  CONSTRAINT applicant_pkey PRIMARY KEY (appeal_id),
  CONSTRAINT applicant_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES appeals.appeal(id),
  CONSTRAINT applicant_kind_check CHECK (kind = ANY (ARRAY['person'::text, 'organisation'::text, 'group'::text]))
);
CREATE INDEX applicant_iin ON appeals.applicant USING btree (iin_hash, appeal_id) WHERE (iin_hash IS NOT NULL);
CREATE INDEX applicant_phone ON appeals.applicant USING btree (phone, appeal_id) WHERE (phone IS NOT NULL);
CREATE INDEX applicant_search ON appeals.applicant USING gin (search gin_trgm_ops) WITH (fastupdate='on');
ALTER TABLE appeals.applicant ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.applicant FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.applicant FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON appeals.applicant FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = applicant.appeal_id)))));
CREATE POLICY searched ON appeals.applicant FOR SELECT TO jauap_search
  USING (true);
CREATE POLICY seen ON appeals.applicant FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = applicant.appeal_id)))));

CREATE TABLE appeals.clarification (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  appeal_id bigint NOT NULL,
  question text NOT NULL,
  asked_by bigint,
  asked_at timestamp with time zone NOT NULL,
  answer text,
  answered_at timestamp with time zone,
  CONSTRAINT clarification_pkey PRIMARY KEY (id),
  CONSTRAINT clarification_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES appeals.appeal(id)
);
CREATE INDEX clarification_appeal ON appeals.clarification USING btree (appeal_id, id);
CREATE UNIQUE INDEX clarification_one_open ON appeals.clarification USING btree (appeal_id) WHERE (answered_at IS NULL);
ALTER TABLE appeals.clarification ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.clarification FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.clarification FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON appeals.clarification FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = clarification.appeal_id)))));
CREATE POLICY seen ON appeals.clarification FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = clarification.appeal_id)))));

CREATE TABLE appeals.counter (
  branch_id bigint NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  CONSTRAINT counter_pkey PRIMARY KEY (branch_id, year)
) WITH (fillfactor=10);

CREATE TABLE appeals.draft (
  visit_hash bytea NOT NULL,
  key text NOT NULL,
  fields jsonb NOT NULL DEFAULT '{}'::jsonb,
  papers bigint[] NOT NULL DEFAULT '{}'::bigint[],
  sent_appeal_id bigint,
  touched_at timestamp with time zone NOT NULL,
  CONSTRAINT draft_pkey PRIMARY KEY (visit_hash)
);
CREATE INDEX draft_touched_at ON appeals.draft USING btree (touched_at);
ALTER TABLE appeals.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.draft FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON appeals.draft FOR ALL TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (visit_hash = decode(COALESCE(NULLIF(current_setting('jauap.visit'::text, true), ''::text), '00'::text), 'hex'::text))));

CREATE TABLE appeals.follow_try (
  key bytea NOT NULL,
  since timestamp with time zone NOT NULL,
  at timestamp with time zone[] NOT NULL DEFAULT '{}'::timestamp with time zone[],
  CONSTRAINT follow_try_pkey PRIMARY KEY (key)
);

CREATE TABLE appeals.intake (
  key text NOT NULL,
  body_sha256 bytea NOT NULL,
  appeal_ids bigint[] NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT intake_pkey PRIMARY KEY (key)
);
CREATE INDEX intake_forgotten ON appeals.intake USING btree (made_at) WHERE (key !~~ 'import %'::text);

CREATE UNLOGGED TABLE appeals.look (
  appeal_id bigint NOT NULL,
  account_id bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT look_pkey PRIMARY KEY (appeal_id, account_id)
);
ALTER TABLE appeals.look ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.look FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.look FOR INSERT TO PUBLIC
  WITH CHECK (((account_id = COALESCE((NULLIF(current_setting('jauap.account'::text, true), ''::text))::bigint, (0)::bigint)) AND (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = look.appeal_id)))));
CREATE POLICY changed ON appeals.look FOR UPDATE TO PUBLIC
  USING ((account_id = COALESCE((NULLIF(current_setting('jauap.account'::text, true), ''::text))::bigint, (0)::bigint)));
CREATE POLICY seen ON appeals.look FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = look.appeal_id)))));

CREATE TABLE appeals.note (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  appeal_id bigint NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  at timestamp with time zone NOT NULL,
  text text NOT NULL,
  CONSTRAINT note_pkey PRIMARY KEY (id),
  CONSTRAINT note_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES appeals.appeal(id),
  CONSTRAINT note_by_kind_check CHECK (by_kind = ANY (ARRAY['staff'::text, 'holder'::text, 'system'::text]))
);
CREATE INDEX note_appeal ON appeals.note USING btree (appeal_id, id);
ALTER TABLE appeals.note ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.note FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.note FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON appeals.note FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = note.appeal_id)))));
CREATE POLICY seen ON appeals.note FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = note.appeal_id)))));

CREATE TABLE appeals.publication (
  appeal_id bigint NOT NULL,
  number text NOT NULL,
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
  published_at timestamp with time zone NOT NULL,
  marks integer[] NOT NULL DEFAULT '{}'::integer[],
  document tsvector,
  made_with integer NOT NULL DEFAULT 0,
  answer_id bigint,
  answer_unit bigint,
  CONSTRAINT publication_pkey PRIMARY KEY (appeal_id),
  CONSTRAINT answer_has_its_source CHECK (answer IS NULL OR answer_id IS NOT NULL),
  CONSTRAINT publication_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES appeals.appeal(id),
  CONSTRAINT publication_number_key UNIQUE (number)
);
CREATE INDEX publication_document ON appeals.publication USING gin (document) WITH (fastupdate=off);
CREATE INDEX publication_made_with ON appeals.publication USING btree (made_with, appeal_id);
CREATE INDEX publication_marks ON appeals.publication USING gin (marks) WITH (fastupdate=off);
CREATE INDEX publication_newest ON appeals.publication USING btree (published_at DESC, appeal_id DESC);
CREATE INDEX publication_place_2 ON appeals.publication USING btree ((territory_path[2]), published_at DESC, appeal_id DESC);
CREATE INDEX publication_place_3 ON appeals.publication USING btree ((territory_path[3]), published_at DESC, appeal_id DESC);
CREATE INDEX publication_place_4 ON appeals.publication USING btree ((territory_path[4]), published_at DESC, appeal_id DESC);
CREATE INDEX publication_place_5 ON appeals.publication USING btree ((territory_path[5]), published_at DESC, appeal_id DESC);
CREATE INDEX publication_topic ON appeals.publication USING btree (topic_code, published_at DESC, appeal_id DESC);

CREATE TABLE appeals.search (
  appeal_id bigint NOT NULL,
  document tsvector NOT NULL,
  registered_on date NOT NULL,
  seen_by bigint[] NOT NULL,
  made_with integer NOT NULL,
  CONSTRAINT search_pkey PRIMARY KEY (appeal_id)
) WITH (toast_tuple_target=128);
CREATE INDEX search_document ON appeals.search USING gin (document) WITH (fastupdate=off);
ALTER TABLE appeals.search ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.search FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON appeals.search FOR ALL TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) AND (COALESCE(current_setting('jauap.kind'::text, true), ''::text) = 'system'::text)));
CREATE POLICY searched ON appeals.search FOR SELECT TO jauap_search
  USING (true);

CREATE TABLE appeals.search_due (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  appeal_id bigint NOT NULL,
  CONSTRAINT search_due_pkey PRIMARY KEY (id)
);

CREATE TABLE appeals.search_progress (
  made_with integer NOT NULL,
  through bigint NOT NULL,
  done boolean NOT NULL DEFAULT false,
  CONSTRAINT search_progress_pkey PRIMARY KEY (made_with)
);

CREATE TABLE appeals.search_word (
  word text NOT NULL,
  matters integer NOT NULL,
  CONSTRAINT search_word_pkey PRIMARY KEY (word)
);
CREATE INDEX search_word_head ON appeals.search_word USING btree ("left"(word, 2), matters DESC);
CREATE INDEX search_word_near ON appeals.search_word USING gin (word COLLATE "default" gin_trgm_ops) WITH (fastupdate=off);
ALTER TABLE appeals.search_word ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.search_word FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON appeals.search_word FOR ALL TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) AND (COALESCE(current_setting('jauap.kind'::text, true), ''::text) = 'system'::text)));
CREATE POLICY searched ON appeals.search_word FOR SELECT TO jauap_search
  USING (true);

CREATE TABLE appeals.signatory (
  appeal_id bigint NOT NULL,
  place integer NOT NULL,
  surname text NOT NULL,
  given text NOT NULL,
  patronymic text,
  address text,
  CONSTRAINT signatory_pkey PRIMARY KEY (appeal_id, place),
  CONSTRAINT signatory_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES appeals.appeal(id)
);
ALTER TABLE appeals.signatory ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.signatory FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.signatory FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON appeals.signatory FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = signatory.appeal_id)))));
CREATE POLICY seen ON appeals.signatory FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = signatory.appeal_id)))));

CREATE TABLE appeals.sketch (
  appeal_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  registered_on date NOT NULL,
  seen_by bigint[] NOT NULL,
  marks integer[] NOT NULL,
  CONSTRAINT sketch_pkey PRIMARY KEY (appeal_id)
);
CREATE INDEX sketch_marks ON appeals.sketch USING gin (marks) WITH (fastupdate=off);
ALTER TABLE appeals.sketch ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.sketch FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON appeals.sketch FOR ALL TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) AND (COALESCE(current_setting('jauap.kind'::text, true), ''::text) = 'system'::text)));
CREATE POLICY searched ON appeals.sketch FOR SELECT TO jauap_search
  USING (true);

CREATE TABLE appeals.verdict (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  appeal_id bigint NOT NULL,
  round integer NOT NULL,
  verdict text NOT NULL,
  comment text,
  at timestamp with time zone NOT NULL,
  CONSTRAINT verdict_pkey PRIMARY KEY (id),
  CONSTRAINT verdict_appeal_id_fkey FOREIGN KEY (appeal_id) REFERENCES appeals.appeal(id),
  CONSTRAINT verdict_verdict_check CHECK (verdict = ANY (ARRAY['solved'::text, 'partly'::text, 'not_solved'::text, 'silent'::text]))
);
CREATE INDEX verdict_appeal ON appeals.verdict USING btree (appeal_id, id);
ALTER TABLE appeals.verdict ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.verdict FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON appeals.verdict FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON appeals.verdict FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = verdict.appeal_id)))));
CREATE POLICY seen ON appeals.verdict FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = verdict.appeal_id)))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON appeals.verdict FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();

CREATE OR REPLACE FUNCTION appeals.find_alike(asked integer[], weights integer[], branch bigint, since_on date, until_on date, at_most integer)
 RETURNS TABLE(appeal_id bigint, weight integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
 SET enable_indexscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
    WITH m AS MATERIALIZED (SELECT u.mark, u.weight FROM unnest(asked, weights) AS u (mark, weight)),
    met AS MATERIALIZED (
      SELECT h.appeal_id, h.marks FROM m CROSS JOIN LATERAL (
        SELECT r.appeal_id, r.marks FROM (
          SELECT s.appeal_id, s.registered_on, s.seen_by, s.marks FROM appeals.sketch s WHERE s.marks @> ARRAY[m.mark] AND s.branch_id = branch LIMIT CASE WHEN m.weight > 3 THEN 400 ELSE 30 END) AS r
        WHERE r.registered_on BETWEEN since_on AND until_on AND ((SELECT platform.sees_all()) OR r.seen_by && (SELECT platform.sight())) LIMIT 100) AS h
      GROUP BY h.appeal_id, h.marks ORDER BY sum(m.weight) DESC, h.appeal_id DESC LIMIT 100)
    SELECT met.appeal_id, (SELECT sum(m.weight)::int FROM m WHERE m.mark = ANY (met.marks)) AS weight FROM met ORDER BY 2 DESC, 1 DESC LIMIT least(at_most, 100)
  $function$;
ALTER FUNCTION appeals.find_alike(asked integer[], weights integer[], branch bigint, since_on date, until_on date, at_most integer) OWNER TO jauap_search;

CREATE OR REPLACE FUNCTION appeals.find_applicants(part text, others text[], at_most integer)
 RETURNS TABLE(appeal_id bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT a.appeal_id FROM appeals.applicant a
  WHERE a.search LIKE part AND a.search LIKE ALL (others)
    AND (platform.sees_all() OR a.branch_id = ANY (platform.sight()))
  ORDER BY a.appeal_id DESC LIMIT least(at_most, 100)
$function$;
ALTER FUNCTION appeals.find_applicants(part text, others text[], at_most integer) OWNER TO jauap_search;

CREATE OR REPLACE FUNCTION appeals.find_matters(asked tsquery, units bigint[], near_on date, since_on date, until_on date, before_on date, before_id bigint, at_most integer)
 RETURNS TABLE(appeal_id bigint, registered_on date)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET enable_seqscan TO 'off'
 SET enable_indexscan TO 'off'
 SET plan_cache_mode TO 'force_generic_plan'
AS $function$
  #variable_conflict use_column
  DECLARE
    wanted int := least(at_most, 1000);
    top date := least(until_on, before_on);
    bottom date;
    days int[] := '{1,3,10}';
    months int := 1;
    whole boolean := false;
    counted boolean := false;
    by_month boolean;
    by_unit boolean := cardinality(units) <= 3;
    of_units tsquery := (SELECT string_agg(quote_literal('§u' || unit), '|')::tsquery FROM unnest(units) AS unit);
    within tsquery;
    got int;
  BEGIN
    IF by_unit THEN asked := asked && of_units; END IF;
    LOOP
      IF days = '{}' AND NOT counted THEN
        counted := true;
        IF wanted = least(at_most, 1000) OR (units IS NOT NULL AND NOT by_unit) THEN
          SELECT count(*) INTO got FROM (SELECT FROM appeals.search s WHERE s.document @@ asked LIMIT 4000) AS tried;
          whole := got < 300;
          IF got = 4000 AND NOT by_unit THEN asked := asked && of_units; END IF;
        END IF;
      END IF;
      IF top > near_on THEN
        bottom := near_on;
      ELSIF days <> '{}' THEN
        bottom := top - days[1] + 1;
        days := days[2:];
      ELSIF months <= 8 THEN
        bottom := (date_trunc('month', top) - (months - 1) * interval '1 month')::date;
        months := months * 2;
      ELSE
        whole := true;
      END IF;
      IF whole THEN bottom := since_on; END IF;
      bottom := greatest(bottom, since_on);
      by_month := top - bottom > 45;
      within := CASE WHEN whole THEN asked ELSE asked && (
        SELECT string_agg(quote_literal(CASE WHEN by_month THEN '§m' || to_char(on_day, 'YYYY-MM') ELSE '§d' || to_char(on_day, 'YYYY-MM-DD') END), '|')::tsquery
        FROM generate_series(CASE WHEN by_month THEN date_trunc('month', bottom::timestamp) ELSE bottom::timestamp END, top::timestamp, CASE WHEN by_month THEN interval '1 month' ELSE interval '1 day' END) AS on_day) END;
      RETURN QUERY SELECT s.appeal_id, s.registered_on FROM appeals.search s
        WHERE s.document @@ within AND s.registered_on BETWEEN bottom AND top
          AND (before_on IS NULL OR (s.registered_on, s.appeal_id) < (before_on, before_id))
          AND (units IS NULL OR s.seen_by && units) AND ((SELECT platform.sees_all()) OR s.seen_by && (SELECT platform.sight()))
        ORDER BY s.registered_on DESC, s.appeal_id DESC LIMIT wanted;
      GET DIAGNOSTICS got = ROW_COUNT;
      wanted := wanted - got;
      EXIT WHEN wanted <= 0 OR bottom <= since_on;
      top := bottom - 1;
    END LOOP;
  END $function$;
ALTER FUNCTION appeals.find_matters(asked tsquery, units bigint[], near_on date, since_on date, until_on date, before_on date, before_id bigint, at_most integer) OWNER TO jauap_search;

CREATE OR REPLACE FUNCTION appeals.rank_matters(asked tsquery, words tsquery, units bigint[], near_on date, since_on date, until_on date, passed integer, at_most integer)
 RETURNS TABLE(appeal_id bigint, registered_on date)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT f.appeal_id, f.registered_on FROM appeals.find_matters(asked, units, near_on, since_on, until_on, NULL, NULL, 1000) f JOIN appeals.search s ON s.appeal_id = f.appeal_id
  ORDER BY ts_rank(s.document, words, 1) DESC, f.registered_on DESC, f.appeal_id DESC OFFSET passed LIMIT least(at_most, 100)
$function$;
ALTER FUNCTION appeals.rank_matters(asked tsquery, words tsquery, units bigint[], near_on date, since_on date, until_on date, passed integer, at_most integer) OWNER TO jauap_search;

CREATE OR REPLACE FUNCTION appeals.search_is_due()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
BEGIN
  INSERT INTO appeals.search_due (appeal_id) VALUES (new.id);
  RETURN NULL;
END $function$;

CREATE OR REPLACE FUNCTION appeals.words_from(beginning text, at_most integer)
 RETURNS TABLE(word text, matters integer)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
#variable_conflict use_column
BEGIN
  IF length(beginning) = 2 THEN
    RETURN QUERY SELECT w.word, w.matters FROM appeals.search_word w WHERE left(w.word, 2) = beginning ORDER BY w.matters DESC LIMIT least(at_most, 100);
  ELSE
    RETURN QUERY SELECT w.word, w.matters FROM appeals.search_word w WHERE w.word >= beginning AND w.word < beginning || chr(1114111) ORDER BY w.matters DESC LIMIT least(at_most, 100);
  END IF;
END $function$;
ALTER FUNCTION appeals.words_from(beginning text, at_most integer) OWNER TO jauap_search;

CREATE OR REPLACE FUNCTION appeals.words_near(typed text, at_most integer)
 RETURNS TABLE(word text, matters integer)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog', 'public'
AS $function$
  (SELECT w.word, w.matters FROM appeals.search_word w
    WHERE (w.word COLLATE "default") % typed AND length(w.word) BETWEEN length(typed) - 2 AND length(typed) + 4
    ORDER BY similarity(w.word COLLATE "default", typed) DESC, w.matters DESC LIMIT least(at_most, 100))
  UNION
  (SELECT w.word, w.matters FROM appeals.search_word w
    WHERE length(typed) < 6 AND left(w.word, 2) = left(typed, 2) AND length(w.word) BETWEEN length(typed) - 1 AND length(typed) + 1
    ORDER BY w.matters DESC LIMIT least(at_most, 100))
$function$;
ALTER FUNCTION appeals.words_near(typed text, at_most integer) OWNER TO jauap_search;

GRANT EXECUTE ON FUNCTION appeals.find_alike(asked integer[], weights integer[], branch bigint, since_on date, until_on date, at_most integer) TO jauap_app;
GRANT EXECUTE ON FUNCTION appeals.find_applicants(part text, others text[], at_most integer) TO jauap_app;
GRANT EXECUTE ON FUNCTION appeals.find_matters(asked tsquery, units bigint[], near_on date, since_on date, until_on date, before_on date, before_id bigint, at_most integer) TO jauap_app;
GRANT EXECUTE ON FUNCTION appeals.rank_matters(asked tsquery, words tsquery, units bigint[], near_on date, since_on date, until_on date, passed integer, at_most integer) TO jauap_app;
GRANT EXECUTE ON FUNCTION appeals.search_is_due() TO PUBLIC;
GRANT EXECUTE ON FUNCTION appeals.words_from(beginning text, at_most integer) TO jauap_app;
GRANT EXECUTE ON FUNCTION appeals.words_near(typed text, at_most integer) TO jauap_app;
GRANT USAGE ON SCHEMA appeals TO jauap_app;
GRANT USAGE ON SCHEMA appeals TO jauap_search;
GRANT SELECT, USAGE ON SEQUENCE appeals.act_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE appeals.answer_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE appeals.appeal_id TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE appeals.clarification_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE appeals.note_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE appeals.search_due_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE appeals.verdict_id_seq TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.act TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.act_key TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.answer TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.answer_mark TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.appeal TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.applicant TO jauap_app;
GRANT SELECT ON TABLE appeals.applicant TO jauap_search;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.clarification TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.counter TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.draft TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.follow_try TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.intake TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.look TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.note TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.publication TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.search TO jauap_app;
GRANT SELECT ON TABLE appeals.search TO jauap_search;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.search_due TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.search_progress TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.search_word TO jauap_app;
GRANT SELECT ON TABLE appeals.search_word TO jauap_search;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.signatory TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.sketch TO jauap_app;
GRANT SELECT ON TABLE appeals.sketch TO jauap_search;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE appeals.verdict TO jauap_app;

-- assignments
CREATE SCHEMA assignments;

CREATE TABLE assignments.act (
  id bigint NOT NULL DEFAULT nextval('assignments.act_id_seq'::regclass),
  assignment_id bigint NOT NULL,
  act text NOT NULL,
  at timestamp with time zone NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  stage_after text NOT NULL,
  from_unit bigint,
  from_account bigint,
  to_unit bigint NOT NULL,
  to_account bigint,
  due_before date,
  due_after date NOT NULL,
  reason text,
  CONSTRAINT act_pkey PRIMARY KEY (assignment_id, id),
  CONSTRAINT act_act_check CHECK (act = ANY (ARRAY['give'::text, 'accept'::text, 'hand_over'::text, 'report'::text, 'return'::text, 'settle'::text, 'withdraw'::text, 'move_term'::text, 'ask_time'::text, 'grant_time'::text, 'deny_time'::text, 'add_co_executor'::text, 'end_co_executor'::text, 'contribute'::text, 'set_controller'::text, 'remind'::text, 'escalate'::text])),
  CONSTRAINT act_assignment_id_fkey1 FOREIGN KEY (assignment_id) REFERENCES assignments.assignment(id)
) PARTITION BY RANGE (assignment_id);
CREATE INDEX act_handed_on ON ONLY assignments.act USING btree (from_unit, at DESC) WHERE ((act = 'hand_over'::text) AND (to_unit <> from_unit));
CREATE INDEX act_turn ON ONLY assignments.act USING btree (assignment_id, id) INCLUDE (at, to_unit) WHERE ((from_unit IS DISTINCT FROM to_unit) OR (from_account IS DISTINCT FROM to_account));
ALTER TABLE assignments.act ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.act FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON assignments.act FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY seen ON assignments.act FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE (a.id = act.assignment_id)))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON assignments.act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON assignments.act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE SEQUENCE assignments.act_id_seq;

CREATE TABLE assignments.assignment (
  id bigint NOT NULL DEFAULT platform.year_id(now(), nextval('assignments.assignment_id_seq'::regclass)),
  source_kind text NOT NULL,
  source_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  task text,
  executor_unit bigint NOT NULL,
  executor_account bigint,
  controller_unit bigint NOT NULL,
  controller_account bigint,
  stage text NOT NULL DEFAULT 'given'::text,
  open boolean NOT NULL GENERATED ALWAYS AS ((stage = ANY (ARRAY['given'::text, 'accepted'::text, 'reported'::text, 'returned'::text]))) STORED,
  given_at timestamp with time zone NOT NULL,
  given_on date NOT NULL,
  due_on date NOT NULL,
  original_due_on date NOT NULL,
  rule_version text NOT NULL,
  calendar_version text NOT NULL,
  hand_overs integer NOT NULL DEFAULT 0,
  seen_by bigint[] NOT NULL,
  reported_at timestamp with time zone,
  ended_at timestamp with time zone,
  lead boolean NOT NULL DEFAULT true,
  reference text NOT NULL DEFAULT ''::text,
  territory_path text[] NOT NULL DEFAULT '{}'::text[],
  moved_at timestamp with time zone NOT NULL,
  waits boolean NOT NULL DEFAULT false,
  carousel boolean NOT NULL DEFAULT false,
  rung integer NOT NULL DEFAULT 0,
  promised_on date,
  near_on date NOT NULL GENERATED ALWAYS AS (LEAST(due_on, promised_on)) STORED,
  CONSTRAINT assignment_pkey PRIMARY KEY (id),
  CONSTRAINT assignment_source_kind_check CHECK (source_kind ~ '^[a-z_]+$'::text),
  CONSTRAINT assignment_stage_check CHECK (stage = ANY (ARRAY['given'::text, 'accepted'::text, 'reported'::text, 'returned'::text, 'settled'::text, 'withdrawn'::text])),
  CONSTRAINT controller_is_not_executor CHECK (executor_account IS NULL OR controller_account IS NULL OR executor_account <> controller_account)
);
CREATE INDEX assignment_carousel ON assignments.assignment USING btree (branch_id, near_on, id) WHERE (carousel AND open);
CREATE INDEX assignment_controlled ON assignments.assignment USING btree (branch_id, near_on, id) WHERE open;
CREATE INDEX assignment_controlled_by_person ON assignments.assignment USING btree (controller_account, near_on, id) WHERE (open AND (controller_account IS NOT NULL));
CREATE INDEX assignment_district ON assignments.assignment USING btree ((territory_path[3]), near_on, id) WHERE open;
CREATE INDEX assignment_due ON assignments.assignment USING btree (near_on, id) WHERE open;
CREATE INDEX assignment_given ON assignments.assignment USING btree (given_on) WHERE lead;
CREATE UNIQUE INDEX assignment_one_open_lead ON assignments.assignment USING btree (source_kind, source_id) WHERE (open AND lead);
CREATE INDEX assignment_owed_by_person ON assignments.assignment USING btree (executor_account, near_on, id) WHERE open;
CREATE INDEX assignment_owed_by_unit ON assignments.assignment USING btree (executor_unit, near_on, id) WHERE open;
CREATE INDEX assignment_reference ON assignments.assignment USING btree (reference, near_on, id) WHERE open;
CREATE INDEX assignment_region ON assignments.assignment USING btree ((territory_path[2]), near_on, id) WHERE open;
CREATE INDEX assignment_reported ON assignments.assignment USING btree (branch_id, near_on, id) WHERE (stage = 'reported'::text);
CREATE INDEX assignment_returned ON assignments.assignment USING btree (branch_id, near_on, id) WHERE (stage = 'returned'::text);
CREATE INDEX assignment_risen ON assignments.assignment USING btree (branch_id, near_on, id) WHERE ((rung > 0) AND open);
CREATE INDEX assignment_source ON assignments.assignment USING btree (source_kind, source_id, id);
CREATE INDEX assignment_still ON assignments.assignment USING btree (branch_id, moved_at, id) WHERE open;
CREATE INDEX assignment_still_anywhere ON assignments.assignment USING btree (moved_at, id) WHERE open;
CREATE INDEX assignment_still_controlled ON assignments.assignment USING btree (controller_account, moved_at, id) WHERE (open AND (controller_account IS NOT NULL));
CREATE INDEX assignment_still_district ON assignments.assignment USING btree ((territory_path[3]), moved_at, id) WHERE open;
CREATE INDEX assignment_still_person ON assignments.assignment USING btree (executor_account, moved_at, id) WHERE (open AND (executor_account IS NOT NULL));
CREATE INDEX assignment_still_region ON assignments.assignment USING btree ((territory_path[2]), moved_at, id) WHERE open;
CREATE INDEX assignment_still_unit ON assignments.assignment USING btree (executor_unit, moved_at, id) WHERE open;
CREATE INDEX assignment_waits ON assignments.assignment USING btree (branch_id, near_on, id) WHERE (waits AND open);
ALTER TABLE assignments.assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.assignment FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON assignments.assignment FOR ALL TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (seen_by && ( SELECT platform.sight() AS sight)) OR ((source_kind = 'appeal'::text) AND (source_id = ( SELECT platform.held() AS held)))));

CREATE SEQUENCE assignments.assignment_id_seq;

CREATE TABLE assignments.co_executor (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  assignment_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  account_id bigint,
  added_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  open boolean NOT NULL DEFAULT true,
  near_on date NOT NULL,
  moved_at timestamp with time zone NOT NULL,
  CONSTRAINT co_executor_pkey PRIMARY KEY (id),
  CONSTRAINT co_executor_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES assignments.assignment(id)
);
CREATE INDEX co_executor_assignment ON assignments.co_executor USING btree (assignment_id);
CREATE UNIQUE INDEX co_executor_once ON assignments.co_executor USING btree (assignment_id, unit_id, COALESCE(account_id, (0)::bigint)) WHERE (ended_at IS NULL);
CREATE INDEX co_executor_person ON assignments.co_executor USING btree (account_id, near_on, assignment_id) WHERE (open AND (account_id IS NOT NULL));
CREATE INDEX co_executor_person_still ON assignments.co_executor USING btree (account_id, moved_at, assignment_id) WHERE (open AND (account_id IS NOT NULL));
CREATE INDEX co_executor_unit ON assignments.co_executor USING btree (unit_id, near_on, assignment_id) WHERE (open AND (account_id IS NULL));
CREATE INDEX co_executor_unit_still ON assignments.co_executor USING btree (unit_id, moved_at, assignment_id) WHERE (open AND (account_id IS NULL));
ALTER TABLE assignments.co_executor ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.co_executor FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON assignments.co_executor FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON assignments.co_executor FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE (a.id = co_executor.assignment_id)))));
CREATE POLICY seen ON assignments.co_executor FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE (a.id = co_executor.assignment_id)))));

CREATE TABLE assignments.escalation (
  assignment_id bigint NOT NULL,
  due_on date NOT NULL,
  place integer NOT NULL,
  days integer NOT NULL,
  at timestamp with time zone NOT NULL,
  agenda boolean NOT NULL,
  CONSTRAINT escalation_pkey PRIMARY KEY (assignment_id, due_on, place),
  CONSTRAINT escalation_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES assignments.assignment(id)
);
CREATE INDEX escalation_agenda ON assignments.escalation USING btree (at) WHERE agenda;
ALTER TABLE assignments.escalation ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.escalation FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON assignments.escalation FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON assignments.escalation FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE (a.id = escalation.assignment_id)))));
CREATE POLICY seen ON assignments.escalation FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE (a.id = escalation.assignment_id)))));

CREATE TABLE assignments.extension (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  source_kind text NOT NULL,
  source_id bigint NOT NULL,
  assignment_id bigint,
  from_on date NOT NULL,
  to_on date NOT NULL,
  reason text NOT NULL,
  asked_by bigint,
  asked_at timestamp with time zone NOT NULL,
  granted boolean,
  decided_by bigint,
  decided_at timestamp with time zone,
  decision_reason text,
  CONSTRAINT extension_pkey PRIMARY KEY (id),
  CONSTRAINT decider_is_not_the_asker CHECK (decided_by IS NULL OR asked_by IS NULL OR decided_by <> asked_by),
  CONSTRAINT extension_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES assignments.assignment(id),
  CONSTRAINT extension_check CHECK (to_on > from_on),
  CONSTRAINT extension_source_kind_check CHECK (source_kind ~ '^[a-z_]+$'::text)
);
CREATE INDEX extension_assignment ON assignments.extension USING btree (assignment_id);
CREATE UNIQUE INDEX extension_one_open ON assignments.extension USING btree (source_kind, source_id, COALESCE(assignment_id, (0)::bigint)) WHERE (granted IS NULL);
CREATE INDEX extension_source ON assignments.extension USING btree (source_kind, source_id, id);
ALTER TABLE assignments.extension ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.extension FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON assignments.extension FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON assignments.extension FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE (a.id = extension.assignment_id))) OR ((source_kind = 'appeal'::text) AND (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = extension.source_id))))));
CREATE POLICY seen ON assignments.extension FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE (a.id = extension.assignment_id))) OR ((source_kind = 'appeal'::text) AND (EXISTS ( SELECT 1
   FROM appeals.appeal a
  WHERE (a.id = extension.source_id))))));

CREATE TABLE assignments.ladder (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  branch_id bigint,
  since_on date NOT NULL,
  made_at timestamp with time zone NOT NULL,
  made_by bigint,
  CONSTRAINT ladder_pkey PRIMARY KEY (id)
);

CREATE TABLE assignments.report (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  assignment_id bigint NOT NULL,
  kind text NOT NULL,
  by_account bigint,
  by_unit bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  text text NOT NULL,
  lat double precision,
  lon double precision,
  metres integer,
  taken_at timestamp with time zone,
  CONSTRAINT report_pkey PRIMARY KEY (id),
  CONSTRAINT report_assignment_id_fkey FOREIGN KEY (assignment_id) REFERENCES assignments.assignment(id),
  CONSTRAINT report_check CHECK ((lat IS NULL) = (lon IS NULL)),
  CONSTRAINT report_kind_check CHECK (kind = ANY (ARRAY['report'::text, 'contribution'::text])),
  CONSTRAINT report_lat_check CHECK (lat >= '-90'::integer::double precision AND lat <= 90::double precision),
  CONSTRAINT report_lon_check CHECK (lon >= '-180'::integer::double precision AND lon <= 180::double precision),
  CONSTRAINT report_metres_check CHECK (metres >= 0)
);
CREATE INDEX report_assignment ON assignments.report USING btree (assignment_id, id);
ALTER TABLE assignments.report ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.report FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON assignments.report FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON assignments.report FOR UPDATE TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE (a.id = report.assignment_id)))));
CREATE POLICY quiet ON assignments.report AS RESTRICTIVE FOR SELECT TO PUBLIC
  USING (((( SELECT current_setting('jauap.kind'::text, true) AS current_setting) = 'system'::text) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE ((a.id = report.assignment_id) AND ((a.source_kind <> 'visit'::text) OR (a.task IS NOT NULL) OR ((( SELECT platform.account() AS account) = a.executor_account) OR (( SELECT platform.account() AS account) = a.controller_account)))))) OR (( SELECT platform.account() AS account) = by_account)));
CREATE POLICY seen ON assignments.report FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM assignments.assignment a
  WHERE (a.id = report.assignment_id)))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON assignments.report FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON assignments.report FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE assignments.rung (
  ladder_id bigint NOT NULL,
  place integer NOT NULL,
  days integer NOT NULL,
  tells text[] NOT NULL,
  agenda boolean NOT NULL,
  CONSTRAINT rung_pkey PRIMARY KEY (ladder_id, place),
  CONSTRAINT rung_days_check CHECK (days >= '-30'::integer AND days <= 90),
  CONSTRAINT rung_ladder_id_fkey FOREIGN KEY (ladder_id) REFERENCES assignments.ladder(id),
  CONSTRAINT rung_place_check CHECK (place >= 1 AND place <= 20),
  CONSTRAINT rung_tells_check CHECK (tells <@ '{executor,controller,body_head,branch_head}'::text[] AND tells <> '{}'::text[])
);

CREATE TABLE assignments.saved_view (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  name text NOT NULL,
  query text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  first boolean NOT NULL DEFAULT false,
  CONSTRAINT saved_view_pkey PRIMARY KEY (id),
  CONSTRAINT saved_view_name UNIQUE (account_id, name),
  CONSTRAINT saved_view_name_check CHECK (length(name) >= 1 AND length(name) <= 100),
  CONSTRAINT saved_view_query_check CHECK (length(query) <= 500)
);
CREATE UNIQUE INDEX saved_view_first ON assignments.saved_view USING btree (account_id) WHERE first;
ALTER TABLE assignments.saved_view ENABLE ROW LEVEL SECURITY;
ALTER TABLE assignments.saved_view FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON assignments.saved_view FOR ALL TO PUBLIC
  USING (people.own(account_id));

GRANT USAGE ON SCHEMA assignments TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE assignments.act_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE assignments.assignment_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE assignments.co_executor_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE assignments.extension_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE assignments.ladder_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE assignments.report_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE assignments.saved_view_id_seq TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE assignments.act TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE assignments.assignment TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE assignments.co_executor TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE assignments.escalation TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE assignments.extension TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE assignments.ladder TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE assignments.report TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE assignments.rung TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE assignments.saved_view TO jauap_app;

-- calendar
CREATE SCHEMA calendar;

CREATE TABLE calendar.move (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  version text NOT NULL,
  before text NOT NULL,
  ordered_at timestamp with time zone NOT NULL,
  ordered_by bigint,
  ordered_post bigint,
  counts jsonb NOT NULL,
  dates integer NOT NULL,
  hash text NOT NULL,
  door integer NOT NULL DEFAULT 0,
  after_id bigint NOT NULL DEFAULT 0,
  moved integer NOT NULL DEFAULT 0,
  finished_at timestamp with time zone,
  CONSTRAINT move_pkey PRIMARY KEY (id),
  CONSTRAINT move_dates_check CHECK (dates > 0)
);
CREATE UNIQUE INDEX move_one_open ON calendar.move USING btree (version) WHERE (finished_at IS NULL);
CREATE INDEX move_version ON calendar.move USING btree (version, id);

CREATE TABLE calendar.version (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  name text NOT NULL,
  week integer NOT NULL,
  days jsonb NOT NULL,
  changes jsonb NOT NULL,
  reason text NOT NULL,
  published_by bigint,
  published_at timestamp with time zone NOT NULL,
  CONSTRAINT version_pkey PRIMARY KEY (id),
  CONSTRAINT version_week_check CHECK (week = ANY (ARRAY[5, 6]))
);
CREATE INDEX version_name ON calendar.version USING btree (name, id DESC);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON calendar.version FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON calendar.version FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

GRANT USAGE ON SCHEMA calendar TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE calendar.move_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE calendar.version_id_seq TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE calendar.move TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE calendar.version TO jauap_app;

-- files
CREATE SCHEMA files;

CREATE TABLE files.file (
  id bigint NOT NULL,
  nth bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  owner text,
  taken_by text NOT NULL,
  name text NOT NULL,
  kind text NOT NULL,
  mime text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  width integer,
  height integer,
  state text NOT NULL,
  scanned boolean NOT NULL,
  key text,
  thumbnail_key text,
  taken_at timestamp with time zone NOT NULL,
  CONSTRAINT file_pkey PRIMARY KEY (id),
  CONSTRAINT attached_has_arrived CHECK (owner IS NULL OR (state = ANY (ARRAY['clean'::text, 'quarantined'::text, 'infected'::text]))),
  CONSTRAINT file_bytes_check CHECK (bytes > 0),
  CONSTRAINT file_id_check CHECK (id > 0),
  CONSTRAINT file_kind_check CHECK (kind = ANY (ARRAY['picture'::text, 'pdf'::text, 'office'::text, 'text'::text, 'sound'::text])),
  CONSTRAINT file_name_check CHECK (char_length(name) >= 1 AND char_length(name) <= 120),
  CONSTRAINT file_sha256_check CHECK (sha256 ~ '^[0-9a-f]{64}$'::text),
  CONSTRAINT file_state_check CHECK (state = ANY (ARRAY['arriving'::text, 'clean'::text, 'quarantined'::text, 'infected'::text, 'going'::text])),
  CONSTRAINT file_taken_by_check CHECK (taken_by <> ''::text),
  CONSTRAINT served_has_bytes CHECK (key IS NOT NULL OR (state = ANY (ARRAY['infected'::text, 'going'::text])))
);
CREATE INDEX file_owner ON files.file USING btree (owner, nth) WHERE (owner IS NOT NULL);
CREATE INDEX file_to_scan ON files.file USING btree (nth) WHERE ((state = ANY (ARRAY['quarantined'::text, 'infected'::text])) AND (key IS NOT NULL));
CREATE INDEX file_unattached ON files.file USING btree (taken_at) WHERE (owner IS NULL);
CREATE INDEX file_unattached_by ON files.file USING btree (taken_by) WHERE (owner IS NULL);
CREATE TRIGGER stays_attached BEFORE UPDATE OF owner ON files.file FOR EACH ROW WHEN (old.owner IS NOT NULL AND new.owner IS DISTINCT FROM old.owner) EXECUTE FUNCTION files.refuse_moving();

CREATE OR REPLACE FUNCTION files.refuse_moving()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION 'file % is attached and stays with its record', OLD.id USING ERRCODE = 'restrict_violation';
END $function$;

GRANT EXECUTE ON FUNCTION files.refuse_moving() TO PUBLIC;
GRANT USAGE ON SCHEMA files TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE files.file_nth_seq TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE files.file TO jauap_app;

-- journal
CREATE SCHEMA journal;

CREATE TABLE journal.leaf (
  id bigint NOT NULL DEFAULT platform.year_id(now(), nextval('journal.leaf_id_seq'::regclass)),
  act text NOT NULL,
  subject text NOT NULL,
  actor_kind text NOT NULL,
  actor_id bigint,
  post_id bigint,
  facts text NOT NULL,
  at timestamp(3) with time zone NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT leaf_pkey PRIMARY KEY (id)
) PARTITION BY RANGE (id);
CREATE INDEX leaf_subject ON ONLY journal.leaf USING btree (subject, id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON journal.leaf FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON journal.leaf FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE SEQUENCE journal.leaf_id_seq;

CREATE TABLE journal.root (
  size bigint NOT NULL,
  root bytea NOT NULL,
  peaks bytea[] NOT NULL,
  at timestamp(3) with time zone NOT NULL,
  key_id text NOT NULL,
  signature bytea NOT NULL,
  CONSTRAINT root_pkey PRIMARY KEY (size)
);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON journal.root FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON journal.root FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE journal.seal (
  position bigint NOT NULL,
  leaf_id bigint NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT seal_leaf UNIQUE (leaf_id)
) PARTITION BY RANGE (leaf_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON journal.seal FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON journal.seal FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE journal.unsealed (
  leaf_id bigint NOT NULL,
  CONSTRAINT unsealed_pkey PRIMARY KEY (leaf_id)
);

GRANT USAGE ON SCHEMA journal TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE journal.leaf_id_seq TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE journal.leaf TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE journal.root TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE journal.seal TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE journal.unsealed TO jauap_app;

-- notices
CREATE SCHEMA notices;

CREATE TABLE notices.arrival (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  channel text NOT NULL,
  name text NOT NULL,
  arrived_at timestamp with time zone NOT NULL,
  state text NOT NULL,
  reason text,
  owner text,
  sender bytea,
  sealed bytea,
  again_at timestamp with time zone,
  CONSTRAINT arrival_pkey PRIMARY KEY (id),
  CONSTRAINT arrival_channel_check CHECK (channel = ANY (ARRAY['email'::text, 'telegram'::text])),
  CONSTRAINT arrival_once UNIQUE (channel, name),
  CONSTRAINT arrival_sender_check CHECK (length(sender) = 32),
  CONSTRAINT arrival_state_check CHECK (state = ANY (ARRAY['taken'::text, 'threaded'::text, 'bounce'::text, 'refused'::text]))
);
CREATE INDEX arrival_again ON notices.arrival USING btree (id) WHERE ((again_at IS NOT NULL) AND (state = 'refused'::text));
CREATE INDEX arrival_refused ON notices.arrival USING btree (id) WHERE (state = 'refused'::text);
CREATE INDEX arrival_sender ON notices.arrival USING btree (sender, arrived_at) WHERE (sender IS NOT NULL);

CREATE TABLE notices.conversation (
  channel text NOT NULL,
  peer bytea NOT NULL,
  sealed bytea NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT conversation_pkey PRIMARY KEY (channel, peer),
  CONSTRAINT conversation_channel_check CHECK (channel = 'telegram'::text),
  CONSTRAINT conversation_peer_check CHECK (length(peer) = 32)
);
ALTER TABLE notices.conversation ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.conversation FORCE ROW LEVEL SECURITY;
CREATE POLICY program ON notices.conversation FOR ALL TO PUBLIC
  USING ((COALESCE(current_setting('jauap.kind'::text, true), ''::text) = 'system'::text));

CREATE TABLE notices.notice (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key text NOT NULL,
  owner text NOT NULL,
  code text NOT NULL,
  way_id bigint,
  account_id bigint,
  channel text NOT NULL,
  slots jsonb NOT NULL,
  path text NOT NULL,
  state text NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  error_code text,
  made_at timestamp with time zone NOT NULL,
  send_at timestamp with time zone NOT NULL,
  sent_at timestamp with time zone,
  sent_as text,
  CONSTRAINT notice_pkey PRIMARY KEY (id),
  CONSTRAINT notice_channel_check CHECK (channel = ANY (ARRAY['email'::text, 'sms'::text, 'telegram'::text, 'push'::text])),
  CONSTRAINT notice_check CHECK ((way_id IS NULL) <> (account_id IS NULL)),
  CONSTRAINT notice_key UNIQUE (key),
  CONSTRAINT notice_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'held'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'bounced'::text, 'stopped'::text])),
  CONSTRAINT notice_way_id_fkey FOREIGN KEY (way_id) REFERENCES notices.way(id)
);
CREATE INDEX notice_failed_lately ON notices.notice USING btree (made_at, id) WHERE (state = ANY (ARRAY['failed'::text, 'bounced'::text]));
CREATE INDEX notice_held ON notices.notice USING btree (send_at, account_id, id) WHERE (state = 'held'::text);
CREATE INDEX notice_owner ON notices.notice USING btree (owner, id);
CREATE INDEX notice_waiting ON notices.notice USING btree (send_at) WHERE (state = 'waiting'::text);
CREATE INDEX notice_way ON notices.notice USING btree (way_id, made_at) WHERE (way_id IS NOT NULL);
ALTER TABLE notices.notice ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.notice FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON notices.notice FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON notices.notice FOR UPDATE TO PUBLIC
  USING (notices.sees(owner));
CREATE POLICY seen ON notices.notice FOR SELECT TO PUBLIC
  USING (notices.sees(owner));

CREATE TABLE notices.push_subscription (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  endpoint text NOT NULL,
  p256dh text NOT NULL,
  auth text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT push_subscription_pkey PRIMARY KEY (id),
  CONSTRAINT push_endpoint UNIQUE (endpoint)
);
CREATE INDEX push_account ON notices.push_subscription USING btree (account_id);
ALTER TABLE notices.push_subscription ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.push_subscription FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notices.push_subscription FOR ALL TO PUBLIC
  USING (people.own(account_id));

CREATE TABLE notices.staff_way (
  account_id bigint NOT NULL,
  email boolean NOT NULL,
  push boolean NOT NULL,
  digest boolean NOT NULL,
  quiet_from integer NOT NULL,
  quiet_to integer NOT NULL,
  changed_at timestamp with time zone NOT NULL,
  CONSTRAINT staff_way_pkey PRIMARY KEY (account_id),
  CONSTRAINT staff_way_quiet_from_check CHECK (quiet_from >= 0 AND quiet_from <= 1439),
  CONSTRAINT staff_way_quiet_to_check CHECK (quiet_to >= 0 AND quiet_to <= 1439)
);
ALTER TABLE notices.staff_way ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.staff_way FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON notices.staff_way FOR ALL TO PUBLIC
  USING (people.own(account_id));

CREATE TABLE notices.way (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  owner text NOT NULL,
  channel text NOT NULL,
  address text NOT NULL,
  lang text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  stopped_at timestamp with time zone,
  bounced_at timestamp with time zone,
  bounce_code text,
  CONSTRAINT way_pkey PRIMARY KEY (id),
  CONSTRAINT way_channel_check CHECK (channel = ANY (ARRAY['email'::text, 'sms'::text, 'telegram'::text])),
  CONSTRAINT way_lang_check CHECK (lang = ANY (ARRAY['kk'::text, 'ru'::text, 'en'::text])),
  CONSTRAINT way_once UNIQUE (owner, channel, address),
  CONSTRAINT way_owner_check CHECK (owner ~ '^[a-z_]+:[0-9]+$'::text)
);
CREATE INDEX way_address ON notices.way USING btree (channel, address);
ALTER TABLE notices.way ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.way FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON notices.way FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY changed ON notices.way FOR UPDATE TO PUBLIC
  USING (notices.sees(owner));
CREATE POLICY seen ON notices.way FOR SELECT TO PUBLIC
  USING (notices.sees(owner));

CREATE TABLE notices.wish (
  owner text NOT NULL,
  channel text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT wish_pkey PRIMARY KEY (owner),
  CONSTRAINT wish_channel_check CHECK (channel = 'telegram'::text),
  CONSTRAINT wish_owner_check CHECK (owner ~ '^[a-z_]+:[0-9]+$'::text)
);
ALTER TABLE notices.wish ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.wish FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON notices.wish FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY seen ON notices.wish FOR SELECT TO PUBLIC
  USING (notices.sees(owner));

CREATE TABLE notices.wording (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  code text NOT NULL,
  subject_kk text NOT NULL,
  subject_ru text NOT NULL,
  subject_en text NOT NULL,
  text_kk text NOT NULL,
  text_ru text NOT NULL,
  text_en text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  made_by bigint,
  CONSTRAINT wording_pkey PRIMARY KEY (id)
);
CREATE INDEX wording_code ON notices.wording USING btree (code, id);

CREATE OR REPLACE FUNCTION notices.sees(owner text)
 RETURNS boolean
 LANGUAGE sql
 STABLE
AS $function$
  SELECT CASE split_part(owner, ':', 1)
    WHEN 'visit' THEN EXISTS (SELECT 1 FROM reception.visit v WHERE v.id = split_part(owner, ':', 2)::bigint)
    WHEN 'appeal' THEN platform.sees_all() OR EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = split_part(owner, ':', 2)::bigint)
    WHEN 'assignment' THEN platform.sees_all() OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = split_part(owner, ':', 2)::bigint)
    ELSE platform.sees_all() END $function$;

GRANT EXECUTE ON FUNCTION notices.sees(owner text) TO PUBLIC;
GRANT USAGE ON SCHEMA notices TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE notices.arrival_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE notices.notice_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE notices.push_subscription_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE notices.way_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE notices.wording_id_seq TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE notices.arrival TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE notices.conversation TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE notices.notice TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE notices.push_subscription TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE notices.staff_way TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE notices.way TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE notices.wish TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE notices.wording TO jauap_app;

-- people
CREATE SCHEMA people;

CREATE TABLE people.absence (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  deputy_id bigint,
  from_on date NOT NULL,
  to_on date NOT NULL,
  made_at timestamp with time zone NOT NULL,
  made_by bigint,
  ended_at timestamp with time zone,
  CONSTRAINT absence_pkey PRIMARY KEY (id),
  CONSTRAINT absence_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  CONSTRAINT absence_check CHECK (to_on >= from_on),
  CONSTRAINT absence_deputy_id_fkey FOREIGN KEY (deputy_id) REFERENCES people.account(id),
  CONSTRAINT deputy_is_another CHECK (deputy_id <> account_id)
);
CREATE INDEX absence_account ON people.absence USING btree (account_id, to_on);
CREATE INDEX absence_deputy ON people.absence USING btree (deputy_id, to_on);

CREATE TABLE people.account (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  login text NOT NULL,
  name text NOT NULL,
  lang text NOT NULL,
  search text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  closed_at timestamp with time zone,
  keys_over bigint[],
  CONSTRAINT account_pkey PRIMARY KEY (id),
  CONSTRAINT account_lang_check CHECK (lang = ANY (ARRAY['kk'::text, 'ru'::text, 'en'::text])),
  CONSTRAINT account_login UNIQUE (login),
  CONSTRAINT account_login_check CHECK (login = lower(login))
);
CREATE INDEX account_search ON people.account USING gin (search gin_trgm_ops);

CREATE TABLE people.invitation (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  token_hash bytea NOT NULL,
  made_at timestamp with time zone NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  spent_at timestamp with time zone,
  made_over bigint[],
  CONSTRAINT invitation_pkey PRIMARY KEY (id),
  CONSTRAINT invitation_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  CONSTRAINT invitation_token UNIQUE (token_hash),
  CONSTRAINT invitation_token_hash_check CHECK (length(token_hash) = 32)
);
CREATE INDEX invitation_account ON people.invitation USING btree (account_id) WHERE (spent_at IS NULL);

CREATE TABLE people.oidc_subject (
  issuer text NOT NULL,
  subject text NOT NULL,
  account_id bigint NOT NULL,
  CONSTRAINT oidc_subject_pkey PRIMARY KEY (issuer, subject),
  CONSTRAINT oidc_account UNIQUE (issuer, account_id),
  CONSTRAINT oidc_subject_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id)
);

CREATE TABLE people.passkey (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  credential_id text NOT NULL,
  public_key bytea NOT NULL,
  counter bigint NOT NULL,
  transports text[] NOT NULL,
  name text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  used_at timestamp with time zone,
  CONSTRAINT passkey_pkey PRIMARY KEY (id),
  CONSTRAINT passkey_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  CONSTRAINT passkey_credential UNIQUE (credential_id)
);
CREATE INDEX passkey_account ON people.passkey USING btree (account_id);
ALTER TABLE people.passkey ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.passkey FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON people.passkey FOR ALL TO PUBLIC
  USING (people.own(account_id));

CREATE TABLE people.password (
  account_id bigint NOT NULL,
  phc text NOT NULL,
  set_at timestamp with time zone NOT NULL,
  CONSTRAINT password_pkey PRIMARY KEY (account_id),
  CONSTRAINT password_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id)
);
ALTER TABLE people.password ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.password FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON people.password FOR ALL TO PUBLIC
  USING (people.own(account_id));

CREATE TABLE people.post (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  role text NOT NULL,
  from_on date NOT NULL,
  to_on date,
  ended_on date,
  CONSTRAINT post_pkey PRIMARY KEY (id),
  CONSTRAINT post_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  CONSTRAINT post_check CHECK (to_on >= from_on),
  CONSTRAINT post_role_fkey FOREIGN KEY (role) REFERENCES people.role(code),
  CONSTRAINT post_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES units.unit(id)
);
CREATE INDEX post_account ON people.post USING btree (account_id);
CREATE INDEX post_unit ON people.post USING btree (unit_id);

CREATE TABLE people.role (
  code text NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  unit_kind text NOT NULL,
  reaches_down boolean NOT NULL,
  abilities text[] NOT NULL,
  place integer NOT NULL,
  CONSTRAINT role_pkey PRIMARY KEY (code),
  CONSTRAINT role_code_check CHECK (code ~ '^[a-z][a-z_]{1,40}$'::text),
  CONSTRAINT role_unit_kind_check CHECK (unit_kind = ANY (ARRAY['branch'::text, 'body'::text, 'any'::text]))
);

CREATE TABLE people.session (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  account_id bigint NOT NULL,
  token_hash bytea NOT NULL,
  by_way text NOT NULL,
  user_agent text NOT NULL,
  remote text NOT NULL,
  started_at timestamp with time zone NOT NULL,
  seen_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  CONSTRAINT session_pkey PRIMARY KEY (id),
  CONSTRAINT session_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id),
  CONSTRAINT session_by_way_check CHECK (by_way = ANY (ARRAY['password'::text, 'totp'::text, 'passkey'::text, 'oidc'::text])),
  CONSTRAINT session_token UNIQUE (token_hash),
  CONSTRAINT session_token_hash_check CHECK (length(token_hash) = 32)
);
CREATE INDEX session_account ON people.session USING btree (account_id) WHERE (ended_at IS NULL);

CREATE TABLE people.sign_in_try (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  key bytea NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT sign_in_try_pkey PRIMARY KEY (id),
  CONSTRAINT sign_in_try_key_check CHECK (length(key) = 32)
);
CREATE INDEX sign_in_try_key ON people.sign_in_try USING btree (key, at);

CREATE TABLE people.spent_challenge (
  hash bytea NOT NULL,
  ends_at timestamp with time zone NOT NULL,
  CONSTRAINT spent_challenge_pkey PRIMARY KEY (hash),
  CONSTRAINT spent_challenge_hash_check CHECK (length(hash) = 32)
);

CREATE TABLE people.totp (
  account_id bigint NOT NULL,
  sealed bytea NOT NULL,
  started_at timestamp with time zone NOT NULL,
  confirmed_at timestamp with time zone,
  last_step bigint NOT NULL DEFAULT 0,
  CONSTRAINT totp_pkey PRIMARY KEY (account_id),
  CONSTRAINT totp_account_id_fkey FOREIGN KEY (account_id) REFERENCES people.account(id)
);
ALTER TABLE people.totp ENABLE ROW LEVEL SECURITY;
ALTER TABLE people.totp FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON people.totp FOR ALL TO PUBLIC
  USING (people.own(account_id));

CREATE OR REPLACE FUNCTION people.own(account_id bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT coalesce(current_setting('jauap.kind', true), '') = 'system'
         OR account_id = nullif(coalesce(nullif(current_setting('jauap.account', true), ''), '0')::bigint, 0) $function$;

GRANT EXECUTE ON FUNCTION people.own(account_id bigint) TO PUBLIC;
GRANT USAGE ON SCHEMA people TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE people.absence_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE people.account_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE people.invitation_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE people.passkey_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE people.post_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE people.session_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE people.sign_in_try_id_seq TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.absence TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.account TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.invitation TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.oidc_subject TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.passkey TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.password TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.post TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.role TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.session TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.sign_in_try TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.spent_challenge TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE people.totp TO jauap_app;

-- platform
CREATE SCHEMA platform;

CREATE TABLE platform.idempotency (
  key text NOT NULL,
  scope text NOT NULL,
  body_sha256 bytea NOT NULL,
  status integer NOT NULL,
  answer jsonb NOT NULL,
  made_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_pkey PRIMARY KEY (scope, key)
);
CREATE INDEX idempotency_made_at ON platform.idempotency USING btree (made_at);

CREATE TABLE platform.migration (
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at timestamp with time zone NOT NULL DEFAULT now(),
  CONSTRAINT migration_pkey PRIMARY KEY (name)
);

CREATE OR REPLACE FUNCTION platform.account()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT coalesce(nullif(current_setting('jauap.account', true), '')::bigint, 0) $function$;

CREATE OR REPLACE FUNCTION platform.add_jobs(specs json)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE spec json;
BEGIN
  FOR spec IN SELECT value FROM json_array_elements(specs) LOOP
    PERFORM graphile_worker.add_job(
      spec->>'task', spec->'payload',
      queue_name => spec->>'queue',
      run_at => (spec->>'runAt')::timestamptz,
      max_attempts => coalesce((spec->>'maxAttempts')::int, 25),
      job_key => spec->>'key');
  END LOOP;
END $function$;

CREATE OR REPLACE FUNCTION platform.hang_in(of regclass, part text, bounds text)
 RETURNS void
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE
  piece text := (SELECT format('%I.%I', n.nspname, part) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = of);
  once record;
BEGIN
  IF to_regclass(piece) IS NULL THEN EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)', piece, of); END IF;
  EXECUTE format('REVOKE ALL ON %s FROM jauap_app, jauap_open', piece);
  IF (SELECT relrowsecurity FROM pg_class WHERE oid = of) THEN
    EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', piece);
    EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', piece);
    EXECUTE format('CREATE POLICY kept ON %s USING ((SELECT platform.sees_all()) AND coalesce(current_setting(''jauap.kind'', true), '''') = ''system'')', piece);
  END IF;
  FOR once IN SELECT t.tgname, t.tgfoid::regproc AS calls FROM pg_trigger t WHERE t.tgrelid = of AND NOT t.tgisinternal AND t.tgtype & 33 = 32
    AND NOT EXISTS (SELECT 1 FROM pg_trigger o WHERE o.tgrelid = piece::regclass AND o.tgname = t.tgname) LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s()', once.tgname, piece, once.calls);
  END LOOP;
  -- a place in the order is given once; across years the sealer's own lock and the verifier see to it
  IF of::text = 'journal.seal' AND NOT EXISTS (SELECT 1 FROM pg_index WHERE indrelid = piece::regclass AND indisprimary) THEN EXECUTE format('ALTER TABLE %s ADD PRIMARY KEY (position)', piece); END IF;
  EXECUTE format('ALTER TABLE %s ATTACH PARTITION %s %s', of, piece, bounds);
END $function$;

CREATE OR REPLACE FUNCTION platform.has_year(of regclass, year integer)
 RETURNS boolean
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = of
    AND pg_get_expr(c.relpartbound, c.oid) = format('FOR VALUES FROM (''%s'') TO (''%s'')', year * 10000000000, (year + 1) * 10000000000))
$function$;

CREATE OR REPLACE FUNCTION platform.held()
 RETURNS bigint
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT coalesce(nullif(current_setting('jauap.held', true), '')::bigint, 0) $function$;

CREATE OR REPLACE FUNCTION platform.held_branches()
 RETURNS bigint[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT CASE WHEN platform.held_here() LIKE 'branches:%' THEN substr(platform.held_here(), 10)::bigint[] ELSE '{}'::bigint[] END $function$;

CREATE OR REPLACE FUNCTION platform.held_here()
 RETURNS text
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT coalesce(nullif(current_setting('jauap.held_here', true), ''), '-') $function$;

CREATE OR REPLACE FUNCTION platform.keep_years(of regclass)
 RETURNS integer
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO 'pg_catalog'
 SET lock_timeout TO '500ms'
AS $function$
  SELECT platform.make_years(of, ARRAY[y, y + 1]) FROM (SELECT extract(year FROM now() AT TIME ZONE 'Asia/Almaty')::int AS y) AS this
$function$;

CREATE OR REPLACE FUNCTION platform.kept_by_years()
 RETURNS TABLE(of regclass, key name, rest regclass)
 LANGUAGE sql
 STABLE
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT c.oid::regclass, a.attname, nullif(p.partdefid, 0)::regclass FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0] WHERE p.partstrat = 'r' AND n.nspname !~ '^(pg_|public$|graphile)' ORDER BY n.nspname, c.relname
$function$;

CREATE OR REPLACE FUNCTION platform.make_years(of regclass, years integer[])
 RETURNS integer
 LANGUAGE plpgsql
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE
  own text := (SELECT relname FROM pg_class WHERE oid = of);
  schema text := (SELECT relnamespace::regnamespace::text FROM pg_class WHERE oid = of);
  year_of name;
  rest regclass;
  waiting int[];
  wanted int;
  made int := 0;
  moved bigint;
  there bigint;
BEGIN
  -- what is not seen could not be moved
  IF NOT platform.sees_all() OR coalesce(current_setting('jauap.kind', true), '') <> 'system' THEN RAISE EXCEPTION 'partitions are made by the program itself'; END IF;
  PERFORM pg_advisory_xact_lock(7215060);
  SELECT k.key, k.rest INTO STRICT year_of, rest FROM platform.kept_by_years() k WHERE k.of = make_years.of;
  IF rest IS NOT NULL THEN EXECUTE format('SELECT array_agg(DISTINCT (%I / 10000000000)::int) FROM %s WHERE %1$I BETWEEN 19000000000000 AND 29999999999999', year_of, rest) INTO waiting; END IF;
  -- the rest steps aside whole, what it holds goes to its years, and nothing is ever deleted from a table that only grows
  IF waiting IS NOT NULL THEN
    EXECUTE format('ALTER TABLE %s DETACH PARTITION %s', of, rest);
    EXECUTE format('ALTER TABLE %s RENAME TO %I', rest, own || '_aside');
    rest := NULL;
  END IF;
  FOR wanted IN SELECT DISTINCT y FROM unnest(years || coalesce(waiting, '{}')) AS y WHERE y BETWEEN 1900 AND 2999 ORDER BY 1 LOOP
    CONTINUE WHEN platform.has_year(of, wanted);
    PERFORM platform.hang_in(of, own || '_' || wanted, format('FOR VALUES FROM (%s) TO (%s)', wanted * 10000000000, (wanted + 1) * 10000000000));
    made := made + 1;
  END LOOP;
  IF rest IS NULL THEN PERFORM platform.hang_in(of, own || '_rest', 'DEFAULT'); END IF;
  IF waiting IS NOT NULL THEN
    EXECUTE format('SELECT count(*) FROM %I.%I', schema, own || '_aside') INTO there;
    EXECUTE format('INSERT INTO %s SELECT * FROM %I.%I', of, schema, own || '_aside');
    GET DIAGNOSTICS moved = ROW_COUNT;
    IF moved <> there THEN RAISE EXCEPTION 'of % rows of % only % went to their years', there, of, moved; END IF;
    EXECUTE format('DROP TABLE %I.%I', schema, own || '_aside');
  END IF;
  RETURN made;
END $function$;

CREATE OR REPLACE FUNCTION platform.refuse_change()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  RAISE EXCEPTION '% on %.% is not allowed: append only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'JA001';
END $function$;

CREATE OR REPLACE FUNCTION platform.sees_all()
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT coalesce(current_setting('jauap.sight', true), '') = 'all' $function$;

CREATE OR REPLACE FUNCTION platform.sight()
 RETURNS bigint[]
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT CASE WHEN current_setting('jauap.sight', true) LIKE '{%' THEN current_setting('jauap.sight', true)::bigint[] ELSE '{}'::bigint[] END $function$;

CREATE OR REPLACE FUNCTION platform.waiting()
 RETURNS TABLE(what text, n bigint, oldest timestamp with time zone)
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
BEGIN
  -- every count stops at 10,000: whoever is that far behind need not know it exactly
  RETURN QUERY SELECT 'jobs_due', count(*), min(j.run_at) FROM (
    SELECT w.run_at FROM graphile_worker._private_jobs w WHERE w.locked_at IS NULL AND w.run_at <= now() AND w.attempts < w.max_attempts ORDER BY w.run_at LIMIT 10000) j;
  RETURN QUERY SELECT 'jobs_failing', count(*), min(j.created_at) FROM (
    SELECT w.created_at FROM graphile_worker._private_jobs w WHERE w.last_error IS NOT NULL AND w.attempts < w.max_attempts LIMIT 10000) j;
  RETURN QUERY SELECT 'jobs_given_up', count(*), min(j.created_at) FROM (
    SELECT w.created_at FROM graphile_worker._private_jobs w WHERE w.attempts >= w.max_attempts AND w.locked_at IS NULL LIMIT 10000) j;
  -- the queue's own clock: one job is due every minute
  RETURN QUERY SELECT 'timetable_stopped', CASE WHEN max(c.last_execution) < now() - interval '10 minutes' THEN 1::bigint ELSE 0::bigint END, max(c.last_execution) FROM graphile_worker._private_known_crontabs c;
  RETURN QUERY SELECT 'acts_unsealed', count(*), min(l.at) FROM (
    -- each looked up by itself: joined in their order, the leaves of all years would be read up to the newest
    SELECT f.at FROM (SELECT w.leaf_id FROM journal.unsealed w ORDER BY w.leaf_id LIMIT 10000) u CROSS JOIN LATERAL (SELECT x.at FROM journal.leaf x WHERE x.id = u.leaf_id OFFSET 0) f) l;
  RETURN QUERY SELECT 'matters_unindexed', count(*), NULL::timestamptz FROM (SELECT 1 FROM appeals.search_due LIMIT 10000) d;
  RETURN QUERY SELECT 'notices_due', count(*), min(d.send_at) FROM (
    SELECT t.send_at FROM notices.notice t WHERE t.state = 'waiting' AND t.send_at < now() - interval '5 minutes' LIMIT 10000) d;
  RETURN QUERY SELECT 'notices_failed', count(*), min(d.made_at) FROM (
    SELECT t.made_at FROM notices.notice t WHERE t.state = 'failed' AND t.made_at > now() - interval '24 hours' LIMIT 10000) d;
  RETURN QUERY SELECT 'files_unscanned', count(*), min(d.taken_at) FROM (SELECT f.taken_at FROM files.file f WHERE f.state = 'quarantined' LIMIT 10000) d;
  RETURN QUERY SELECT 'years_missing', platform.years_missing(), NULL::timestamptz;
END $function$;

CREATE OR REPLACE FUNCTION platform.year_id(at timestamp with time zone, nth bigint)
 RETURNS bigint
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ SELECT extract(year FROM at AT TIME ZONE 'Asia/Almaty')::bigint * 10000000000 + nth $function$;

CREATE OR REPLACE FUNCTION platform.years_missing()
 RETURNS bigint
 LANGUAGE plpgsql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
DECLARE
  one record;
  filled boolean;
  found bigint := 0;
BEGIN
  FOR one IN SELECT k.of, k.rest FROM platform.kept_by_years() k LOOP
    IF NOT platform.has_year(one.of, extract(year FROM now() AT TIME ZONE 'Asia/Almaty')::int + 1) THEN
      found := found + 1;
      CONTINUE;
    END IF;
    CONTINUE WHEN one.rest IS NULL;
    EXECUTE format('SELECT EXISTS (SELECT 1 FROM %s)', one.rest) INTO filled;
    IF filled THEN found := found + 1; END IF;
  END LOOP;
  RETURN found;
END $function$;

GRANT EXECUTE ON FUNCTION platform.account() TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.add_jobs(specs json) TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.has_year(of regclass, year integer) TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.held() TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.held_branches() TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.held_here() TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.keep_years(of regclass) TO jauap_app;
GRANT EXECUTE ON FUNCTION platform.kept_by_years() TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.refuse_change() TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.sees_all() TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.sight() TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.waiting() TO jauap_app;
GRANT EXECUTE ON FUNCTION platform.year_id(at timestamp with time zone, nth bigint) TO PUBLIC;
GRANT EXECUTE ON FUNCTION platform.years_missing() TO jauap_app;
GRANT USAGE ON SCHEMA platform TO jauap_app;
GRANT USAGE ON SCHEMA platform TO jauap_search;
GRANT DELETE, INSERT, SELECT ON TABLE platform.idempotency TO jauap_app;
GRANT SELECT ON TABLE platform.migration TO jauap_app;

-- reception
CREATE SCHEMA reception;

CREATE TABLE reception.arrival (
  device_id bigint NOT NULL,
  place integer NOT NULL,
  key text NOT NULL,
  body_sha256 bytea NOT NULL,
  what text NOT NULL,
  state text NOT NULL,
  body_sealed bytea,
  conflict text,
  conflict_facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  numbers text[] NOT NULL DEFAULT '{}'::text[],
  claim_hash bytea,
  quiet boolean NOT NULL DEFAULT false,
  visit_id bigint,
  told jsonb,
  answer json NOT NULL,
  taken_at timestamp with time zone NOT NULL,
  settled_at timestamp with time zone,
  settled_by bigint,
  settled_how text,
  settled_why text,
  branch_id bigint NOT NULL,
  CONSTRAINT arrival_pkey PRIMARY KEY (device_id, place),
  CONSTRAINT arrival_claim UNIQUE (claim_hash),
  CONSTRAINT arrival_device_id_fkey FOREIGN KEY (device_id) REFERENCES reception.device(id),
  CONSTRAINT arrival_key UNIQUE (key),
  CONSTRAINT arrival_settled_how_check CHECK (settled_how = ANY (ARRAY['as_it_is'::text, 'changed'::text, 'joined'::text, 'given_up'::text])),
  CONSTRAINT arrival_state_check CHECK (state = ANY (ARRAY['taken'::text, 'conflict'::text, 'settled'::text])),
  CONSTRAINT arrival_what_check CHECK (what = ANY (ARRAY['visit'::text, 'promise_put'::text, 'end'::text, 'unread'::text]))
);
CREATE INDEX arrival_conflict ON reception.arrival USING btree (branch_id, taken_at) WHERE (state = 'conflict'::text);
CREATE INDEX arrival_numbers ON reception.arrival USING gin (numbers);
ALTER TABLE reception.arrival ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.arrival FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.arrival FOR ALL TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (branch_id = ANY (( SELECT platform.sight() AS sight)::bigint[]))));

CREATE TABLE reception.block (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  device_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  series text NOT NULL,
  year integer NOT NULL,
  from_n integer NOT NULL,
  to_n integer NOT NULL,
  reserved_at timestamp with time zone NOT NULL,
  returned_at timestamp with time zone,
  CONSTRAINT block_pkey PRIMARY KEY (id),
  CONSTRAINT block_device_id_fkey FOREIGN KEY (device_id) REFERENCES reception.device(id),
  CONSTRAINT block_in_order CHECK (to_n >= from_n),
  CONSTRAINT block_series_check CHECK (series = ANY (ARRAY['appeal'::text, 'visit'::text]))
);
CREATE INDEX block_device ON reception.block USING btree (device_id, id);

CREATE TABLE reception.booking (
  id bigint NOT NULL DEFAULT nextval('reception.booking_id'::regclass),
  number text NOT NULL,
  branch_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  reception_id bigint,
  at_minute integer,
  wants_account bigint,
  wants_until date,
  state text NOT NULL,
  lang text NOT NULL,
  surname text NOT NULL,
  given text NOT NULL,
  patronymic text,
  phone text,
  email text,
  topic_code text,
  territory_code text,
  text text NOT NULL,
  video boolean NOT NULL DEFAULT false,
  room_hash bytea,
  secret_version integer NOT NULL DEFAULT 1,
  link_hash bytea NOT NULL,
  code_hash bytea NOT NULL,
  by_kind text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT booking_pkey PRIMARY KEY (id),
  CONSTRAINT booked_has_a_place CHECK (state <> 'booked'::text OR reception_id IS NOT NULL AND at_minute IS NOT NULL),
  CONSTRAINT booking_by_kind_check CHECK (by_kind = ANY (ARRAY['visitor'::text, 'staff'::text, 'system'::text])),
  CONSTRAINT booking_lang_check CHECK (lang = ANY (ARRAY['kk'::text, 'ru'::text, 'en'::text])),
  CONSTRAINT booking_link UNIQUE (link_hash),
  CONSTRAINT booking_number UNIQUE (number),
  CONSTRAINT booking_reception_id_fkey FOREIGN KEY (reception_id) REFERENCES reception.reception(id),
  CONSTRAINT booking_state_check CHECK (state = ANY (ARRAY['booked'::text, 'waiting'::text, 'cancelled'::text, 'came'::text, 'no_show'::text, 'expired'::text]))
);
CREATE INDEX booking_email ON reception.booking USING btree (lower(email)) WHERE ((email IS NOT NULL) AND (state = ANY (ARRAY['booked'::text, 'waiting'::text, 'no_show'::text])));
CREATE INDEX booking_open ON reception.booking USING btree (id) WHERE (state = ANY (ARRAY['booked'::text, 'waiting'::text]));
CREATE INDEX booking_phone ON reception.booking USING btree (phone) WHERE ((phone IS NOT NULL) AND (state = ANY (ARRAY['booked'::text, 'waiting'::text, 'no_show'::text])));
CREATE UNIQUE INDEX booking_place ON reception.booking USING btree (reception_id, at_minute) WHERE (state = 'booked'::text);
CREATE INDEX booking_reception ON reception.booking USING btree (reception_id, at_minute) WHERE (reception_id IS NOT NULL);
CREATE INDEX booking_waiting ON reception.booking USING btree (branch_id, wants_account, id) WHERE (state = 'waiting'::text);
ALTER TABLE reception.booking ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.booking FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON reception.booking FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY seen ON reception.booking FOR ALL TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (branch_id = ANY (( SELECT platform.sight() AS sight)::bigint[])) OR (unit_id = ANY (( SELECT platform.sight() AS sight)::bigint[])) OR (( SELECT platform.held_here() AS held_here) = ('booking:'::text || id))));

CREATE TABLE reception.booking_act (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  booking_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  act text NOT NULL,
  at timestamp with time zone NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT booking_act_pkey PRIMARY KEY (id),
  CONSTRAINT booking_act_act_check CHECK (act = ANY (ARRAY['book'::text, 'wait'::text, 'move'::text, 'fill'::text, 'cancel'::text, 'restore'::text, 'confirm'::text, 'remind'::text, 'come'::text, 'not_come'::text, 'expire'::text, 'displace'::text])),
  CONSTRAINT booking_act_booking_id_fkey FOREIGN KEY (booking_id) REFERENCES reception.booking(id)
);
CREATE INDEX booking_act_of ON reception.booking_act USING btree (booking_id, id);
ALTER TABLE reception.booking_act ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.booking_act FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON reception.booking_act FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY seen ON reception.booking_act FOR SELECT TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (EXISTS ( SELECT 1
   FROM reception.booking b
  WHERE (b.id = booking_act.booking_id)))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON reception.booking_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.booking_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE SEQUENCE reception.booking_id;

CREATE TABLE reception.counter (
  branch_id bigint NOT NULL,
  series text NOT NULL,
  year integer NOT NULL,
  last integer NOT NULL,
  CONSTRAINT counter_pkey PRIMARY KEY (branch_id, series, year),
  CONSTRAINT counter_series_check CHECK (series = ANY (ARRAY['booking'::text, 'visit'::text]))
) WITH (fillfactor=10);

CREATE TABLE reception.desk (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  branch_id bigint NOT NULL,
  label text NOT NULL,
  lane_ids bigint[] NOT NULL DEFAULT '{}'::bigint[],
  account_id bigint,
  sat_at timestamp with time zone,
  reception_id bigint,
  closed_at timestamp with time zone,
  CONSTRAINT desk_pkey PRIMARY KEY (id),
  CONSTRAINT desk_label UNIQUE (branch_id, label)
);
CREATE UNIQUE INDEX desk_one_seat ON reception.desk USING btree (account_id) WHERE (account_id IS NOT NULL);

CREATE TABLE reception.device (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  outing_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  account_id bigint NOT NULL,
  name text NOT NULL,
  token_hash bytea NOT NULL,
  installed_at timestamp with time zone NOT NULL,
  key text NOT NULL,
  sees_people boolean NOT NULL,
  seen_at timestamp with time zone,
  ended_at timestamp with time zone,
  revoked_at timestamp with time zone,
  revoked_by bigint,
  failing_key text,
  failing_tries integer NOT NULL DEFAULT 0,
  wiped_at timestamp with time zone,
  settled_at timestamp with time zone,
  CONSTRAINT device_pkey PRIMARY KEY (id),
  CONSTRAINT device_key UNIQUE (key),
  CONSTRAINT device_outing_id_fkey FOREIGN KEY (outing_id) REFERENCES reception.outing(id),
  CONSTRAINT device_token UNIQUE (token_hash)
);
CREATE INDEX device_outing ON reception.device USING btree (outing_id, id);
CREATE INDEX device_unsettled ON reception.device USING btree (revoked_at) WHERE ((settled_at IS NULL) AND (revoked_at IS NOT NULL));

CREATE TABLE reception.draft (
  visit_hash bytea NOT NULL,
  key text NOT NULL,
  fields jsonb NOT NULL DEFAULT '{}'::jsonb,
  sent_booking_id bigint,
  touched_at timestamp with time zone NOT NULL,
  CONSTRAINT draft_pkey PRIMARY KEY (visit_hash)
);
CREATE INDEX draft_touched_at ON reception.draft USING btree (touched_at);
ALTER TABLE reception.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.draft FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON reception.draft FOR ALL TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (visit_hash = decode(COALESCE(NULLIF(current_setting('jauap.visit'::text, true), ''::text), '00'::text), 'hex'::text))));

CREATE TABLE reception.duty (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  branch_id bigint NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  source text NOT NULL,
  source_on date,
  rhythm text NOT NULL,
  times integer NOT NULL DEFAULT 1,
  weekday integer,
  on_day_off text NOT NULL DEFAULT 'next'::text,
  from_minute integer,
  to_minute integer,
  place text,
  public boolean NOT NULL DEFAULT true,
  from_on date NOT NULL,
  to_on date,
  made_at timestamp with time zone NOT NULL,
  made_by bigint,
  ended_at timestamp with time zone,
  CONSTRAINT duty_pkey PRIMARY KEY (id),
  CONSTRAINT duty_from_minute_check CHECK (from_minute >= 0 AND from_minute <= 1440),
  CONSTRAINT duty_on_day_off_check CHECK (on_day_off = ANY (ARRAY['drop'::text, 'next'::text, 'before'::text])),
  CONSTRAINT duty_rhythm_check CHECK (rhythm = ANY (ARRAY['week'::text, 'month'::text, 'quarter'::text, 'weekday'::text])),
  CONSTRAINT duty_times_check CHECK (times >= 1 AND times <= 20),
  CONSTRAINT duty_to_minute_check CHECK (to_minute >= 0 AND to_minute <= 1440),
  CONSTRAINT duty_weekday_check CHECK (weekday >= 1 AND weekday <= 7),
  CONSTRAINT hours_in_order CHECK (to_minute > from_minute),
  CONSTRAINT weekday_is_named CHECK ((rhythm = 'weekday'::text) = (weekday IS NOT NULL))
);
CREATE INDEX duty_branch ON reception.duty USING btree (branch_id, id) WHERE (ended_at IS NULL);

CREATE TABLE reception.duty_person (
  duty_id bigint NOT NULL,
  account_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  from_on date NOT NULL,
  to_on date,
  CONSTRAINT duty_person_pkey PRIMARY KEY (duty_id, account_id, from_on),
  CONSTRAINT duty_person_duty_id_fkey FOREIGN KEY (duty_id) REFERENCES reception.duty(id)
);
CREATE INDEX duty_person_account ON reception.duty_person USING btree (account_id, duty_id);

CREATE TABLE reception.expected (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  duty_id bigint NOT NULL,
  account_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  public boolean NOT NULL,
  period_from date NOT NULL,
  period_to date NOT NULL,
  nth integer NOT NULL,
  opens_on date NOT NULL,
  due_on date NOT NULL,
  rule_version text NOT NULL,
  calendar_version text NOT NULL,
  reception_id bigint,
  by_deputy bigint,
  state text NOT NULL DEFAULT 'open'::text,
  why text,
  decided_at timestamp with time zone,
  CONSTRAINT expected_pkey PRIMARY KEY (id),
  CONSTRAINT expected_duty_id_fkey FOREIGN KEY (duty_id) REFERENCES reception.duty(id),
  CONSTRAINT expected_once UNIQUE (duty_id, account_id, period_from, nth),
  CONSTRAINT expected_state_check CHECK (state = ANY (ARRAY['open'::text, 'met'::text, 'empty'::text, 'missed'::text, 'excused'::text, 'dropped'::text])),
  CONSTRAINT expected_why_check CHECK (why = ANY (ARRAY['not_scheduled'::text, 'cancelled'::text, 'not_held'::text]))
);
CREATE INDEX expected_branch ON reception.expected USING btree (branch_id, due_on);
CREATE INDEX expected_open ON reception.expected USING btree (due_on, id) WHERE (state = 'open'::text);
CREATE INDEX expected_person ON reception.expected USING btree (account_id, due_on);
CREATE UNIQUE INDEX expected_reception ON reception.expected USING btree (reception_id, duty_id) WHERE (reception_id IS NOT NULL);

CREATE TABLE reception.expected_act (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  expected_id bigint NOT NULL,
  act text NOT NULL,
  at timestamp with time zone NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  due_before date,
  due_after date,
  state_after text NOT NULL,
  facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT expected_act_pkey PRIMARY KEY (id),
  CONSTRAINT expected_act_expected_id_fkey FOREIGN KEY (expected_id) REFERENCES reception.expected(id)
);
CREATE INDEX expected_act_of ON reception.expected_act USING btree (expected_id, id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON reception.expected_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.expected_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE reception.follow_try (
  key bytea NOT NULL,
  since timestamp with time zone NOT NULL,
  at timestamp with time zone[] NOT NULL DEFAULT '{}'::timestamp with time zone[],
  CONSTRAINT follow_try_pkey PRIMARY KEY (key)
);
CREATE INDEX follow_try_since ON reception.follow_try USING btree (since);

CREATE TABLE reception.intake (
  key text NOT NULL,
  body_sha256 bytea NOT NULL,
  record_id bigint NOT NULL,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT intake_pkey PRIMARY KEY (key)
);
CREATE INDEX intake_made_at ON reception.intake USING btree (made_at);

CREATE TABLE reception.lane (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  branch_id bigint NOT NULL,
  letter text NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  usual_minutes integer,
  for_receptions boolean NOT NULL DEFAULT false,
  place integer NOT NULL DEFAULT 1,
  closed_at timestamp with time zone,
  CONSTRAINT lane_pkey PRIMARY KEY (id),
  CONSTRAINT lane_letter UNIQUE (branch_id, letter),
  CONSTRAINT lane_letter_check CHECK (letter ~ '^[A-Z]$'::text),
  CONSTRAINT lane_usual_minutes_check CHECK (usual_minutes >= 1 AND usual_minutes <= 240)
);

CREATE TABLE reception.matter (
  id bigint NOT NULL DEFAULT nextval('reception.matter_id'::regclass),
  visit_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  nth integer NOT NULL,
  text text NOT NULL,
  topic_code text,
  outcome text,
  advice text,
  appeal_id bigint,
  appeal_number text,
  cause_number text,
  asked_at timestamp with time zone,
  verdict text,
  verdict_at timestamp with time zone,
  comment text,
  settled_at timestamp with time zone,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT matter_pkey PRIMARY KEY (id),
  CONSTRAINT advice_is_written CHECK (outcome IS DISTINCT FROM 'advised'::text OR advice IS NOT NULL),
  CONSTRAINT appeal_has_its_number CHECK (outcome IS NULL OR (outcome <> ALL (ARRAY['registered'::text, 'joined'::text])) OR appeal_number IS NOT NULL),
  CONSTRAINT matter_outcome_check CHECK (outcome = ANY (ARRAY['advised'::text, 'promised'::text, 'registered'::text, 'joined'::text])),
  CONSTRAINT matter_place UNIQUE (visit_id, nth),
  CONSTRAINT matter_verdict_check CHECK (verdict = ANY (ARRAY['solved'::text, 'partly'::text, 'not_solved'::text, 'silent'::text])),
  CONSTRAINT matter_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES reception.visit(id)
);
CREATE INDEX matter_appeal ON reception.matter USING btree (appeal_id) WHERE (appeal_id IS NOT NULL);
CREATE INDEX matter_silent ON reception.matter USING btree (asked_at, id) WHERE ((verdict IS NULL) AND (asked_at IS NOT NULL));
ALTER TABLE reception.matter ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.matter FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.matter FOR ALL TO PUBLIC
  USING (((( SELECT current_setting('jauap.kind'::text, true) AS current_setting) = 'system'::text) OR (EXISTS ( SELECT 1
   FROM reception.visit v
  WHERE (v.id = matter.visit_id)))));

CREATE SEQUENCE reception.matter_id;

CREATE TABLE reception.outing (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  branch_id bigint NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  territory_code text NOT NULL,
  address text,
  lat double precision,
  lon double precision,
  held_on date NOT NULL,
  from_minute integer NOT NULL,
  to_minute integer NOT NULL,
  announcement_kk text,
  announcement_ru text,
  announced_at timestamp with time zone,
  state text NOT NULL DEFAULT 'planned'::text,
  begun_at timestamp with time zone,
  closed_at timestamp with time zone,
  reason text,
  calendar_version text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  made_by bigint,
  CONSTRAINT outing_pkey PRIMARY KEY (id),
  CONSTRAINT hours_in_order CHECK (to_minute > from_minute),
  CONSTRAINT outing_state_check CHECK (state = ANY (ARRAY['planned'::text, 'under_way'::text, 'closed'::text, 'cancelled'::text]))
);
CREATE INDEX outing_announced ON reception.outing USING btree (held_on, id) WHERE ((announced_at IS NOT NULL) AND (state <> 'cancelled'::text));
CREATE INDEX outing_branch ON reception.outing USING btree (branch_id, held_on, id);
CREATE INDEX outing_place ON reception.outing USING btree (territory_code, held_on);

CREATE TABLE reception.outing_act (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  outing_id bigint NOT NULL,
  act text NOT NULL,
  at timestamp with time zone NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT outing_act_pkey PRIMARY KEY (id),
  CONSTRAINT outing_act_outing_id_fkey FOREIGN KEY (outing_id) REFERENCES reception.outing(id)
);
CREATE INDEX outing_act_of ON reception.outing_act USING btree (outing_id, id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON reception.outing_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.outing_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE reception.outing_person (
  outing_id bigint NOT NULL,
  account_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  part text NOT NULL,
  CONSTRAINT outing_person_pkey PRIMARY KEY (outing_id, account_id),
  CONSTRAINT outing_person_outing_id_fkey FOREIGN KEY (outing_id) REFERENCES reception.outing(id),
  CONSTRAINT outing_person_part_check CHECK (part = ANY (ARRAY['official'::text, 'clerk'::text]))
);

CREATE TABLE reception.paper (
  device_id bigint NOT NULL,
  key text NOT NULL,
  name text NOT NULL,
  bytes integer NOT NULL,
  sha256 text NOT NULL,
  arrived integer NOT NULL DEFAULT 0,
  file_id bigint,
  refused text,
  made_at timestamp with time zone NOT NULL,
  CONSTRAINT paper_pkey PRIMARY KEY (device_id, key),
  CONSTRAINT paper_bytes_check CHECK (bytes >= 1 AND bytes <= 20971520),
  CONSTRAINT paper_device_id_fkey FOREIGN KEY (device_id) REFERENCES reception.device(id)
);
CREATE INDEX paper_made_at ON reception.paper USING btree (made_at);
ALTER TABLE reception.paper ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.paper FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.paper FOR ALL TO PUBLIC
  USING ((( SELECT current_setting('jauap.kind'::text, true) AS current_setting) = 'system'::text));

CREATE TABLE reception.paper_piece (
  device_id bigint NOT NULL,
  key text NOT NULL,
  from_byte integer NOT NULL,
  body bytea NOT NULL,
  CONSTRAINT paper_piece_pkey PRIMARY KEY (device_id, key, from_byte),
  CONSTRAINT paper_piece_device_id_key_fkey FOREIGN KEY (device_id, key) REFERENCES reception.paper(device_id, key) ON DELETE CASCADE
);
ALTER TABLE reception.paper_piece ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.paper_piece FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.paper_piece FOR ALL TO PUBLIC
  USING ((( SELECT current_setting('jauap.kind'::text, true) AS current_setting) = 'system'::text));

CREATE TABLE reception.priority (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  branch_id bigint NOT NULL,
  code text NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  source text NOT NULL,
  after_others integer NOT NULL DEFAULT 0,
  closed_at timestamp with time zone,
  CONSTRAINT priority_pkey PRIMARY KEY (id),
  CONSTRAINT priority_after_others_check CHECK (after_others >= 0 AND after_others <= 20),
  CONSTRAINT priority_code UNIQUE (branch_id, code),
  CONSTRAINT priority_code_check CHECK (code ~ '^[a-z_]+$'::text)
);

CREATE TABLE reception.promise (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  matter_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  account_id bigint NOT NULL,
  assignment_id bigint NOT NULL,
  text text NOT NULL,
  executor_unit bigint NOT NULL,
  executor_account bigint,
  due_on date NOT NULL,
  original_due_on date NOT NULL,
  given_on date NOT NULL,
  calendar_version text NOT NULL,
  given_at timestamp with time zone NOT NULL,
  read_back_at timestamp with time zone,
  open boolean NOT NULL DEFAULT true,
  ended_at timestamp with time zone,
  kept boolean,
  CONSTRAINT promise_pkey PRIMARY KEY (id),
  CONSTRAINT promise_assignment UNIQUE (assignment_id),
  CONSTRAINT promise_matter_id_fkey FOREIGN KEY (matter_id) REFERENCES reception.matter(id)
);
CREATE INDEX promise_late ON reception.promise USING btree (branch_id, due_on) WHERE open;
CREATE INDEX promise_matter ON reception.promise USING btree (matter_id);
CREATE INDEX promise_open ON reception.promise USING btree (account_id, due_on) WHERE open;
ALTER TABLE reception.promise ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.promise FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON reception.promise FOR ALL TO PUBLIC
  USING (((( SELECT current_setting('jauap.kind'::text, true) AS current_setting) = 'system'::text) OR (( SELECT platform.account() AS account) = account_id) OR (EXISTS ( SELECT 1
   FROM reception.matter m
  WHERE (m.id = promise.matter_id)))));

CREATE TABLE reception.promise_put (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  promise_id bigint NOT NULL,
  reception_id bigint NOT NULL,
  at timestamp with time zone NOT NULL,
  by_account bigint,
  said text,
  CONSTRAINT promise_put_pkey PRIMARY KEY (id),
  CONSTRAINT promise_put_once UNIQUE (promise_id, reception_id),
  CONSTRAINT promise_put_promise_id_fkey FOREIGN KEY (promise_id) REFERENCES reception.promise(id)
);
ALTER TABLE reception.promise_put ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.promise_put FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON reception.promise_put FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY seen ON reception.promise_put FOR SELECT TO PUBLIC
  USING (((( SELECT current_setting('jauap.kind'::text, true) AS current_setting) = 'system'::text) OR (EXISTS ( SELECT 1
   FROM reception.promise p
  WHERE (p.id = promise_put.promise_id)))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON reception.promise_put FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.promise_put FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE reception.reception (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  branch_id bigint NOT NULL,
  account_id bigint NOT NULL,
  unit_id bigint NOT NULL,
  kind text NOT NULL,
  place text,
  held_on date NOT NULL,
  from_minute integer NOT NULL,
  to_minute integer NOT NULL,
  break_from integer,
  break_to integer,
  slot_minutes integer,
  topic_codes text[] NOT NULL DEFAULT '{}'::text[],
  public boolean NOT NULL DEFAULT true,
  outing_id bigint,
  state text NOT NULL DEFAULT 'planned'::text,
  held_by bigint,
  begun_at timestamp with time zone,
  ended_at timestamp with time zone,
  received integer NOT NULL DEFAULT 0,
  reason text,
  calendar_version text NOT NULL,
  made_at timestamp with time zone NOT NULL,
  made_by bigint,
  CONSTRAINT reception_pkey PRIMARY KEY (id),
  CONSTRAINT break_inside CHECK ((break_from IS NULL) = (break_to IS NULL) AND (break_from IS NULL OR break_from >= from_minute AND break_to <= to_minute AND break_to > break_from)),
  CONSTRAINT hours_in_order CHECK (to_minute > from_minute),
  CONSTRAINT reception_from_minute_check CHECK (from_minute >= 0 AND from_minute <= 1440),
  CONSTRAINT reception_kind_check CHECK (kind = ANY (ARRAY['personal'::text, 'open'::text, 'video'::text, 'outing'::text])),
  CONSTRAINT reception_slot_minutes_check CHECK (slot_minutes >= 5 AND slot_minutes <= 120),
  CONSTRAINT reception_state_check CHECK (state = ANY (ARRAY['planned'::text, 'under_way'::text, 'held'::text, 'missed'::text, 'cancelled'::text])),
  CONSTRAINT reception_to_minute_check CHECK (to_minute >= 0 AND to_minute <= 1440)
);
CREATE INDEX reception_branch ON reception.reception USING btree (branch_id, held_on, from_minute, id);
CREATE INDEX reception_outing ON reception.reception USING btree (outing_id, id) WHERE (outing_id IS NOT NULL);
CREATE INDEX reception_person ON reception.reception USING btree (account_id, held_on);
CREATE INDEX reception_unheld ON reception.reception USING btree (held_on) WHERE (state = ANY (ARRAY['planned'::text, 'under_way'::text]));

CREATE TABLE reception.reception_act (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  reception_id bigint NOT NULL,
  act text NOT NULL,
  at timestamp with time zone NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT reception_act_pkey PRIMARY KEY (id),
  CONSTRAINT reception_act_reception_id_fkey FOREIGN KEY (reception_id) REFERENCES reception.reception(id)
);
CREATE INDEX reception_act_of ON reception.reception_act USING btree (reception_id, id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON reception.reception_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.reception_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE reception.screen (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  branch_id bigint NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  token_hash bytea NOT NULL,
  made_at timestamp with time zone NOT NULL,
  made_by bigint,
  seen_at timestamp with time zone,
  revoked_at timestamp with time zone,
  CONSTRAINT screen_pkey PRIMARY KEY (id),
  CONSTRAINT screen_kind_check CHECK (kind = ANY (ARRAY['display'::text, 'kiosk'::text])),
  CONSTRAINT screen_token UNIQUE (token_hash)
);
CREATE INDEX screen_branch ON reception.screen USING btree (branch_id, id) WHERE (revoked_at IS NULL);

CREATE TABLE reception.slot (
  reception_id bigint NOT NULL,
  at_minute integer NOT NULL,
  minutes integer NOT NULL,
  booking_id bigint,
  closed boolean NOT NULL DEFAULT false,
  CONSTRAINT slot_pkey PRIMARY KEY (reception_id, at_minute),
  CONSTRAINT closed_is_free CHECK (NOT closed OR booking_id IS NULL),
  CONSTRAINT slot_booking UNIQUE (booking_id),
  CONSTRAINT slot_reception_id_fkey FOREIGN KEY (reception_id) REFERENCES reception.reception(id)
) WITH (fillfactor=70);

CREATE TABLE reception.ticket (
  id bigint NOT NULL DEFAULT nextval('reception.ticket_id'::regclass),
  branch_id bigint NOT NULL,
  on_day date NOT NULL,
  label text NOT NULL,
  lane_id bigint NOT NULL,
  reception_id bigint,
  booking_id bigint,
  priority_id bigint,
  name text,
  lang text NOT NULL,
  state text NOT NULL DEFAULT 'waiting'::text,
  order_at timestamp with time zone NOT NULL,
  made_at timestamp with time zone NOT NULL,
  booked_at timestamp with time zone,
  waits_since timestamp with time zone NOT NULL,
  by_kind text NOT NULL,
  door text NOT NULL,
  desk_id bigint,
  account_id bigint,
  invited_at timestamp with time zone,
  invitations integer NOT NULL DEFAULT 0,
  began_at timestamp with time zone,
  ended_at timestamp with time zone,
  visit_id bigint,
  estimate_minutes integer,
  screen_id bigint,
  link_hash bytea NOT NULL,
  CONSTRAINT ticket_pkey PRIMARY KEY (id),
  CONSTRAINT ticket_door_check CHECK (door = ANY (ARRAY['kiosk'::text, 'desk'::text, 'phone'::text])),
  CONSTRAINT ticket_label UNIQUE (branch_id, on_day, label),
  CONSTRAINT ticket_lang_check CHECK (lang = ANY (ARRAY['kk'::text, 'ru'::text, 'en'::text])),
  CONSTRAINT ticket_link UNIQUE (link_hash),
  CONSTRAINT ticket_state_check CHECK (state = ANY (ARRAY['waiting'::text, 'invited'::text, 'serving'::text, 'held'::text, 'left'::text, 'finished'::text]))
) WITH (fillfactor=70);
CREATE INDEX ticket_day ON reception.ticket USING btree (branch_id, on_day);
CREATE INDEX ticket_kiosk ON reception.ticket USING btree (screen_id, made_at) WHERE (screen_id IS NOT NULL);
CREATE INDEX ticket_lately ON reception.ticket USING btree (lane_id, ended_at) WHERE ((state = 'finished'::text) AND (ended_at IS NOT NULL));
CREATE INDEX ticket_open ON reception.ticket USING btree (on_day) WHERE (state = ANY (ARRAY['waiting'::text, 'invited'::text, 'serving'::text, 'held'::text]));
CREATE INDEX ticket_room ON reception.ticket USING btree (branch_id, on_day, order_at, id) WHERE (state = ANY (ARRAY['waiting'::text, 'invited'::text, 'serving'::text, 'held'::text]));
CREATE INDEX ticket_visit ON reception.ticket USING btree (visit_id) WHERE (visit_id IS NOT NULL);
ALTER TABLE reception.ticket ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.ticket FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON reception.ticket FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY seen ON reception.ticket FOR ALL TO PUBLIC
  USING ((( SELECT platform.sees_all() AS sees_all) OR (branch_id = ANY (( SELECT platform.sight() AS sight)::bigint[])) OR ((( SELECT platform.held_here() AS held_here) = ('ticket:'::text || id)) OR (( SELECT platform.held_here() AS held_here) = ('branch:'::text || branch_id))) OR (branch_id = ANY (( SELECT platform.held_branches() AS held_branches)::bigint[]))));

CREATE TABLE reception.ticket_act (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  ticket_id bigint NOT NULL,
  branch_id bigint NOT NULL,
  act text NOT NULL,
  at timestamp with time zone NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  desk_id bigint,
  state_after text NOT NULL,
  CONSTRAINT ticket_act_pkey PRIMARY KEY (id),
  CONSTRAINT ticket_act_act_check CHECK (act = ANY (ARRAY['take'::text, 'invite'::text, 'begin'::text, 'hold'::text, 'return'::text, 'leave'::text, 'finish'::text, 'undo'::text])),
  CONSTRAINT ticket_act_ticket_id_fkey FOREIGN KEY (ticket_id) REFERENCES reception.ticket(id)
);
CREATE INDEX ticket_act_of ON reception.ticket_act USING btree (ticket_id, id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON reception.ticket_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.ticket_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE reception.ticket_counter (
  branch_id bigint NOT NULL,
  lane_id bigint NOT NULL,
  on_day date NOT NULL,
  last integer NOT NULL,
  CONSTRAINT ticket_counter_pkey PRIMARY KEY (branch_id, lane_id, on_day)
) WITH (fillfactor=10);

CREATE SEQUENCE reception.ticket_id;

CREATE TABLE reception.unused_number (
  branch_id bigint NOT NULL,
  series text NOT NULL,
  year integer NOT NULL,
  n integer NOT NULL,
  number text NOT NULL,
  block_id bigint NOT NULL,
  reason text NOT NULL,
  at timestamp with time zone NOT NULL,
  CONSTRAINT unused_number_pkey PRIMARY KEY (branch_id, series, year, n),
  CONSTRAINT unused_number_reason_check CHECK (reason = ANY (ARRAY['not_used'::text, 'device_lost'::text, 'given_up'::text]))
);
CREATE INDEX unused_number_block ON reception.unused_number USING btree (block_id);
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON reception.unused_number FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.unused_number FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE TABLE reception.visit (
  id bigint NOT NULL DEFAULT nextval('reception.visit_id'::regclass),
  number text NOT NULL,
  branch_id bigint NOT NULL,
  reception_id bigint,
  outing_id bigint,
  ticket_id bigint,
  booking_id bigint,
  account_id bigint,
  unit_id bigint NOT NULL,
  clerk_id bigint,
  lang text NOT NULL,
  surname text,
  given text,
  patronymic text,
  phone text,
  email text,
  address text,
  territory_code text,
  iin_sealed bytea,
  iin_hash bytea,
  search text NOT NULL DEFAULT ''::text,
  quiet boolean NOT NULL DEFAULT false,
  let_in bigint[] NOT NULL DEFAULT '{}'::bigint[],
  state text NOT NULL DEFAULT 'begun'::text,
  began_at timestamp with time zone NOT NULL,
  ended_at timestamp with time zone,
  held_on date NOT NULL,
  secret_version integer NOT NULL DEFAULT 1,
  link_hash bytea NOT NULL,
  code_hash bytea NOT NULL,
  seen_by bigint[] NOT NULL,
  CONSTRAINT visit_pkey PRIMARY KEY (id),
  CONSTRAINT visit_lang_check CHECK (lang = ANY (ARRAY['kk'::text, 'ru'::text, 'en'::text])),
  CONSTRAINT visit_link UNIQUE (link_hash),
  CONSTRAINT visit_number UNIQUE (number),
  CONSTRAINT visit_reception_id_fkey FOREIGN KEY (reception_id) REFERENCES reception.reception(id),
  CONSTRAINT visit_state_check CHECK (state = ANY (ARRAY['begun'::text, 'finished'::text, 'left'::text]))
);
CREATE INDEX visit_day ON reception.visit USING btree (branch_id, held_on, id);
CREATE INDEX visit_iin ON reception.visit USING btree (iin_hash, id) WHERE (iin_hash IS NOT NULL);
CREATE INDEX visit_official ON reception.visit USING btree (account_id, held_on) WHERE (account_id IS NOT NULL);
CREATE INDEX visit_open ON reception.visit USING btree (branch_id, held_on) WHERE (state = 'begun'::text);
CREATE INDEX visit_outing ON reception.visit USING btree (outing_id, id) WHERE (outing_id IS NOT NULL);
CREATE INDEX visit_phone ON reception.visit USING btree (phone, id) WHERE (phone IS NOT NULL);
CREATE INDEX visit_reception ON reception.visit USING btree (reception_id, id) WHERE (reception_id IS NOT NULL);
CREATE INDEX visit_search ON reception.visit USING gin (search gin_trgm_ops) WITH (fastupdate='on');
ALTER TABLE reception.visit ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.visit FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON reception.visit FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY searched ON reception.visit FOR SELECT TO jauap_search
  USING (true);
CREATE POLICY seen ON reception.visit FOR ALL TO PUBLIC
  USING (((( SELECT current_setting('jauap.kind'::text, true) AS current_setting) = 'system'::text) OR ((NOT quiet) AND (( SELECT platform.sees_all() AS sees_all) OR (seen_by && ( SELECT platform.sight() AS sight)))) OR ((( SELECT platform.account() AS account) = account_id) OR (( SELECT platform.account() AS account) = clerk_id)) OR (quiet AND ((( SELECT platform.account() AS account) = ANY (let_in)) OR reception.quiet_here(branch_id))) OR (( SELECT platform.held_here() AS held_here) = ('visit:'::text || id))));

CREATE TABLE reception.visit_act (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  visit_id bigint NOT NULL,
  act text NOT NULL,
  at timestamp with time zone NOT NULL,
  by_kind text NOT NULL,
  by_account bigint,
  facts jsonb NOT NULL DEFAULT '{}'::jsonb,
  CONSTRAINT visit_act_pkey PRIMARY KEY (id),
  CONSTRAINT visit_act_visit_id_fkey FOREIGN KEY (visit_id) REFERENCES reception.visit(id)
);
CREATE INDEX visit_act_of ON reception.visit_act USING btree (visit_id, id);
ALTER TABLE reception.visit_act ENABLE ROW LEVEL SECURITY;
ALTER TABLE reception.visit_act FORCE ROW LEVEL SECURITY;
CREATE POLICY added ON reception.visit_act FOR INSERT TO PUBLIC
  WITH CHECK (true);
CREATE POLICY seen ON reception.visit_act FOR SELECT TO PUBLIC
  USING (((( SELECT current_setting('jauap.kind'::text, true) AS current_setting) = 'system'::text) OR (EXISTS ( SELECT 1
   FROM reception.visit v
  WHERE (v.id = visit_act.visit_id)))));
CREATE TRIGGER append_only BEFORE DELETE OR UPDATE ON reception.visit_act FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON reception.visit_act FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();

CREATE SEQUENCE reception.visit_id;

CREATE OR REPLACE FUNCTION reception.find_visitors(part text, others text[], at_most integer)
 RETURNS TABLE(visit_id bigint)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO 'pg_catalog'
AS $function$
  SELECT v.id FROM reception.visit v
  WHERE v.search LIKE part AND v.search LIKE ALL (others) AND NOT v.quiet AND (platform.sees_all() OR v.seen_by && platform.sight())
  ORDER BY v.id DESC LIMIT least(at_most, 100)
$function$;
ALTER FUNCTION reception.find_visitors(part text, others text[], at_most integer) OWNER TO jauap_search;

CREATE OR REPLACE FUNCTION reception.quiet_here(branch bigint)
 RETURNS boolean
 LANGUAGE sql
 STABLE PARALLEL SAFE
AS $function$ SELECT CASE coalesce(current_setting('jauap.quiet', true), '') WHEN '' THEN false WHEN 'all' THEN true ELSE branch = ANY (current_setting('jauap.quiet', true)::bigint[]) END $function$;

GRANT EXECUTE ON FUNCTION reception.find_visitors(part text, others text[], at_most integer) TO jauap_app;
GRANT EXECUTE ON FUNCTION reception.quiet_here(branch bigint) TO PUBLIC;
GRANT USAGE ON SCHEMA reception TO jauap_app;
GRANT USAGE ON SCHEMA reception TO jauap_search;
GRANT SELECT, USAGE ON SEQUENCE reception.block_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.booking_act_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.booking_id TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.desk_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.device_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.duty_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.expected_act_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.expected_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.lane_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.matter_id TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.outing_act_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.outing_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.priority_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.promise_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.promise_put_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.reception_act_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.reception_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.screen_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.ticket_act_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.ticket_id TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.visit_act_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE reception.visit_id TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.arrival TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.block TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.booking TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.booking_act TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.counter TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.desk TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.device TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.draft TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.duty TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.duty_person TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.expected TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.expected_act TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.follow_try TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.intake TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.lane TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.matter TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.outing TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.outing_act TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.outing_person TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.paper TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.paper_piece TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.priority TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.promise TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.promise_put TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.reception TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.reception_act TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.screen TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.slot TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.ticket TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.ticket_act TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.ticket_counter TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.unused_number TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.visit TO jauap_app;
GRANT SELECT ON TABLE reception.visit TO jauap_search;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE reception.visit_act TO jauap_app;

-- recognition
CREATE SCHEMA recognition;

CREATE TABLE recognition.learner (
  one boolean NOT NULL DEFAULT true,
  lesson bigint NOT NULL DEFAULT 0,
  since bigint NOT NULL DEFAULT 0,
  learned bigint NOT NULL DEFAULT 0,
  on_day date,
  recent uuid[] NOT NULL DEFAULT '{}'::uuid[],
  CONSTRAINT learner_pkey PRIMARY KEY (one),
  CONSTRAINT learner_one_check CHECK (one)
);

CREATE TABLE recognition.weight (
  mark integer NOT NULL,
  topic_code text NOT NULL,
  weight real NOT NULL,
  lesson bigint NOT NULL,
  on_day date NOT NULL,
  CONSTRAINT weight_pkey PRIMARY KEY (mark, topic_code)
);
CREATE INDEX weight_lesson ON recognition.weight USING btree (lesson);

GRANT USAGE ON SCHEMA recognition TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE recognition.learner TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE recognition.weight TO jauap_app;

-- units
CREATE SCHEMA units;

CREATE TABLE units.competence (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  topic_code text NOT NULL,
  territory_code text NOT NULL,
  unit_id bigint NOT NULL,
  from_on date NOT NULL,
  to_on date,
  CONSTRAINT competence_pkey PRIMARY KEY (id),
  CONSTRAINT competence_check CHECK (to_on >= from_on),
  CONSTRAINT competence_territory_code_fkey FOREIGN KEY (territory_code) REFERENCES units.territory(code),
  CONSTRAINT competence_topic_code_fkey FOREIGN KEY (topic_code) REFERENCES units.topic(code),
  CONSTRAINT competence_unit_id_fkey FOREIGN KEY (unit_id) REFERENCES units.unit(id)
);
CREATE UNIQUE INDEX competence_current ON units.competence USING btree (topic_code, territory_code) WHERE (to_on IS NULL);
CREATE INDEX competence_unit ON units.competence USING btree (unit_id) WHERE (to_on IS NULL);

CREATE TABLE units.places_version (
  one boolean NOT NULL DEFAULT true,
  version bigint NOT NULL DEFAULT 0,
  CONSTRAINT places_version_pkey PRIMARY KEY (one),
  CONSTRAINT places_version_one_check CHECK (one)
);

CREATE TABLE units.territory (
  code text NOT NULL,
  parent_code text,
  level integer NOT NULL,
  kind text NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  path text[] NOT NULL,
  search text NOT NULL,
  gone_on date,
  CONSTRAINT territory_pkey PRIMARY KEY (code),
  CONSTRAINT territory_code_check CHECK (code ~ '^[0-9]{9}$'::text),
  CONSTRAINT territory_level_check CHECK (level >= 0 AND level <= 4),
  CONSTRAINT territory_parent_code_fkey FOREIGN KEY (parent_code) REFERENCES units.territory(code)
);
CREATE INDEX territory_parent ON units.territory USING btree (parent_code);
CREATE INDEX territory_search ON units.territory USING gin (search gin_trgm_ops);
CREATE TRIGGER places_version AFTER INSERT OR DELETE OR UPDATE OR TRUNCATE ON units.territory FOR EACH STATEMENT EXECUTE FUNCTION units.count_places_version();

CREATE TABLE units.topic (
  code text NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  place integer NOT NULL,
  active boolean NOT NULL DEFAULT true,
  CONSTRAINT topic_pkey PRIMARY KEY (code)
);

CREATE TABLE units.unit (
  id bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  level text NOT NULL,
  code text NOT NULL,
  parent_id bigint,
  path bigint[] NOT NULL DEFAULT '{}'::bigint[],
  territory_code text NOT NULL,
  name_kk text NOT NULL,
  name_ru text NOT NULL,
  name_en text NOT NULL,
  address text,
  phone text,
  profile text NOT NULL DEFAULT 'internal'::text,
  calendar text NOT NULL DEFAULT 'kz5'::text,
  closing_minute integer NOT NULL DEFAULT 1110,
  opened_on date NOT NULL DEFAULT '2020-01-01'::date,
  closed_on date,
  CONSTRAINT unit_pkey PRIMARY KEY (id),
  CONSTRAINT unit_closing_minute_check CHECK (closing_minute >= 0 AND closing_minute <= 1440),
  CONSTRAINT unit_code UNIQUE (code),
  CONSTRAINT unit_code_check CHECK (code ~ '^[A-Z0-9]{2,10}$'::text),
  CONSTRAINT unit_kind_check CHECK (kind = ANY (ARRAY['branch'::text, 'body'::text])),
  CONSTRAINT unit_level_check CHECK (level = ANY (ARRAY['central'::text, 'region'::text, 'district'::text, 'primary'::text])),
  CONSTRAINT unit_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES units.unit(id),
  CONSTRAINT unit_profile_check CHECK (profile = ANY (ARRAY['internal'::text, 'appk'::text])),
  CONSTRAINT unit_territory_code_fkey FOREIGN KEY (territory_code) REFERENCES units.territory(code)
);
CREATE INDEX unit_parent ON units.unit USING btree (parent_id);
CREATE INDEX unit_path ON units.unit USING gin (path);
CREATE INDEX unit_territory ON units.unit USING btree (territory_code, kind);

CREATE OR REPLACE FUNCTION units.count_places_version()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
BEGIN
  UPDATE units.places_version SET version = version + 1;
  RETURN NULL;
END $function$;

GRANT EXECUTE ON FUNCTION units.count_places_version() TO PUBLIC;
GRANT USAGE ON SCHEMA units TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE units.competence_id_seq TO jauap_app;
GRANT SELECT, USAGE ON SEQUENCE units.unit_id_seq TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE units.competence TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE units.places_version TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE units.territory TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE units.topic TO jauap_app;
GRANT DELETE, INSERT, SELECT, UPDATE ON TABLE units.unit TO jauap_app;
