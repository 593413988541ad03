"""The language of Graphviz."""

from collections.abc import Iterator

from ...domain.graph import Entity, GraphData
from ..escaping import one_line

SHAPES = {"module": "folder", "class": "box", "function": "ellipse", "schema": "cylinder"}


def dot(graph: GraphData) -> str:
    """A directed graph; a node's tooltip says where its code is, an edge's label its type."""
    return "\n".join(lines(graph)) + "\n"


def lines(graph: GraphData) -> Iterator[str]:
    yield "digraph docrunch {"
    yield "  rankdir=LR;"
    for node in graph.nodes:
        shape = SHAPES.get(node.type, "note")
        yield f"  {quoted(node.id)} [label={quoted(node.title)}, shape={shape}, tooltip={quoted(place(node))}];"
    for edge in graph.edges:
        yield f"  {quoted(edge.source)} -> {quoted(edge.target)} [label={quoted(edge.type)}];"
    yield "}"


def place(node: Entity) -> str:
    return node.id if node.line is None else f"{node.file}:{node.line}"


def quoted(text: str) -> str:
    """A quoted string; a backslash is one, and begins no escape."""
    return '"' + one_line(text).replace("\\", "\\\\").replace('"', '\\"') + '"'
