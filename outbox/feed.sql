-- name: read
-- The next committed events in order. No transaction below the horizon is still running, so none can appear behind
-- a position that was read: gap-free without a lock.
SELECT position, stream_id, version, type, schema_version, data, recorded_at
  FROM events
 WHERE position > %(after)s
   AND position < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT base FROM epoch)) << 20
 ORDER BY position LIMIT %(limit)s;

-- name: read_outbox
-- What the events of a batch changed, as recorded with them.
SELECT entity_type, entity_id, action, content_hash, priority, scan_run_id
  FROM outbox WHERE position > %(after)s AND position <= %(upto)s
 ORDER BY position, ordinal;

-- name: head
-- How many events the log holds and the position of the last one.
SELECT count(*), coalesce(max(position), 0) FROM events;

-- name: lag
-- Events behind a checkpoint; positions are sparse, so lag is counted and never subtracted.
SELECT count(*) FROM events WHERE position > %(after)s;

-- name: blockers
-- Open write transactions, oldest first: while one is open, readers wait below it.
SELECT 'session' AS kind, pid::text AS id, datname AS database, backend_xid::text::bigint AS xid,
       extract(epoch FROM now() - xact_start)::float8 AS age_seconds, left(query, 200) AS query
  FROM pg_stat_activity
 WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid()
UNION ALL
SELECT 'prepared', gid, database, transaction::text::bigint, extract(epoch FROM now() - prepared)::float8, NULL
  FROM pg_prepared_xacts
 ORDER BY age_seconds DESC NULLS LAST;

-- name: epoch
-- The transaction number of the last event and that of the next one: the second must be greater.
SELECT coalesce(max(position) >> 20, -1),
       pg_snapshot_xmax(pg_current_snapshot())::text::bigint + (SELECT base FROM epoch)
  FROM events;

-- name: lock_epoch
-- Waits for every append that has read the old base, and lets none read it meanwhile.
LOCK TABLE epoch IN ACCESS EXCLUSIVE MODE;

-- name: raise_epoch
-- After a restore: lift the base so that new positions sort behind all old ones.
UPDATE epoch SET base = (SELECT coalesce((max(position) >> 20) + 1, 0) FROM events)
RETURNING base;

-- name: fills_a_batch
-- Whether so many events wait, found without reading them.
SELECT EXISTS (
    SELECT FROM events
     WHERE position > %(after)s
       AND position < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT base FROM epoch)) << 20
    OFFSET %(limit)s - 1);
