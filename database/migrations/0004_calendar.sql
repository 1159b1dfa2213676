CREATE SCHEMA calendar;

-- A whole calendar each time it changes: a date counted by an old version can always be unfolded again.
CREATE TABLE calendar.version (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name text NOT NULL,
  week int NOT NULL CHECK (week IN (5, 6)),
  -- [{on, kind, names}]
  days jsonb NOT NULL,
  -- what this version changed against the one before it: [{on, special}]
  changes jsonb NOT NULL,
  reason text NOT NULL,
  published_by bigint,
  published_at timestamptz NOT NULL
);
-- the newest of a name: … WHERE name = $1 ORDER BY id DESC LIMIT 1
CREATE INDEX version_name ON calendar.version (name, id DESC);
-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON calendar.version FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON calendar.version FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
