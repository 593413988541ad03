"""What the knowledge graph answers with."""

from dataclasses import dataclass, field
from typing import Literal, get_args

from .documents import Relationship

EdgeType = Literal["calls", "contains", "imports", "inherits", "mentions", "references", "supersedes"]
EDGE_TYPES = frozenset(get_args(EdgeType))


@dataclass(frozen=True, slots=True)
class Entity:
    """A document as a node of the knowledge graph; `distance` counts the edges from the one that was asked for."""

    id: str
    type: str
    title: str
    file: str | None = None
    line: int | None = None
    distance: int = 0


@dataclass(frozen=True, slots=True)
class Related:
    """A document near another one; `edge`, in its own direction, is between it and a document one step nearer."""

    entity: Entity
    edge: Relationship


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A document and those near it, nearest first; `is_truncated` when there are more of them than were asked for."""

    entity: Entity
    related: list[Related]
    is_truncated: bool = False


@dataclass(frozen=True, slots=True)
class GraphData:
    """A knowledge graph: nodes and directed, typed edges between them, both sorted."""

    nodes: list[Entity] = field(default_factory=list)
    edges: list[Relationship] = field(default_factory=list)
