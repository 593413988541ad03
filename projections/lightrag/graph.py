"""The graph as the server holds it: our nodes by document, and what the relations between them say."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...domain.documents import Relationship
from .client import LightRagClient
from .names import Stamp, digest, entity_name, read_stamp

EVERYTHING = "*"
MOST_NODES = 1_000_000


@dataclass(frozen=True, slots=True)
class Node:
    """One of our nodes; the first line of its `description` is the document's title."""

    type: str
    description: str
    stamp: Stamp

    @property
    def title(self) -> str:
        return self.description.partition("\n")[0]


Edge = tuple[str, str, str]
"""Type, source and target: documents by their ids."""

Pair = tuple[str, str]
"""The ids of two documents, sorted: the server keeps one relation between two nodes, without a direction."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes by document id, and by pair the directed edges that its relation stands for: None for one that is not ours.

    `is_truncated` means the server left nodes out: its MAX_GRAPH_NODES is too small.
    """

    nodes: dict[str, Node] = field(default_factory=dict)
    relations: dict[Pair, frozenset[Edge] | None] = field(default_factory=dict)
    is_truncated: bool = False

    @property
    def edges(self) -> list[Relationship]:
        found = sorted((source, target, type_) for type_, source, target in self.triples())
        return [Relationship(*edge) for edge in found]

    def triples(self) -> Iterator[Edge]:
        return (edge for edges in self.relations.values() for edge in edges or ())

    def edges_digests(self) -> dict[str, str]:
        """What the relations say that each node is the source of, in the form of its stamp."""
        outgoing: dict[str, list[Edge]] = {id_: [] for id_ in self.nodes}
        for edge in self.triples():
            outgoing[edge[1]].append(edge)
        return {id_: edges_digest(edges) for id_, edges in outgoing.items()}


def read_graph(client: LightRagClient, label: str = EVERYTHING, depth: int = 1) -> Graph:
    """All of the graph, or what is at most `depth` edges away from one node."""
    answer = client.get("/graphs", label=label, max_depth=depth, max_nodes=MOST_NODES)
    nodes = dict(filter(None, map(our_node, answer["nodes"])))
    ids = {entity_name(id_): id_ for id_ in nodes}
    ours = [edge for edge in answer["edges"] if edge["source"] in ids and edge["target"] in ids]
    relations = {pair(ids[edge["source"]], ids[edge["target"]]): decoded(edge["properties"], ids) for edge in ours}
    return Graph(nodes, relations, bool(answer["is_truncated"]))


def around(client: LightRagClient, document_id: str, depth: int = 1) -> Graph:
    """The node of a document and what is at most `depth` edges away; empty when the server does not hold it."""
    return read_graph(client, entity_name(document_id), depth)


def our_node(row: dict[str, Any]) -> tuple[str, Node] | None:
    properties = row["properties"]
    stamp = read_stamp(str(properties.get("file_path", "")))
    if stamp is None or entity_name(stamp.document_id) != row["id"]:
        return None
    node = Node(str(properties.get("entity_type", "")), str(properties.get("description", "")), stamp)
    return stamp.document_id, node


def pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def decoded(properties: dict[str, Any], ids: dict[str, str]) -> frozenset[Edge] | None:
    """The edges that a relation stands for, None where somebody else wrote it."""
    try:
        edges = frozenset((type_, source, target) for type_, source, target in json.loads(properties["description"]))
    except (KeyError, TypeError, ValueError):
        return None
    known = set(ids.values())
    return edges if all({source, target} <= known for _, source, target in edges) else None


def encoded(edges: Iterable[Edge]) -> str:
    """The description of a relation: JSON, because it is what a relation keeps to the letter."""
    return json.dumps(sorted(edges), separators=(",", ":"))


def edges_digest(edges: Iterable[Edge]) -> str:
    return digest(encoded(edges))
