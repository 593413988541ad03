-- name: title
-- What the project calls itself.
SELECT title FROM files WHERE title IS NOT NULL ORDER BY path <> 'pyproject.toml', path LIMIT 1;

-- name: introduction
-- What the project says of itself in the file that its readers see first, or else where its package is described.
SELECT docstring FROM files WHERE language IN ('readme', 'manifest') AND docstring IS NOT NULL
 ORDER BY language <> 'readme', path <> 'pyproject.toml', path LIMIT 1;

-- name: modules
-- Every module that has a page, with how much is in it.
SELECT file_id, symbol.dotted_name, symbol.page, symbol.docstring, text, functions, classes - types, types,
       jsonb_array_length(symbol.columns)
  FROM symbols AS symbol JOIN files ON files.id = file_id LEFT JOIN summaries ON summaries.id = symbol.id
 WHERE kind = 'module' AND page IS NOT NULL ORDER BY symbol.dotted_name, symbol.id;

-- name: imports
-- The files from which each file imports anything.
SELECT source_file, array_agg(DISTINCT target_file ORDER BY target_file) FROM relationships
 WHERE type = 'imports' AND source_file <> target_file GROUP BY source_file ORDER BY source_file;

-- name: languages
-- How much there is in each language, of files that are modules.
SELECT language, count(*), sum(functions)::bigint, sum(classes - types)::bigint, sum(types)::bigint
  FROM files JOIN links ON links.id = 'module:' || files.path
 GROUP BY language ORDER BY count(*) DESC, language COLLATE "C";

-- name: changed
-- The files whose content changed last, without those that nothing happened to since the first scan found them.
SELECT files.path, links.page, contents.version = 1 AS is_new
  FROM files JOIN contents ON contents.file_id = files.id JOIN links ON links.id = 'module:' || files.path
 WHERE contents.version > 1
    OR contents.scanned <> (SELECT scanned FROM contents ORDER BY position LIMIT 1)
 ORDER BY contents.position DESC LIMIT %(most)s;

-- name: schemas
-- Tables, views and models; an index is on the page of its file.
SELECT symbol.dotted_name, symbol.page, coalesce(role, kind), symbol.docstring, text
  FROM symbols AS symbol LEFT JOIN summaries ON summaries.id = symbol.id
 WHERE kind = 'schema' AND role IS DISTINCT FROM 'index' ORDER BY symbol.dotted_name, symbol.id;

-- name: schemas_of_files
-- How many tables, views and the like are in each file.
SELECT file_id, coalesce(role, kind), count(*) FROM symbols WHERE kind = 'schema' GROUP BY 1, 2 ORDER BY 1, 2 DESC;

-- name: report_pages
-- The documents of reports that have a page.
SELECT type, title, summary, metadata FROM documents
 WHERE type IN ('decision', 'pattern', 'task_report') ORDER BY id;
