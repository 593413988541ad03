-- name: claim_due
-- Hand out due rows, urgent ones first; a row that has waited longer than its SLA counts as urgent, so that a stream
-- of reports cannot starve scans. The token fences the settle of a worker that lost its lease: its time is over, or
-- the session that took it has ended. What the target holds is unknown from here until a delivery is settled.
WITH due AS MATERIALIZED (
       SELECT target, document_id FROM storage_sync
        WHERE target = %(target)s AND status = 'pending' AND next_attempt_at <= now()
          AND (leased_until IS NULL OR leased_until < now()
               OR leased_by <> ALL (ARRAY(SELECT pid FROM pg_stat_activity)))
        ORDER BY CASE WHEN wanted_at < now() - %(overdue)s THEN 0 ELSE priority * %(prioritize)s END, wanted_at, document_id
        LIMIT %(limit)s FOR UPDATE SKIP LOCKED)
UPDATE storage_sync AS row
   SET leased_until = now() + %(lease)s, lease_token = gen_random_uuid(), leased_by = pg_backend_pid(),
       last_synced_hash = NULL, updated_at = now()
  FROM due WHERE (row.target, row.document_id) = (due.target, due.document_id)
RETURNING row.document_id, row.wanted_hash, row.attempts, row.lease_token;

-- name: still_wanted
-- Which of these leases still hold and want the same content.
SELECT row.document_id
  FROM storage_sync AS row
  JOIN unnest(%(documents)s::text[], %(tokens)s::uuid[], %(hashes)s::text[]) AS held (document_id, token, hash)
    ON row.document_id = held.document_id AND row.lease_token = held.token
   AND row.wanted_hash IS NOT DISTINCT FROM held.hash
 WHERE row.target = %(target)s;

-- name: settle_delivered
-- The target holds these hashes; a row that wants another one by now stays pending. Here and below rows are locked in
-- the order of their ids, as the projector does, so that neither waits for the other for ever.
WITH held AS MATERIALIZED (
       SELECT row.document_id, given.hash
         FROM storage_sync AS row
         JOIN unnest(%(documents)s::text[], %(tokens)s::uuid[], %(hashes)s::text[]) AS given (document_id, token, hash)
           ON row.document_id = given.document_id AND row.lease_token = given.token
        WHERE row.target = %(target)s ORDER BY row.document_id COLLATE "C" FOR UPDATE OF row)
UPDATE storage_sync AS row
   SET last_synced_hash = held.hash, attempts = 0, last_error = NULL, lease_token = NULL, leased_until = NULL,
       status = CASE WHEN row.wanted_hash IS NOT DISTINCT FROM held.hash THEN 'synced' ELSE 'pending' END,
       updated_at = now()
  FROM held WHERE row.target = %(target)s AND row.document_id = held.document_id
RETURNING row.document_id;

-- name: reopen
-- A delivery ended after its lease was gone: what the target holds is unknown, so the row is delivered again, and the
-- settle of whoever holds it now is fenced off. Without a row the document must not exist, and now it may.
INSERT INTO storage_sync AS row (target, document_id, wanted_hash, priority)
SELECT %(target)s, id, NULL, 1 FROM unnest(%(documents)s::text[]) AS late (id) ORDER BY id COLLATE "C"
ON CONFLICT (target, document_id) DO UPDATE
   SET status = 'pending', last_synced_hash = NULL, lease_token = NULL, leased_until = NULL, updated_at = now();

-- name: forget_deleted
-- What must not exist and does not exist needs no row.
DELETE FROM storage_sync
 WHERE target = %(target)s AND wanted_hash IS NULL AND status = 'synced'
   AND (%(documents)s::text[] IS NULL OR document_id = ANY (%(documents)s));

-- name: settle_failed
-- One document failed: wait and retry, or stay visible as failed; what is wanted by now and was not tried is due at once.
UPDATE storage_sync AS row
   SET attempts = CASE WHEN is_tried THEN attempts + 1 ELSE 0 END,
       status = CASE WHEN is_tried AND %(is_final)s THEN 'failed' ELSE 'pending' END,
       next_attempt_at = CASE WHEN is_tried THEN now() + %(delay)s ELSE now() END,
       last_error = %(error)s, lease_token = NULL, leased_until = NULL, updated_at = now()
  FROM (SELECT target, document_id, wanted_hash IS NOT DISTINCT FROM %(hash)s::text AS is_tried
          FROM storage_sync
         WHERE target = %(target)s AND document_id = %(document)s AND lease_token = %(token)s FOR UPDATE) AS tried
 WHERE (row.target, row.document_id) = (tried.target, tried.document_id)
RETURNING row.document_id;

-- name: release
-- Give rows back: they are due as before.
WITH leased AS MATERIALIZED (
       SELECT document_id FROM storage_sync
        WHERE target = %(target)s AND lease_token = ANY (%(tokens)s::uuid[])
        ORDER BY document_id COLLATE "C" FOR UPDATE)
UPDATE storage_sync AS row SET lease_token = NULL, leased_until = NULL, updated_at = now()
  FROM leased WHERE row.target = %(target)s AND row.document_id = leased.document_id
RETURNING row.document_id;

-- name: retry
-- Failed rows and waiting ones are due again, with all their attempts.
UPDATE storage_sync SET status = 'pending', attempts = 0, next_attempt_at = now(), updated_at = now()
 WHERE target = %(target)s AND (status = 'failed' OR (status = 'pending' AND attempts > 0));

-- name: hurry
-- Rows that wait after a failed attempt are due now, with the attempts they have left.
UPDATE storage_sync SET next_attempt_at = now(), updated_at = now()
 WHERE target = %(target)s AND status = 'pending' AND attempts > 0 AND next_attempt_at > now();

-- name: counts
-- What waits and what failed, and since when the oldest has waited.
SELECT count(*) FILTER (WHERE status = 'pending'), count(*) FILTER (WHERE status = 'failed'),
       min(wanted_at) FILTER (WHERE status = 'pending' AND priority = 0),
       min(wanted_at) FILTER (WHERE status = 'pending' AND priority > 0)
  FROM storage_sync WHERE target = %(target)s;

-- name: failures
-- The rows an operator must look at.
SELECT document_id, attempts, last_error, updated_at
  FROM storage_sync WHERE target = %(target)s AND last_error IS NOT NULL AND status <> 'synced'
 ORDER BY updated_at DESC, document_id LIMIT %(limit)s;

-- name: target
-- The standing of a target; no row before anybody had to do with it.
SELECT place, renderer_version, paused_until > now(), pauses, last_error FROM targets WHERE name = %(target)s;

-- name: claim_place
-- The first worker says where this target is; later ones learn whether they see the same place.
INSERT INTO targets (name, place) VALUES (%(target)s, %(place)s)
ON CONFLICT (name) DO UPDATE SET place = coalesce(targets.place, excluded.place), updated_at = now()
RETURNING place;

-- name: move_place
-- From now on the target is here, wherever it was: a rebuild has brought it up to date.
INSERT INTO targets (name, place) VALUES (%(target)s, %(place)s)
ON CONFLICT (name) DO UPDATE SET place = excluded.place, updated_at = now();

-- name: pause
-- The target as a whole failed: nobody tries again before the pause is over.
INSERT INTO targets (name, paused_until, pauses, last_error)
VALUES (%(target)s, now() + %(delay)s, 1, %(error)s)
ON CONFLICT (name) DO UPDATE
   SET paused_until = excluded.paused_until, pauses = targets.pauses + 1, last_error = excluded.last_error,
       updated_at = now();

-- name: end_pause
-- Ask the target at once, and keep in mind that it failed: it is probed before anything is delivered.
UPDATE targets SET paused_until = NULL, updated_at = now() WHERE name = %(target)s AND paused_until > now();

-- name: record_renderer
-- The rows of this target are wanted as this renderer makes them.
INSERT INTO targets (name, renderer_version) VALUES (%(target)s, %(renderer_version)s)
ON CONFLICT (name) DO UPDATE SET renderer_version = excluded.renderer_version, updated_at = now();

-- name: note
-- A worker cannot use the target from where it is, others may: they are not made to wait.
INSERT INTO targets (name, pauses, last_error) VALUES (%(target)s, 1, %(error)s)
ON CONFLICT (name) DO UPDATE
   SET pauses = greatest(targets.pauses, 1), last_error = excluded.last_error, updated_at = now();

-- name: resume
-- The target answers again.
UPDATE targets SET paused_until = NULL, pauses = 0, last_error = NULL, updated_at = now()
 WHERE name = %(target)s AND pauses > 0;

-- name: try_turn
-- Held by the session: it ends with the process that holds it, however that ends.
SELECT pg_try_advisory_lock(hashtextextended('docrunch.delivery:' || %(schema)s || ':' || %(target)s, 0));

-- name: end_turn
-- Given back at once: the session may go on for long.
SELECT pg_advisory_unlock(hashtextextended('docrunch.delivery:' || %(schema)s || ':' || %(target)s, 0));

-- name: now
-- The server's clock, as it goes on within a transaction: what is compared with its instants must come from it.
SELECT clock_timestamp();

-- name: held
-- Record what a target was seen to hold. What somebody settled since the listing began is unknown: delivered again.
WITH held AS MATERIALIZED (
       SELECT known.document_id, given.hash
         FROM storage_sync AS known
         LEFT JOIN unnest(%(documents)s::text[], %(hashes)s::text[]) AS given (document_id, hash) USING (document_id)
        WHERE known.target = %(target)s ORDER BY known.document_id COLLATE "C" FOR UPDATE OF known)
UPDATE storage_sync AS row
   SET last_synced_hash = CASE WHEN row.updated_at < %(since)s THEN held.hash END,
       status = CASE WHEN row.updated_at < %(since)s AND row.wanted_hash IS NOT DISTINCT FROM held.hash
                     THEN 'synced' ELSE 'pending' END,
       lease_token = NULL, leased_until = NULL, updated_at = now(),
       attempts = 0, last_error = NULL, next_attempt_at = now()
  FROM held
 WHERE row.target = %(target)s AND row.document_id = held.document_id
   -- Nothing is written where nothing would change, as in most rows of an empty target.
   AND (row.last_synced_hash IS DISTINCT FROM held.hash OR row.updated_at >= %(since)s OR row.attempts > 0
        OR row.last_error IS NOT NULL OR row.lease_token IS NOT NULL
        OR (row.status = 'synced') <> (row.wanted_hash IS NOT DISTINCT FROM held.hash));

-- name: strays
-- What a target holds and nobody wants must go.
INSERT INTO storage_sync (target, document_id, wanted_hash, last_synced_hash, priority)
SELECT %(target)s, document_id, NULL, hash, 1
  FROM unnest(%(documents)s::text[], %(hashes)s::text[]) AS held (document_id, hash)
ON CONFLICT (target, document_id) DO NOTHING;

-- name: put_aside
-- Documents that a rebuild could not deliver stay visible with their reasons.
UPDATE storage_sync AS row
   SET status = 'failed', last_error = failed.error, lease_token = NULL, leased_until = NULL, updated_at = now()
  FROM unnest(%(documents)s::text[], %(errors)s::text[]) AS failed (document_id, error)
 WHERE row.target = %(target)s AND row.document_id = failed.document_id;
