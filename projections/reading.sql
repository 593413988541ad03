-- name: begin
-- Everything asked in this transaction sees one state, the pointer included.
SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;

-- name: file
-- One file by its path.
SELECT id, path, language, size, modified_at, content_hash, last_scanned, module, docstring, problem
  FROM files WHERE path = %(path)s;

-- name: files
-- All files.
SELECT id, path, language, size, modified_at, content_hash, last_scanned, module, docstring, problem
  FROM files ORDER BY path;

-- name: known_files
-- An empty hash stands for a file whose content was not at hand: no content is the same, whoever has it parses it.
SELECT path, version, CASE WHEN problem = 'UNPARSED' THEN '' ELSE content_hash END, functions, classes, "references",
       parser_version
  FROM files;

-- name: symbols
-- What is in a file, in its order.
SELECT id, file_id, kind, name, qualified_name, dotted_name, signature, docstring, start_line, end_line, parameters,
       returns, is_async, description, returns_description, role, is_exported, decorators, columns
  FROM symbols WHERE file_id = %(file_id)s ORDER BY ordinal;

-- name: relationships
-- Every edge from and to a file.
SELECT source_file AS source, target_file AS target, type, id,
       metadata || jsonb_build_object('source_symbol', source_symbol, 'target_symbol', target_symbol) AS metadata
  FROM relationships WHERE source_file = %(file_id)s OR target_file = %(file_id)s
 ORDER BY source_symbol, type COLLATE "C", target_symbol;

-- name: scan_runs
-- The latest scans.
SELECT id, state, started_at, ended_at, counts, problems, reason
  FROM scan_runs ORDER BY started_at DESC NULLS LAST, id LIMIT %(limit)s;

-- name: running_scans
-- Scans that nobody ended: under way, or killed.
SELECT id FROM scan_runs WHERE state = 'running' ORDER BY id;

-- name: counts
-- How much there is of everything.
SELECT (SELECT count(*) FROM files) AS files,
       (SELECT count(*) FROM symbols WHERE kind IN ('function', 'method')) AS functions,
       (SELECT count(*) FROM symbols WHERE kind = 'class') AS classes,
       (SELECT count(*) FROM symbol_references) AS "references",
       (SELECT count(*) FROM relationships) AS relationships,
       (SELECT count(*) FROM documents) AS documents;

-- name: parked
-- Events that this program could not apply.
SELECT position, stream_id, version, type, error, parked_at FROM parked_events ORDER BY position;
