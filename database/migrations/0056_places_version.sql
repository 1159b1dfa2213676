-- Whoever keeps the names of sixteen thousand places in memory asks one row whether they still stand as they did.
CREATE TABLE units.places_version (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  version bigint NOT NULL DEFAULT 0
);
INSERT INTO units.places_version DEFAULT VALUES;

-- counted in the transaction that changes a place: nobody sees the new number before the new names
CREATE FUNCTION units.count_places_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE units.places_version SET version = version + 1;
  RETURN NULL;
END $$;
CREATE TRIGGER places_version AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON units.territory FOR EACH STATEMENT EXECUTE FUNCTION units.count_places_version();
