"""Rendering many documents in a process of its own, while this one speaks to the server."""

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial

from .documents import rendered_rows
from .neighbourhood import Neighbourhood

FEWEST = 300
"""Of fewer files the documents are rendered before a process has started."""

OpenProcess = Callable[[], AbstractContextManager[Executor]]
"""Starts a process that works for this one, in which this package can be imported."""

Rows = Callable[[], str]
"""Rows of documents, waited for when they are asked for."""

Render = Callable[[Neighbourhood], Rows]


@contextmanager
def rendering(files: int, open_process: OpenProcess | None) -> Iterator[Render]:
    """How the documents of so many files are rendered: beside this process where that is worth its start."""
    if open_process is None or files < FEWEST:
        yield here
        return
    with open_process() as process:
        with suppress(BrokenExecutor):
            process.submit(warmed_up)
        yield partial(there, process)


def there(process: Executor, around: Neighbourhood) -> Rows:
    """Rendered in the other process; here, when that was killed or cannot start."""
    try:
        rows = process.submit(rendered_rows, around)
    except BrokenExecutor:
        return here(around)

    def waited_for() -> str:
        try:
            return rows.result()
        except BrokenExecutor:
            return rendered_rows(around)

    return waited_for


def here(around: Neighbourhood) -> Rows:
    return partial(rendered_rows, around)


def warmed_up() -> None:
    """Nothing to do: that this module was loaded is what takes its time."""
