-- A letter that was refused is shown to a clerk, who may have it taken in anyway.
ALTER TABLE notices.arrival
  -- keyed hash of the sender's address: how many came from there lately
  ADD COLUMN sender bytea CHECK (length(sender) = 32),
  -- who wrote and what about, under a key outside the database; kept for refused letters only, and forgotten
  ADD COLUMN sealed bytea,
  -- a clerk asked for it; the reader of the mailbox does it
  ADD COLUMN again_at timestamptz;
-- from one sender lately: … WHERE sender = $1 AND arrived_at > $2
CREATE INDEX arrival_sender ON notices.arrival (sender, arrived_at) WHERE sender IS NOT NULL;
-- asked for: … WHERE again_at IS NOT NULL AND state = 'refused' ORDER BY id LIMIT 20
CREATE INDEX arrival_again ON notices.arrival (id) WHERE again_at IS NOT NULL AND state = 'refused';
