"""The runner applies each migration once, whole, in order, however many processes start at once."""

import secrets
import subprocess
import sys
from collections.abc import Iterator

import psycopg
import pytest
from docrunch.domain.errors import Misconfigured
from docrunch.migrations import runner
from docrunch.migrations.numbered import Migration, migrations
from docrunch.migrations.runner import migrate, pending, require_current
from docrunch.postgres.connection import Database
from docrunch.postgres.embedded import EmbeddedServer
from psycopg import sql

MIGRATE = """
import sys
from docrunch.migrations.runner import migrate
from docrunch.postgres.connection import Database
database = Database(sys.argv[1], sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
print(" ".join(migrate(database)))
"""
# What makes up a schema, without its name.
CATALOG = """
SELECT 'column', concat_ws('|', table_name, column_name, data_type, is_nullable, column_default, ordinal_position)
  FROM information_schema.columns WHERE table_schema = %(schema)s
UNION ALL
SELECT 'constraint', concat_ws('|', conrelid::regclass, conname, pg_get_constraintdef(oid))
  FROM pg_constraint WHERE connamespace = to_regnamespace(%(schema)s)
UNION ALL
SELECT 'index', replace(indexdef, schemaname || '.', '') FROM pg_indexes WHERE schemaname = %(schema)s
UNION ALL
SELECT 'function', concat_ws('|', proname, prosrc) FROM pg_proc WHERE pronamespace = to_regnamespace(%(schema)s)
UNION ALL
SELECT 'trigger', concat_ws('|', tgrelid::regclass, tgname, tgtype)
  FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
 WHERE relnamespace = to_regnamespace(%(schema)s) AND NOT tgisinternal
ORDER BY 1, 2
"""


@pytest.fixture
def empty(any_server: EmbeddedServer) -> Iterator[Database]:
    """A database whose schema does not exist yet."""
    database = Database(any_server.url, f"test_{secrets.token_hex(6)}")
    yield database
    database.close()
    with psycopg.connect(any_server.url, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(database.schema)))


def catalog(database: Database) -> list[tuple[object, ...]]:
    return database.connection().execute(CATALOG, {"schema": database.schema}).fetchall()


def test_a_migrated_schema_is_current(any_database: Database) -> None:
    require_current(any_database)

    assert pending(any_database) == []
    assert migrate(any_database) == []


def test_a_new_schema_lacks_every_migration(empty: Database) -> None:
    names = [migration.name for migration in migrations()]

    assert pending(empty) == names
    with pytest.raises(Misconfigured, match=f"lacks {len(names)} migration") as caught:
        require_current(empty)
    assert "docrunch migrate" in str(caught.value.hint)

    assert migrate(empty) == names


def test_the_numbers_have_no_gap() -> None:
    assert [migration.number for migration in migrations()] == list(range(1, len(migrations()) + 1))


def test_the_schema_is_the_sum_of_the_migrations(empty: Database, any_database: Database) -> None:
    connection = empty.connection()
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(empty.schema)))
    runner.make_schema(connection, empty.schema)
    for migration in migrations():
        connection.execute(migration.text)

    assert catalog(empty) == catalog(any_database)
    assert len(catalog(empty)) > 50


def test_ten_processes_at_once_apply_each_migration_once(empty: Database) -> None:
    command = [sys.executable, "-c", MIGRATE, empty.url, empty.schema]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(10)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"

    outputs = []
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    for child in children:
        outputs.append(child.communicate()[0].split())
        assert child.returncode == 0

    assert sorted(name for output in outputs for name in output) == [migration.name for migration in migrations()]
    require_current(empty)


def test_a_migration_that_fails_half_way_leaves_nothing(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = len(migrations())
    whole = Migration(last + 1, f"{last + 1:04}_whole", b"CREATE TABLE whole ()")
    broken = Migration(last + 2, f"{last + 2:04}_broken", b"CREATE TABLE half (); SELECT 1 / 0")
    known = (*migrations(), whole, broken)
    monkeypatch.setattr(runner, "migrations", lambda: known)

    with pytest.raises(Misconfigured, match=r"_broken fails: division by zero"):
        migrate(any_database)

    found = any_database.connection().execute("SELECT to_regclass('whole') IS NULL, to_regclass('half') IS NULL")
    assert found.fetchone() == (False, True)
    assert pending(any_database) == [broken.name]


def test_a_migration_that_cannot_be_recorded_leaves_nothing(
    any_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = len(migrations())
    whole = Migration(last + 1, f"{last + 1:04}_whole", b"CREATE TABLE whole ()")
    same_number = Migration(last + 1, f"{last + 1:04}_again", b"CREATE TABLE half ()")
    known = (*migrations(), whole, same_number)
    monkeypatch.setattr(runner, "migrations", lambda: known)

    with pytest.raises(Misconfigured, match="duplicate key"):
        migrate(any_database)

    found = any_database.connection().execute("SELECT to_regclass('whole') IS NULL, to_regclass('half') IS NULL")
    assert found.fetchone() == (False, True)


def test_a_newer_schema_is_refused(any_database: Database) -> None:
    any_database.connection().execute("INSERT INTO schema_migrations VALUES (9999, '9999_future', 'x')")

    for action in (migrate, pending, require_current):
        with pytest.raises(Misconfigured, match=r"newer than this program: it has 9999_future") as caught:
            action(any_database)
        assert caught.value.hint == "upgrade docrunch"


def test_an_applied_migration_whose_text_changed_is_refused(any_database: Database) -> None:
    any_database.connection().execute("UPDATE schema_migrations SET checksum = 'x' WHERE number = 1")

    with pytest.raises(Misconfigured, match="another 0001_log"):
        migrate(any_database)


def test_a_role_that_may_not_create_gets_one_line(empty: Database) -> None:
    role = f"role_{secrets.token_hex(4)}"
    with psycopg.connect(empty.url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
        poor = Database(empty.url.replace("//postgres@", f"//{role}@"), empty.schema)

        with pytest.raises(Misconfigured, match=r"^the database role may not set up the schema [^\n]+$") as caught:
            migrate(poor)

        assert "GRANT CREATE" in str(caught.value.hint)
        admin.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def test_a_role_that_may_only_read_finds_nothing_to_do(any_database: Database) -> None:
    role = f"role_{secrets.token_hex(4)}"
    names = {"role": sql.Identifier(role), "schema": sql.Identifier(any_database.schema)}
    admin = any_database.connection()
    admin.execute(sql.SQL("CREATE ROLE {role} LOGIN").format(**names))
    admin.execute(sql.SQL("GRANT USAGE ON SCHEMA {schema} TO {role}").format(**names))
    admin.execute(sql.SQL("GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO {role}").format(**names))

    applied = migrate(Database(any_database.url.replace("//postgres@", f"//{role}@"), any_database.schema))

    assert applied == []
    admin.execute(sql.SQL("DROP OWNED BY {role}").format(**names))
    admin.execute(sql.SQL("DROP ROLE {role}").format(**names))
