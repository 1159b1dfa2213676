-- Signs of danger in a person's words, marked when the matter is registered; a person takes the mark off or sets it. Null: none was seen.
ALTER TABLE appeals.appeal ADD COLUMN urgency text CHECK (urgency ~ '^[a-z]{2,20}$');

-- urgent and open, of a branch, a body, a person, everywhere: ... AND open AND urgency IS NOT NULL ORDER BY near_on, id
CREATE INDEX appeal_urgent_branch ON appeals.appeal (branch_id, near_on, id) WHERE open AND urgency IS NOT NULL;
CREATE INDEX appeal_urgent_unit ON appeals.appeal (holder_unit, near_on, id) WHERE open AND urgency IS NOT NULL;
CREATE INDEX appeal_urgent_person ON appeals.appeal (holder_account, near_on, id) WHERE open AND urgency IS NOT NULL;
CREATE INDEX appeal_urgent ON appeals.appeal (near_on, id) WHERE open AND urgency IS NOT NULL;
