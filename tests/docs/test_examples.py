"""Code in the documentation runs: each Python block below a line `<!-- run -->`, in a namespace of its own."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^<!-- run -->\n+```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def examples() -> list[object]:
    """Each block with its page and line, at its own line so that a traceback names it."""
    return [
        pytest.param(page, text[: match.start(1)].count("\n"), match[1], id=f"{page.name}:{line_of(text, match)}")
        for page in [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
        for text in [page.read_text(encoding="utf-8")]
        for match in BLOCK.finditer(text)
    ]


def line_of(text: str, match: re.Match[str]) -> int:
    return text[: match.start(1)].count("\n") + 1


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(("page", "lines_before", "source"), examples())
def test_an_example_runs(page: Path, lines_before: int, source: str) -> None:
    code = compile("\n" * lines_before + source, page, "exec")

    exec(code, {"__name__": "__main__"})  # noqa: S102 - running our own documentation is the point
