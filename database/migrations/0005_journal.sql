CREATE SCHEMA journal;

-- One row per act, written in the act's own transaction. Ids, codes and hashes only: what must be erasable is not here.
CREATE TABLE journal.leaf (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  act text NOT NULL,
  subject text NOT NULL,
  actor_kind text NOT NULL,
  actor_id bigint,
  post_id bigint,
  -- canonical JSON as hashed, not jsonb, which would rewrite it
  facts text NOT NULL,
  at timestamptz(3) NOT NULL,
  hash bytea NOT NULL
);
-- what happened to one thing: … WHERE subject = $1 ORDER BY id
CREATE INDEX leaf_subject ON journal.leaf (subject, id);

-- Waiting to be ordered. A late commit is simply still here: no cursor over ids that could skip it.
CREATE TABLE journal.unsealed (leaf_id bigint PRIMARY KEY);

-- The order that was given: gapless from 0.
CREATE TABLE journal.seal (
  position bigint PRIMARY KEY,
  leaf_id bigint NOT NULL CONSTRAINT seal_leaf UNIQUE,
  hash bytea NOT NULL
);

-- Roots of the tree over the first `size` seals (RFC 6962, 2.1). `peaks` are its perfect subtrees, so the next root needs no look back.
CREATE TABLE journal.root (
  size bigint PRIMARY KEY,
  root bytea NOT NULL,
  peaks bytea[] NOT NULL,
  at timestamptz(3) NOT NULL,
  key_id text NOT NULL,
  signature bytea NOT NULL
);

-- app: no update, no delete
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal.leaf FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal.seal FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON journal.root FOR EACH ROW EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON journal.leaf FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON journal.seal FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
CREATE TRIGGER no_truncate BEFORE TRUNCATE ON journal.root FOR EACH STATEMENT EXECUTE FUNCTION platform.refuse_change();
