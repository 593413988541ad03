"""What a server really holds of our documents, whatever a ledger says."""

from collections.abc import Mapping

from ...domain.errors import TargetUnavailable
from .client import LightRagClient
from .evidence import read_evidence
from .graph import Graph, Node, read_graph
from .listing import Text
from .names import document_of, text_id

UNFINISHED = "unfinished"
NOT_LINKED = "not linked as it should be"
NO_NODE = "a text without its node"


def held_documents(client: LightRagClient) -> dict[str, str]:
    """By document id the wanted hash that it fulfils, or what is wrong with it.

    Raises TargetUnavailable when the server lists only a part of its graph.
    """
    graph = read_graph(client)
    if graph.is_truncated:
        raise TargetUnavailable(
            f"the LightRAG server lists only {len(graph.nodes)} nodes of its graph",
            hint="start it with a greater MAX_GRAPH_NODES, such as 1000000",
        )
    evidence, digests = read_evidence(client), graph.edges_digests()

    def state(id_: str, node: Node) -> str:
        if not evidence.proves(node):
            return UNFINISHED
        return node.stamp.wanted_hash if node.stamp.edges == digests[id_] else NOT_LINKED

    return strays(evidence.texts, graph) | {id_: state(id_, node) for id_, node in graph.nodes.items()}


def strays(there: Mapping[str, Text], graph: Graph) -> dict[str, str]:
    """Texts of ours without their nodes; one with a shortened name is listed under that name."""
    known = {text_id(id_) for id_ in graph.nodes}
    return {document_of(text.source) or text.source: NO_NODE for text in there.values() if text.id not in known}
