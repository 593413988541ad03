"""Failures of the folder as a whole: the target is unavailable, nothing is half-written, old pages stay."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from docrunch.domain.errors import TargetUnavailable
from docrunch.projections.markdown import MarkdownTarget
from docrunch.projections.markdown.folder import opened_folder
from docrunch.projections.markdown.lock import locked

from . import writer
from .site import Site, module


def answer_of(site: Site, text: str, handicap: str) -> str:
    """What a writer says that runs in a process of its own, under a limit or as somebody else."""
    arguments = [sys.executable, writer.__file__, str(site.path.parent), "0", "20", text, handicap]
    return subprocess.run(arguments, capture_output=True, text=True, check=True).stdout


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    path.chmod(bits)
    yield
    path.chmod(0o755)


def test_a_full_disk_keeps_the_old_pages_and_gives_its_space_back(site: Site) -> None:
    writer.deliver(site.path.parent, 0, 10, "old")
    before = site.stamps()

    answer = answer_of(site, "a longer text that exceeds the limit " * 3, "full")

    assert answer == f"unavailable {site.path}/.docrunch-tmp: File too large\n"
    assert site.stamps() == before


@pytest.mark.parametrize("operation", ["write", "rename", "fsync", "mkdir"])
def test_whatever_meets_the_full_disk_the_next_delivery_completes_it(
    site: Site, monkeypatch: pytest.MonkeyPatch, operation: str
) -> None:
    site.written(module("x"))
    with monkeypatch.context() as patched:
        patched.setattr(os, operation, refuse)
        with pytest.raises(TargetUnavailable, match="No space left on device") as raised:
            site.deliver(module("x", "new"), module("y", page="new/y.md"))
    assert "free some space" in (raised.value.hint or "")
    assert set(site.pages()) <= {"modules/x.md"}

    site.written(module("x", "new"), module("y", page="new/y.md"))

    assert set(site.pages()) == {"modules/x.md", "new/y.md"}
    assert b"new" in site.pages()["modules/x.md"]
    assert not (site.path / ".docrunch-tmp").exists()


def refuse(*_: object, **__: object) -> int:
    raise OSError(28, "No space left on device")


@pytest.fixture
def shared(site: Site) -> Site:
    """Pytest's folders are private; a writer under another user must get as far as the folder under test."""
    for parent in site.path.parents:
        if parent.owner() == site.path.owner() and parent.name.startswith(("pytest-", "test_")):
            parent.chmod(0o755)
    writer.deliver(site.path.parent, 0, 10, "old")
    return site


def test_a_folder_that_may_not_be_written_is_unavailable(shared: Site) -> None:
    before = shared.stamps()

    with mode(shared.path, 0o555):
        answer = answer_of(shared, "new", "nobody")

    assert answer == f"unavailable {shared.path}/.docrunch-tmp: Permission denied\n"
    assert shared.stamps() == before


def test_a_sub_folder_that_may_not_be_written_fails_its_pages_alone(shared: Site) -> None:
    before = shared.pages()

    with mode(shared.path, 0o777), mode(shared.path / "modules", 0o555):
        answer = answer_of(shared, "new", "nobody")

    assert answer.count(f"refused {shared.path}/modules/") == 20
    assert answer.count(": Permission denied\n") == 20
    assert answer.endswith("done\n")
    assert shared.pages() == before


def test_a_read_only_file_system_is_unavailable(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_changes(*_: object, **__: object) -> int:
        raise OSError(30, "Read-only file system")

    site.written(module("x"))
    monkeypatch.setattr(os, "mkdir", refuse_changes)

    for call in (lambda: site.deliver(module("x", "new")), site.target.probe):
        with pytest.raises(TargetUnavailable, match=f"{site.path}.*Read-only file system"):
            call()
    assert len(site.target.holdings()) == 1


def test_a_file_instead_of_the_folder_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "docs").write_text("mine")
    target = MarkdownTarget(Path("docs"), tmp_path)

    for call in (target.place, target.create_place, target.probe):
        with pytest.raises(TargetUnavailable, match=f"{tmp_path}/docs"):
            call()


def test_a_writer_waits_for_another_only_so_long(site: Site) -> None:
    with (
        opened_folder(site.path) as folder,
        opened_folder(site.path) as same,
        locked(folder),
        pytest.raises(TargetUnavailable, match="another worker is writing"),
        locked(same, timedelta()),
    ):
        pass
