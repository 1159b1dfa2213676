-- Asked with the program's own sight. What waits, how much of it and since when: for the page of health and for the metrics. Counts and moments only. The queue is not the application's to read.
CREATE FUNCTION platform.waiting() RETURNS TABLE (what text, n bigint, oldest timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$
BEGIN
  -- every count stops at 10,000: whoever is that far behind need not know it exactly
  RETURN QUERY SELECT 'jobs_due', count(*), min(j.run_at) FROM (
    SELECT w.run_at FROM graphile_worker._private_jobs w WHERE w.locked_at IS NULL AND w.run_at <= now() AND w.attempts < w.max_attempts ORDER BY w.run_at LIMIT 10000) j;
  RETURN QUERY SELECT 'jobs_failing', count(*), min(j.created_at) FROM (
    SELECT w.created_at FROM graphile_worker._private_jobs w WHERE w.last_error IS NOT NULL AND w.attempts < w.max_attempts LIMIT 10000) j;
  RETURN QUERY SELECT 'jobs_given_up', count(*), min(j.created_at) FROM (
    SELECT w.created_at FROM graphile_worker._private_jobs w WHERE w.attempts >= w.max_attempts AND w.locked_at IS NULL LIMIT 10000) j;
  -- the queue's own clock: one job is due every minute
  RETURN QUERY SELECT 'timetable_stopped', CASE WHEN max(c.last_execution) < now() - interval '10 minutes' THEN 1::bigint ELSE 0::bigint END, max(c.last_execution) FROM graphile_worker._private_known_crontabs c;
  RETURN QUERY SELECT 'acts_unsealed', count(*), min(l.at) FROM (
    SELECT f.at FROM journal.unsealed u JOIN journal.leaf f ON f.id = u.leaf_id ORDER BY u.leaf_id LIMIT 10000) l;
  RETURN QUERY SELECT 'matters_unindexed', count(*), NULL::timestamptz FROM (SELECT 1 FROM appeals.search_due LIMIT 10000) d;
  RETURN QUERY SELECT 'notices_due', count(*), min(d.send_at) FROM (
    SELECT t.send_at FROM notices.notice t WHERE t.state = 'waiting' AND t.send_at < now() - interval '5 minutes' LIMIT 10000) d;
  RETURN QUERY SELECT 'notices_failed', count(*), min(d.made_at) FROM (
    SELECT t.made_at FROM notices.notice t WHERE t.state = 'failed' AND t.made_at > now() - interval '24 hours' LIMIT 10000) d;
  RETURN QUERY SELECT 'files_unscanned', count(*), min(d.taken_at) FROM (SELECT f.taken_at FROM files.file f WHERE f.state = 'quarantined' LIMIT 10000) d;
END $$;
REVOKE ALL ON FUNCTION platform.waiting() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION platform.waiting() TO jauap_app;

-- what is late: … WHERE state = 'waiting' AND send_at < $1
CREATE INDEX notice_waiting ON notices.notice (send_at) WHERE state = 'waiting';
-- what failed today: … WHERE state = 'failed' AND made_at > $1
CREATE INDEX notice_failed_at ON notices.notice (made_at) WHERE state = 'failed';

UPDATE people.role SET abilities = abilities || '{health.see}' WHERE code = 'administrator';
