-- Letters alike: fewer are looked at, and whatever is found by one mark is weighed by all it shares. Until now a mark of the month that hundreds share was read
-- until a hundred of the asked days were found, which was all of it where the days stood at its end; and a letter counted for the marks only under which it had been met.
-- Of a street with its topic or a point, 400 are looked at; of any other mark 30: who shares but one of those is one of hundreds, and who shares several
-- is met under a rarer one. Of what is met most, all marks are held against all that are asked.
DO $$
BEGIN
  GRANT CREATE ON SCHEMA appeals TO jauap_search;
  -- it is its owner's, and only they may write it anew
  SET LOCAL ROLE jauap_search;
  CREATE OR REPLACE FUNCTION appeals.find_alike(asked int[], weights int[], branch bigint, since_on date, until_on date, at_most int) RETURNS TABLE (appeal_id bigint, weight int)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off SET enable_indexscan = off SET plan_cache_mode = force_generic_plan AS $f$
    WITH m AS MATERIALIZED (SELECT u.mark, u.weight FROM unnest(asked, weights) AS u (mark, weight)),
    met AS MATERIALIZED (
      SELECT h.appeal_id, h.marks FROM m CROSS JOIN LATERAL (
        SELECT r.appeal_id, r.marks FROM (
          SELECT s.appeal_id, s.registered_on, s.seen_by, s.marks FROM appeals.sketch s WHERE s.marks @> ARRAY[m.mark] AND s.branch_id = branch LIMIT CASE WHEN m.weight > 3 THEN 400 ELSE 30 END) AS r
        WHERE r.registered_on BETWEEN since_on AND until_on AND ((SELECT platform.sees_all()) OR r.seen_by && (SELECT platform.sight())) LIMIT 100) AS h
      GROUP BY h.appeal_id, h.marks ORDER BY sum(m.weight) DESC, h.appeal_id DESC LIMIT 100)
    SELECT met.appeal_id, (SELECT sum(m.weight)::int FROM m WHERE m.mark = ANY (met.marks)) AS weight FROM met ORDER BY 2 DESC, 1 DESC LIMIT least(at_most, 100)
  $f$;
  RESET ROLE;
  REVOKE CREATE ON SCHEMA appeals FROM jauap_search;
END $$;

-- What has ended is nobody's cause and was never proposed, but it was found first, being older. Its marks are empty from now on; with them the index holds what is open,
-- not what ever came. Marks have their month in them: what is older than this is asked for by nobody.
UPDATE appeals.sketch s SET marks = '{}' FROM appeals.appeal a WHERE a.id = s.appeal_id AND NOT a.open AND s.registered_on > current_date - 92;
