"""The README's example is what a newcomer sees: its files are written, its commands run, its answers compared."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

FILE = re.compile(r"`(\w+\.py)`:\n\n```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
VARIES = (
    (re.compile(r"in \d+\.\d s"), "in N s"),
    (re.compile(r"Pages: .*(?=/docrunch-docs)"), "Pages: …"),
    (re.compile(r"^\d{6,}  \S+ \S+", re.MULTILINE), "POSITION  TIME"),
    (re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}"), "UUID"),
)


def lasting(text: str) -> str:
    """The text without what differs from run to run."""
    for pattern, word in VARIES:
        text = pattern.sub(word, text)
    return text.strip()


@pytest.fixture
def folder(project_folder: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The example's files, and a database of the test's own."""
    for name, text in FILE.findall((root / "README.md").read_text(encoding="utf-8")):
        (project_folder / name).write_text(text)
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    return project_folder


def test_the_example_of_the_readme_is_what_one_sees(root: Path, folder: Path) -> None:
    (console,) = CONSOLE.findall((root / "README.md").read_text(encoding="utf-8"))
    steps = [step.partition("\n") for step in console.removeprefix("$ ").split("\n\n$ ")]

    seen = [
        subprocess.run(shlex.split(command), cwd=folder, capture_output=True, text=True, check=True).stdout
        for command, _, _ in steps
    ]

    assert sorted(file.name for file in folder.glob("*.py")) == ["app.py", "greet.py"]
    assert [lasting(text) for text in seen] == [lasting(answer) for _, _, answer in steps]
