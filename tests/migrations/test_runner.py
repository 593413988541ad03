"""The runner applies each migration once, whole, in order."""

from docrunch.migrations.runner import migrate, migrations, pending, require_current
from docrunch.postgres.connection import Database


def test_a_migrated_schema_is_current(any_database: Database) -> None:
    require_current(any_database)

    assert pending(any_database) == []
    assert migrate(any_database) == []


def test_the_numbers_have_no_gap() -> None:
    assert [migration.number for migration in migrations()] == list(range(1, len(migrations()) + 1))
