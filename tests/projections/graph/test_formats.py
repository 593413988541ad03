"""The graph in each format can be read back by other people's readers, whatever the names are."""

import json
import re
import unicodedata
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import networkx as nx
import pydot
import pytest
from docrunch.domain.documents import Relationship
from docrunch.domain.graph import Entity, GraphData
from docrunch.projections.escaping import one_line
from docrunch.projections.graph.formats import FORMATS
from docrunch.projections.graph.graphml import legal
from docrunch.projections.graph.mermaid import MOST_EDGES, MOST_NODES, omission

EMPTY = GraphData()


def ends(graph: GraphData) -> set[tuple[str, str, str]]:
    return {(edge.source, edge.target, edge.type) for edge in graph.edges}


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_equal_graphs_give_equal_text_that_ends_with_a_line_end(format_: str, hostile: GraphData) -> None:
    once, again = FORMATS[format_](hostile), FORMATS[format_](hostile)

    assert once == again
    assert once.endswith("\n")
    assert FORMATS[format_](EMPTY).endswith("\n")


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_no_name_steers_a_terminal(format_: str, hostile: GraphData) -> None:
    text = FORMATS[format_](hostile)

    assert not [char for char in text if unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp"} and char not in "\n\t"]


@pytest.mark.parametrize("graph_name", ["small", "hostile"])
def test_json_holds_every_field(graph_name: str, request: pytest.FixtureRequest) -> None:
    graph: GraphData = request.getfixturevalue(graph_name)

    read = json.loads(FORMATS["json"](graph))

    assert [Entity(**node) for node in read["nodes"]] == graph.nodes
    assert [Relationship(**edge) for edge in read["edges"]] == graph.edges


@pytest.mark.parametrize("graph_name", ["small", "hostile"])
def test_networkx_reads_the_graphml(graph_name: str, request: pytest.FixtureRequest) -> None:
    graph: GraphData = request.getfixturevalue(graph_name)

    read = nx.read_graphml(BytesIO(FORMATS["graphml"](graph).encode()))

    assert read.is_directed()
    assert {id_: told.get("title") for id_, told in read.nodes(data=True)} == {
        legal(node.id): legal(node.title) for node in graph.nodes
    }
    assert {(source, target, told["type"]) for source, target, told in read.edges(data=True)} == {
        (legal(source), legal(target), type_) for source, target, type_ in ends(graph)
    }


def test_the_graphml_says_where_code_is(small: GraphData) -> None:
    read = nx.read_graphml(BytesIO(FORMATS["graphml"](small).encode()))

    assert read.nodes["function:a.py::run"] == {"type": "function", "title": "run", "file": "a.py", "line": 3}


@pytest.mark.filterwarnings("ignore:.*deprecated - use:DeprecationWarning")  # within pydot itself
@pytest.mark.parametrize("graph_name", ["small", "hostile"])
def test_a_parser_of_dot_reads_the_dot(graph_name: str, request: pytest.FixtureRequest) -> None:
    graph: GraphData = request.getfixturevalue(graph_name)

    (read,) = pydot.graph_from_dot_data(FORMATS["dot"](graph)) or [pydot.Dot()]

    assert {unquoted(node.get_name()) for node in read.get_nodes()} == {one_line(node.id) for node in graph.nodes}
    assert {(unquoted(edge.get_source()), unquoted(edge.get_destination())) for edge in read.get_edges()} == {
        (one_line(source), one_line(target)) for source, target, _ in ends(graph)
    }


def unquoted(text: object) -> str:
    return re.sub(r"\\(.)", r"\1", str(text)[1:-1])


def test_a_flowchart_has_one_line_for_each_node_and_edge(small: GraphData) -> None:
    assert FORMATS["mermaid"](small).splitlines() == [
        "flowchart LR",
        '  n0["run"]',
        '  n1["a"]',
        '  n2["Do it"]',
        "  n1 -->|contains| n0",
        "  n2 -->|mentions| n1",
    ]


def test_no_name_leaves_its_label_in_a_flowchart(hostile: GraphData) -> None:
    lines = FORMATS["mermaid"](hostile).splitlines()

    assert len(lines) == 1 + len(hostile.nodes) + len(hostile.edges)
    assert all(re.fullmatch(r'  n\d+\["[^"<>\[\]{}%]*"\]|  n\d+ -->\|calls\| n\d+', line) for line in lines[1:])


def test_a_flowchart_of_a_large_graph_shows_the_busiest_part_and_says_so() -> None:
    nodes = [Entity(f"module:{number:03}.py", "module", f"m{number}") for number in range(300)]
    busy = nodes[:40]
    edges = [Relationship(one.id, other.id, "imports") for one in busy for other in busy if one != other]
    large = GraphData(nodes, edges)

    lines = FORMATS["mermaid"](large).splitlines()

    assert lines[0] == "%% 100 of 300 nodes, those with the most edges, and 400 of 1,560 edges"
    assert sum("-->" in line for line in lines) == MOST_EDGES
    assert sum("[" in line for line in lines) == MOST_NODES
    assert omission(GraphData(busy)) is None


class Reader(HTMLParser):
    """What a browser would make of a page: its scripts, and the text of the one with data."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.data = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][1].get("id") == "data":
            self.data += data


@pytest.mark.parametrize("graph_name", ["small", "hostile"])
def test_names_are_data_in_the_page_and_nothing_else(graph_name: str, request: pytest.FixtureRequest) -> None:
    graph: GraphData = request.getfixturevalue(graph_name)

    text = FORMATS["html"](graph)

    empty, read = Reader(), Reader()
    empty.feed(FORMATS["html"](EMPTY))
    read.feed(text)
    # Only this sign can end a script, in more ways than Python's parser knows.
    assert "<" not in read.data
    data: Any = json.loads(read.data)
    assert [tag for tag, _ in read.elements] == [tag for tag, _ in empty.elements]
    assert [Entity(*node) for node in data["nodes"]] == graph.nodes
    assert [(graph.nodes[source].id, graph.nodes[target].id, type_) for source, target, type_ in data["edges"]] == [
        (edge.source, edge.target, edge.type) for edge in graph.edges
    ]


def test_the_page_fetches_nothing_and_allows_only_its_own_scripts(small: GraphData) -> None:
    read = Reader()
    read.feed(FORMATS["html"](small))

    policy = next(told["content"] or "" for tag, told in read.elements if told.get("http-equiv"))

    assert not [told for _, told in read.elements if {"src", "href"} & told.keys()]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert "unsafe-eval" not in policy
    assert "MIT License" in FORMATS["html"](small)
