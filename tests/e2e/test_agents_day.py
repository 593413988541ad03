"""An agent's day as the tutorial tells it: every line is typed into a shell, and answers what the page says."""

import os
import re
import subprocess
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs/agents-day.md"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SEPARATOR = "--- next command ---"


def told() -> list[tuple[str, str]]:
    """Each command of the page with the answer it shows."""
    text = "".join(BLOCK.findall(PAGE.read_text(encoding="utf-8")))
    parts = re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]
    return [(command, answer) for command, _, answer in (part.partition("\n") for part in parts)]


def typed(commands: list[str], folder: Path) -> list[str]:
    """What each command answers, in one shell."""
    script = "".join(f"{command} 2>&1\necho '{SEPARATOR}'\n" for command in commands)
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "COLUMNS": "120"}
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stderr == ""
    return done.stdout.split(f"{SEPARATOR}\n")[:-1]


def fits(shown: str, answer: str) -> bool:
    """Whether an answer is what the page shows, where `…` stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, shown.split("…"))), answer, re.DOTALL) is not None


def test_the_day_goes_as_the_tutorial_tells_it(project_folder: Path) -> None:
    day = told()

    answers = typed([command for command, _ in day], project_folder)

    assert len(answers) == len(day) >= 15
    pairs = zip(day, answers, strict=True)
    assert [(command, answer) for (command, shown), answer in pairs if not fits(shown, answer)] == []
    page = (project_folder / "greetings/docrunch-docs/tasks/greet-1.md").read_text(encoding="utf-8")
    assert "- [`text.py`](../modules/text.md)" in page
    assert "[`text.greeting`](../functions/text.greeting.md)" in page
    assert "[ADR-001: Nobody is a friend](../decisions/adr-001-nobody-is-a-friend.md)" in page
