-- name: hashes
-- What is stored of these documents, so that only what differs is written.
SELECT id, content_hash FROM documents WHERE id = ANY (%(ids)s);

-- name: delete
-- Returns those that there were: targets hear of no others.
DELETE FROM documents WHERE id = ANY (%(ids)s) RETURNING id;

-- name: write
-- One JSON text is several times faster to send than a dozen arrays.
-- Names as they are written and by their stem, so that a stop word such as `all` can still be found as a name.
INSERT INTO documents (id, type, title, content, metadata, relationships, content_hash, problem, summary,
                       name_words, search)
SELECT id, type, title, content, metadata, relationships, content_hash, problem, summary, name_words,
       setweight(to_tsvector('words', name_words), 'A') || setweight(to_tsvector('words', names), 'B')
       || setweight(to_tsvector('english', gist), 'C') || setweight(to_tsvector('english', body), 'D')
  FROM json_to_recordset(%(rows)s::json)
    AS made (id text, type text, title text, content text, metadata jsonb, relationships jsonb,
             content_hash text, problem text, summary text, name_words text, names text, gist text, body text)
ON CONFLICT (id) DO UPDATE
   SET type = excluded.type, title = excluded.title, content = excluded.content,
       metadata = excluded.metadata, relationships = excluded.relationships, content_hash = excluded.content_hash,
       problem = excluded.problem, summary = excluded.summary, name_words = excluded.name_words,
       search = excluded.search;

-- name: all_hashes
-- What a target could be asked to hold.
SELECT id, type, content_hash FROM documents;

-- name: leave_out_overview
-- One more batch that the overview pages do not show; returns how many they are.
INSERT INTO overview_behind (batches) VALUES (1)
ON CONFLICT (is_single) DO UPDATE SET batches = overview_behind.batches + 1
RETURNING batches;

-- name: overview_is_behind
-- Whether they lack any.
SELECT FROM overview_behind;

-- name: overview_is_shown
-- They are drawn now, and lack nothing.
DELETE FROM overview_behind;

-- name: load
-- Whole documents, for targets and for whoever asks.
SELECT id, type, title, content, metadata, relationships FROM documents WHERE id = ANY (%(ids)s);

-- name: incoming
-- The edges of other documents to these.
SELECT source.id, edge ->> 1, edge ->> 0
  FROM documents AS source, jsonb_array_elements(relationships) AS edge
 WHERE edge ->> 1 = ANY (%(ids)s) ORDER BY 1, 2, 3;

-- name: named
-- Documents by id, by title, by dotted name or its end, by page or the end of its path; the most exact first. Of several
-- definitions of one symbol that fit, the first that says what it does answers for all.
WITH plain AS (
       SELECT id, type, title, metadata ->> 'page' AS page, metadata ->> 'file' AS file, summary <> '' AS is_told,
              metadata ->> 'name' AS name, regexp_replace(metadata ->> 'name', %(later)s, '', 'g') AS plain_name,
              regexp_replace(title, %(later)s, '', 'g') AS plain_title,
              split_part(id, '::', 1) || regexp_replace(substr(id, strpos(id, '::')), %(later)s, '', 'g') AS symbol
         FROM documents),
     found AS (
       SELECT *, CASE WHEN id = %(name)s THEN 0
                      WHEN %(name)s IN (name, plain_name) THEN 1
                      WHEN %(name)s IN (title, plain_title) THEN 2
                      ELSE 3 END AS distance
         FROM plain
        WHERE id = %(name)s OR %(name)s IN (title, plain_title, name, plain_name)
           OR right(name, length(%(name)s) + 1) = '.' || %(name)s
           OR right(plain_name, length(%(name)s) + 1) = '.' || %(name)s
           OR right('/' || page, length(%(name)s) + 1) = '/' || %(name)s
           OR right('/' || page, length(%(name)s) + 4) = '/' || %(name)s || '.md'
           OR (type = 'module' AND right('/' || file, length(%(name)s) + 1) = '/' || %(name)s)),
     one_each AS (SELECT DISTINCT ON (symbol) * FROM found ORDER BY symbol, distance, is_told DESC, id)
SELECT id, type, title, page, distance FROM one_each ORDER BY distance, title COLLATE "C", id LIMIT %(limit)s;

-- name: listed
-- How to find all documents, or those of one type.
SELECT id, type, title, metadata ->> 'page' AS page FROM documents
 WHERE %(type)s::text IS NULL OR type = %(type)s ORDER BY id;

-- name: problems
-- What could not be rendered, and why.
SELECT id AS document_id, problem FROM documents WHERE problem IS NOT NULL ORDER BY id;
