"""Rendering many documents in a process beside this one, which meanwhile speaks to the server and renders too."""

from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field

from .documents import rendered_rows
from .shown import Neighbourhood

FEWEST = 300
"""Of fewer files the documents are rendered before a process has started."""
MOST_WAITING = 2
"""Pieces that the other process has at a time, one of them under way: a further one is quicker rendered here."""

OpenProcess = Callable[[], AbstractContextManager[Executor]]
"""Starts a process that works for this one, in which this package can be imported."""

Rows = Callable[[], str]
"""Rows of documents, waited for when they are asked for."""

Render = Callable[[Neighbourhood], Rows]


@contextmanager
def rendering(files: int, open_process: OpenProcess | None) -> Iterator[Render]:
    """How the documents of so many files are rendered: beside this process too where that is worth its start."""
    if open_process is None or files < FEWEST:
        yield here
        return
    with open_process() as process:
        with suppress(BrokenExecutor):
            process.submit(warmed_up)
        yield Shared(process).render


@dataclass(slots=True)
class Shared:
    """Two processes at the same work: this one takes what would have to wait for the other."""

    process: Executor
    waiting: list[Future[str]] = field(default_factory=list)

    def render(self, around: Neighbourhood) -> Rows:
        self.waiting = [rows for rows in self.waiting if not rows.done()]
        return here(around) if len(self.waiting) >= MOST_WAITING else self.there(around)

    def there(self, around: Neighbourhood) -> Rows:
        """Rendered in the other process; here, when that was killed or cannot start."""
        try:
            rows = self.process.submit(rendered_rows, around)
        except BrokenExecutor:
            return here(around)
        self.waiting.append(rows)

        def waited_for() -> str:
            try:
                return rows.result()
            except BrokenExecutor:
                return rendered_rows(around)

        return waited_for


def here(around: Neighbourhood) -> Rows:
    """Rendered at once: what the other process does meanwhile is done when it is asked for."""
    rows = rendered_rows(around)
    return lambda: rows


def warmed_up() -> None:
    """Nothing to do: that this module was loaded is what takes its time."""
