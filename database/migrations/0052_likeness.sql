-- What a matter is found again by when another is like it: whole numbers made of place, month and what is said. Written by the job that writes what is searched.
-- No foreign key, as appeals.search.
CREATE TABLE appeals.sketch (
  appeal_id bigint PRIMARY KEY,
  branch_id bigint NOT NULL,
  registered_on date NOT NULL,
  seen_by bigint[] NOT NULL,
  marks int[] NOT NULL
);
-- … WHERE marks @> ARRAY[$1]. Written at once: two letters of one minute are to meet
CREATE INDEX sketch_marks ON appeals.sketch USING gin (marks) WITH (fastupdate = off);

-- The same of what everybody may read, made of the public words alone: taken off the list, they are gone with it.
ALTER TABLE appeals.publication ADD COLUMN marks int[] NOT NULL DEFAULT '{}';
-- … WHERE marks @> ARRAY[$1]
CREATE INDEX publication_marks ON appeals.publication USING gin (marks) WITH (fastupdate = off);

-- The second lock, as of appeals.search.
ALTER TABLE appeals.sketch ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.sketch FORCE ROW LEVEL SECURITY;
CREATE POLICY kept ON appeals.sketch USING ((SELECT platform.sees_all()) AND coalesce(current_setting('jauap.kind', true), '') = 'system');
CREATE POLICY searched ON appeals.sketch FOR SELECT TO jauap_search USING (true);
GRANT SELECT ON appeals.sketch TO jauap_search;

-- Matters of one branch that share marks, the most alike first, within the caller's sight. @> of arrays is not leakproof, so under row-level security its index
-- is never used: this function looks past the lock and keeps it itself. Of a mark that hundreds share only some are read: it tells nobody apart.
CREATE FUNCTION appeals.find_alike(asked int[], weights int[], branch bigint, since_on date, until_on date, at_most int) RETURNS TABLE (appeal_id bigint, weight int)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off SET enable_indexscan = off SET plan_cache_mode = force_generic_plan AS $$
  SELECT h.appeal_id, sum(m.weight)::int AS weight FROM unnest(asked, weights) AS m (mark, weight)
  CROSS JOIN LATERAL (SELECT s.appeal_id FROM appeals.sketch s
    WHERE s.marks @> ARRAY[m.mark] AND s.branch_id = branch AND s.registered_on BETWEEN since_on AND until_on
      AND ((SELECT platform.sees_all()) OR s.seen_by && (SELECT platform.sight())) LIMIT 100) AS h
  GROUP BY h.appeal_id ORDER BY 2 DESC, 1 DESC LIMIT least(at_most, 100)
$$;

DO $$
BEGIN
  -- while it is still the migrating owner's: of what belongs to another, PUBLIC keeps its grant
  GRANT CREATE ON SCHEMA appeals TO jauap_search;
  REVOKE ALL ON FUNCTION appeals.find_alike(int[], int[], bigint, date, date, int) FROM PUBLIC;
  GRANT EXECUTE ON FUNCTION appeals.find_alike(int[], int[], bigint, date, date, int) TO jauap_app;
  ALTER FUNCTION appeals.find_alike(int[], int[], bigint, date, date, int) OWNER TO jauap_search;
  REVOKE CREATE ON SCHEMA appeals FROM jauap_search;
END $$;

-- What was written of letters before this is written anew, with their marks.
UPDATE appeals.search_progress SET through = 0, done = false;
