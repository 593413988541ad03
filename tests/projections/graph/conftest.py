"""A small graph, and one with names that nobody means well with."""

from itertools import pairwise

import pytest
from docrunch.domain.documents import Relationship
from docrunch.domain.graph import Entity, GraphData

HOSTILE = [
    "</script><script>alert(1)</script>",
    "</script x",
    '"; } digraph x { "\\',
    "]; click n0 href 'x' %%{init: {}}%%\nend",
    "a\x00b\x1b[31m\u202e<!--",
    "\x9b31m\x7f\r\u2028",
    "<img src=x onerror=alert(1)> & ' \" {{ data }} ${x}",
    "\ud7ff\ufffe\U0001f600 日本",
    "",
]


@pytest.fixture
def small() -> GraphData:
    nodes = [
        Entity("function:a.py::run", "function", "run", "a.py", 3),
        Entity("module:a.py", "module", "a", "a.py", 1),
        Entity("task:1", "task_report", "Do it"),
    ]
    edges = [
        Relationship("module:a.py", "function:a.py::run", "contains"),
        Relationship("task:1", "module:a.py", "mentions"),
    ]
    return GraphData(nodes, edges)


@pytest.fixture
def hostile() -> GraphData:
    nodes = [Entity(f"function:{name}", "function", name, name or None, 1) for name in sorted(HOSTILE)]
    edges = [Relationship(one.id, other.id, "calls") for one, other in pairwise(nodes)]
    return GraphData(nodes, edges)
