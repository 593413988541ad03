"""The relations between nodes: one for each pair of documents, for all edges between them in either direction."""

from collections.abc import Iterable
from dataclasses import dataclass

from ...domain.documents import Relationship
from ...domain.targets import Delivery
from .attempts import EXISTS, MISSING, deleted, posted
from .client import LightRagClient
from .graph import Edge, Graph, Pair, encoded, pair
from .names import entity_name


@dataclass(frozen=True, slots=True)
class PairChange:
    """What the relation of a pair shall stand for: no edges means that there must be none. `is_there` is a guess."""

    pair: Pair
    edges: frozenset[Edge]
    is_there: bool


def triples(edges: Iterable[Relationship]) -> frozenset[Edge]:
    """The server keeps no edge from a node to itself."""
    return frozenset((edge.type, edge.source, edge.target) for edge in edges if edge.source != edge.target)


def outgoing(delivery: Delivery) -> frozenset[Edge]:
    return triples(delivery.document.relationships if delivery.document else ())


def wanted_pairs(delivery: Delivery) -> dict[Pair, frozenset[Edge]]:
    """The relations that a document takes part in, each with all its edges: its own and the other's."""
    found: dict[Pair, set[Edge]] = {}
    for edge in outgoing(delivery) | triples(delivery.incoming):
        found.setdefault(pair(edge[1], edge[2]), set()).add(edge)
    return {ends: frozenset(edges) for ends, edges in found.items()}


def changes(delivery: Delivery, seen: Graph, *, is_proven: bool) -> list[PairChange]:
    """What must be written for one document; what was not proven to be there in full is written again."""
    wanted = wanted_pairs(delivery)
    own = {ends: edges for ends, edges in seen.relations.items() if delivery.document_id in ends}
    return [
        PairChange(ends, wanted.get(ends, frozenset()), ends in own)
        for ends in sorted(wanted.keys() | own.keys())
        if not is_proven or wanted.get(ends) != own.get(ends, frozenset())
    ]


def write(client: LightRagClient, change: PairChange) -> None:
    """Make the relation of a pair stand for its edges. It comes later when one of the ends is not there yet."""
    if not change.edges:
        remove(client, change.pair)
    elif change.is_there:
        _ = edited(client, change) or created(client, change)
    else:
        _ = created(client, change) or edited(client, change)


def edited(client: LightRagClient, change: PairChange) -> bool:
    """False when there is no such relation."""
    one, other = map(entity_name, change.pair)
    body = {"source_id": one, "target_id": other, "updated_data": said(change)}
    return posted(client, "/graph/relation/edit", body, unless=(MISSING,))


def created(client: LightRagClient, change: PairChange) -> bool:
    """False when there is such a relation, or no such node."""
    one, other = map(entity_name, change.pair)
    body = {"source_entity": one, "target_entity": other, "relation_data": said(change)}
    return posted(client, "/graph/relation/create", body, unless=(EXISTS, MISSING))


def said(change: PairChange) -> dict[str, str]:
    return {"description": encoded(change.edges), "keywords": ", ".join(sorted({edge[0] for edge in change.edges}))}


def remove(client: LightRagClient, ends: Pair) -> None:
    one, other = map(entity_name, ends)
    deleted(client, "/graph/relation/delete", {"source_entity": one, "target_entity": other})


def withdraw(client: LightRagClient, change: PairChange) -> None:
    """Leave nothing of a relation that could not be written."""
    remove(client, change.pair)
