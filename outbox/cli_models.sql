-- name: latest
-- The last event of every program's stream says its whole set; found by the index of streams, whatever the log holds else.
SELECT DISTINCT ON (stream_id) type, schema_version, data
  FROM events WHERE stream_id ^@ 'cli_models:'
 ORDER BY stream_id, version DESC;
