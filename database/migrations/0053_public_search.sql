-- Search over what everybody may read. The words stand in the public row itself: taken off the list, they are gone with it.
ALTER TABLE appeals.publication
  -- stems of the public text and answer, and the number; null until it is written
  ADD COLUMN document tsvector,
  -- which way of stemming made it: another way makes it anew
  ADD COLUMN made_with int NOT NULL DEFAULT 0;
-- … WHERE document @@ $1 ORDER BY published_at DESC, appeal_id DESC LIMIT 20
CREATE INDEX publication_document ON appeals.publication USING gin (document) WITH (fastupdate = off);
-- what is not yet written in today's way: … WHERE made_with < $1 ORDER BY made_with, appeal_id LIMIT 60
CREATE INDEX publication_made_with ON appeals.publication (made_with, appeal_id);
