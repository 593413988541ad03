"""Documents as they are stored. The connection's search_path must lead to a generation."""

from collections.abc import Iterable
from typing import Any

from ..domain.documents import Document, Relationship
from ..postgres.connection import Connection
from ..postgres.statements import Statements

SQL = Statements("docrunch.projections", "documents.sql")


def load_hashes(connection: Connection) -> dict[str, tuple[str, str]]:
    """Type and content hash of every document, by id."""
    return {id_: (type_, hash_) for id_, type_, hash_ in SQL.rows(connection, "all_hashes")}


def load_documents(connection: Connection, ids: Iterable[str]) -> dict[str, Document]:
    """Those of these documents that exist, by id."""
    return {row[0]: stored_document(*row) for row in SQL.rows(connection, "load", {"ids": list(ids)})}


def load_incoming(connection: Connection, ids: Iterable[str]) -> dict[str, list[Relationship]]:
    """The edges of other documents to each of these, by id; sorted."""
    found: dict[str, list[Relationship]] = {}
    for source, target, kind in SQL.rows(connection, "incoming", {"ids": list(ids)}):
        found.setdefault(target, []).append(Relationship(source, target, kind))
    return found


def stored_document(
    id_: str, type_: str, title: str, content: str, metadata: dict[str, Any], edges: list[list[str]]
) -> Document:
    return Document(id_, type_, title, content, metadata, [Relationship(id_, target, kind) for kind, target in edges])
