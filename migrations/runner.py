"""Bring the log's schema up to date: numbered SQL files, forward only, each in a transaction of its own."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import NamedTuple

import psycopg
from psycopg import errors, sql
from psycopg.rows import class_row

from ..domain.errors import Misconfigured, Unavailable
from ..postgres.connection import Connection, Database, translated
from ..postgres.statements import Statements
from .numbered import Migration, migrations

PATIENCE = "2min"
STATEMENTS = Statements("docrunch.migrations", "runner.sql")


class Applied(NamedTuple):
    """A row of schema_migrations."""

    number: int
    name: str
    checksum: str


def migrate(database: Database) -> list[str]:
    """Apply what is missing and return its names; safe when many processes do so at once.

    Raises Misconfigured when the schema is newer than this program, was changed by hand, or may not be written.
    """
    with closing(database.open()) as connection, reported(database.schema):
        if not missing(connection):
            return []
        connection.execute(STATEMENTS["patience"], {"patience": PATIENCE})
        connection.execute(STATEMENTS["lock"], {"schema": database.schema})
        make_schema(connection, database.schema)
        return [apply(connection, migration) for migration in missing(connection)]


def pending(database: Database) -> list[str]:
    """The names of the migrations that this schema lacks. Raises Misconfigured as `migrate` does."""
    with closing(database.open()) as connection, reported(database.schema):
        return [migration.name for migration in missing(connection)]


def require_current(database: Database) -> None:
    """Raises Misconfigured unless every migration of this program, and no other, was applied."""
    names = pending(database)
    if names:
        raise Misconfigured(
            f"the schema {database.schema} lacks {len(names)} migration(s), the first is {names[0]}",
            hint="run `docrunch migrate`",
        )


def missing(connection: Connection) -> tuple[Migration, ...]:
    known = migrations()
    applied = applied_rows(connection)
    if applied and applied[-1].number > known[-1].number:
        raise Misconfigured(
            f"the schema is newer than this program: it has {applied[-1].name}, the newest here is {known[-1].name}",
            hint="upgrade docrunch",
        )
    for row, migration in zip(applied, known, strict=False):
        if row != Applied(migration.number, migration.name, migration.checksum):
            raise Misconfigured(
                f"the schema was made by another {row.name} than the {migration.name} of this program",
                hint="use the docrunch that made this schema, or another storage.postgres_schema",
            )
    return known[len(applied) :]


def applied_rows(connection: Connection) -> list[Applied]:
    if connection.execute(STATEMENTS["exists"]).fetchone() == (False,):
        return []
    with connection.cursor(row_factory=class_row(Applied)) as cursor:
        return cursor.execute(STATEMENTS["applied"]).fetchall()


def make_schema(connection: Connection, schema: str) -> None:
    if connection.execute(STATEMENTS["schema_exists"], {"schema": schema}).fetchone() == (False,):
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    connection.execute(STATEMENTS["create_table"])


def apply(connection: Connection, migration: Migration) -> str:
    with connection.transaction():
        try:
            connection.execute(migration.text)
        except (errors.InsufficientPrivilege, psycopg.OperationalError):
            raise
        except psycopg.Error as error:
            raise Misconfigured(f"the migration {migration.name} fails: {first_line(error)}") from error
        connection.execute(
            STATEMENTS["record"],
            {"number": migration.number, "name": migration.name, "checksum": migration.checksum},
        )
    return migration.name


@contextmanager
def reported(schema: str) -> Iterator[None]:
    """Turn what the database refuses into one line."""
    try:
        with translated():
            yield
    except errors.InsufficientPrivilege as error:
        raise Misconfigured(
            f"the database role may not set up the schema {schema}: {first_line(error)}",
            hint="GRANT CREATE ON DATABASE … TO the role, or let an administrator run `docrunch migrate`",
        ) from error
    except errors.LockNotAvailable as error:
        raise Unavailable(
            f"the schema {schema} is locked by another process for more than {PATIENCE}", hint="try again later"
        ) from error
    except psycopg.Error as error:
        raise Misconfigured(f"the schema {schema} cannot be migrated: {first_line(error)}") from error


def first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]
