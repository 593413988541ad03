-- name: want
-- The target shall hold these documents as they are now. What it already holds is synced at once, unless a delivery of
-- something else may still be under way (a lease) or may have half happened (an attempt, an error).
-- Ids in order, so that two writers of the ledger do not wait for each other.
INSERT INTO storage_sync AS row (target, document_id, wanted_hash, priority, scan_run_id)
SELECT %(target)s, id, wanted_hash, %(priority)s, %(scan_run_id)s
  FROM (SELECT id, encode(sha256(convert_to(content_hash || E'\n' || %(renderer_version)s, 'UTF8')), 'hex') AS wanted_hash
          FROM unnest(%(ids)s::text[]) AS asked (id) JOIN documents USING (id) WHERE type = ANY (%(types)s)) AS wanted
 WHERE NOT EXISTS (SELECT FROM storage_sync AS known
                    WHERE known.target = %(target)s AND known.document_id = wanted.id
                      AND known.wanted_hash = wanted.wanted_hash)
 ORDER BY id
ON CONFLICT (target, document_id) DO UPDATE
   SET wanted_hash = excluded.wanted_hash,
       status = CASE WHEN row.last_synced_hash = excluded.wanted_hash AND row.lease_token IS NULL
                          AND row.attempts = 0 AND row.last_error IS NULL THEN 'synced' ELSE 'pending' END,
       attempts = 0, next_attempt_at = now(), last_error = NULL,
       priority = CASE WHEN row.status = 'pending' THEN least(row.priority, excluded.priority) ELSE excluded.priority END,
       scan_run_id = excluded.scan_run_id,
       wanted_at = CASE WHEN row.status = 'pending' THEN row.wanted_at ELSE now() END, updated_at = now()
 WHERE row.wanted_hash IS DISTINCT FROM excluded.wanted_hash;

-- name: unwant
-- The target shall not hold those of these that are no documents of a type it takes. A join, as a parameter's array is
-- searched from its start for every row.
WITH gone AS MATERIALIZED (
       SELECT document_id FROM unnest(%(ids)s::text[]) AS asked (id)
         JOIN storage_sync AS known ON known.target = %(target)s AND known.document_id = asked.id
        WHERE wanted_hash IS NOT NULL
          AND NOT EXISTS (SELECT FROM documents WHERE id = known.document_id AND type = ANY (%(types)s))
        ORDER BY document_id COLLATE "C" FOR UPDATE OF known)
UPDATE storage_sync AS row
   SET wanted_hash = NULL, status = 'pending', attempts = 0, next_attempt_at = now(), last_error = NULL,
       priority = CASE WHEN row.status = 'pending' THEN least(row.priority, %(priority)s) ELSE %(priority)s END,
       scan_run_id = %(scan_run_id)s,
       wanted_at = CASE WHEN row.status = 'pending' THEN row.wanted_at ELSE now() END, updated_at = now()
  FROM gone WHERE row.target = %(target)s AND row.document_id = gone.document_id;

-- name: unwant_all
-- The same for everything the target was to hold.
WITH gone AS MATERIALIZED (
       SELECT document_id FROM storage_sync AS known
        WHERE target = %(target)s AND wanted_hash IS NOT NULL
          AND NOT EXISTS (SELECT FROM documents WHERE id = known.document_id AND type = ANY (%(types)s))
        ORDER BY document_id COLLATE "C" FOR UPDATE)
UPDATE storage_sync AS row
   SET wanted_hash = NULL, status = 'pending', attempts = 0, next_attempt_at = now(), last_error = NULL,
       priority = CASE WHEN row.status = 'pending' THEN least(row.priority, %(priority)s) ELSE %(priority)s END,
       scan_run_id = %(scan_run_id)s,
       wanted_at = CASE WHEN row.status = 'pending' THEN row.wanted_at ELSE now() END, updated_at = now()
  FROM gone WHERE row.target = %(target)s AND row.document_id = gone.document_id;

-- name: overlook
-- Targets that this program does not know get no rows from it: whoever knows them sets all of theirs again.
UPDATE targets SET renderer_version = NULL, updated_at = now()
 WHERE renderer_version IS NOT NULL AND name <> ALL (%(known)s);

-- name: all_documents
-- What there is to want.
SELECT id FROM documents;
