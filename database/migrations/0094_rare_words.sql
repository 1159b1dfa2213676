-- A rare word was looked for in window after window, month by month back to the beginning, and in each of them the windows of a frequent word beside it were read.
-- What is in none of the last fourteen days is counted once, as it was for more than three units: where fewer than 300 matters have it at all, they are read at once.
-- docs/bench/mends.md has the times.
DO $$
BEGIN
  GRANT CREATE ON SCHEMA appeals TO jauap_search;
  -- it is its owner's, and only they may write it anew
  SET LOCAL ROLE jauap_search;
  CREATE OR REPLACE FUNCTION appeals.find_matters(asked tsquery, units bigint[], near_on date, since_on date, until_on date, before_on date, before_id bigint, at_most int) RETURNS TABLE (appeal_id bigint, registered_on date)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog SET enable_seqscan = off SET enable_indexscan = off SET plan_cache_mode = force_generic_plan AS $f$
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
  END $f$;
  RESET ROLE;
  REVOKE CREATE ON SCHEMA appeals FROM jauap_search;
END $$;
