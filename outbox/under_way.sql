-- name: try_scan
-- Held by the session: it ends with the process that holds it, however that ends.
SELECT pg_try_advisory_lock(hashtextextended('docrunch.scan:' || %(schema)s || ':' || %(scan_run_id)s, 0));

-- name: end_scan
-- Given back at once: the session may go on for long.
SELECT pg_advisory_unlock(hashtextextended('docrunch.scan:' || %(schema)s || ':' || %(scan_run_id)s, 0));
