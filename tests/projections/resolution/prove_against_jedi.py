"""Calls in real packages lead where jedi finds their definition; run by `make prove-resolution` (minutes).

Jedi infers types, docrunch follows what the source states: where only jedi finds something, that is what docrunch
leaves external. Where docrunch finds something that jedi does not, it is printed; something else must not happen.
"""

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import jedi
import orjson
import pytest
from docrunch.domain.files import FileIndexed
from docrunch.domain.source import Reference, SourceFile
from docrunch.projections.resolution.definitions import Name
from docrunch.scanner.indexing import ScanContext, scan_file

from ..relational.repository import Repository

PACKAGES = ("click", "httpx", "werkzeug")
LINES_OF_A_CALL = 4
LATER = re.compile(r"#\d+$")
LAMBDA = re.compile(r"= \(?lambda\b")
"""For jedi a lambda with a name is a statement."""


class Call(NamedTuple):
    """A call, and what both say it leads to: ids of symbols in the package."""

    file: str
    reference: Reference
    ours: str | None
    theirs: frozenset[str]

    def verdict(self) -> str:
        if self.ours is None:
            return "only jedi" if self.theirs else "external for both"
        if not self.theirs:
            return "only docrunch"
        # Of overloads and conditional definitions docrunch names the first, jedi any.
        return "agree" if self.ours in {*self.theirs, *(LATER.sub("", one) for one in self.theirs)} else "different"


@pytest.mark.parametrize("package", PACKAGES)
def test_calls_lead_where_jedi_finds_their_definition(package: str, tmp_path: Path) -> None:
    files = copied(package, tmp_path)

    calls = list(compared(files, tmp_path))

    counted = Counter(call.verdict() for call in calls)
    print(f"\n{package}: {len(calls)} calls,", ", ".join(f"{number} {what}" for what, number in counted.most_common()))
    for call in calls:
        if call.verdict() in {"different", "only docrunch", "only jedi"}:
            place = f"{call.file}:{call.reference.line} {call.reference.name}"
            print(f"  {call.verdict()}: {place}", call.ours, *call.theirs)
    assert counted["different"] == 0
    assert counted["only docrunch"] <= counted["agree"] // 25
    assert counted["agree"] >= 9 * counted["only jedi"]


def copied(package: str, root: Path) -> list[SourceFile]:
    """The package alone, so that both see the same repository."""
    found = find_spec(package)
    assert found is not None
    assert found.origin is not None
    shutil.copytree(Path(found.origin).parent, root / package)
    context = ScanContext(str(root), None, datetime(2026, 1, 1, tzinfo=UTC))
    paths = sorted(path.relative_to(root).as_posix() for path in (root / package).rglob("*.py"))
    events = [scan_file(context, path).event for path in paths]
    return [FileIndexed.from_stored(orjson.loads(event)).file for event in events if event is not None]


def compared(files: list[SourceFile], root: Path) -> Iterator[Call]:
    led = Repository(files).names()
    symbols = {(file.path, symbol.start_line): symbol_id(file, symbol) for file in files for symbol in file.symbols}
    for file in files:
        text = (root / file.path).read_text(encoding="utf-8")
        script = jedi.Script(text, path=str(root / file.path), project=jedi.Project(str(root), added_sys_path=[]))
        for reference in file.references:
            place = place_of(text.splitlines(), reference)
            if reference.kind == "calls" and place is not None:
                found = script.goto(*place, follow_imports=True)
                theirs = {symbol for one in found if (symbol := named(one, root, symbols)) is not None}
                ours = None if reference.target is None else led[Name("", reference.target)]
                yield Call(file.path, reference, ours, frozenset(theirs))


def symbol_id(file: SourceFile, symbol: Any) -> str:
    kind = "function" if symbol.kind == "method" else symbol.kind
    return f"{kind}:{file.path}::{symbol.qualified_name}"


def place_of(lines: list[str], reference: Reference) -> tuple[int, int] | None:
    """Line and column of the end of the name; None where it is written over several lines."""
    last = re.escape(reference.name.rpartition(".")[2])
    name = rf"\.{last}\b" if "()" in reference.name else rf"{re.escape(reference.name)}\b"
    for number in range(reference.line, min(reference.line + LINES_OF_A_CALL, len(lines) + 1)):
        found = re.search(name, lines[number - 1])
        if found:
            return number, found.end() - 1
    return None


def named(found: Any, root: Path, symbols: dict[tuple[str, int], str]) -> str | None:
    """The symbol that jedi found, where it is a function or class of the package."""
    if found.module_path is None or not Path(found.module_path).is_relative_to(root):
        return None
    symbol = symbols.get((Path(found.module_path).relative_to(root).as_posix(), found.line))
    is_meant = found.type in {"function", "class"} or LAMBDA.search(found.description)
    return symbol if is_meant else None
