"""Small projects on disk, and what a scan makes of them."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from docrunch.domain.files import FileIndexed
from docrunch.domain.source import SourceFile
from docrunch.scanner.indexing import ScanContext, scan_file

NOBODY = 65534
NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)

AsNobody = Callable[[str, str], str]
Parse = Callable[..., SourceFile]


@pytest.fixture
def parse(tmp_path: Path) -> Parse:
    """Parse text or bytes as the file at `path`."""

    def parse(source: str | bytes, path: str = "pkg/mod.py") -> SourceFile:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(source if isinstance(source, bytes) else source.encode())
        event = scan_file(ScanContext(str(tmp_path), "run", NOW), path).event
        assert event is not None
        return FileIndexed.from_stored(orjson.loads(event)).file

    return parse


@pytest.fixture
def as_nobody(tmp_path: Path, open_folders: Callable[[], None]) -> Iterator[AsNobody]:
    """Run code on `root`, the test's folder, as a user whom permissions bind, which they do not bind root.

    The interpreter and its libraries may be root's own, so the user is changed after the imports.
    """
    mode = tmp_path.stat().st_mode
    tmp_path.chmod(mode | 0o055)

    def run(imports: str, code: str) -> str:
        become = f"import os; root = {str(tmp_path)!r}; os.getuid() or (os.setgid({NOBODY}), os.setuid({NOBODY}))"
        script = f"{imports}\n{become}\n{code}"
        open_folders()
        finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert finished.returncode == 0, finished.stderr
        return finished.stdout

    yield run
    tmp_path.chmod(mode)
