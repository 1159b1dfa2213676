-- What the staff search in: a row a matter, written a moment after the act that changed it.
-- No foreign key: its share lock would wait for whoever is acting on the matter at that moment.
CREATE TABLE appeals.search (
  appeal_id bigint PRIMARY KEY,
  -- stems of names, address, text and answers; behind a § stand number, telephone, and what scopes and filters ask: one index answers all of it together
  document tsvector NOT NULL,
  registered_on date NOT NULL,
  seen_by bigint[] NOT NULL,
  -- which way of stemming made it: another way makes it anew
  made_with int NOT NULL
) WITH (toast_tuple_target = 128);
-- out of the row: sixty rows a page are looked through when a frequent word is asked for, not ten
ALTER TABLE appeals.search ALTER COLUMN document SET STORAGE EXTERNAL;
-- … WHERE document @@ $1. Written at once: whoever searches does not read what others have not put away yet
CREATE INDEX search_document ON appeals.search USING gin (document) WITH (fastupdate = off);

-- Matters that changed since they were written there, by the very transaction that changed them: nothing acknowledged can be missed, whichever act it was.
-- An own row each time: an act waits for nobody who writes the search meanwhile, and what changes while it is written is written again.
CREATE TABLE appeals.search_due (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  appeal_id bigint NOT NULL
);
CREATE FUNCTION appeals.search_is_due() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
BEGIN
  INSERT INTO appeals.search_due (appeal_id) VALUES (new.id);
  RETURN NULL;
END $$;
-- every act ends with a change of its matter's row
CREATE TRIGGER search_is_due AFTER INSERT OR UPDATE ON appeals.appeal FOR EACH ROW EXECUTE FUNCTION appeals.search_is_due();

-- Words as people write them, in about how many matters: what a beginning may become, and what a slip of the finger may have meant.
CREATE TABLE appeals.search_word (
  -- by bytes: a beginning is a range of the key
  word text COLLATE "C" PRIMARY KEY,
  matters int NOT NULL
);
-- what two letters may become: … WHERE left(word, 2) = $1 ORDER BY matters DESC LIMIT 40
CREATE INDEX search_word_head ON appeals.search_word (left(word, 2), matters DESC);
-- what was meant: … WHERE word % $1
CREATE INDEX search_word_near ON appeals.search_word USING gin ((word COLLATE "default") gin_trgm_ops) WITH (fastupdate = off);

-- How far the rows that were there before have been written, by the way of stemming.
CREATE TABLE appeals.search_progress (
  made_with int PRIMARY KEY,
  through bigint NOT NULL,
  done boolean NOT NULL DEFAULT false
);

-- The second lock: only the program itself reads these rows, and the functions below for whoever asks, within their sight.
DO $$
DECLARE kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['search', 'search_word'] LOOP
    EXECUTE format('ALTER TABLE appeals.%I ENABLE ROW LEVEL SECURITY', kept);
    EXECUTE format('ALTER TABLE appeals.%I FORCE ROW LEVEL SECURITY', kept);
    EXECUTE format('CREATE POLICY kept ON appeals.%I USING ((SELECT platform.sees_all()) AND coalesce(current_setting(''jauap.kind'', true), '''') = ''system'')', kept);
    EXECUTE format('CREATE POLICY searched ON appeals.%I FOR SELECT TO jauap_search USING (true)', kept);
    EXECUTE format('GRANT SELECT ON appeals.%I TO jauap_search', kept);
  END LOOP;
END $$;

-- Newest first, within the caller's sight. @@ is not leakproof, so under row-level security its index is never used: this function searches past the
-- lock and keeps it itself. It goes back window by window, each wider than the one before, days and then months: of a word in every fifth letter
-- a day is read, of a rare one everything. `near_on`: today, where the first window begins. `units`: whose matters, null for all within sight. Three of them are
-- asked of the index; of more each would have to be looked up for every row, so rows are tried, unless the words alone have too many of them.
CREATE FUNCTION appeals.find_matters(asked tsquery, units bigint[], near_on date, since_on date, until_on date, before_on date, before_id bigint, at_most int) RETURNS TABLE (appeal_id bigint, registered_on date)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off SET enable_indexscan = off SET plan_cache_mode = force_generic_plan AS $$
#variable_conflict use_column
DECLARE
  wanted int := least(at_most, 1000);
  top date := least(until_on, before_on);
  bottom date;
  days int[] := '{1,3,10}';
  months int := 1;
  whole boolean := false;
  by_month boolean;
  by_unit boolean := cardinality(units) <= 3;
  of_units tsquery := (SELECT string_agg(quote_literal('§u' || unit), '|')::tsquery FROM unnest(units) AS unit);
  within tsquery;
  got int;
BEGIN
  IF by_unit THEN asked := asked && of_units; END IF;
  LOOP
    IF days = '{}' AND NOT by_unit THEN
      by_unit := true;
      SELECT count(*) INTO got FROM (SELECT FROM appeals.search s WHERE s.document @@ asked LIMIT 4000) AS tried;
      IF got = 4000 THEN asked := asked && of_units; END IF;
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
      bottom := since_on;
      whole := true;
    END IF;
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
END $$;

-- The most fitting among the newest thousand that are found: how often, where (a name before a text before an answer), and in how long a letter.
CREATE FUNCTION appeals.rank_matters(asked tsquery, words tsquery, units bigint[], near_on date, since_on date, until_on date, passed int, at_most int) RETURNS TABLE (appeal_id bigint, registered_on date)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT f.appeal_id, f.registered_on FROM appeals.find_matters(asked, units, near_on, since_on, until_on, NULL, NULL, 1000) f JOIN appeals.search s ON s.appeal_id = f.appeal_id
  ORDER BY ts_rank(s.document, words, 1) DESC, f.registered_on DESC, f.appeal_id DESC OFFSET passed LIMIT least(at_most, 100)
$$;

-- Words that begin so, the usual ones first. Nothing here says in whose matters: what is found with them is asked of find_matters again.
CREATE FUNCTION appeals.words_from(beginning text, at_most int) RETURNS TABLE (word text, matters int)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
#variable_conflict use_column
BEGIN
  IF length(beginning) = 2 THEN
    RETURN QUERY SELECT w.word, w.matters FROM appeals.search_word w WHERE left(w.word, 2) = beginning ORDER BY w.matters DESC LIMIT least(at_most, 100);
  ELSE
    RETURN QUERY SELECT w.word, w.matters FROM appeals.search_word w WHERE w.word >= beginning AND w.word < beginning || chr(1114111) ORDER BY w.matters DESC LIMIT least(at_most, 100);
  END IF;
END $$;

-- Words that look alike; of short ones also those that begin alike, for one wrong letter leaves them too few trigrams in common.
CREATE FUNCTION appeals.words_near(typed text, at_most int) RETURNS TABLE (word text, matters int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public AS $$
  (SELECT w.word, w.matters FROM appeals.search_word w
    WHERE (w.word COLLATE "default") % typed AND length(w.word) BETWEEN length(typed) - 2 AND length(typed) + 4
    ORDER BY similarity(w.word COLLATE "default", typed) DESC, w.matters DESC LIMIT least(at_most, 100))
  UNION
  (SELECT w.word, w.matters FROM appeals.search_word w
    WHERE length(typed) < 6 AND left(w.word, 2) = left(typed, 2) AND length(w.word) BETWEEN length(typed) - 1 AND length(typed) + 1
    ORDER BY w.matters DESC LIMIT least(at_most, 100))
$$;

DO $$
DECLARE one text;
BEGIN
  GRANT CREATE ON SCHEMA appeals TO jauap_search;
  FOREACH one IN ARRAY ARRAY['find_matters(tsquery, bigint[], date, date, date, date, bigint, int)', 'rank_matters(tsquery, tsquery, bigint[], date, date, date, int, int)', 'words_from(text, int)', 'words_near(text, int)'] LOOP
    EXECUTE format('ALTER FUNCTION appeals.%s OWNER TO jauap_search', one);
    EXECUTE format('REVOKE ALL ON FUNCTION appeals.%s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION appeals.%s TO jauap_app', one);
  END LOOP;
  REVOKE CREATE ON SCHEMA appeals FROM jauap_search;
END $$;
