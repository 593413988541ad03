"""The command as its users run it: by default, on a small project, with the server that comes along."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

COMMAND = Path(sys.executable).with_name("docrunch")
FILES = {
    "text.py": '"""Texts."""\n\n\ndef greeting() -> str:\n    """What to say."""\n    return "Hello"\n',
    "app.py": "from text import greeting\n\n\nclass App:\n    def run(self) -> None:\n        print(greeting())\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("project")
    for name, text in FILES.items():
        (folder / name).write_text(text)
    yield folder
    data = folder / ".docrunch/pg"
    if data.is_symlink():
        # Root's data lies outside of the project.
        shutil.rmtree(data.resolve().parent)


@pytest.fixture(scope="module")
def report(project: Path) -> dict[str, Any]:
    counts: dict[str, Any] = docrunch(project, "scan", ".", "--json")
    return counts


def docrunch(project: Path, *arguments: str) -> Any:
    """What the command printed as JSON."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DOCRUNCH_")}
    done = subprocess.run(
        [COMMAND, *arguments], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)


def test_a_scan_counts_what_it_saw(report: dict[str, Any]) -> None:
    counts = ("files_seen", "files_indexed", "files_removed", "functions", "classes", "errors")

    assert [report[name] for name in counts] == [2, 2, 0, 2, 1, []]


@pytest.mark.usefixtures("report")
def test_a_scan_writes_pages_that_link_to_each_other(project: Path) -> None:
    pages = {path.relative_to(project / "docrunch-docs").as_posix() for path in project.rglob("docrunch-docs/**/*.md")}

    assert {"index.md", "modules/text.md", "functions/text.greeting.md"} <= pages
    assert "app.App.run" in (project / "docrunch-docs/functions/text.greeting.md").read_text()


@pytest.mark.usefixtures("report")
def test_a_second_scan_appends_no_event_for_a_file(project: Path) -> None:
    again = docrunch(project, "scan", ".", "--json")

    assert (again["files_unchanged"], again["files_indexed"]) == (2, 0)


@pytest.mark.usefixtures("report")
def test_the_read_model_can_be_searched(project: Path) -> None:
    found = docrunch(project, "search", "greeting", "--json")

    assert "function:text.py::greeting" in json.dumps(found)


@pytest.mark.usefixtures("report")
def test_nothing_lags_and_nothing_failed_after_a_scan(project: Path) -> None:
    status = docrunch(project, "status", "--json")

    assert {row["name"]: (row["lag_events"], row["failed"]) for row in status["projections"]}["relational"] == (0, 0)
    assert status["log"]["events"] >= len(FILES)
