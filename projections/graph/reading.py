"""The graph of documents: what surrounds one of them, and all of it."""

from collections.abc import Collection, Iterable
from typing import Any

from ...domain.documents import Relationship
from ...domain.graph import EDGE_TYPES, Entity, GraphData, Related, Surroundings
from ...domain.hits import SCOPES
from ...postgres.connection import Connection
from ...postgres.statements import Statements
from ..search_paths import path_pattern

SQL = Statements("docrunch.projections.graph", "graph.sql")

Row = tuple[Any, ...]


def surroundings(
    connection: Connection,
    document_id: str,
    depth: int = 1,
    *,
    types: Collection[str] = EDGE_TYPES,
    limit: int = 200,
) -> Surroundings:
    """The documents at most `depth` edges away, at most `limit` of them, nearest first.

    One statement per step rather than a recursive one: what is cut off must not depend on a plan.
    """
    steps: dict[str, tuple[int, Relationship]] = {}
    frontier, is_truncated = [document_id], False
    for distance in range(1, depth + 1):
        left = limit - len(steps)
        seen = [document_id, *steps]
        values = {"frontier": frontier, "types": list(types), "seen": seen, "limit": left + 1}
        rows = SQL.rows(connection, "step", values)
        is_truncated = len(rows) > left
        frontier = [found for found, *_ in rows[:left]]
        for found, source, type_, target in rows[:left]:
            steps[found] = distance, Relationship(source, target, type_)
        if is_truncated or not frontier:
            break
    entities = described(connection, [document_id, *steps])
    related = [Related(entity(entities[found], distance), edge) for found, (distance, edge) in steps.items()]
    return Surroundings(entity(entities[document_id]), related, is_truncated)


def described(connection: Connection, ids: list[str]) -> dict[str, Row]:
    return {row[0]: row for row in SQL.rows(connection, "entities", {"ids": ids})}


def entity(row: Row, distance: int = 0) -> Entity:
    id_, type_, title, file, line = row
    return Entity(id_, type_, title, file, line, distance)


def graph(connection: Connection, *, types: Collection[str] = SCOPES["all"], path: str | None = None) -> GraphData:
    """The documents of these types below this path, and the edges between them, in order of their ids."""
    values = {"types": list(types), "path": None if path is None else path_pattern(path)}
    nodes = [entity(row) for row in SQL.rows(connection, "nodes", values)]
    return GraphData(nodes, list(between(nodes, SQL.rows(connection, "edges", values))))


def between(nodes: Iterable[Entity], rows: Iterable[Row]) -> Iterable[Relationship]:
    known = {node.id for node in nodes}
    return (Relationship(source, target, type_) for source, target, type_ in rows if target in known)
