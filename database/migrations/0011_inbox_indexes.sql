-- Every tab of every inbox ends after a page's worth of index, however full the cupboard is. `open` stands in each question:
-- PostgreSQL cannot conclude it from the stage. Indexes of what is rare cost a registration nothing.

-- a branch's new ones, drafts to approve, open questions: … WHERE open AND stage = $1 AND branch_id = $2 ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_stage_in_branch ON appeals.appeal (branch_id, stage, due_on, id) WHERE open;
-- they are parts of it
DROP INDEX appeals.appeal_new;
DROP INDEX appeals.appeal_to_approve;
-- the same of a body: … WHERE open AND stage = $1 AND holder_unit = $2 ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_stage_of_unit ON appeals.appeal (holder_unit, stage, due_on, id) WHERE open;
-- … of a person
CREATE INDEX appeal_stage_of_person ON appeals.appeal (holder_account, stage, due_on, id) WHERE open AND holder_account IS NOT NULL;
-- what came back to a body, to a person: … WHERE came_back AND open AND holder_unit = $1 ORDER BY due_on, id LIMIT 50
CREATE INDEX appeal_came_back_of_unit ON appeals.appeal (holder_unit, due_on, id) WHERE came_back AND open;
CREATE INDEX appeal_came_back_of_person ON appeals.appeal (holder_account, due_on, id) WHERE came_back AND open AND holder_account IS NOT NULL;
