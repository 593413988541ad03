-- name: shown_with_tasks
-- Whatever links to the reports of these tasks.
SELECT 'finding:' || id FROM findings WHERE task_id = ANY (%(ids)s)
 UNION ALL
SELECT 'decision:' || id FROM decisions WHERE task_id = ANY (%(ids)s)
 UNION ALL
SELECT 'task:' || id FROM tasks WHERE depends_on ?| %(ids)s;

-- name: shown_with_symbols
-- The symbols that are there, their module, whatever they are a part of, and the modules that offer them.
SELECT symbol.id, symbol.parent, module.id FROM symbols AS symbol
  JOIN symbols AS module ON module.file_id = symbol.file_id AND module.ordinal = 0
 WHERE symbol.id = ANY (%(ids)s)
 UNION ALL
SELECT module_id, NULL, NULL FROM offers WHERE symbol_id = ANY (%(ids)s);

-- name: mentions_of_files
-- Look again where names lead that may mean something in these files now, or did so before; returns the documents whose
-- links changed.
WITH touched AS (
       SELECT document_id, name FROM mentions WHERE file_id = ANY (%(files)s)
        UNION
       SELECT document_id, name FROM mentions
         JOIN meanings USING (name) WHERE meanings.file_id = ANY (%(files)s)),
wanted AS MATERIALIZED (
       SELECT document_id, touched.name, found.id AS target, found.file_id, found.page
         FROM touched LEFT JOIN LATERAL (
              SELECT id, file_id, page FROM meanings WHERE meanings.name = touched.name ORDER BY rank, id LIMIT 1
              ) AS found ON true)
UPDATE mentions AS known SET target = wanted.target, file_id = wanted.file_id, page = wanted.page
  FROM wanted
 WHERE (known.document_id, known.name) = (wanted.document_id, wanted.name)
   AND (known.target, known.page) IS DISTINCT FROM (wanted.target, wanted.page)
RETURNING known.document_id;

-- name: forget_mentions
-- Documents that are gone, or that say something else now.
DELETE FROM mentions WHERE document_id = ANY (%(ids)s);

-- name: state_mentions
-- The names that these documents mention now, and where they lead.
INSERT INTO mentions (document_id, name, target, file_id, page)
SELECT document_id, asked.name, found.id, found.file_id, found.page
  FROM json_to_recordset(%(rows)s::json) AS asked (document_id text, name text)
  LEFT JOIN LATERAL (
       SELECT id, file_id, page FROM meanings WHERE meanings.name = asked.name ORDER BY rank, id LIMIT 1
       ) AS found ON true
RETURNING document_id, name, target, page;

-- name: all_documents
-- The documents there are for the reports of this generation.
SELECT id FROM pages UNION ALL SELECT 'finding:' || id FROM findings ORDER BY 1;
