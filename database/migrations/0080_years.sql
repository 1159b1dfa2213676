-- An id that carries its year: 2026 and the next number of a sequence make 20260000000042. A table whose rows grow for ever is kept in one partition a year by such an id,
-- and what asks for one row, or for what hangs on it, reads one partition (docs/decisions/0024). Below 2^53, so that every program can count so far.
CREATE FUNCTION platform.year_id(at timestamptz, nth bigint) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
  $$ SELECT extract(year FROM at AT TIME ZONE 'Asia/Almaty')::bigint * 10000000000 + nth $$;

-- The tables that are kept by years, and the column that carries the year.
CREATE FUNCTION platform.kept_by_years() RETURNS TABLE (of regclass, key name, rest regclass) LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT c.oid::regclass, a.attname, nullif(p.partdefid, 0)::regclass FROM pg_partitioned_table p JOIN pg_class c ON c.oid = p.partrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0] WHERE p.partstrat = 'r' AND n.nspname !~ '^(pg_|public$|graphile)' ORDER BY n.nspname, c.relname
$$;

CREATE FUNCTION platform.has_year(of regclass, year int) RETURNS boolean LANGUAGE sql STABLE SET search_path = pg_catalog AS $$
  SELECT EXISTS (SELECT 1 FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = of
    AND pg_get_expr(c.relpartbound, c.oid) = format('FOR VALUES FROM (''%s'') TO (''%s'')', year * 10000000000, (year + 1) * 10000000000))
$$;

-- One partition, dressed before it is hung in: nobody but the program itself sees it by its own name, nobody empties it, and its keys are its parent's. What PostgreSQL
-- brings along by itself: indexes, foreign keys, row triggers. `bounds`: as after ATTACH PARTITION.
CREATE FUNCTION platform.hang_in(of regclass, part text, bounds text) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog AS $$
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
END $$;

-- The partitions of these years, where they are missing, and of every year whose rows wait in the partition for the rest. Gives back how many were made.
CREATE FUNCTION platform.make_years(of regclass, years int[]) RETURNS int LANGUAGE plpgsql SET search_path = pg_catalog AS $$
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
END $$;
REVOKE ALL ON FUNCTION platform.hang_in(regclass, text, text), platform.make_years(regclass, int[]) FROM PUBLIC;

-- What the application may do of it: this year's partition and the next one's, of one table. Gives up at once where somebody is in the way, and is asked again.
CREATE FUNCTION platform.keep_years(of regclass) RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog SET lock_timeout = '500ms' AS $$
  SELECT platform.make_years(of, ARRAY[y, y + 1]) FROM (SELECT extract(year FROM now() AT TIME ZONE 'Asia/Almaty')::int AS y) AS this
$$;
REVOKE ALL ON FUNCTION platform.keep_years(regclass) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.keep_years(regclass) TO jauap_app;

-- Tables that next year's rows would find without a partition of their own, and those that hold rows of no year: for the page of health.
CREATE FUNCTION platform.years_missing() RETURNS bigint LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
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
END $$;
REVOKE ALL ON FUNCTION platform.years_missing() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.years_missing() TO jauap_app;
