"""The key file is private, whole, out of git, and made once."""

import os
import stat
import subprocess
from pathlib import Path

import pytest
from docrunch.domain.errors import Misconfigured
from docrunch.vault.key_file import KeyFile

from .safe import SECRET, SafeWith


def test_the_first_secret_makes_a_private_key_file(safe_with: SafeWith) -> None:
    os.umask(previous := os.umask(0))
    try:
        safe_with(None).configure(api_key=SECRET)
    finally:
        os.umask(previous)

    file = safe_with(None).file
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert [path.name for path in sorted(file.path.parent.iterdir())] == [".gitignore", "encryption.key"]
    assert safe_with(None).api_key() == SECRET


def test_git_does_not_see_the_key(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / ".docrunch").mkdir()
    (tmp_path / ".docrunch/.gitignore").write_text("/pg*")
    file = KeyFile.of(tmp_path)

    file.make()
    file.next.make()

    status = ["git", "-C", str(tmp_path), "status", "--porcelain", "--untracked-files=all"]
    seen = subprocess.run(status, capture_output=True, text=True, check=True).stdout
    assert seen == "?? .docrunch/.gitignore\n"
    assert (tmp_path / ".docrunch/.gitignore").read_text() == "/pg*\n/encryption.key*\n"


def test_who_comes_second_gets_the_first_ones_key(tmp_path: Path) -> None:
    first, second = KeyFile.of(tmp_path).make(), KeyFile.of(tmp_path).make()

    assert first == second
    assert len(first.get_secret_value().strip()) == 44
    assert KeyFile.of(tmp_path).next.make() != first


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o660, 0o601, 0o666])
def test_a_key_file_that_others_may_use_is_refused(tmp_path: Path, mode: int) -> None:
    file = KeyFile.of(tmp_path)
    key = file.make().get_secret_value().strip()
    file.path.chmod(mode)

    with pytest.raises(Misconfigured, match=f"encryption.key has the mode {mode:04o}, expected 0600") as caught:
        file.read()
    assert "chmod 600" in str(caught.value.hint)
    assert key not in f"{caught.value!r}{caught.value.hint}"


@pytest.mark.parametrize("content", [b"\xff" * 44, b"a" * 5000])
def test_a_file_that_holds_no_key_is_refused(tmp_path: Path, content: bytes) -> None:
    file = KeyFile.of(tmp_path)
    file.make()
    file.path.write_bytes(content)

    with pytest.raises(Misconfigured, match="holds no key, expected one line of text"):
        file.read()


def test_links_pipes_and_folders_are_no_key_files(tmp_path: Path) -> None:
    file = KeyFile.of(tmp_path)
    file.make()
    real = file.path.rename(file.path.with_name("real"))

    file.path.symlink_to(real)
    with pytest.raises(Misconfigured, match="cannot be used: Too many levels of symbolic links"):
        file.read()
    file.path.unlink()
    os.mkfifo(file.path, 0o600)
    with pytest.raises(Misconfigured, match="is no plain file"):
        file.read()
    file.path.unlink()
    file.path.mkdir()
    with pytest.raises(Misconfigured, match=r"is no plain file|Is a directory"):
        file.read()
