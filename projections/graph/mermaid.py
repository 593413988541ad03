"""A Mermaid flowchart, which stays readable, and drawable, only while it is small."""

from collections import Counter
from collections.abc import Iterator

from ...domain.graph import GraphData
from ..escaping import mermaid_label

MOST_NODES = 100
MOST_EDGES = 400
"""Mermaid itself refuses more than 500."""


def mermaid(graph: GraphData) -> str:
    """The nodes with the most edges, at most 100, and the edges between those; a comment says what is left out."""
    return "\n".join(lines(graph, smaller(graph))) + "\n"


def smaller(graph: GraphData) -> GraphData:
    degrees = Counter(end for edge in graph.edges for end in (edge.source, edge.target))
    busiest = sorted(graph.nodes, key=lambda node: -degrees[node.id])[:MOST_NODES]
    known = {node.id for node in busiest}
    nodes = [node for node in graph.nodes if node.id in known]
    edges = [edge for edge in graph.edges if edge.source in known and edge.target in known]
    return GraphData(nodes, edges[:MOST_EDGES])


def lines(graph: GraphData, shown: GraphData) -> Iterator[str]:
    if left_out := omission(graph):
        yield f"%% {left_out}"
    yield "flowchart LR"
    numbers = {node.id: f"n{number}" for number, node in enumerate(shown.nodes)}
    for node in shown.nodes:
        yield f"  {numbers[node.id]}[{mermaid_label(node.title)}]"
    for edge in shown.edges:
        yield f"  {numbers[edge.source]} -->|{edge.type}| {numbers[edge.target]}"


def omission(graph: GraphData) -> str | None:
    """What a flowchart of this graph leaves out, if anything."""
    shown = smaller(graph)
    if len(shown.nodes) == len(graph.nodes) and len(shown.edges) == len(graph.edges):
        return None
    nodes = f"{len(shown.nodes):,} of {len(graph.nodes):,} nodes, those with the most edges"
    return f"{nodes}, and {len(shown.edges):,} of {len(graph.edges):,} edges"
