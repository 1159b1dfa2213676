-- 0008 and 0051 gave these functions to their owner first and closed them afterwards: of what belongs to another, PUBLIC keeps its grant, and the program's own was never written.
-- Only its owner closes it.
DO $$
DECLARE one text;
BEGIN
  SET LOCAL ROLE jauap_search;
  FOREACH one IN ARRAY ARRAY['find_applicants(text, text[], int)', 'find_matters(tsquery, bigint[], date, date, date, date, bigint, int)', 'rank_matters(tsquery, tsquery, bigint[], date, date, date, int, int)', 'words_from(text, int)', 'words_near(text, int)'] LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION appeals.%s FROM PUBLIC', one);
    EXECUTE format('GRANT EXECUTE ON FUNCTION appeals.%s TO jauap_app', one);
  END LOOP;
  RESET ROLE;
END $$;
