-- name: write_contents
-- Content that is recorded again, as a newer parser does, is as old as it was.
  WITH gone AS (DELETE FROM contents WHERE file_id = ANY (%(gone)s))
INSERT INTO contents (file_id, content_hash, version, position, scanned)
SELECT made.file_id, made.content_hash, made.version, made.position, made.scanned
  FROM unnest(%(file_id)s::text[], %(content_hash)s::text[], %(version)s::bigint[], %(position)s::bigint[],
              %(scanned)s::text[], %(is_first)s::boolean[])
    AS made (file_id, content_hash, version, position, scanned, is_first)
  LEFT JOIN contents AS known
         ON made.is_first AND known.file_id = made.file_id AND known.content_hash = made.content_hash
 WHERE known.file_id IS NULL
ON CONFLICT (file_id) DO UPDATE
   SET content_hash = excluded.content_hash, version = excluded.version, position = excluded.position,
       scanned = excluded.scanned;
