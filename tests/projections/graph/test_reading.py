"""What surrounds a document, read from the same edges that documents have."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docrunch import CreateTask, Docrunch, Invalid, LogFinding, NotFound, RecordDecision, SupersedeDecision
from docrunch.domain.documents import OVERVIEW_TYPES
from docrunch.domain.graph import EDGE_TYPES
from docrunch.projections.graph.reading import SQL
from docrunch.projections.reading import reader

FILES = {
    "base.py": "class Base:\n    def start(self): ...\n",
    "text.py": "def greeting(): ...\n\n\ndef parting(): return greeting()\n",
    "app.py": "from base import Base\nfrom text import parting\n\n\nclass App(Base):\n    def run(self): parting()\n",
    "lone.py": "",
    "shop.sql": "CREATE TABLE buyers (id int);\nCREATE TABLE orders (buyer int REFERENCES buyers (id));\n",
    "tests/test_app.py": "from app import App\n\n\ndef test_app(): App()\n",
}


@pytest.fixture
def project(project_folder: Path) -> Iterator[Docrunch]:
    """Six files, and what was reported about them."""
    for path, text in FILES.items():
        (project_folder / path).parent.mkdir(exist_ok=True)
        (project_folder / path).write_text(text)
    with Docrunch.open(project_folder, has_worker=False) as project:
        project.scan()
        task = project.dispatch(CreateTask(title="Greet", created_by="ana")).ids["task_id"]
        told: dict[str, Any] = {
            "context": "`text.py` and `text.greeting`, `text.py` again",
            "rationale": "-",
            "created_by": "ana",
        }
        old = project.dispatch(RecordDecision(title="Old", decision="x", **told)).ids["decision_id"]
        new = project.dispatch(RecordDecision(title="New", decision="y", **told)).ids["decision_id"]
        project.dispatch(SupersedeDecision(decision_id=old, superseded_by=new))
        project.dispatch(
            LogFinding(task_id=task, type="bug", description="x", files=("app.py", "lone.py"), created_by="ana")
        )
        project.drain()
        yield project


def names(project: Docrunch, name: str, depth: int = 1, type_: str | None = None, limit: int = 200) -> list[str]:
    found = project.related(name, depth, type_=type_, limit=limit)
    return [f"{one.entity.distance} {one.edge.type} {one.entity.title}" for one in found.related]


def test_the_edges_are_those_of_the_documents(project: Docrunch) -> None:
    with reader(project.project.database) as reading:
        seen = reading.connection.execute("SELECT source, target, type FROM edges").fetchall()

    told = [(edge.source, edge.target, edge.type) for edge in project.graph().edges]
    assert sorted(seen) == sorted(told)
    assert {type_ for _, _, type_ in told} == EDGE_TYPES


def test_neighbours_in_both_directions_come_nearest_first(project: Docrunch) -> None:
    assert names(project, "text.parting") == ["1 calls App.run", "1 calls greeting", "1 contains text", "1 imports app"]
    assert "2 contains App" in names(project, "text.parting", 2)
    assert len(set(names(project, "text.parting", 9))) == len(names(project, "text.parting", 9))


def test_an_edge_keeps_its_own_direction(project: Docrunch) -> None:
    found = project.related("text.parting", type_="calls")

    assert found.entity.id == "function:text.py::parting"
    assert {(one.edge.source, one.edge.target) for one in found.related} == {
        ("function:app.py::App.run", "function:text.py::parting"),
        ("function:text.py::parting", "function:text.py::greeting"),
    }


def test_edges_are_narrowed_by_type(project: Docrunch) -> None:
    assert names(project, "Base", 3, "inherits") == ["1 inherits App"]
    assert names(project, "New", 1, "supersedes") == ["1 supersedes Old"]
    assert names(project, "lone.py", 1, "mentions") == ["1 mentions Bug: x"]
    with pytest.raises(Invalid, match="type is 'knows': expected one of calls, contains"):
        names(project, "Base", 1, "knows")


@pytest.mark.parametrize("limit", [3, 5])
def test_what_is_cut_off_is_said(project: Docrunch, limit: int) -> None:
    cut = project.related("text.parting", 5, limit=limit)
    whole = project.related("text.parting", 5)

    assert cut.is_truncated
    assert cut.related == whole.related[:limit]
    assert not whole.is_truncated


def test_an_unknown_name_has_no_surroundings(project: Docrunch) -> None:
    with pytest.raises(NotFound, match="nothing is known as 'nobody'"):
        project.related("nobody")


def test_a_step_is_one_statement(project: Docrunch) -> None:
    app = ["class:app.py::App"]

    with reader(project.project.database) as reading:
        rows = SQL.rows(reading.connection, "step", {"frontier": app, "types": ["inherits"], "seen": app, "limit": 9})

    assert [found for found, *_ in rows] == ["class:base.py::Base"]


def test_the_graph_is_narrowed_by_type_and_path_with_the_edges_inside(project: Docrunch) -> None:
    below = project.graph(path="tests")
    classes = project.graph(type_="class")

    assert [node.id for node in below.nodes] == ["function:tests/test_app.py::test_app", "module:tests/test_app.py"]
    assert {edge.type for edge in below.edges} == {"contains"}
    assert [(edge.source, edge.target) for edge in classes.edges] == [("class:app.py::App", "class:base.py::Base")]
    assert not OVERVIEW_TYPES & {node.type for node in project.graph().nodes}
