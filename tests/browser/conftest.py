"""A real Chromium without a window: what it made of a page, and what it looks like."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1280,800",
)
SECONDS = 120


@pytest.fixture
def chromium(tmp_path: Path) -> Callable[..., str]:
    """Run Chromium on a URL with more flags; returns what it printed."""

    def run(url: str, *flags: str) -> str:
        program = shutil.which("chromium")
        assert program, "install chromium: these tests look at pages in a real browser"
        profile = f"--user-data-dir={tmp_path / 'profile'}"
        command = [program, *FLAGS, profile, *flags, url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=True)
        return done.stdout

    return run


@pytest.fixture
def dom(chromium: Callable[..., str]) -> Callable[..., str]:
    """The document as it is after its scripts ran for so many milliseconds of its own time."""

    def dom(url: str, milliseconds: int) -> str:
        return chromium(url, f"--virtual-time-budget={milliseconds}", "--dump-dom")

    return dom
