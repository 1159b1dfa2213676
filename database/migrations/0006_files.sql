CREATE SCHEMA files;

-- Attachments of records. No row-level security: a row names no person, and rows are found by owner only, after the owner's policy was asked.
CREATE TABLE files.file (
  -- random, 53 bits: an unattached file is claimed by its id, so an id must not be guessed
  id bigint PRIMARY KEY CHECK (id > 0),
  -- the order in which files came
  nth bigint GENERATED ALWAYS AS IDENTITY,
  -- 'appeal:12', 'appeal:12:internal'; null until an act attaches it
  owner text,
  -- 'visit:<hash>', 'account:12'; read for limits only
  taken_by text NOT NULL CHECK (taken_by <> ''),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 120),
  kind text NOT NULL CHECK (kind IN ('picture', 'pdf', 'office', 'text')),
  mime text NOT NULL,
  bytes int NOT NULL CHECK (bytes > 0),
  sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
  width int,
  height int,
  -- arriving: the row is written before its bytes, so a crash leaves nothing that no row names; going: its bytes are being removed
  state text NOT NULL CHECK (state IN ('arriving', 'clean', 'quarantined', 'infected', 'going')),
  scanned boolean NOT NULL,
  -- names in the store; null when the bytes are gone
  key text,
  thumbnail_key text,
  taken_at timestamptz NOT NULL,
  CONSTRAINT served_has_bytes CHECK (key IS NOT NULL OR state IN ('infected', 'going')),
  CONSTRAINT attached_has_arrived CHECK (owner IS NULL OR state IN ('clean', 'quarantined', 'infected'))
);
-- the files of one record: … WHERE owner = $1 ORDER BY nth
CREATE INDEX file_owner ON files.file (owner, nth) WHERE owner IS NOT NULL;
-- how many one browser or person keeps unattached: count(*) WHERE taken_by = $1 AND owner IS NULL
CREATE INDEX file_unattached_by ON files.file (taken_by) WHERE owner IS NULL;
-- those to forget: … WHERE owner IS NULL AND taken_at < $1 ORDER BY taken_at
CREATE INDEX file_unattached ON files.file (taken_at) WHERE owner IS NULL;
-- those to scan again or to empty: … WHERE state IN ('quarantined', 'infected') AND key IS NOT NULL ORDER BY nth
CREATE INDEX file_to_scan ON files.file (nth) WHERE state IN ('quarantined', 'infected') AND key IS NOT NULL;

-- An attachment stays with its record.
CREATE FUNCTION files.refuse_moving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'file % is attached and stays with its record', OLD.id USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER stays_attached BEFORE UPDATE OF owner ON files.file FOR EACH ROW
  WHEN (OLD.owner IS NOT NULL AND NEW.owner IS DISTINCT FROM OLD.owner) EXECUTE FUNCTION files.refuse_moving();
