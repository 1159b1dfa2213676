-- What the office's own decisions taught the recogniser of topics. No word of anybody stands here: a mark is a hash of a stem.
CREATE SCHEMA recognition;

-- One row. Its lock puts the lessons in one order, so that whoever keeps the weights in memory reads only what came after.
CREATE TABLE recognition.learner (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- grows for ever, also when all is forgotten
  lesson bigint NOT NULL DEFAULT 0,
  -- the lesson from which all was learned anew: memories older than that are thrown away
  since bigint NOT NULL DEFAULT 0,
  -- how many decisions stand behind the weights
  learned bigint NOT NULL DEFAULT 0,
  -- the day of the newest decision: older ones fade beside it
  on_day date,
  -- the last events learned from, so that a job that runs twice teaches once
  recent uuid[] NOT NULL DEFAULT '{}'
);
INSERT INTO recognition.learner DEFAULT VALUES;

-- How much a mark speaks for a topic, or against it, beside what the lexicon says.
CREATE TABLE recognition.weight (
  mark int NOT NULL,
  topic_code text NOT NULL,
  weight real NOT NULL,
  lesson bigint NOT NULL,
  on_day date NOT NULL,
  PRIMARY KEY (mark, topic_code)
);
-- what was learned after a lesson: … WHERE lesson > $1
CREATE INDEX weight_lesson ON recognition.weight (lesson);
