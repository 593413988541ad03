"""The graph as one HTML file that works offline: nothing is fetched, and names are data, never markup."""

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files

import orjson

from ...domain.graph import GraphData
from ...domain.steering import harmless_json

PLACE = re.compile(r"\{\{ (\w+) \}\}")
# Within a script element only `<` can end it; the others keep the text plain for every parser.
UNSAFE = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def page(graph: GraphData) -> str:
    """A page to search, zoom, and filter by type; its content security policy allows just the scripts in it."""
    library = resource("vendor/force-graph.min.js")
    program = resource("page.js")
    parts = {
        "licence": resource("vendor/LICENSE-force-graph.txt").strip(),
        "style": resource("page.css"),
        "library": library,
        "library_hash": script_hash(library),
        "program": program,
        "program_hash": script_hash(program),
        "data": embedded(graph),
    }
    return PLACE.sub(lambda place: parts[place[1]], resource("page.html"))


def resource(name: str) -> str:
    folder = files(__package__)
    return folder.joinpath(*name.split("/")).read_text(encoding="utf-8")


def script_hash(script: str) -> str:
    return f"sha256-{b64encode(sha256(script.encode()).digest()).decode()}"


def embedded(graph: GraphData) -> str:
    """The graph as JSON that may stand within a script element: nodes as lists, edges by the nodes' numbers."""
    numbers = {node.id: number for number, node in enumerate(graph.nodes)}
    nodes = [[node.id, node.type, node.title, node.file, node.line] for node in graph.nodes]
    edges = [[numbers[edge.source], numbers[edge.target], edge.type] for edge in graph.edges]
    text = orjson.dumps({"nodes": nodes, "edges": edges}).decode()
    return re.sub("[<>&]", lambda sign: UNSAFE[sign[0]], harmless_json(text))
