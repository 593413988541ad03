-- name: append
-- Events, outbox rows and receipts in one statement: one round trip, one transaction, no lock, no sequence.
-- Rows go in in one order, a COPY's too: receipts by their ids (PostgreSQL runs the last part first), then events by
-- (stream, version) under any collation. So two appends with several of the same streams or commands cannot deadlock.
WITH tx AS MATERIALIZED (
       SELECT (pg_current_xact_id()::text::bigint + base) << 20 AS floor FROM epoch),
     logged AS (
       INSERT INTO events (position, stream_id, version, type, schema_version, data, metadata, content_hash)
       SELECT tx.floor + event.ordinal - 1, stream_id, version, type, schema_version, data, metadata, content_hash
         FROM tx, ROWS FROM (jsonb_to_recordset($1::jsonb)
                AS (stream_id text, version bigint, type text, schema_version integer, data jsonb, metadata jsonb,
                    content_hash text)) WITH ORDINALITY
                AS event (stream_id, version, type, schema_version, data, metadata, content_hash, ordinal)
        ORDER BY stream_id COLLATE "C", version),
     changed AS (
       INSERT INTO outbox (position, ordinal, entity_type, entity_id, action, content_hash, priority, scan_run_id)
       SELECT tx.floor + event, ordinal, entity_type, entity_id, action, content_hash, priority, scan_run_id
         FROM tx, jsonb_to_recordset($2::jsonb)
                AS change (event bigint, ordinal integer, entity_type text, entity_id text, action text,
                           content_hash text, priority smallint, scan_run_id text)),
     dispatched AS (
       INSERT INTO commands (command_id, first, last, receipt)
       SELECT command_id, tx.floor + first, tx.floor + last, receipt
         FROM tx, jsonb_to_recordset($3::jsonb)
                AS command (command_id uuid, first bigint, last bigint, receipt jsonb)
        ORDER BY command_id)
SELECT floor FROM tx;

-- name: append_one
-- The same for what most commands come to, one event that changed one entity: without JSON around the rows the server
-- needs a third less time.
WITH tx AS MATERIALIZED (
       SELECT (pg_current_xact_id()::text::bigint + base) << 20 AS floor FROM epoch),
     logged AS (
       INSERT INTO events (position, stream_id, version, type, schema_version, data, metadata, content_hash)
       SELECT floor, $1::text, $2::bigint, $3::text, $4::integer, $5::jsonb, $6::jsonb, $7::text FROM tx),
     changed AS (
       INSERT INTO outbox (position, ordinal, entity_type, entity_id, action, content_hash, priority, scan_run_id)
       SELECT floor, 0, $8::text, $9::text, $10::text, $11::text, $12::smallint, $13::text FROM tx),
     dispatched AS (
       INSERT INTO commands (command_id, first, last, receipt)
       SELECT $14::uuid, floor + $15::bigint, floor + $16::bigint, $17::jsonb FROM tx)
SELECT floor FROM tx;

-- name: floor
-- The first position of this transaction: takes the transaction id, so it must be the first write.
SELECT (pg_current_xact_id()::text::bigint + base) << 20 FROM epoch;

-- name: copy_events
-- Many events, under the rules of `append`.
COPY events (position, stream_id, version, type, schema_version, data, metadata, content_hash) FROM STDIN;

-- name: copy_outbox
-- What they changed.
COPY outbox (position, ordinal, entity_type, entity_id, action, content_hash, priority, scan_run_id) FROM STDIN;

-- name: insert_commands
-- Receipts of a batch that came in by COPY.
INSERT INTO commands (command_id, first, last, receipt)
SELECT command_id, %(floor)s + first, %(floor)s + last, receipt
  FROM jsonb_to_recordset(%(commands)s::jsonb)
         AS command (command_id uuid, first bigint, last bigint, receipt jsonb)
 ORDER BY command_id;

-- name: select_stream
-- The events of one stream, for folding its aggregate.
SELECT stream_id, version, type, schema_version, data::text
  FROM events
 WHERE stream_id = %(stream)s AND version > %(gt)s AND version <= %(lte)s
 ORDER BY version LIMIT %(limit)s;

-- name: select_stream_desc
-- The same, newest first.
SELECT stream_id, version, type, schema_version, data::text
  FROM events
 WHERE stream_id = %(stream)s AND version > %(gt)s AND version <= %(lte)s
 ORDER BY version DESC LIMIT %(limit)s;

-- name: select_notifications
-- The committed events in position order below the horizon, for the library's interface.
SELECT position, stream_id, version, type, schema_version, data::text
  FROM events
 WHERE position >= %(start)s AND position <= %(stop)s
   AND position < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT base FROM epoch)) << 20
   AND (%(topics)s::text[] IS NULL OR type = ANY (%(topics)s::text[]))
 ORDER BY position LIMIT %(limit)s;

-- name: last_position
-- The last position readers may see.
SELECT max(position) FROM events
 WHERE position < (pg_snapshot_xmin(pg_current_snapshot())::text::bigint + (SELECT base FROM epoch)) << 20;

-- name: receipts
-- The first answers to these command ids.
SELECT command_id, last, receipt FROM commands WHERE command_id = ANY (%(command_ids)s::uuid[]);

-- name: file_versions
-- The current version of every file's stream, from the index alone.
SELECT stream_id, max(version) FROM events WHERE stream_id ^@ 'file:' GROUP BY stream_id;

-- name: file_heads
-- What the last event of these streams says about their file; a null hash for a removed one, an empty one for a file
-- whose content was not at hand: whoever has it parses it.
SELECT stream_id, version,
       CASE WHEN data #>> '{file,problem}' = 'UNPARSED' THEN '' ELSE data #>> '{file,content_hash}' END,
       (SELECT count(*) FROM jsonb_array_elements(data #> '{file,symbols}') AS symbol WHERE symbol ->> 'kind' <> 'class'),
       (SELECT count(*) FROM jsonb_array_elements(data #> '{file,symbols}') AS symbol WHERE symbol ->> 'kind' = 'class'),
       coalesce(jsonb_array_length(data #> '{file,references}'), 0),
       coalesce((data #>> '{file,parser_version}')::integer, 0)
  FROM events
 WHERE (stream_id, version) IN (SELECT * FROM unnest(%(streams)s::text[], %(versions)s::bigint[]));
