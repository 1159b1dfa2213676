-- The board: fifty by day for everybody who asks, at any size.

-- without movement, the longest first, of whoever owes, controls, or is there: … WHERE executor_unit = $1 AND open AND moved_at < $2 ORDER BY moved_at, id LIMIT 50
CREATE INDEX assignment_still_unit ON assignments.assignment (executor_unit, moved_at, id) WHERE open;
CREATE INDEX assignment_still_person ON assignments.assignment (executor_account, moved_at, id) WHERE open AND executor_account IS NOT NULL;
CREATE INDEX assignment_still_controlled ON assignments.assignment (controller_account, moved_at, id) WHERE open AND controller_account IS NOT NULL;
CREATE INDEX assignment_still_region ON assignments.assignment ((territory_path[2]), moved_at, id) WHERE open;
CREATE INDEX assignment_still_district ON assignments.assignment ((territory_path[3]), moved_at, id) WHERE open;
-- of the country: … WHERE open AND moved_at < $1 ORDER BY moved_at, id
CREATE INDEX assignment_still_anywhere ON assignments.assignment (moved_at, id) WHERE open;
-- one number that somebody typed: … WHERE reference = $1 AND open ORDER BY due_on, id
CREATE INDEX assignment_reference ON assignments.assignment (reference, due_on, id) WHERE open;

-- the view that the board opens with; at most one
ALTER TABLE assignments.saved_view ADD COLUMN first boolean NOT NULL DEFAULT false;
CREATE UNIQUE INDEX saved_view_first ON assignments.saved_view (account_id) WHERE first;
