"""A repository in memory: what its files say, and where every name in them leads by that, all at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import orjson
from docrunch.domain.files import file_id
from docrunch.domain.source import SourceFile
from docrunch.projections.file_rows import FileRows, ReferenceRow, file_rows
from docrunch.projections.resolution.definitions import Definition, Name
from docrunch.projections.resolution.rounds import resolve


def rows_of(file: SourceFile) -> FileRows:
    data = {"file": file.model_dump(mode="json"), "scanned_at": file.modified_at}
    return file_rows(file_id(file.path), 1, 0, data)


class Repository:
    """The definitions of all files. `asked` counts the rounds of the last resolution."""

    def __init__(self, files: Iterable[SourceFile]) -> None:
        self.files = [rows_of(file) for file in sorted(files, key=lambda file: file_id(file.path))]
        self.asked = 0
        self.known: dict[str, Definition] = defaultdict(Definition)
        for rows in self.files:
            self.take(rows)

    def take(self, rows: FileRows) -> None:
        public = orjson.loads(rows.file["public"] or "null")
        for row in rows.symbols:
            if row.key is not None:
                offered = public if row.kind == "module" else None
                self.known[row.key].add(row.kind, row.file_id, row.id, offered, None, None)
        for file, _, kind, key, pattern, scope, target in rows.bindings:
            self.known[key].add(kind, file, scope, None, target, pattern)

    def load(self, keys: Collection[str]) -> Mapping[str, Definition]:
        self.asked += 1
        return {key: self.known[key] for key in keys if key in self.known}

    def lead(self, *names: Name) -> dict[Name, str | None]:
        self.asked = 0
        return {walk.name: walk.symbol for walk in resolve(names, self.load)}

    def symbol(self, target: str, scope: str = "") -> str | None:
        """The id of the symbol that a name leads to."""
        return self.lead(Name(scope, target))[Name(scope, target)]

    def names(self) -> dict[Name, str | None]:
        """Every name that references use, and where it leads."""
        return self.lead(*{name_of(row) for row in self.followed()})

    def followed(self) -> list[ReferenceRow]:
        """The references that may lead anywhere."""
        return [row for rows in self.files for row in rows.references if row.scope is not None]

    def relationships(self) -> set[tuple[str, str, str]]:
        """Source, type and target of every edge."""
        led = self.names()
        ends = ((row, led[name_of(row)]) for row in self.followed())
        return {(row.source, row.kind, target) for row, target in ends if target is not None}

    def lines(self) -> set[tuple[str, int, str]]:
        """File, line and target of everything that leads to a symbol."""
        led = self.names()
        ends = ((row, led[name_of(row)]) for row in self.followed())
        return {(row.file_id.removeprefix("file:"), row.line, target) for row, target in ends if target is not None}


def name_of(row: ReferenceRow) -> Name:
    assert row.scope is not None
    assert row.target is not None
    return Name(row.scope, row.target)
