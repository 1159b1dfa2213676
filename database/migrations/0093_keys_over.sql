-- Whoever makes an invitation may have opened it themselves. What is entered by it therefore reaches no further than they manage people:
-- a post elsewhere begins with keys of its own (acts/posts.ts). NULL: over the whole house, and whoever came before this was kept.
ALTER TABLE people.invitation ADD COLUMN made_over bigint[];
ALTER TABLE people.account ADD COLUMN keys_over bigint[];
