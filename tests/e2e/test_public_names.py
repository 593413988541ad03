"""docrunch as a library: open, dispatch, wait, close."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import docrunch
import pytest
from docrunch import Docrunch, IndexFile, Invalid, Misconfigured, RemoveFile, SourceFile, StartScan

FILE = {"language": "python", "size": 1, "modified_at": "2026-11-22T12:00:00Z", "content_hash": "1"}


@pytest.fixture
def opened(hosted: Path) -> Iterator[Docrunch]:
    with Docrunch.open(hosted) as project:
        yield project


def index(name: str) -> IndexFile:
    return IndexFile(file=SourceFile.model_validate(FILE | {"path": f"{name}.py", "module": name}))


def test_what_was_dispatched_can_be_read_after_waiting(opened: Docrunch) -> None:
    receipt = opened.dispatch(index("b"))

    opened.wait_for(receipt)

    assert opened.show("b").id == "module:b.py"
    assert receipt.ids == {"file_id": "file:b.py"}


def test_many_commands_are_one_transaction(opened: Docrunch) -> None:
    receipts = opened.dispatch_many([index("b"), index("c"), RemoveFile(path="b.py")])

    opened.wait_for(receipts[-1])

    assert opened.show("c").id == "module:c.py"
    assert [event.type for event in opened.events()] == ["file.indexed", "file.indexed", "file.removed"]


def test_pages_follow_by_themselves(opened: Docrunch, hosted: Path) -> None:
    opened.wait_for(opened.dispatch(index("b")))
    deadline = monotonic() + 20

    while not (hosted / "docrunch-docs/modules/b.md").exists():
        assert monotonic() < deadline


def test_waiting_needs_no_worker(hosted: Path) -> None:
    with Docrunch.open(hosted, has_worker=False) as project:
        project.wait_for(project.dispatch(index("b")))

        assert project.show("b").id == "module:b.py"


def test_closing_leaves_no_thread_and_no_connection(hosted: Path) -> None:
    project = Docrunch.open(hosted)
    project.scan()
    connections = list(project.project.database._opened.values())

    project.close()
    project.close()

    assert connections
    assert all(connection.closed for connection in connections)
    assert [thread.name for thread in threading.enumerate() if thread.name.startswith("docrunch")] == []


def test_a_project_may_be_opened_twice_and_from_several_threads(hosted: Path) -> None:
    problems: list[BaseException] = []

    def work(name: str) -> None:
        try:
            with Docrunch.open(hosted) as project:
                project.wait_for(project.dispatch(index(name)))
                project.scan()
        except BaseException as error:  # noqa: BLE001  # told by the assertion
            problems.append(error)

    threads = [threading.Thread(target=work, args=(f"t{number}",)) for number in range(4)]
    with Docrunch.open(hosted) as first, Docrunch.open(hosted) as second:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        second.wait_for(first.dispatch(index("last")))

        assert problems == []
        assert second.show("last").id == "module:last.py"


def test_a_project_that_cannot_be_opened_leaves_nothing_behind(hosted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = threading.active_count()
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "5,,")

    with pytest.raises(Misconfigured):
        Docrunch.open(hosted)

    assert threading.active_count() == before


def test_a_folder_that_is_not_there_is_invalid(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="is not a folder"):
        Docrunch.open(tmp_path / "nosuch")


def test_a_folder_outside_of_the_project_is_not_scanned(opened: Docrunch) -> None:
    with pytest.raises(Invalid, match="is outside of the project"):
        opened.scan("../elsewhere")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'nosuch'"):
        docrunch.nosuch  # noqa: B018
    assert set(dir(docrunch)) == set(docrunch.__all__)


def test_a_program_that_forgets_to_close_ends_without_a_warning(hosted: Path) -> None:
    script = f"from docrunch import *; d = Docrunch.open({str(hosted)!r}); d.wait_for(d.dispatch(StartScan()))"

    done = subprocess.run(
        [sys.executable, "-P", "-W", "error", "-c", script], capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert StartScan().scan_run_id
