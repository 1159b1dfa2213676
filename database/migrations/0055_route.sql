-- Before a matter is sent to a body: has it been passing this kind on? Both ends of the question, of the last twelve months.

-- what a body gave to others, newest first: … WHERE act = 'hand_over' AND from_unit = $1 AND to_unit <> from_unit AND at > $2 ORDER BY at DESC LIMIT 1000
CREATE INDEX act_handed_on ON assignments.act (from_unit, at DESC) WHERE act = 'hand_over' AND to_unit <> from_unit;
-- what of a topic is with it still or ended with it: … WHERE holder_unit = $1 AND topic_code = $2 AND registered_on > $3 LIMIT 1000
CREATE INDEX appeal_topic_of_unit ON appeals.appeal (holder_unit, topic_code, registered_on);
-- Whoever sees all promises sees all their acts: said first, as beside an appeal, or every question of the house reads all promises to learn it.
ALTER POLICY seen ON assignments.act USING ((SELECT platform.sees_all()) OR EXISTS (SELECT 1 FROM assignments.assignment a WHERE a.id = assignment_id));
