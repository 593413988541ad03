-- name: exists
-- Whether anything was ever migrated here; the session's search_path is the schema alone.
SELECT to_regclass('schema_migrations') IS NOT NULL;

-- name: schema_exists
-- Asked first: CREATE SCHEMA IF NOT EXISTS wants the right to create even where nothing is to be created.
SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = %(schema)s);

-- name: create_table
CREATE TABLE IF NOT EXISTS schema_migrations (
    number     integer     PRIMARY KEY,
    name       text        NOT NULL,
    checksum   text        NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
);

-- name: applied
SELECT number, name, checksum FROM schema_migrations ORDER BY number;

-- name: record
INSERT INTO schema_migrations (number, name, checksum) VALUES (%(number)s, %(name)s, %(checksum)s);

-- name: lock
-- One process migrates a schema at a time; the lock ends with the session, whatever happens to the process.
SELECT pg_advisory_lock(hashtextextended('docrunch.migrations:' || %(schema)s, 0));

-- name: patience
SELECT set_config('lock_timeout', %(patience)s, false);
