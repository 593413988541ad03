-- name: asked
-- The words of a query as one query of Postgres, and those that are no stop words as a name would have them. The words are letters and digits, so quoting them is enough. A word
-- finds those that begin with it; a stop word counts only where the query is one name.
WITH each_word AS (
       SELECT to_tsquery('words', quote_literal(word))::text AS lexeme, word, at
         FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, at)
        WHERE %(is_name)s OR numnode(to_tsquery('english', quote_literal(word))) > 0)
SELECT coalesce(array_agg(DISTINCT lexeme || CASE WHEN length(lexeme) >= %(shortest)s THEN ':*' ELSE '' END), '{}'),
       coalesce(string_agg(word, ' ' ORDER BY at), '')
  FROM each_word WHERE lexeme <> '';

-- name: written_together
-- What is called so when neither capitals nor what stands between words counts: `xmlparser` is XMLParser and xml_parser.
-- An index has these names: without it, a query that finds nothing would read every title.
SELECT id, 1 AS exactness, 0::float8 AS fit FROM documents
 WHERE type = ANY (%(types)s) AND (%(path)s::text IS NULL OR metadata ->> 'file' ~ %(path)s)
   AND regexp_replace(lower(title), '[\W_]', '', 'g') = %(together)s
 ORDER BY title COLLATE "C", id LIMIT %(limit)s;

-- name: ranked
-- How well a document answers: over all words asked for, where the word stands in it (its name counts most, then its
-- other names and its first sentence, and the rest the less the longer it is) times how rare the word is; the mean of
-- that, weighed by the share of the rarity which is there at all: documents with more of the words come first. Of several
-- definitions of one symbol (overloads: `f`, `f#2`) the best answers for all, and of equally good ones one that says what
-- it does.
WITH asked AS (SELECT word::tsquery FROM unnest(%(asked)s::text[]) AS word),
     hits AS MATERIALIZED (
       SELECT id, search FROM documents
        WHERE search @@ %(either)s::tsquery AND type = ANY (%(types)s)
          AND (%(path)s::text IS NULL OR metadata ->> 'file' ~ %(path)s)),
     found AS MATERIALIZED (
       SELECT id, word, ts_rank(%(names)s::real[], search, word)
                        + ts_rank(%(rest)s::real[], search, word) / (1 + (length(search) / %(long)s::float8) ^ 3) AS standing
         FROM hits JOIN asked ON search @@ word),
     rare AS (
       SELECT word, ln(1 + (total - count(*) + 0.5) / (count(*) + 0.5)) AS rarity
         FROM found, (SELECT count(*) AS total FROM documents) AS all_of_them GROUP BY word, total),
     scored AS (
       SELECT id, sum(standing * rarity) / (SELECT sum(rarity) FROM rare)
                  * (sum(rarity) / (SELECT sum(rarity) FROM rare)) ^ %(sharing)s::float8 AS fit
         FROM found JOIN rare USING (word) GROUP BY id),
     named AS (
       SELECT id, title, fit::float8, name_words, summary <> '' AS is_told,
              split_part(id, '::', 1) || regexp_replace(substr(id, strpos(id, '::')), %(later)s, '', 'g') AS symbol,
              regexp_replace(lower(title || E'\n' || coalesce(metadata ->> 'name', '')), %(later)s, '', 'gn') AS names
         FROM scored JOIN documents USING (id)),
     ranked AS (
       SELECT *, CASE WHEN lower(%(query)s) = ANY (string_to_array(names, E'\n') || lower(title)) THEN 2
                      WHEN name_words IN (%(name)s, %(told)s) THEN 1 ELSE 0 END AS exactness
         FROM named),
     one_each AS (
       SELECT DISTINCT ON (symbol) * FROM ranked ORDER BY symbol, exactness DESC, fit DESC, is_told DESC, id)
SELECT id, exactness, fit FROM one_each ORDER BY exactness DESC, fit DESC, title COLLATE "C", id LIMIT %(limit)s;

-- name: shown
-- What there is to show of documents, of those that are wanted at all, with the words that were asked for marked.
SELECT id AS document_id, documents.type, title, metadata ->> 'page' AS page, metadata ->> 'file' AS file,
       (metadata ->> 'line')::integer AS line,
       ts_headline('english', summary, %(either)s::tsquery, %(whole)s) AS gist,
       ts_headline('english', coalesce(summaries.text, docstring, CASE WHEN symbols.id IS NULL THEN content END, ''),
                   %(either)s::tsquery, %(passage)s) AS passage
  FROM documents LEFT JOIN symbols USING (id) LEFT JOIN summaries USING (id)
 WHERE id = ANY (%(ids)s) AND documents.type = ANY (%(types)s)
   AND (%(path)s::text IS NULL OR metadata ->> 'file' ~ %(path)s);
