"""The server that runs on a data directory, as its `postmaster.pid` tells; trusted only when the process agrees."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A live PostgreSQL server process."""

    pid: int
    folder: Path
    port: int
    status: str

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={quote(str(self.folder), safe='')}&port={self.port}"

    @property
    def has_lost_its_socket(self) -> bool:
        """Whether it runs but can not be reached, since something cleaned its socket folder."""
        return self.status == "ready" and not (self.folder / f".s.PGSQL.{self.port}").exists()

    def stop(self) -> None:
        os.kill(self.pid, signal.SIGINT)


def read_postmaster(data: Path) -> Postmaster | None:
    """The server that runs on this data directory; None when there is none, whatever a stale file says."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        pid = int(lines[0])
    except (FileNotFoundError, IndexError, ValueError):
        return None
    if not works_in(pid, data):
        return None
    # The file grows while the server starts.
    lines += [""] * (8 - len(lines))
    return Postmaster(pid, Path(lines[4]), int(lines[3] or 0), lines[7].strip())


def works_in(pid: int, data: Path) -> bool:
    """Whether the process works in the data directory, as a postmaster does; ids are used again after a reboot."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()).samefile(data)
    except (psutil.Error, OSError):
        return False
