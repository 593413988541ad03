"""Writers that are killed at any instant, and writers that meet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from . import writer
from .site import Site

PAGES = 300


def start(site: Site, first: int, last: int, text: str) -> "subprocess.Popen[str]":
    arguments = [sys.executable, writer.__file__, str(site.path.parent), str(first), str(last), text]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def progress(site: Site, text: bytes) -> int:
    """How far a writer has come, in temporary files and finished pages."""
    try:
        staged = list((site.path / ".docrunch-tmp").glob("*.staged"))
        return len(staged) + sum(text in page.read_bytes() for page in (site.path / "modules").glob("*.md"))
    except FileNotFoundError:
        # The writer has just removed what was being looked at.
        return 0


def kill_when(site: Site, child: "subprocess.Popen[str]", text: bytes, goal: int) -> None:
    with child:
        while child.poll() is None and progress(site, text) < goal:
            os.sched_yield()
        child.kill()


@pytest.mark.parametrize("goal", [1, 50, 100, 101, 130, 170, 199, 230, 299])
def test_after_a_kill_at_any_instant_the_next_delivery_converges(site: Site, tmp_path: Path, goal: int) -> None:
    """I3: what a killed writer left is known as ours, cleaned up and completed; people's files and notes stay."""
    (site.path / "README.md").write_text("mine")
    writer.deliver(tmp_path, 0, PAGES // 2, "old")
    site.note("modules/m7.md", "mine")

    kill_when(site, start(site, 0, PAGES, "new"), b"new", goal)
    writer.deliver(tmp_path, 0, PAGES, "new")

    other = tmp_path / "undisturbed"
    other.mkdir()
    expected = Site(other)
    writer.deliver(other, 0, PAGES, "new")
    expected.note("modules/m7.md", "mine")
    assert site.pages() == {**expected.pages(), "README.md": b"mine"}
    assert site.target.holdings() == expected.target.holdings()
    assert not (site.path / ".docrunch-tmp").exists()


def test_two_writers_take_turns(site: Site) -> None:
    with start(site, 0, 200, "same") as one, start(site, 100, 300, "same") as two:
        answers = [child.communicate(timeout=120)[0] for child in (one, two)]

    assert answers == ["done\n", "done\n"]
    assert len(site.target.holdings()) == PAGES
    assert "changed" not in site.target.holdings().values()
