"""What a server really holds of our documents, whatever a ledger says."""

from collections.abc import Mapping

from ...domain.errors import TargetUnavailable
from .client import LightRagClient
from .graph import Graph, Node, read_graph
from .listing import Text
from .names import SETTLED, document_of, text_id
from .texts import listed

UNFINISHED = "unfinished"
NOT_LINKED = "not linked as it should be"
NO_NODE = "a text without its node"


def held_documents(client: LightRagClient, *, has_texts: bool) -> dict[str, str]:
    """By document id the wanted hash that it fulfils, or what is wrong with it.

    Raises TargetUnavailable when the server lists only a part of its graph.
    """
    graph, there = read_graph(client), listed(client)
    if graph.is_truncated:
        raise TargetUnavailable(
            f"the LightRAG server lists only {len(graph.nodes)} nodes of its graph",
            hint="start it with a greater MAX_GRAPH_NODES, such as 1000000",
        )
    digests = graph.edges_digests()
    held = {id_: state(node, digests[id_], there.get(text_id(id_)), has_texts) for id_, node in graph.nodes.items()}
    return strays(there, graph) | held


def state(node: Node, digest: str, text: Text | None, has_texts: bool) -> str:
    seal = text.seal if text else None if has_texts else SETTLED
    if node.stamp.seal != seal:
        return UNFINISHED
    return node.stamp.wanted_hash if node.stamp.edges == digest else NOT_LINKED


def strays(there: Mapping[str, Text], graph: Graph) -> dict[str, str]:
    """Texts of ours without their nodes; one with a shortened name is listed under that name."""
    known = {text_id(id_) for id_ in graph.nodes}
    return {document_of(text.source) or text.source: NO_NODE for text in there.values() if text.id not in known}
