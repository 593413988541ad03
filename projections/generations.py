"""Which generations there are: the first one, the live one, and what killed rebuilds left behind."""

from psycopg import errors

from ..domain.errors import Misconfigured
from ..postgres.connection import Connection, Database
from .generation import Pointer, add_all_indexes, create, drop, enter, pointer
from .writing import SQL

PATIENCE = "1s"


def ensure_generation(database: Database) -> Pointer:
    """The live generation, made empty when there is none yet; safe when many processes do so at once."""
    with database.transaction() as connection:
        seen = pointer(connection)
    return seen or make_first(database)


def make_first(database: Database) -> Pointer:
    with database.transaction() as connection:
        # Others wait here, and then find what this one made.
        connection.execute(SQL["lock_pointer"])
        seen = pointer(connection)
        if seen is None:
            seen = Pointer(database.schema, 1, None)
            create(connection, seen.schema(1), database.schema)
            add_all_indexes(connection)
            connection.execute(SQL["first_pointer"])
    return seen


def live_generation(connection: Connection) -> Pointer:
    """Raises Misconfigured when there is no read model yet."""
    seen = pointer(connection)
    if seen is None:
        raise Misconfigured("this schema has no read model yet", hint="run: docrunch migrate")
    return seen


def enter_live(connection: Connection) -> Pointer:
    """Until the end of the transaction, unqualified names mean the live generation."""
    seen = live_generation(connection)
    enter(connection, seen.schema(seen.live), seen.log_schema)
    return seen


def drop_strays(connection: Connection) -> Pointer:
    """Drop what is neither live nor kept for going back, and private replays whose process is gone.

    Only the one rebuild that runs may call this.
    """
    seen = live_generation(connection)
    kept = {seen.schema(seen.live), seen.schema(seen.previous or seen.live)}
    for (schema,) in SQL.rows(connection, "schemas", {"log_schema": seen.log_schema}):
        if schema not in kept:
            drop_stray(connection, schema)
    return seen


def drop_stray(connection: Connection, schema: str) -> None:
    """Drop it unless somebody still uses it; the next rebuild tries again."""
    name = {"name": schema}
    if SQL.rows(connection, "try_lock", name) != [(True,)]:
        return
    try:
        with connection.transaction():
            connection.execute(SQL["patience"], {"patience": PATIENCE})
            drop(connection, schema)
    except errors.LockNotAvailable:
        pass
    finally:
        SQL.rows(connection, "unlock", name)
