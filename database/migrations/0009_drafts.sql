-- What somebody has typed into the public form and not sent. Found by the hash of the browser's cookie; forgotten after 30 days.
CREATE TABLE appeals.draft (
  visit_hash bytea PRIMARY KEY,
  -- made before the first try of sending: same key, same number
  key text NOT NULL,
  fields jsonb NOT NULL DEFAULT '{}',
  papers bigint[] NOT NULL DEFAULT '{}',
  sent_appeal_id bigint,
  touched_at timestamptz NOT NULL
);
-- deletes what is older than 30 days: … WHERE touched_at < $1
CREATE INDEX draft_touched_at ON appeals.draft (touched_at);
