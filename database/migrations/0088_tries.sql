-- When each try was, the newest last: ten in any fifteen minutes are ten, not ten before a border and nine behind it.
-- `since` was when the counting began, and is when the newest was: what is swept goes by it.
ALTER TABLE appeals.follow_try ADD COLUMN at timestamptz[] NOT NULL DEFAULT '{}';
ALTER TABLE reception.follow_try ADD COLUMN at timestamptz[] NOT NULL DEFAULT '{}';
UPDATE appeals.follow_try SET at = array_fill(since, ARRAY[tries]) WHERE tries > 0;
UPDATE reception.follow_try SET at = array_fill(since, ARRAY[tries]) WHERE tries > 0;
ALTER TABLE appeals.follow_try DROP COLUMN tries;
ALTER TABLE reception.follow_try DROP COLUMN tries;
