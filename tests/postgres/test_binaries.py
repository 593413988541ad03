"""The wheel's programs, copied for an account that cannot reach the original."""

import subprocess
from importlib.metadata import distribution
from pathlib import Path

from docrunch.postgres.binaries import FOLDERS, PACKAGE, WHEEL, copy_whole


def test_copied_programs_find_their_shared_libraries(tmp_path: Path) -> None:
    original = Path(str(distribution(WHEEL).locate_file(PACKAGE))) / FOLDERS[18]

    place = tmp_path / "place"
    copy_whole(original, place)

    # initdb, unlike the server itself, needs the client library that the wheel keeps beside the package.
    program = place / PACKAGE / original.name / "bin" / "initdb"
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("initdb (PostgreSQL) 18"), done.stderr
