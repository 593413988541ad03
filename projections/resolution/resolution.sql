-- name: defined
-- Everything these files say about names that others could look up; compared before and after, it tells what changed.
SELECT key, kind, id, (SELECT public::text FROM files WHERE files.id = file_id AND symbols.kind = 'module'), NULL, NULL, 0
  FROM symbols WHERE file_id = ANY (%(files)s) AND key IS NOT NULL
UNION ALL
SELECT key, kind, file_id, pattern, scope, target, row_number() OVER (PARTITION BY file_id, key, kind ORDER BY ordinal)
  FROM bindings WHERE file_id = ANY (%(files)s);

-- name: definitions
-- What all files say at these keys.
WITH asked AS MATERIALIZED (SELECT unnest(%(keys)s::text[]) COLLATE "C" AS key)
SELECT key, kind, file_id, id, (SELECT public FROM files WHERE files.id = file_id AND kind = 'module'), NULL, NULL
  FROM asked JOIN symbols USING (key)
UNION ALL
(SELECT key, kind, file_id, scope, NULL, target, pattern FROM asked JOIN bindings USING (key) ORDER BY file_id, ordinal);

-- name: stale
-- The names that changed keys may lead elsewhere: those that are or lie below one, and those with a step that does.
-- A range of the index holds all that lies below a key, and a little more.
WITH changed AS MATERIALIZED (SELECT unnest(%(keys)s::text[]) COLLATE "C" AS key)
SELECT scope, target FROM changed JOIN names
    ON target >= key AND target < key || ';' AND substr(target, length(key) + 1, 1) IN ('', '.', ':', '(')
UNION
SELECT scope, target FROM changed JOIN trails
    ON step >= key AND step < key || ';' AND substr(step, length(key) + 1, 1) IN ('', '.', ':', '(');

-- name: stale_in
-- The names that are looked up from these folders.
SELECT scope, target FROM unnest(%(folders)s::text[]) AS folder JOIN names ON starts_with(scope, folder);

-- name: unresolved
-- The names in these files that no file has used before.
SELECT DISTINCT scope, target FROM symbol_references
 WHERE file_id = ANY (%(files)s) AND scope IS NOT NULL
   AND NOT EXISTS (SELECT FROM names
                    WHERE names.target = symbol_references.target AND names.scope = symbol_references.scope);

-- name: forget_names
-- Of these names, those that no file uses any more.
WITH unused AS (
       DELETE FROM names USING unnest(%(scopes)s::text[], %(targets)s::text[]) AS dropped (scope, target)
        WHERE names.target = dropped.target AND names.scope = dropped.scope
          AND NOT EXISTS (SELECT FROM symbol_references AS used
                           WHERE used.target = dropped.target AND used.scope = dropped.scope)
       RETURNING names.scope, names.target)
DELETE FROM trails USING unused WHERE trails.target = unused.target AND trails.scope = unused.scope;

-- name: forget_trails
-- These names are followed anew.
DELETE FROM trails USING unnest(%(scopes)s::text[], %(targets)s::text[]) AS stale (scope, target)
 WHERE trails.target = stale.target AND trails.scope = stale.scope;

-- name: copy_trails
-- The steps of names: a change at any of them may lead the name elsewhere.
COPY trails (scope, target, step) FROM STDIN;

-- name: write_names
-- Returns the names that now lead elsewhere than they did, with where that was.
WITH made AS (
       SELECT * FROM unnest(%(scopes)s::text[], %(targets)s::text[], %(symbols)s::text[]) AS made (scope, target, symbol_id)),
known AS MATERIALIZED (SELECT scope, target, names.symbol_id FROM made JOIN names USING (target, scope)),
written AS (
       INSERT INTO names AS old (scope, target, symbol_id) SELECT scope, target, symbol_id FROM made
       ON CONFLICT (target, scope) DO UPDATE SET symbol_id = excluded.symbol_id
        WHERE old.symbol_id IS DISTINCT FROM excluded.symbol_id)
SELECT scope, target, known.symbol_id, made.symbol_id FROM made JOIN known USING (scope, target)
 WHERE made.symbol_id IS DISTINCT FROM known.symbol_id;

-- name: lead_names
-- Where names lead that have led nowhere yet, in a generation that nobody reads.
UPDATE names SET symbol_id = made.symbol_id
  FROM unnest(%(scopes)s::text[], %(targets)s::text[], %(symbols)s::text[]) AS made (scope, target, symbol_id)
 WHERE names.target = made.target AND names.scope = made.scope AND made.symbol_id IS NOT NULL;

-- name: all_names
-- For a generation that has none yet.
INSERT INTO names (target, scope)
SELECT DISTINCT target, scope FROM symbol_references WHERE scope IS NOT NULL ORDER BY target, scope;

-- name: some_names
-- A bounded part of all names, behind the last one of the part before.
SELECT scope, target FROM names WHERE (target, scope) > (%(target)s, %(scope)s) ORDER BY target, scope LIMIT %(limit)s;

-- name: relate
-- Bring the relationships of these files up to date, and those of others whose names lead elsewhere now; returns the
-- edges that came or went (true), or that only have other lines now (false).
WITH moved AS MATERIALIZED (
       SELECT * FROM unnest(%(scopes)s::text[], %(targets)s::text[], %(before)s::text[], %(after)s::text[])
                  AS moved (scope, target, before, after)),
touched AS MATERIALIZED (
       SELECT DISTINCT file_id, symbol_id
         FROM moved JOIN symbol_references AS used ON used.target = moved.target AND used.scope = moved.scope
        CROSS JOIN LATERAL (VALUES (before), (after)) AS ends (symbol_id)
        WHERE symbol_id IS NOT NULL AND file_id <> ALL (%(files)s)),
led AS (
       SELECT used.file_id, used.kind, used.source, used.line, used.code, names.symbol_id
         FROM symbol_references AS used JOIN names ON names.target = used.target AND names.scope = used.scope
        WHERE used.file_id = ANY (%(files)s)
       UNION ALL
       SELECT used.file_id, used.kind, used.source, used.line, used.code, touched.symbol_id
         FROM touched JOIN symbol_references AS used ON used.file_id = touched.file_id
         JOIN names ON names.target = used.target AND names.scope = used.scope AND names.symbol_id = touched.symbol_id),
wanted AS MATERIALIZED (
       SELECT encode(sha256(convert_to(concat_ws(E'\n', source, led.kind, symbol.id), 'UTF8')), 'hex') AS id,
              led.file_id AS source_file, symbol.file_id AS target_file, led.kind AS type,
              jsonb_strip_nulls(jsonb_build_object('lines', array_agg(DISTINCT line ORDER BY line),
                                                   'code', (array_agg(code ORDER BY line, code))[1])) AS metadata,
              source AS source_symbol, symbol.id AS target_symbol
         FROM led JOIN symbols AS symbol ON symbol.id = led.symbol_id
        GROUP BY led.file_id, symbol.file_id, led.kind, source, symbol.id),
known AS (
       SELECT id FROM relationships WHERE source_file = ANY (%(files)s)
       UNION ALL
       SELECT id FROM touched JOIN relationships ON source_file = file_id AND target_symbol = symbol_id),
gone AS (
       DELETE FROM relationships AS old USING known
        WHERE old.id = known.id AND NOT EXISTS (SELECT FROM wanted WHERE wanted.id = known.id)
       RETURNING source_symbol, target_symbol, source_file, target_file),
made AS (
       INSERT INTO relationships AS old
              (id, source_file, target_file, type, metadata, source_symbol, target_symbol)
       SELECT * FROM wanted
       ON CONFLICT (id) DO UPDATE SET metadata = excluded.metadata WHERE old.metadata <> excluded.metadata
       RETURNING source_symbol, target_symbol, source_file, target_file, xmax = 0 AS is_new)
SELECT source_symbol, target_symbol, source_file, target_file, true FROM gone
UNION ALL
SELECT source_symbol, target_symbol, source_file, target_file, is_new FROM made;

-- name: relate_all
-- The same for a generation that has none yet.
INSERT INTO relationships (id, source_file, target_file, type, metadata, source_symbol, target_symbol)
SELECT encode(sha256(convert_to(concat_ws(E'\n', used.source, used.kind, symbol.id), 'UTF8')), 'hex'),
       used.file_id, symbol.file_id, used.kind,
       jsonb_strip_nulls(jsonb_build_object('lines', array_agg(DISTINCT line ORDER BY line),
                                            'code', (array_agg(code ORDER BY line, code))[1])),
       used.source, symbol.id
  FROM symbol_references AS used
  JOIN names ON names.target = used.target AND names.scope = used.scope
  JOIN symbols AS symbol ON symbol.id = names.symbol_id
 GROUP BY used.file_id, symbol.file_id, used.kind, used.source, symbol.id;
