"""One generation of the read model: a schema of its own beside the log's."""

from dataclasses import dataclass

from psycopg import sql

from ..domain.errors import Misconfigured
from ..postgres.connection import Connection
from ..postgres.statements import Statements
from .versions import RENDERING_VERSION, TABLES_VERSION
from .writing import SQL

DDL = Statements("docrunch.projections", "read_model.sql")
REBUILD = "run: docrunch projections rebuild relational"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the log is, and which generations stand beside it."""

    log_schema: str
    live: int
    previous: int | None

    def schema(self, generation: int) -> str:
        return f"{self.log_schema}_r{generation}"


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """How far a generation has come, and by which program."""

    position: int
    tables_version: str
    rendering_version: str

    @property
    def is_current(self) -> bool:
        """Whether this version of the program made the generation."""
        return (self.tables_version, self.rendering_version) == (TABLES_VERSION, RENDERING_VERSION)

    def require_current(self) -> None:
        """Raises Misconfigured when another version of this program made the generation."""
        if not self.is_current:
            raise Misconfigured("the read model was made by another version of docrunch", hint=REBUILD)


def pointer(connection: Connection) -> Pointer | None:
    """The pointer as the running transaction sees it; None before the first generation was made."""
    rows = SQL.rows(connection, "pointer")
    return Pointer(*rows[0]) if rows else None


def checkpoint(connection: Connection) -> Checkpoint:
    """Where the generation stands that was entered."""
    return Checkpoint(*SQL.rows(connection, "checkpoint")[0])


def enter(connection: Connection, schema: str, log_schema: str) -> None:
    """Until the end of the transaction, unqualified names mean this generation first, then the log."""
    path = sql.SQL(", ").join([sql.Identifier(schema), sql.Identifier(log_schema)])
    connection.execute(SQL["search_path"], {"path": path.as_string(connection)})


def create(connection: Connection, schema: str, log_schema: str) -> None:
    """Make an empty generation without its indexes, and enter it."""
    connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    enter(connection, schema, log_schema)
    connection.execute(DDL["tables"].encode())
    values = {"tables": TABLES_VERSION, "rendering": RENDERING_VERSION}
    connection.execute(DDL["first_checkpoint"], values)


def add_key_indexes(connection: Connection) -> None:
    connection.execute(DDL["key_indexes"].encode())


def add_indexes(connection: Connection) -> None:
    connection.execute(DDL["indexes"].encode())


def add_other_indexes(connection: Connection) -> None:
    connection.execute(DDL["other_indexes"].encode())
    connection.execute(DDL["foreign_keys"].encode())


def add_search_indexes(connection: Connection) -> None:
    connection.execute(DDL["search_indexes"].encode())


def add_all_indexes(connection: Connection) -> None:
    """For a generation that is filled batch by batch."""
    add_key_indexes(connection)
    add_indexes(connection)
    add_other_indexes(connection)
    add_search_indexes(connection)


def drop(connection: Connection, schema: str) -> None:
    connection.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(sql.Identifier(schema)))
