-- Somebody asked to be told in the messenger: there is no address until they open the bot themselves.
CREATE TABLE notices.wish (
  owner text PRIMARY KEY CHECK (owner ~ '^[a-z_]+:[0-9]+$'),
  channel text NOT NULL CHECK (channel IN ('telegram')),
  made_at timestamptz NOT NULL
);
ALTER TABLE notices.wish ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices.wish FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON notices.wish FOR SELECT USING (notices.sees(owner));
CREATE POLICY added ON notices.wish FOR INSERT WITH CHECK (true);
