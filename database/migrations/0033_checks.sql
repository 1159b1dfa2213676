-- What an answer is found again by, and the day that comes first of two clocks.

-- Hashes of an answer and of its parts (law/check/likeness.ts); a row for each, from the moment it is sent. No words, and read by the house alone.
CREATE TABLE appeals.answer_mark (
  unit_id bigint NOT NULL,
  mark bigint NOT NULL,
  answer_id bigint NOT NULL REFERENCES appeals.answer,
  -- what the same body answered in the same words: … WHERE unit_id = $1 AND mark = $2 ORDER BY answer_id DESC LIMIT 5
  PRIMARY KEY (unit_id, mark, answer_id)
);
-- the marks of one answer: … WHERE answer_id = $1
CREATE INDEX answer_mark_answer ON appeals.answer_mark (answer_id);
ALTER TABLE appeals.answer_mark ENABLE ROW LEVEL SECURITY;
ALTER TABLE appeals.answer_mark FORCE ROW LEVEL SECURITY;
CREATE POLICY seen ON appeals.answer_mark FOR SELECT USING ((SELECT platform.sees_all()));
CREATE POLICY added ON appeals.answer_mark FOR INSERT WITH CHECK (true);

-- The nearer of the branch's promise and the body's term: inboxes stand in its order. `least` passes over what is null.
ALTER TABLE appeals.appeal ADD COLUMN near_on date GENERATED ALWAYS AS (least(due_on, own_due_on)) STORED;

DROP INDEX appeals.appeal_due;
DROP INDEX appeals.appeal_due_in_branch;
DROP INDEX appeals.appeal_due_of_unit;
DROP INDEX appeals.appeal_due_of_person;
DROP INDEX appeals.appeal_came_back;
DROP INDEX appeals.appeal_stage_in_branch;
DROP INDEX appeals.appeal_stage_of_unit;
DROP INDEX appeals.appeal_stage_of_person;
DROP INDEX appeals.appeal_came_back_of_unit;
DROP INDEX appeals.appeal_came_back_of_person;
-- a country's inbox: … WHERE open ORDER BY near_on, id LIMIT 50
CREATE INDEX appeal_due ON appeals.appeal (near_on, id) WHERE open;
-- a branch's, today's, overdue: … WHERE open AND branch_id = $1 AND (near_on, id) > ($2, $3) ORDER BY near_on, id LIMIT 50
CREATE INDEX appeal_due_in_branch ON appeals.appeal (branch_id, near_on, id) WHERE open;
-- a body's: … WHERE open AND holder_unit = $1 ORDER BY near_on, id LIMIT 50
CREATE INDEX appeal_due_of_unit ON appeals.appeal (holder_unit, near_on, id) WHERE open;
-- mine: … WHERE open AND holder_account = $1 ORDER BY near_on, id LIMIT 50
CREATE INDEX appeal_due_of_person ON appeals.appeal (holder_account, near_on, id) WHERE open AND holder_account IS NOT NULL;
-- by stage: … WHERE open AND stage = $1 AND branch_id = $2 ORDER BY near_on, id LIMIT 50
CREATE INDEX appeal_stage_in_branch ON appeals.appeal (branch_id, stage, near_on, id) WHERE open;
CREATE INDEX appeal_stage_of_unit ON appeals.appeal (holder_unit, stage, near_on, id) WHERE open;
CREATE INDEX appeal_stage_of_person ON appeals.appeal (holder_account, stage, near_on, id) WHERE open AND holder_account IS NOT NULL;
-- what came back: … WHERE came_back AND open AND branch_id = $1 ORDER BY near_on, id LIMIT 50
CREATE INDEX appeal_came_back ON appeals.appeal (branch_id, near_on, id) WHERE came_back AND open;
CREATE INDEX appeal_came_back_of_unit ON appeals.appeal (holder_unit, near_on, id) WHERE came_back AND open;
CREATE INDEX appeal_came_back_of_person ON appeals.appeal (holder_account, near_on, id) WHERE came_back AND open AND holder_account IS NOT NULL;

-- promises that began in a period: … WHERE lead AND given_on BETWEEN $1 AND $2
CREATE INDEX assignment_given ON assignments.assignment (given_on) WHERE lead;
