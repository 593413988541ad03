"""Reading one file: what is recorded about it, and every way in which it can refuse."""

import hashlib
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docrunch.domain.scans import ScanProblem
from docrunch.scanner.read import MAX_FILE_BYTES, FileContent, read_file, read_whole

AsNobody = Callable[[str, str], str]


def content(root: Path, path: str) -> FileContent:
    found = read_file(str(root), path)
    assert isinstance(found, FileContent)
    return found


def code(root: Path, path: str) -> str:
    found = read_file(str(root), path)
    assert isinstance(found, ScanProblem)
    assert found.path == path
    return found.code


def test_size_time_and_hash_are_those_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(b"x = 1\r\n")
    os.utime(tmp_path / "a.py", ns=(0, 1_700_000_000_123_456_789))

    found = content(tmp_path, "a.py")

    assert (found.data, found.size) == (b"x = 1\r\n", 7)
    assert found.content_hash == hashlib.sha256(b"x = 1\r\n").hexdigest()
    assert found.modified_at == datetime(2023, 11, 14, 22, 13, 20, 123456, tzinfo=UTC)


@pytest.mark.parametrize("seconds", [-(2**31), 2**33])
def test_unusual_times_are_read_as_they_are(tmp_path: Path, seconds: int) -> None:
    (tmp_path / "a.py").touch()
    os.utime(tmp_path / "a.py", (seconds, seconds))

    found = content(tmp_path, "a.py").modified_at

    assert found.timestamp() == (tmp_path / "a.py").stat().st_mtime


def test_a_file_of_the_largest_size_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    (tmp_path / "fits.py").write_bytes(b"#" * MAX_FILE_BYTES)
    (tmp_path / "large.py").write_bytes(b"#" * (MAX_FILE_BYTES + 1))

    assert content(tmp_path, "fits.py").size == MAX_FILE_BYTES
    assert code(tmp_path, "large.py") == "SCAN_FILE_TOO_LARGE"


def test_what_is_gone_is_vanished(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert code(tmp_path, "gone.py") == "SCAN_FILE_VANISHED"
    assert code(tmp_path, "file/gone.py") == "SCAN_FILE_VANISHED"


def test_what_is_no_regular_file_neither_blocks_nor_is_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.py")
    (tmp_path / "folder.py").mkdir()
    (tmp_path / "secret").write_text("s")
    (tmp_path / "link.py").symlink_to("secret")

    assert [code(tmp_path, name) for name in ("pipe.py", "folder.py", "link.py")] == ["SCAN_READ_FAILED"] * 3


def test_a_file_without_permission_is_denied(tmp_path: Path, as_nobody: AsNobody) -> None:
    (tmp_path / "closed.py").write_text("x")
    (tmp_path / "closed.py").chmod(0)

    output = as_nobody("from docrunch.scanner.read import read_file", "print(read_file(root, 'closed.py'))")

    assert output == "code='SCAN_PERMISSION_DENIED' path='closed.py' message='cannot read: Permission denied'\n"


class Endless:
    """A file to which somebody writes faster than anybody reads."""

    def read(self, size: int, /) -> bytes:
        assert size > 0, "all of it is without end"
        return b"#" * size


def test_a_file_that_grows_is_read_no_further_than_the_largest() -> None:
    data = read_whole(Endless(), 7)

    assert data is not None
    assert len(data) == MAX_FILE_BYTES + 1


class Slow:
    """A file system that gives a few bytes at a time."""

    def __init__(self, data: bytes) -> None:
        self.data = data

    def read(self, size: int, /) -> bytes:
        given, self.data = self.data[: min(size, 3)], self.data[min(size, 3) :]
        return given


@pytest.mark.parametrize("size", [0, 5, 9, 12])
def test_a_file_that_is_another_size_by_now_is_read_as_it_is(size: int) -> None:
    assert read_whole(Slow(b"x = 1 + 2"), size) == b"x = 1 + 2"


@pytest.mark.parametrize("has_proc", [True, False])
def test_a_folder_that_became_a_link_leads_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, has_proc: bool
) -> None:
    if not has_proc:
        monkeypatch.setattr(os, "readlink", refused)
    for place in ("elsewhere/deep", "project/here"):
        (tmp_path / place).mkdir(parents=True)
        (tmp_path / place / "a.py").write_text("x = 1\n")
    (tmp_path / "project/sub").symlink_to("../elsewhere")
    (tmp_path / "link").symlink_to("project")

    seen: set[str] = set()
    for _ in range(2):
        found = read_file(str(tmp_path / "project"), "sub/deep/a.py", seen)
        assert isinstance(found, ScanProblem)
        assert found.code == "SCAN_READ_FAILED"
    assert content(tmp_path / "link", "here/a.py").size == 6


def refused(*_given: object) -> str:
    raise OSError
