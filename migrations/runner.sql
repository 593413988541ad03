-- name: exists
-- Whether anything was ever migrated here; the session's search_path is the schema alone.
SELECT to_regclass('schema_migrations') IS NOT NULL;

-- name: schema_exists
-- Asked first: CREATE SCHEMA IF NOT EXISTS wants the right to create even where nothing is to be created.
SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %(schema)s);

-- name: create_table
-- Which migrations this schema has taken in, each with a digest of its text: one that was changed is noticed.
CREATE TABLE IF NOT EXISTS schema_migrations (
    number     integer     PRIMARY KEY,
    name       text        NOT NULL,
    checksum   text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- name: applied
-- What was taken in, in its order, to be compared with what this program brings.
SELECT number, name, checksum FROM schema_migrations ORDER BY number;

-- name: record
-- In the migration's own transaction.
INSERT INTO schema_migrations (number, name, checksum) VALUES (%(number)s, %(name)s, %(checksum)s);

-- name: lock
-- One process migrates a schema at a time; the lock ends with the session, whatever happens to the process.
SELECT pg_advisory_lock(hashtextextended('docrunch.migrations:' || %(schema)s, 0));

-- name: patience
-- For the session: rather give up than stand in everybody's way behind somebody's long transaction.
SELECT set_config('lock_timeout', %(patience)s, false);
