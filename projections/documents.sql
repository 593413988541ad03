-- name: hashes
SELECT id, content_hash FROM documents WHERE id = ANY (%(ids)s);

-- name: delete
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
SELECT id, type, content_hash FROM documents;

-- name: load
SELECT id, type, title, content, metadata, relationships FROM documents WHERE id = ANY (%(ids)s);

-- name: incoming
-- The edges of other documents to these.
SELECT source.id, edge ->> 1, edge ->> 0
  FROM documents AS source, jsonb_array_elements(relationships) AS edge
 WHERE edge ->> 1 = ANY (%(ids)s) ORDER BY 1, 2, 3;

-- name: named
-- Documents by id, by title, by dotted name or its end, by page or the end of its path; the most exact first.
SELECT id, type, title, metadata ->> 'page' AS page,
       CASE WHEN id = %(name)s THEN 0
            WHEN metadata ->> 'name' = %(name)s THEN 1
            WHEN title = %(name)s THEN 2
            ELSE 3 END AS distance
  FROM documents
 WHERE id = %(name)s OR title = %(name)s OR metadata ->> 'name' = %(name)s
    OR right(metadata ->> 'name', length(%(name)s) + 1) = '.' || %(name)s
    OR right('/' || (metadata ->> 'page'), length(%(name)s) + 1) = '/' || %(name)s
    OR right('/' || (metadata ->> 'page'), length(%(name)s) + 4) = '/' || %(name)s || '.md'
    OR (type = 'module' AND right('/' || (metadata ->> 'file'), length(%(name)s) + 1) = '/' || %(name)s)
 ORDER BY distance, title COLLATE "C", id LIMIT %(limit)s;

-- name: listed
SELECT id, type, title, metadata ->> 'page' AS page FROM documents
 WHERE %(type)s::text IS NULL OR type = %(type)s ORDER BY id;

-- name: problems
SELECT id AS document_id, problem FROM documents WHERE problem IS NOT NULL ORDER BY id;
