-- Open dates counted again by a new calendar: one order of an administrator, carried out in parts where there are many.
CREATE TABLE calendar.move (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  version text NOT NULL,
  before text NOT NULL,
  ordered_at timestamptz NOT NULL,
  ordered_by bigint,
  ordered_post bigint,
  -- {branch: {what: how many}} as it was when ordered, and the hash of the whole list
  counts jsonb NOT NULL,
  dates int NOT NULL CHECK (dates > 0),
  hash text NOT NULL,
  -- where the work stands: which room, after which of its records
  door int NOT NULL DEFAULT 0,
  after_id bigint NOT NULL DEFAULT 0,
  moved int NOT NULL DEFAULT 0,
  finished_at timestamptz
);
-- the moves of a version: … WHERE version = $1 ORDER BY id
CREATE INDEX move_version ON calendar.move (version, id);
-- one at a time for a version
CREATE UNIQUE INDEX move_one_open ON calendar.move (version) WHERE finished_at IS NULL;
