-- name: search
-- Each word as written or by its English stem ("parsing" finds "parse"); stop words stand for themselves only.
-- The words are letters and digits, so quoting them is enough.
WITH asked AS (
       SELECT string_agg(either::text, %(operator)s)::tsquery AS query
         FROM (SELECT '(' || (to_tsquery('simple', quote_literal(word))
                              || to_tsquery('english', quote_literal(word)))::text || ')' AS either
                 FROM unnest(%(words)s::text[]) AS word) AS each_word)
SELECT document.id AS document_id, type, title, metadata ->> 'page' AS page, metadata ->> 'file' AS file,
       (metadata ->> 'line')::integer AS line,
       (ts_rank(search, query, 1) + CASE WHEN name_words = %(name)s THEN 1 ELSE 0 END)::float8 AS score,
       summary AS excerpt
  FROM asked, documents AS document
 WHERE search @@ query
 ORDER BY name_words = %(name)s DESC, score DESC, title COLLATE "C", document.id
 LIMIT %(limit)s;
