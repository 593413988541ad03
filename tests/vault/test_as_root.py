"""Modes bind everybody but root, so a child becomes another user and tries."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docrunch.domain.errors import Misconfigured
from docrunch.vault.examination import examine
from docrunch.vault.key_file import KeyFile

from .safe import SafeWith

NOBODY = 65534
# Everything is imported before the change of user, who may not be able to read this checkout.
AS_ANOTHER = """
import os, sys
from pathlib import Path
from docrunch.domain.errors import DocrunchError
from docrunch.vault.key_file import KeyFile
os.setgroups([]); os.setgid(int(sys.argv[2])); os.setuid(int(sys.argv[2]))
try:
    file = KeyFile.of(Path(sys.argv[1]))
    print("read" if file.read() else "made", file.make().get_secret_value() and "a key")
except DocrunchError as error:
    print(type(error).__name__, error)
"""


def as_nobody(project: Path) -> str:
    command = [sys.executable, "-P", "-c", AS_ANOTHER, str(project), str(NOBODY)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def project() -> Iterator[Path]:
    """A folder that every user can enter; pytest's own are private."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder).resolve()


def test_another_user_cannot_read_the_key(project: Path) -> None:
    KeyFile.of(project).make()

    assert as_nobody(project) == (
        f"Misconfigured the key file {project}/.docrunch/encryption.key cannot be used: Permission denied"
    )


def test_a_key_that_root_makes_belongs_to_the_owner_of_the_project(project: Path) -> None:
    folder = project / ".docrunch"
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)

    KeyFile.of(project).make()

    assert KeyFile.of(project).path.stat().st_uid == NOBODY
    assert as_nobody(project) == "read a key"


def test_a_folder_that_cannot_be_written_is_named(project: Path) -> None:
    (project / ".docrunch").mkdir(mode=0o755)

    assert as_nobody(project).startswith(f"Misconfigured the key file {project}/.docrunch/encryption.key cannot be")


def test_a_key_file_of_somebody_else_may_be_known_to_them(safe_with: SafeWith) -> None:
    safe = safe_with(None)
    safe.configure(api_key="k")
    assert examine(safe.database, safe.vault.keyring).startswith("opens 1 data key: ")

    os.chown(safe.file.path, NOBODY, NOBODY)

    with pytest.raises(Misconfigured, match=f"belongs to the user {NOBODY}, who may know the key") as refused:
        examine(safe.database, safe.vault.keyring)
    assert refused.value.hint == f"chown 0 {safe.file.path}, then docrunch llm rotate-key"
