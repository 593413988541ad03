-- name: pointer
-- The schema of the log and the live generation.
SELECT current_schema(), generation, previous FROM read_model;

-- name: live
-- Asked again once the checkpoint is held: a rebuild may have moved the pointer meanwhile.
SELECT generation FROM read_model;

-- name: search_path
-- Unqualified names mean this generation first, then the log's schema; until the end of the transaction.
-- Plans are made for the values at hand: a generic plan walks an array of ids from its start for every row.
SELECT set_config('search_path', %(path)s, true), set_config('plan_cache_mode', 'force_custom_plan', true);

-- name: commit_later
-- From now on commits do not wait for the disk: for what nobody reads yet. The one that shows it waits for all of them.
SELECT set_config('synchronous_commit', 'off', false);

-- name: commit_durably
-- This one shows what was not waited for.
SET LOCAL synchronous_commit TO DEFAULT;

-- name: hold_checkpoint
-- Whoever holds this row is the projector; others stand by. (A lock that lives outside the transaction can be lost
-- under a running batch.)
SELECT position, tables_version, rendering_version FROM checkpoint FOR UPDATE SKIP LOCKED;

-- name: move_checkpoint
-- In the transaction of the rows that it stands for.
UPDATE checkpoint SET position = %(position)s;

-- name: checkpoint
-- How far this generation is, and who made it.
SELECT position, tables_version, rendering_version FROM checkpoint;

-- name: await_checkpoint
-- As hold_checkpoint, but wait for the batch that is under way.
SELECT position, tables_version, rendering_version FROM checkpoint FOR UPDATE;

-- name: all_files
-- What there is to render.
SELECT id FROM files ORDER BY id;

-- name: park
-- Put an event aside that cannot be applied; the others go on.
INSERT INTO parked_events (position, stream_id, version, type, error)
VALUES (%(position)s, %(stream_id)s, %(version)s, %(type)s, %(error)s)
ON CONFLICT (position) DO NOTHING;

-- name: has_parked
-- Nearly always there are none, and nothing needs to be looked for.
SELECT EXISTS (SELECT FROM parked_events);

-- name: unpark
-- What a later event of the same stream has made good.
DELETE FROM parked_events AS parked
 USING unnest(%(streams)s::text[], %(versions)s::bigint[]) AS applied (stream_id, version)
 WHERE parked.stream_id = applied.stream_id AND parked.version < applied.version;

-- name: write_scan_runs
-- Each event of a run sets columns of its own; they may come in any batch.
INSERT INTO scan_runs AS known (id, state, started_at, ended_at, counts, problems, reason)
SELECT id, state, started_at, ended_at, counts, problems, reason
  FROM json_to_recordset(%(rows)s::json)
    AS made (id text, state text, started_at timestamptz, ended_at timestamptz, counts jsonb, problems jsonb,
             reason text)
ON CONFLICT (id) DO UPDATE
   SET state = excluded.state, started_at = coalesce(excluded.started_at, known.started_at),
       ended_at = coalesce(excluded.ended_at, known.ended_at), counts = coalesce(excluded.counts, known.counts),
       problems = coalesce(excluded.problems, known.problems), reason = coalesce(excluded.reason, known.reason);

-- name: write_files
-- Files as their last event recorded them; their symbols, references and bindings are copied beside them.
INSERT INTO files (id, path, language, size, modified_at, content_hash, last_scanned, module, docstring, title, public,
                   problem, parser_version, version, position, functions, classes, types, "references")
SELECT *
  FROM unnest(%(id)s::text[], %(path)s::text[], %(language)s::text[], %(size)s::bigint[],
              %(modified_at)s::timestamptz[], %(content_hash)s::text[], %(last_scanned)s::timestamptz[],
              %(module)s::text[], %(docstring)s::text[], %(title)s::text[], %(public)s::jsonb[], %(problem)s::text[],
              %(parser_version)s::integer[], %(version)s::bigint[], %(position)s::bigint[],
              %(functions)s::integer[], %(classes)s::integer[], %(types)s::integer[], %(references)s::integer[])
ON CONFLICT (id) DO UPDATE
   SET language = excluded.language, size = excluded.size, modified_at = excluded.modified_at,
       content_hash = excluded.content_hash, last_scanned = excluded.last_scanned, module = excluded.module,
       docstring = excluded.docstring, title = excluded.title, public = excluded.public, problem = excluded.problem,
       parser_version = excluded.parser_version, version = excluded.version,
       position = excluded.position, functions = excluded.functions, classes = excluded.classes, types = excluded.types,
       "references" = excluded."references";

-- name: forget_symbols
-- The old page keys of changed files: pages that shared one may be free of their hash now.
DELETE FROM symbols WHERE file_id = ANY (%(files)s) RETURNING page_key;

-- name: forget_references
-- The names they used: some may be used by nobody else.
DELETE FROM symbol_references WHERE file_id = ANY (%(files)s) RETURNING scope, target;

-- name: forget_bindings
-- They are written anew, or their file is gone.
DELETE FROM bindings WHERE file_id = ANY (%(files)s);

-- name: forget_files
-- Last of all: relationships and symbols lead to them.
DELETE FROM files WHERE id = ANY (%(files)s);

-- name: copy_symbols
-- Rows of `SymbolRow`.
COPY symbols (id, file_id, ordinal, kind, name, qualified_name, dotted_name, key, docstring, page_key, page_slug, page,
              anchor, parent, signature, start_line, end_line, parameters, returns, is_async, description,
              returns_description, role, is_exported, decorators, columns) FROM STDIN;

-- name: copy_references
-- Rows of `ReferenceRow`.
COPY symbol_references (file_id, ordinal, kind, source, name, scope, target, line, code) FROM STDIN;

-- name: copy_bindings
-- Rows of `binding_rows`.
COPY bindings (file_id, ordinal, kind, key, pattern, scope, target) FROM STDIN;

-- name: settle_pages
-- A page's path depends on the set of symbols alone: those that share a key all get a hash of their id. Of all keys, for a
-- generation that has not been settled yet, or of those in `keys`.
WITH wanted AS (
       SELECT id, CASE WHEN count(*) OVER (PARTITION BY page_key) = 1 THEN page_slug
                       ELSE left(page_slug, -3) || '-' || left(encode(sha256(convert_to(id, 'UTF8')), 'hex'), 8) || '.md'
                  END AS page
         FROM symbols WHERE page_key IS NOT NULL AND (%(keys)s::text[] IS NULL OR page_key = ANY (%(keys)s)))
UPDATE symbols AS known SET page = wanted.page
  FROM wanted WHERE wanted.id = known.id AND known.page <> wanted.page
RETURNING known.file_id;

-- name: presented
-- How other pages name and link the symbols of these files.
SELECT id, file_id, dotted_name, page FROM links WHERE file_id = ANY (%(files)s);

-- name: offering
-- The modules that show what symbols of these files are, because they offer them.
SELECT DISTINCT module_id FROM offers JOIN symbols ON symbols.id = symbol_id WHERE symbols.file_id = ANY (%(files)s);

-- name: neighbours
-- Every edge from or to these files.
SELECT source_symbol, target_symbol, source_file, target_file, true
  FROM relationships WHERE source_file = ANY (%(files)s) OR target_file = ANY (%(files)s);

-- name: last_scan_run
-- What caused the latest of the changes that a rebuild takes in.
SELECT scan_run_id FROM outbox
 WHERE position > %(after)s AND position <= %(upto)s AND scan_run_id IS NOT NULL
 ORDER BY position DESC, ordinal DESC LIMIT 1;

-- name: clear_outbox
-- The work these rows announced is done with this batch.
DELETE FROM outbox WHERE position > %(after)s AND position <= %(upto)s;

-- name: lock_pointer
-- Readers go on; only others that would make or move the pointer wait.
LOCK TABLE read_model IN EXCLUSIVE MODE;

-- name: first_pointer
-- Readers see the first generation from now on.
INSERT INTO read_model (generation) VALUES (1);

-- name: move_pointer
-- Readers see this generation from now on; the one before it is kept for going back.
UPDATE read_model SET previous = generation, generation = %(generation)s;

-- name: schemas
-- Generations and private replays beside the log's schema; never a schema that holds a log of its own.
SELECT nspname FROM pg_namespace
 WHERE nspname ~ ('^' || regexp_replace(%(log_schema)s, '(\W)', '\\\1', 'g') || '_(r[0-9]+|replay_[0-9a-f]+)$')
   AND to_regclass(format('%%I.checkpoint', nspname)) IS NOT NULL AND to_regclass(format('%%I.events', nspname)) IS NULL
 ORDER BY nspname;

-- name: try_lock
-- Held by the session: it ends with the process that holds it, however that ends.
SELECT pg_try_advisory_lock(hashtextextended(%(name)s, 0));

-- name: unlock
-- Given back at once: the session may go on for long.
SELECT pg_advisory_unlock(hashtextextended(%(name)s, 0));

-- name: patience
-- For the transaction: a generation that somebody still uses is dropped another time.
SELECT set_config('lock_timeout', %(patience)s, true);
