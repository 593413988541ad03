"""docrunch for Python programs: open a project, dispatch commands, ask queries, keep the projections in step."""

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Self
from uuid import uuid4

from ..commands.command import Command
from ..commands.dispatch import dispatch
from ..config import find_project_root
from ..domain.errors import Invalid, Unavailable
from ..domain.known import KnownFile
from ..domain.receipts import Receipt
from ..outbox.known import known_files
from ..outbox.under_way import under_way
from ..outbox.worker import Worker
from ..projections.reading import reader
from . import secrecy, syncing
from .abandoned_scans import give_up_abandoned
from .document_queries import DocumentQueries
from .log_queries import LogQueries
from .operations import Operations
from .progress import Progress, Report, silent, uncounted
from .queries import ReportQueries
from .scan_report import ScanReport
from .scanning import Scan
from .settings_queries import SettingsQueries
from .wiring import Project, opened

WAIT_SECONDS = 30.0
POLL_SECONDS = 0.02


class Docrunch(DocumentQueries, LogQueries, Operations, ReportQueries, SettingsQueries):
    """One open project; close it, or use it as a context manager.

    with Docrunch.open("my-repository") as docrunch:
        docrunch.scan()
        docrunch.search("parse file")
    """

    def __init__(self, project: Project, closing: ExitStack) -> None:
        self.project = project
        self.closing = closing
        self.worker: Worker | None = None

    @classmethod
    def open(cls, path: str | Path = ".", *, has_worker: bool = True) -> Self:
        """Open the project at or above `path`; a folder without one becomes one.

        With `has_worker` threads of this process keep the projections in step until `close`. Raises Misconfigured,
        Unavailable.
        """
        with ExitStack() as closing:
            docrunch = cls(closing.enter_context(opened(root_for(path))), closing)
            syncing.want_where_new(docrunch.project)
            secrecy.forget_removed(docrunch.project)
            if has_worker:
                docrunch.start_worker()
            docrunch.closing = closing.pop_all()
        return docrunch

    def require_current(self) -> None:
        """Raises Misconfigured when another version of docrunch made the read model; `upgrade` mends that."""
        with reader(self.project.database, is_any_version=True) as reading:
            reading.checkpoint.require_current()

    def upgrade(self, report: Report = uncounted) -> bool:
        """Rebuild the read model if another version of docrunch made it; returns whether that was so."""
        return syncing.upgrade(self.project, report)

    def start_worker(self) -> None:
        """Keep the projections in step in the background, until `close`."""
        self.worker = syncing.worker(self.project)
        self.worker.start()
        self.closing.callback(self.worker.stop)

    def wait_until_stopped(self) -> None:
        """Block while the worker runs."""
        if self.worker is not None:
            self.worker.join()

    def close(self) -> None:
        """Stop the worker and give back connections and the embedded server."""
        self.closing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def dispatch(self, command: Command) -> Receipt:
        """Decide and append one command. Raises Refused, Invalid, Conflict, Unavailable; then nothing was written."""
        return self.dispatch_many([command])[0]

    def dispatch_many(self, commands: Sequence[Command]) -> list[Receipt]:
        """Decide and append several commands in one transaction, all or nothing."""
        receipts = dispatch(self.project.log, commands, self.project.vault)
        secrecy.forget_removed(self.project, commands)
        if self.worker is not None:
            self.worker.wake()
        return receipts

    def wait_for(self, receipt: Receipt, timeout: float = WAIT_SECONDS) -> None:
        """Return when queries show what the command did or, where it had nothing to do, what it found.

        Raises Unavailable after `timeout` seconds.
        """
        deadline = monotonic() + timeout
        position = receipt.position or self.project.log.recorder.max_notification_id() or 0
        while syncing.checkpoint(self.project.database) < position:
            if not syncing.relay(self.project):
                if monotonic() > deadline:
                    raise Unavailable(
                        f"the read model did not reach position {position} within {timeout:g} s",
                        hint="docrunch status names what holds it back",
                    )
                sleep(POLL_SECONDS)

    def scan(self, under: str | Path = "", progress: Progress = silent) -> ScanReport:
        """Record what changed in the project's files since the last scan.

        Only below `under`, a path relative to the project or inside it. Raises Invalid for one outside of it.
        """
        below = self.inside(Path(under))
        syncing.catch_up(self.project)
        give_up_abandoned(self.project)
        scan_run_id, output_dir = str(uuid4()), str(self.project.settings.storage.markdown.output_dir)
        with under_way(self.project.database, scan_run_id):
            return Scan(scan_run_id, self.project.root, below, output_dir, self.dispatch, self.known, progress).run()

    def inside(self, path: Path) -> str:
        """A path in the project as the log writes it; "" is the project itself."""
        root = self.project.root
        try:
            relative = (root / path).resolve().relative_to(root)
        except ValueError:
            raise Invalid(f"{str(path)!r} is outside of the project {root}", hint="name a folder in it") from None
        return "" if relative == Path() else relative.as_posix()

    def known(self) -> dict[str, KnownFile]:
        """What the log knows of every file, by path."""
        with reader(self.project.database) as reading:
            cached = reading.known_files()
        return known_files(self.project.database, cached)


def root_for(path: str | Path) -> Path:
    """The root of the project at or above a folder. Raises Invalid when there is no such folder."""
    if not Path(path).is_dir():
        raise Invalid(f"{path} is not a folder", hint="name the folder of a project")
    return find_project_root(Path(path))
