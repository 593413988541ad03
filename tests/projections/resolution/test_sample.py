"""Every reference of a small repository leads where a reader says it does.

A sample is a text of files, each below a line `=== path`. Behind `->` stands what the references of a line lead to;
those of a line without it lead nowhere in the repository.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from docrunch.domain.files import FileIndexed
from docrunch.domain.source import SourceFile
from docrunch.scanner.indexing import ScanContext, scan_file

from ..relational.repository import Repository

HERE = Path(__file__).parent
HEAD = re.compile(r"^=== (.+)\n", re.MULTILINE)
SAID = re.compile(r"(?:#|//|/\*|--) -> (.*?)(?: \*/.*)?$")

Edge = tuple[str, int, str]
"""File, line, and the symbol that something there leads to."""


@pytest.mark.parametrize("language", ["python", "models", "script", "sql"])
def test_every_reference_leads_where_a_reader_says(language: str, tmp_path: Path) -> None:
    files = sample(language)
    expected = {edge for path, text in files.items() for edge in said(path, text)}

    made = Repository(scanned(files, tmp_path)).lines()

    right = len(expected & made)
    print(f"{len(expected)} edges, precision {right / len(made):.3f}, recall {right / len(expected):.3f}")
    print(*(f"wrong:   {edge}" for edge in sorted(made - expected)), sep="\n")
    print(*(f"missing: {edge}" for edge in sorted(expected - made)), sep="\n")
    assert made == expected


def sample(language: str) -> dict[str, str]:
    """The text of each file."""
    parts = HEAD.split((HERE / f"{language}.txt").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def said(path: str, text: str) -> Iterator[Edge]:
    for number, line in enumerate(text.splitlines(), start=1):
        found = SAID.search(line)
        for symbol in found[1].split(", ") if found else ():
            yield path, number, symbol


def scanned(files: dict[str, str], root: Path) -> Iterator[SourceFile]:
    context = ScanContext(str(root), None, datetime(2026, 1, 1, tzinfo=UTC))
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        event = scan_file(context, path).event
        assert event is not None
        yield FileIndexed.from_stored(orjson.loads(event)).file
