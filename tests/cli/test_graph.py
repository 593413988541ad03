"""`related` and `graph export`."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Answer = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("scanned")


def test_what_is_related_is_a_tree(run: Run) -> None:
    assert run("related", "greeting", "--depth", "2", "--type", "calls", "--type", "contains").stdout.splitlines() == [
        "function greeting  text.py:4",
        "├── called by  function App.run  app/main.py:5",
        "│   └── contained in  class App  app/main.py:4",
        "└── contained in  module text  text.py:1",
    ]


def test_what_is_related_is_json_for_programs(answer: Answer) -> None:
    found = answer("related", "App", "--limit", "1")

    assert set(found) == {"entity", "related", "is_truncated"}
    assert found["is_truncated"] is True
    assert set(found["related"][0]) == {"entity", "edge"}
    assert found["related"][0]["entity"]["distance"] == 1


def test_what_is_left_out_is_said(run: Run) -> None:
    assert "There are more than 1" in run("related", "App", "--limit", "1").stderr


@pytest.mark.parametrize("format_", ["json", "graphml", "dot", "mermaid", "html"])
def test_a_graph_goes_to_standard_output_or_into_a_file(run: Run, tmp_path: Path, format_: str) -> None:
    printed = run("graph", "export", "--format", format_).stdout
    said = run("graph", "export", "--format", format_, "--output", str(tmp_path / "graph")).stdout

    assert (tmp_path / "graph").read_text() == printed
    assert said == f"Wrote {tmp_path / 'graph'}: 5 documents, 6 edges.\n"


def test_a_graph_is_narrowed(run: Run) -> None:
    text = run("graph", "export", "--format", "json", "--type", "function", "--path", "app").stdout

    assert [node["title"] for node in json.loads(text)["nodes"]] == ["App.run"]


def test_a_file_that_cannot_be_written_is_one_line(refused: Callable[..., str], tmp_path: Path) -> None:
    said = refused("graph", "export", "--format", "dot", "--output", str(tmp_path / "no/graph"), code=2)

    assert "no/graph cannot be written: No such file or directory" in said
