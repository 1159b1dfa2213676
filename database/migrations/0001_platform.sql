-- The application adds jobs inside its own transactions but may not read or change the queue.
CREATE SCHEMA IF NOT EXISTS platform;

CREATE FUNCTION platform.add_jobs(specs json) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
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
END $$;

-- What row-level security asks. Settings are made per transaction from the actor; without them nothing is seen.
CREATE FUNCTION platform.sees_all() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(current_setting('jauap.sight', true), '') = 'all' $$;
CREATE FUNCTION platform.sight() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT CASE WHEN current_setting('jauap.sight', true) LIKE '{%' THEN current_setting('jauap.sight', true)::bigint[] ELSE '{}'::bigint[] END $$;
CREATE FUNCTION platform.held() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
  $$ SELECT coalesce(nullif(current_setting('jauap.held', true), '')::bigint, 0) $$;

-- For append-only tables: the lock that grants cannot undo.
CREATE FUNCTION platform.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %.% is not allowed: append only', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME USING ERRCODE = 'JA001';
END $$;

-- Same key, same answer (trust.md, rule 3). Kept 30 days.
CREATE TABLE platform.idempotency (
  key text NOT NULL,
  scope text NOT NULL,
  body_sha256 bytea NOT NULL,
  status int NOT NULL,
  answer jsonb NOT NULL,
  made_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (scope, key)
);
-- deletes what is older than 30 days
CREATE INDEX idempotency_made_at ON platform.idempotency (made_at);
GRANT SELECT, INSERT, DELETE ON platform.idempotency TO jauap_app;
