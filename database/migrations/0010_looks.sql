-- Who has a matter open on the screen: soft presence instead of locks. Lost in a crash, and nobody misses it.
-- No foreign key: its share lock would wait for whoever is acting on the matter at that moment.
CREATE UNLOGGED TABLE appeals.look (
  appeal_id bigint NOT NULL,
  account_id bigint NOT NULL,
  at timestamptz NOT NULL,
  -- who else is here: … WHERE appeal_id = $1 AND account_id <> $2 AND at > $3
  PRIMARY KEY (appeal_id, account_id)
);

ALTER TABLE appeals.look ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.look FORCE ROW LEVEL SECURITY;
-- whoever sees the matter sees who else looks at it, and may write only of themselves
CREATE POLICY seen ON appeals.look FOR SELECT USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = look.appeal_id));
CREATE POLICY added ON appeals.look FOR INSERT WITH CHECK (
  account_id = coalesce(nullif(current_setting('jauap.account', true), '')::bigint, 0) AND EXISTS (SELECT 1 FROM appeals.appeal a WHERE a.id = look.appeal_id));
CREATE POLICY changed ON appeals.look FOR UPDATE USING (account_id = coalesce(nullif(current_setting('jauap.account', true), '')::bigint, 0));
