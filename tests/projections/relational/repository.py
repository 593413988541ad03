"""A repository in memory: what its files say, and where every name in them leads by that, all at once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import orjson
from docrunch.domain.files import file_id
from docrunch.domain.source import SourceFile
from docrunch.projections.file_rows import SYMBOL_COLUMNS, FileRows, file_rows
from docrunch.projections.resolution.definitions import Definition, Name
from docrunch.projections.resolution.rounds import resolve

AT = SYMBOL_COLUMNS.index


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
            id_, kind, key = row[0], row[AT("kind")], row[AT("key")]
            if key is not None:
                self.known[key].add(kind, row[1], id_, public if kind == "module" else None, None, None)
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
        return self.lead(
            *{Name(row[5], row[6]) for rows in self.files for row in rows.references if row[5] is not None}
        )

    def relationships(self) -> set[tuple[str, str, str]]:
        """Source, type and target of every edge."""
        led = self.names()
        made: list[Any] = [row for rows in self.files for row in rows.references if row[5] is not None]
        return {(row[3], row[2], target) for row in made if (target := led[Name(row[5], row[6])]) is not None}

    def lines(self) -> set[tuple[str, int, str]]:
        """File, line and target of everything that leads to a symbol."""
        led = self.names()
        made: list[Any] = [row for rows in self.files for row in rows.references if row[5] is not None]
        places = {(row[0].removeprefix("file:"), row[7], led[Name(row[5], row[6])]) for row in made}
        return {(file, line, target) for file, line, target in places if target is not None}
