-- What somebody typed and did not send holds their name and their telephone: the second lock is here too. Whoever has the cookie sees one row.
ALTER TABLE appeals.draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.draft FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON appeals.draft USING (
  (SELECT platform.sees_all()) OR visit_hash = decode(coalesce(nullif(current_setting('jauap.visit', true), ''), '00'), 'hex'));

-- Answers of the interface for other systems held the secret link in clear. From now on they are sealed; the acts are keyed, and tell the old ones again.
DELETE FROM platform.idempotency;
