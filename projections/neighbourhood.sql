-- name: look_up
-- Row by row: the planner knows nothing of tables this new, and would read them whole.
SET LOCAL enable_seqscan = off;
SET LOCAL enable_hashjoin = off;
SET LOCAL enable_mergejoin = off;
SET LOCAL max_parallel_workers_per_gather = 0;

-- name: plan_freely
-- As before.
SET LOCAL enable_seqscan TO DEFAULT;
SET LOCAL enable_hashjoin TO DEFAULT;
SET LOCAL enable_mergejoin TO DEFAULT;
SET LOCAL max_parallel_workers_per_gather TO DEFAULT;

-- name: files
-- What pages show of these files themselves.
SELECT id, path, language, module, problem FROM files WHERE id = ANY (%(files)s) ORDER BY id;

-- name: symbols
-- All that pages of these symbols show of themselves, with the summary that somebody recorded.
SELECT symbol.id, symbol.file_id, kind, name, qualified_name, symbol.dotted_name, parent, signature, symbol.docstring,
       start_line, end_line, parameters, returns, is_async, description, returns_description, role, is_exported,
       decorators, columns, links.page,
       summaries.text, summaries.model, summaries.recorded_by, summaries.file_hash = files.content_hash
  FROM symbols AS symbol JOIN links ON links.id = symbol.id JOIN files ON files.id = symbol.file_id
  LEFT JOIN summaries ON summaries.id = symbol.id
 WHERE symbol.file_id = ANY (%(files)s) ORDER BY symbol.file_id, ordinal;

-- name: edges
-- What the symbols of these files lead to.
SELECT source_symbol, type, target_symbol FROM relationships
 WHERE source_file = ANY (%(files)s) AND source_symbol <> target_symbol
 ORDER BY source_symbol, type COLLATE "C", target_symbol;

-- name: callers
-- Who calls the symbols of these files, or refers to the tables among them: how many in all, and the first ones: tests after all
-- that people use, and what is in their own file after what is in others.
SELECT target_symbol, total, dotted_name, page, source_file, line, code, files.language
  FROM (SELECT target_symbol, dotted_name, page, source_file, (metadata -> 'lines' -> 0)::integer AS line,
               metadata ->> 'code' AS code,
               count(*) OVER (PARTITION BY target_symbol) AS total,
               row_number() OVER (PARTITION BY target_symbol
                                      ORDER BY source_file ~ '[:/._-](tests?|specs?|bench(mark)?s?|conftest)[/._-]',
                                               source_file = target_file, dotted_name, links.id) AS rank
          FROM relationships JOIN links ON links.id = source_symbol
         WHERE target_file = ANY (%(files)s) AND type IN ('calls', 'references') AND source_symbol <> target_symbol) AS ranked
  JOIN files ON files.id = source_file
 WHERE rank <= %(most)s ORDER BY target_symbol, rank;

-- name: bases
-- What the classes of these files inherit from.
SELECT source_symbol, dotted_name, page FROM relationships JOIN links ON links.id = target_symbol
 WHERE source_file = ANY (%(files)s) AND type = 'inherits' AND source_symbol <> target_symbol
 ORDER BY source_symbol, dotted_name, links.id;

-- name: referred
-- The tables that the symbols of these files refer to.
SELECT source_symbol, dotted_name, page FROM relationships JOIN links ON links.id = target_symbol
 WHERE source_file = ANY (%(files)s) AND type = 'references' AND source_symbol <> target_symbol
 ORDER BY source_symbol, dotted_name, links.id;

-- name: heirs
-- What inherits from the classes of these files.
SELECT target_symbol, dotted_name, page FROM relationships JOIN links ON links.id = source_symbol
 WHERE target_file = ANY (%(files)s) AND type = 'inherits' AND source_symbol <> target_symbol
 ORDER BY target_symbol, dotted_name, links.id;

-- name: offered
-- What these files offer that others define, under which name, and what that is.
SELECT offers.file_id, CASE offers.name WHEN '' THEN symbol.dotted_name || '.*' ELSE offers.name END, links.page,
       symbol.kind, symbol.role, symbol.signature, summaries.text,
       CASE WHEN symbol.description IS NULL THEN symbol.docstring ELSE symbol.description END
  FROM offers JOIN symbols AS symbol ON symbol.id = symbol_id JOIN links ON links.id = symbol_id
  LEFT JOIN summaries ON summaries.id = symbol_id
 WHERE offers.file_id = ANY (%(files)s) ORDER BY offers.file_id, offers.ordinal;

-- name: imports
-- The modules that these files import anything from.
SELECT source_file, dotted_name, page
  FROM (SELECT DISTINCT source_file, target_file FROM relationships
         WHERE source_file = ANY (%(files)s) AND type = 'imports' AND source_file <> target_file) AS pair
  JOIN links ON links.id = 'module:' || substr(target_file, length('file:') + 1)
 ORDER BY source_file, dotted_name, links.id;

-- name: importers
-- The modules that import anything from these files.
SELECT target_file, dotted_name, page
  FROM (SELECT DISTINCT source_file, target_file FROM relationships
         WHERE target_file = ANY (%(files)s) AND type = 'imports' AND source_file <> target_file) AS pair
  JOIN links ON links.id = 'module:' || substr(source_file, length('file:') + 1)
 ORDER BY target_file, dotted_name, links.id;
