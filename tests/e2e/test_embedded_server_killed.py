"""An embedded server that dies under an open project comes back by itself."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

import psutil
import pytest
from docrunch.application.docrunch import Docrunch
from docrunch.commands.scans import StartScan
from docrunch.domain.errors import Unavailable


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / ".docrunch").mkdir()
    yield tmp_path
    data = tmp_path / ".docrunch/pg"
    if data.is_symlink():
        # Root's data lies outside of the project.
        rmtree(data.resolve().parent)


def kill_server(project: Path) -> None:
    """The server and its sessions, which would otherwise live on until they notice."""
    server = psutil.Process(int((project / ".docrunch/pg/postmaster.pid").read_text().splitlines()[0]))
    processes = [server, *server.children()]
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(processes)


def test_commands_go_on_after_the_embedded_server_was_killed(project: Path) -> None:
    with Docrunch.open(project, has_worker=False) as docrunch:
        first = docrunch.dispatch(StartScan())
        kill_server(project)

        # What was under way when the server died is refused; the next command finds it running again.
        with pytest.raises(Unavailable):
            docrunch.dispatch(StartScan())
        second = docrunch.dispatch(StartScan())

        assert [event.position for event in docrunch.events()] == [first.position, second.position]
