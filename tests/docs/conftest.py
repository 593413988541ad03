"""The pages people read: README and its neighbours, and everything in docs/."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def pages() -> list[Path]:
    """Every Markdown page of the checkout that is meant for people."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scratch project with two modules, as the working folder."""
    (tmp_path / "text.py").write_text('"""Texts."""\n\n\ndef greeting() -> str:\n    return "Hello"\n')
    (tmp_path / "app.py").write_text("from text import greeting\n\n\ndef main() -> None:\n    print(greeting())\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path
