-- The office's answer as everybody may read it. It stands in the row of the answer that a clerk looked through: another answer has none yet.
ALTER TABLE appeals.answer
  ADD COLUMN public_text text,
  ADD CONSTRAINT public_words_of_what_was_sent CHECK (public_text IS NULL OR state = 'sent' AND NOT interim);
ALTER TABLE appeals.publication
  -- which answer `answer` was made from; it stays when a newer one has taken the words away
  ADD COLUMN answer_id bigint,
  -- who gave the newest answer; null: there is none
  ADD COLUMN answer_unit bigint,
  ADD CONSTRAINT answer_has_its_source CHECK (answer IS NULL OR answer_id IS NOT NULL);
