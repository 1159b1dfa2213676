-- serves: notices store/lately.ts, what failed of the last thirty days, newest first, page by page; and what failed today (platform.watching).
-- The two it replaces led by the id, through all that ever failed, and by the day, of the half of them.
CREATE INDEX notice_failed_lately ON notices.notice (made_at, id) WHERE state IN ('failed', 'bounced');
DROP INDEX notices.notice_failed;
DROP INDEX notices.notice_failed_at;

-- serves: reception.find_visitors, by the trigrams of visit_search. LIKE is not leakproof: as long as the policy said anything of a row, it was asked of every visit first, and the index was
-- never read. The function itself passes over quiet visits and those out of sight; it gives ids only, and it is all that its owner may read.
ALTER POLICY searched ON reception.visit USING (true);
