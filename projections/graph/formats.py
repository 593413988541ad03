"""The graph in the formats that other programs read; equal graphs give equal bytes."""

from collections.abc import Callable

import orjson

from ...domain.graph import GraphData
from ...domain.steering import harmless_json
from .dot import dot
from .graphml import graphml
from .mermaid import mermaid
from .page import page


def node_link(graph: GraphData) -> str:
    """JSON: `nodes` as they are, `edges` with source, target and type."""
    nodes = [
        {"id": node.id, "type": node.type, "title": node.title, "file": node.file, "line": node.line}
        for node in graph.nodes
    ]
    edges = [{"source": edge.source, "target": edge.target, "type": edge.type} for edge in graph.edges]
    return harmless_json(orjson.dumps({"nodes": nodes, "edges": edges}, option=orjson.OPT_INDENT_2).decode()) + "\n"


FORMATS: dict[str, Callable[[GraphData], str]] = {
    "json": node_link,
    "graphml": graphml,
    "dot": dot,
    "mermaid": mermaid,
    "html": page,
}
