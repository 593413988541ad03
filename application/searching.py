"""Search: who is asked, what it is narrowed to, and what happens when LightRAG does not answer."""

from collections.abc import Callable, Collection, Iterable
from typing import get_args

from ..domain.errors import Invalid, TargetUnavailable
from ..domain.hits import SCOPES, Hit, Scope, Via
from ..projections.fusion import fused
from ..projections.overloads import symbol_of
from ..projections.reading import reader
from ..projections.search import Narrowing, Search
from .semantic import NeverReached, nearest
from .wiring import Project

Tell = Callable[[str], None]
"""Takes one line about who answered instead, and why."""
POOL = 50
"""How many of each are fused, at least: what one ranks low the other may rank high."""
SPARE = 5
"""LightRAG cannot narrow, and may still hold what is gone: it is asked for so many times as much as is wanted."""


def silent(_line: str) -> None:
    """Say nothing."""


def found(project: Project, query: str, limit: int, via: Via, narrowing: Narrowing, tell: Tell) -> list[Hit]:
    """What answers a query, best first. Raises TargetUnavailable when only LightRAG is asked and does not answer."""
    if via not in get_args(Via):
        raise Invalid(f"via is {via!r}: expected one of {', '.join(get_args(Via))}")
    near = [] if via == "postgres" else near_ones(project, query, max(limit, POOL) * SPARE, via, tell)
    with reader(project.database) as reading:
        search = Search(reading.connection, query, narrowing)
        if via == "both" and near:
            return both(search, near, limit)
        hits = [] if via == "postgres" else search.hits(ranks(near), "lightrag")
        if hits:
            tell("answered by LightRAG")
        if via == "lightrag":
            return once(hits)[:limit]
        ranked = search.ranked(limit)
        named = [one for one in ranked if one.is_named_so or not hits]
        return once([*search.hits({one.id: one.score for one in named}, "postgres"), *hits])[:limit]


def once(hits: Iterable[Hit]) -> list[Hit]:
    """The first hit for each symbol."""
    first: dict[str, Hit] = {}
    for hit in hits:
        first.setdefault(symbol_of(hit.document_id), hit)
    return list(first.values())


def both(search: Search, near: Collection[str], limit: int) -> list[Hit]:
    known = [hit.document_id for hit in search.hits(ranks(near), "both")]
    scores = fused(search.ranked(max(limit, POOL)), known[: max(limit, POOL)])
    return search.hits(dict(list(scores.items())[:limit]), "both")


def near_ones(project: Project, query: str, limit: int, via: Via, tell: Tell) -> list[str]:
    """The ids that LightRAG finds; none, and a line about it, when others can answer for it."""
    try:
        return nearest(project, query, limit, is_asked_for=via != "auto")
    except TargetUnavailable as error:
        if via == "lightrag":
            raise
        # Whoever has no server need not hear so each time.
        if via == "both" or not isinstance(error, NeverReached):
            tell(f"answered by Postgres: {error}")
        return []


def ranks(ids: Collection[str]) -> dict[str, float]:
    return {id_: 1 / rank for rank, id_ in enumerate(ids, start=1)}


def searched_types(scope: Scope, types: str | Collection[str] | None) -> frozenset[str]:
    """The types of documents within a scope, or those of them that are asked for. Raises Invalid for an unknown one."""
    if scope not in SCOPES:
        raise Invalid(f"scope is {scope!r}: expected one of {', '.join(SCOPES)}")
    wanted = SCOPES[scope] if types is None else frozenset([types] if isinstance(types, str) else types)
    if unknown := sorted(wanted - SCOPES["all"]):
        raise Invalid(f"type is {unknown[0]!r}: expected one of {', '.join(sorted(SCOPES['all']))}")
    return wanted & SCOPES[scope]
