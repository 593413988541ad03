-- name: step
-- What one edge of these types leads to from these documents, in either direction, but for what was seen before; for
-- each the first edge that does. In order and cut short, so that a hub with thousands of edges answers alike each time.
SELECT * FROM (
       SELECT DISTINCT ON (found) found, source, type, target
         FROM (SELECT target AS found, source, type, target FROM edges WHERE source = ANY (%(frontier)s)
                UNION ALL
               SELECT source, source, type, target FROM edges WHERE target = ANY (%(frontier)s)) AS near
        WHERE type = ANY (%(types)s) AND found <> ALL (%(seen)s)
        ORDER BY found, type COLLATE "C", source, target) AS first_edges
 ORDER BY type COLLATE "C", found LIMIT %(limit)s;

-- name: entities
-- These documents as nodes.
SELECT id, type, title, metadata ->> 'file', (metadata ->> 'line')::integer FROM documents WHERE id = ANY (%(ids)s);

-- name: nodes
-- The documents of some types below a path as nodes.
SELECT id, type, title, metadata ->> 'file', (metadata ->> 'line')::integer FROM documents
 WHERE type = ANY (%(types)s) AND (%(path)s::text IS NULL OR metadata ->> 'file' ~ %(path)s) ORDER BY id;

-- name: edges
-- The edges that lead away from those.
SELECT id, edge ->> 1 AS target, edge ->> 0 AS type
  FROM documents, jsonb_array_elements(relationships) WITH ORDINALITY AS listed (edge, ordinal)
 WHERE documents.type = ANY (%(types)s) AND (%(path)s::text IS NULL OR metadata ->> 'file' ~ %(path)s)
 ORDER BY id, ordinal;
