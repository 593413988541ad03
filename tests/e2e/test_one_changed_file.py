"""What one changed file costs does not grow with the project: counted, not timed."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from docrunch import Docrunch
from docrunch.projections import rendering
from psycopg.pq import Trace

pytestmark = pytest.mark.usefixtures("hosted")

SMALL, LARGE = 50, 5_000
FOLDER_FILES = 50
OVERVIEW = {"index.md", "architecture.md", "modules/index.md"}
RUNS_A_STATEMENT = ("Execute", "Query")


class Cost(NamedTuple):
    """What one scan and bringing everything up to date came to."""

    statements: int
    rendered: list[str]
    written: list[str]


def grow(root: Path, files: int) -> None:
    """Every file uses its neighbour in the same folder, and is used by another one."""
    for number in range(files):
        folder, at = root / f"p{number // FOLDER_FILES}", number % FOLDER_FILES
        folder.mkdir(exist_ok=True)
        other = (at + 1) % FOLDER_FILES
        text = f"from .m{other} import f{other}\n\n\ndef f{at}():\n    return f{other}()\n"
        (folder / f"m{at}.py").write_text(text)


def bring_up_to_date(docrunch: Docrunch) -> None:
    docrunch.scan()
    docrunch.drain()


def cost(docrunch: Docrunch, root: Path, log: Path, monkeypatch: pytest.MonkeyPatch) -> Cost:
    """Change a function that another file calls."""
    changed = root / "p0" / "m7.py"
    changed.write_text(changed.read_text().replace("def f7():", 'def f7(more=1):\n    """Now with a docstring."""'))
    before = stamps(docrunch)
    rendered: list[str] = []

    def counting(around: Any, file: Any, symbols: Any, symbol: Any) -> Any:
        rendered.append(symbol.id)
        return render_symbol(around, file, symbols, symbol)

    render_symbol = rendering.render_symbol
    with monkeypatch.context() as patched, traced(docrunch, log):
        patched.setattr(rendering, "render_symbol", counting)
        bring_up_to_date(docrunch)
    after = stamps(docrunch)
    written = sorted(page for page in after if after[page] != before.get(page) and page not in OVERVIEW)
    return Cost(statements(log), sorted(rendered), written)


@contextmanager
def traced(docrunch: Docrunch, log: Path) -> Iterator[None]:
    """What goes over this thread's connection, one line for each message."""
    connection = docrunch.project.database.connection().pgconn
    with log.open("w") as file:
        connection.trace(file.fileno())
        connection.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)
        yield
        connection.untrace()


def statements(log: Path) -> int:
    messages = (line.split("\t") for line in log.read_text(errors="replace").splitlines())
    return sum(message[0] == "F" and message[2] in RUNS_A_STATEMENT for message in messages if len(message) > 2)


def stamps(docrunch: Docrunch) -> dict[str, tuple[int, int]]:
    folder = docrunch.project.root / "docrunch-docs"
    pages = {str(page.relative_to(folder)): page.stat() for page in folder.rglob("*.md")}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in pages.items()}


def test_one_changed_file_costs_the_same_in_a_small_tree_as_in_a_large_one(
    hosted: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path_factory.mktemp("trace") / "messages"
    costs = []
    with Docrunch.open(hosted, has_worker=False) as docrunch:
        for files in (SMALL, LARGE):
            grow(hosted, files)
            bring_up_to_date(docrunch)
            costs.append(cost(docrunch, hosted, log, monkeypatch))

    small, large = costs
    assert large == small
    assert small.statements > 0
    # The file's own documents, and the module that says who imports it.
    assert small.rendered == ["function:p0/m7.py::f7", "module:p0/m7.py", "module:p0/m8.py"]
    assert small.written == ["functions/p0.m7.f7.md", "modules/p0.m7.md", "modules/p0.m8.md"]
