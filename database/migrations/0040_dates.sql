-- A date never moves without a row: the last day to forward is stored with the calendar that counted it, and a promise knows the nearer of two clocks.

-- the tables' owner has no sight of its own
SELECT set_config('jauap.sight', 'all', true), set_config('jauap.kind', 'system', true);

ALTER TABLE appeals.appeal
  -- the last day on which whoever has it may pass it on, and the calendar that counted it
  ADD COLUMN forward_by date,
  ADD COLUMN forward_calendar_version text;

-- Until now the day followed the calendar in force: what everybody was shown stays, so it is counted by that one. Three working days by every rule there has been.
CREATE TEMP TABLE special_day ON COMMIT DROP AS
WITH newest AS (SELECT DISTINCT ON (name) name, name || '-' || id AS version, days FROM calendar.version ORDER BY name, id DESC),
shipped (name, version, off, worked) AS (VALUES
  ('kz5', 'kz5-2026.11', '{}'::date[], '{2024-05-04,2025-01-05}'::date[]),
  ('kz6', 'kz6-2026.11', '{}'::date[], '{2025-01-05}'::date[])),
-- days off of the calendar that ships, as it stands on the day of this file: of both weeks, and of the five-day week alone
both_off AS (SELECT unnest('{
    2020-01-01,2020-01-02,2020-01-07,2020-03-08,2020-03-09,2020-03-21,2020-03-22,2020-03-23,2020-03-24,2020-05-01,2020-05-07,2020-05-09,2020-07-06,2020-07-31,
    2020-08-30,2020-08-31,2020-12-01,2020-12-16,2020-12-17,2021-01-01,2021-01-02,2021-01-07,2021-03-08,2021-03-21,2021-03-22,2021-03-23,2021-03-24,2021-05-01,
    2021-05-07,2021-05-09,2021-05-10,2021-07-06,2021-07-20,2021-08-30,2021-12-01,2021-12-16,2021-12-17,2022-01-01,2022-01-02,2022-01-03,2022-01-07,2022-03-08,
    2022-03-21,2022-03-22,2022-03-23,2022-05-01,2022-05-02,2022-05-07,2022-05-09,2022-07-06,2022-07-09,2022-08-30,2022-10-25,2022-12-16,2023-01-01,2023-01-02,
    2023-01-03,2023-01-07,2023-03-08,2023-03-21,2023-03-22,2023-03-23,2023-05-01,2023-05-07,2023-05-08,2023-05-09,2023-06-28,2023-07-06,2023-08-30,2023-10-25,
    2023-12-16,2024-01-01,2024-01-02,2024-01-07,2024-03-08,2024-03-21,2024-03-22,2024-03-23,2024-05-01,2024-05-07,2024-05-09,2024-06-16,2024-07-06,2024-08-30,
    2024-10-25,2024-12-16,2025-01-01,2025-01-02,2025-01-03,2025-01-07,2025-03-08,2025-03-21,2025-03-22,2025-03-23,2025-03-24,2025-05-01,2025-05-07,2025-05-09,
    2025-06-06,2025-07-06,2025-07-07,2025-08-30,2025-10-25,2025-12-16,2026-01-01,2026-01-02,2026-01-07,2026-03-08,2026-03-09,2026-03-21,2026-03-22,2026-03-23,
    2026-03-24,2026-05-01,2026-05-07,2026-05-09,2026-05-27,2026-07-06,2026-10-25,2026-10-26,2026-12-16,2027-01-01,2027-01-02,2027-01-07,2027-03-08,2027-03-15,
    2027-03-21,2027-03-22,2027-03-23,2027-03-24,2027-05-01,2027-05-07,2027-05-09,2027-05-10,2027-05-16,2027-07-06,2027-10-25,2027-12-16,2028-01-01,2028-01-02,
    2028-01-03,2028-01-07,2028-03-08,2028-03-15,2028-03-21,2028-03-22,2028-03-23,2028-05-01,2028-05-05,2028-05-07,2028-05-08,2028-05-09,2028-07-06,2028-10-25,
    2028-12-16,2029-01-01,2029-01-02,2029-01-07,2029-03-08,2029-03-15,2029-03-21,2029-03-22,2029-03-23,2029-04-24,2029-05-01,2029-05-07,2029-05-09,2029-07-06,
    2029-10-25,2029-12-16,2029-12-17,2030-01-01,2030-01-02,2030-01-07,2030-03-08,2030-03-15,2030-03-21,2030-03-22,2030-03-23,2030-04-13,2030-05-01,2030-05-07,
    2030-05-09,2030-07-06,2030-10-25,2030-12-16,2031-01-01,2031-01-02,2031-01-07,2031-03-08,2031-03-15,2031-03-21,2031-03-22,2031-03-23,2031-03-24,2031-04-02,
    2031-05-01,2031-05-07,2031-05-09,2031-07-06,2031-07-07,2031-10-25,2031-12-16,2032-01-01,2032-01-02,2032-01-07,2032-03-08,2032-03-15,2032-03-21,2032-03-22,
    2032-03-23,2032-03-24,2032-05-01,2032-05-07,2032-05-09,2032-05-10,2032-07-06,2032-10-25,2032-12-16,2033-01-01,2033-01-02,2033-01-03,2033-01-07,2033-03-08,
    2033-03-11,2033-03-15,2033-03-21,2033-03-22,2033-03-23,2033-05-01,2033-05-02,2033-05-07,2033-05-09,2033-07-06,2033-10-25,2033-12-16,2034-01-01,2034-01-02,
    2034-01-03,2034-01-07,2034-03-01,2034-03-08,2034-03-15,2034-03-21,2034-03-22,2034-03-23,2034-05-01,2034-05-07,2034-05-08,2034-05-09,2034-07-06,2034-10-25,
    2034-12-16,2035-01-01,2035-01-02,2035-01-07,2035-02-18,2035-03-08,2035-03-15,2035-03-21,2035-03-22,2035-03-23,2035-05-01,2035-05-07,2035-05-09,2035-07-06,
    2035-10-25,2035-12-16,2035-12-17}'::date[]) AS on_day),
five_off AS (SELECT unnest('{
    2020-03-25,2020-05-11,2021-01-04,2021-05-03,2022-01-04,2022-05-10,2023-12-18,2024-03-25,2024-05-08,2024-07-08,2025-03-10,2025-03-25,2025-09-01,2025-10-27,
    2026-03-25,2026-05-11,2027-01-04,2027-05-03,2028-01-04,2028-12-18,2030-03-25,2030-07-08,2031-03-10,2031-03-17,2031-03-25,2031-10-27,2032-05-03,2033-01-04,
    2033-05-10,2034-12-18}'::date[]) AS on_day)
SELECT s.name, s.version, d.on_day, d.worked FROM shipped s CROSS JOIN LATERAL (
    SELECT on_day, false AS worked FROM both_off UNION ALL SELECT on_day, false FROM five_off WHERE s.name = 'kz5' UNION ALL SELECT unnest(s.worked), true) d
  WHERE s.name NOT IN (SELECT name FROM newest)
UNION ALL
SELECT n.name, n.version, (d->>'on')::date, d->>'kind' = 'worked' FROM newest n LEFT JOIN LATERAL jsonb_array_elements(n.days) d ON true;

CREATE TEMP TABLE forward_day ON COMMIT DROP AS
SELECT b.branch_id, b.since, v.version, d.on_day AS until
FROM (SELECT DISTINCT a.branch_id, a.holder_since_on AS since, CASE WHEN u.calendar = 'kz6' THEN 'kz6' ELSE 'kz5' END AS calendar FROM appeals.appeal a LEFT JOIN units.unit u ON u.id = a.branch_id) b
JOIN (SELECT DISTINCT name, version FROM special_day) v ON v.name = b.calendar
CROSS JOIN LATERAL (
  SELECT g::date AS on_day FROM generate_series((b.since + 1)::timestamp, (b.since + 120)::timestamp, interval '1 day') g LEFT JOIN special_day s ON s.name = b.calendar AND s.on_day = g::date
  WHERE coalesce(s.worked, extract(isodow FROM g) <= CASE b.calendar WHEN 'kz6' THEN 6 ELSE 5 END) ORDER BY g OFFSET 2 LIMIT 1) d;

UPDATE appeals.appeal a SET forward_by = f.until, forward_calendar_version = f.version FROM forward_day f WHERE f.branch_id = a.branch_id AND f.since = a.holder_since_on;
ALTER TABLE appeals.appeal ALTER COLUMN forward_by SET NOT NULL, ALTER COLUMN forward_calendar_version SET NOT NULL;

-- What the branch promised first, where a body's own term runs beside it: kept by the room of the source. The board stands in the order of the nearer of the two.
ALTER TABLE assignments.assignment ADD COLUMN promised_on date;
UPDATE assignments.assignment a SET promised_on = p.own_due_on FROM appeals.appeal p WHERE a.source_kind = 'appeal' AND a.lead AND a.open AND p.assignment_id = a.id AND p.own_due_on IS NOT NULL;
-- `least` passes over what is null
ALTER TABLE assignments.assignment ADD COLUMN near_on date NOT NULL GENERATED ALWAYS AS (least(due_on, promised_on)) STORED;

DROP INDEX assignments.assignment_owed_by_unit;
DROP INDEX assignments.assignment_owed_by_person;
DROP INDEX assignments.assignment_controlled;
DROP INDEX assignments.assignment_due;
DROP INDEX assignments.assignment_controlled_by_person;
DROP INDEX assignments.assignment_reported;
DROP INDEX assignments.assignment_returned;
DROP INDEX assignments.assignment_waits;
DROP INDEX assignments.assignment_carousel;
DROP INDEX assignments.assignment_risen;
DROP INDEX assignments.assignment_region;
DROP INDEX assignments.assignment_district;
DROP INDEX assignments.assignment_reference;
-- what a body owes, a person owes, a branch controls, a person controls, the country: … AND open ORDER BY near_on, id LIMIT 50
CREATE INDEX assignment_owed_by_unit ON assignments.assignment (executor_unit, near_on, id) WHERE open;
CREATE INDEX assignment_owed_by_person ON assignments.assignment (executor_account, near_on, id) WHERE open;
CREATE INDEX assignment_controlled ON assignments.assignment (branch_id, near_on, id) WHERE open;
CREATE INDEX assignment_controlled_by_person ON assignments.assignment (controller_account, near_on, id) WHERE open AND controller_account IS NOT NULL;
CREATE INDEX assignment_due ON assignments.assignment (near_on, id) WHERE open;
-- the few of many, each in the order of the board: … WHERE branch_id = $1 AND stage = 'reported' ORDER BY near_on, id
CREATE INDEX assignment_reported ON assignments.assignment (branch_id, near_on, id) WHERE stage = 'reported';
CREATE INDEX assignment_returned ON assignments.assignment (branch_id, near_on, id) WHERE stage = 'returned';
CREATE INDEX assignment_waits ON assignments.assignment (branch_id, near_on, id) WHERE waits AND open;
CREATE INDEX assignment_carousel ON assignments.assignment (branch_id, near_on, id) WHERE carousel AND open;
CREATE INDEX assignment_risen ON assignments.assignment (branch_id, near_on, id) WHERE rung > 0 AND open;
-- of a region, of a district, of one number: … AND open ORDER BY near_on, id
CREATE INDEX assignment_region ON assignments.assignment ((territory_path[2]), near_on, id) WHERE open;
CREATE INDEX assignment_district ON assignments.assignment ((territory_path[3]), near_on, id) WHERE open;
CREATE INDEX assignment_reference ON assignments.assignment (reference, near_on, id) WHERE open;

-- Whoever helps has the promise on their own board, in its order: what orders it is copied here by the promise's own acts.
ALTER TABLE assignments.co_executor
  -- they still help, and the promise is open
  ADD COLUMN open boolean NOT NULL DEFAULT true,
  ADD COLUMN near_on date,
  ADD COLUMN moved_at timestamptz;
UPDATE assignments.co_executor h SET open = h.ended_at IS NULL AND a.open, near_on = a.near_on, moved_at = a.moved_at FROM assignments.assignment a WHERE a.id = h.assignment_id;
ALTER TABLE assignments.co_executor ALTER COLUMN near_on SET NOT NULL, ALTER COLUMN moved_at SET NOT NULL;
-- where a person helps, where a body was asked as a whole: … AND open ORDER BY near_on, assignment_id LIMIT 50
CREATE INDEX co_executor_person ON assignments.co_executor (account_id, near_on, assignment_id) WHERE open AND account_id IS NOT NULL;
CREATE INDEX co_executor_unit ON assignments.co_executor (unit_id, near_on, assignment_id) WHERE open AND account_id IS NULL;
-- the longest without movement first
CREATE INDEX co_executor_person_still ON assignments.co_executor (account_id, moved_at, assignment_id) WHERE open AND account_id IS NOT NULL;
CREATE INDEX co_executor_unit_still ON assignments.co_executor (unit_id, moved_at, assignment_id) WHERE open AND account_id IS NULL;

-- An act whose form was sent twice is done once (decision 0007): key and hash of what was sent, and which row it made.
CREATE TABLE appeals.act_key (
  key text PRIMARY KEY,
  account_id bigint NOT NULL,
  body_sha256 bytea NOT NULL,
  made_id bigint,
  made_at timestamptz NOT NULL
);
-- forgotten after 30 days: … WHERE made_at < $1
CREATE INDEX act_key_made_at ON appeals.act_key (made_at);
ALTER TABLE appeals.act_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.act_key FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON appeals.act_key USING (people.own(account_id));

-- The baton of a year is counted from the acts that brought a promise to somebody else: who had it before and who has it then stand in the act itself.
-- … WHERE (from_unit IS DISTINCT FROM to_unit OR from_account IS DISTINCT FROM to_account) ORDER BY assignment_id, id
CREATE INDEX act_turn ON assignments.act (assignment_id, id) INCLUDE (at, to_unit) WHERE from_unit IS DISTINCT FROM to_unit OR from_account IS DISTINCT FROM to_account;
-- whoever sees all is not asked for every act
DROP POLICY seen ON assignments.act;
CREATE POLICY seen ON assignments.act FOR SELECT USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = assignment_id));
