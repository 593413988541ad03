"""The rows of one file: itself, its symbols, the names it refers to."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson

from ..domain.source import sort_of_class
from .resolution.bindings import binding_rows
from .resolution.keys import Keys, keys_of
from .symbol_rows import SymbolRow, symbol_ids, symbol_rows

Row = tuple[Any, ...]
FILE_COLUMNS = (
    *("path", "language", "size", "modified_at", "content_hash", "module", "docstring", "title", "problem"),
    "parser_version",
)


class ReferenceRow(NamedTuple):
    """A row of `symbol_references`, in the order of its COPY."""

    file_id: str
    ordinal: int
    kind: str
    source: str
    name: str
    scope: str | None
    target: str | None
    line: int
    code: str | None


@dataclass(frozen=True, slots=True)
class FileRows:
    """Rows for `files` (by column), `symbols`, `symbol_references` and `bindings` (in the order of their COPY)."""

    file: dict[str, Any]
    symbols: list[SymbolRow]
    references: list[ReferenceRow]
    bindings: list[Row]

    @property
    def page_keys(self) -> set[str]:
        """What the paths of the symbols' pages depend on, as other symbols may share them."""
        return {symbol.page_key for symbol in self.symbols if symbol.page_key is not None}


def file_rows(file_id: str, version: int, position: int, data: dict[str, Any]) -> FileRows:
    """Rows from the data of a FileIndexed at a position of the log.

    Raises LookupError, TypeError or ValueError when they make no sense.
    """
    file = data["file"]
    ids = symbol_ids(file["path"], file["symbols"])
    keys = keys_of(file["language"], file["path"], file["module"])
    recorded = {"version": version, "position": position, "last_scanned": data["scanned_at"]}
    columns = {"id": file_id, **recorded, **counts(file)} | {name: file[name] for name in FILE_COLUMNS}
    columns["public"] = None if file["public"] is None else orjson.dumps(file["public"]).decode()
    return FileRows(
        columns,
        symbol_rows(file_id, file, ids, keys),
        reference_rows(file_id, file["references"], ids, keys),
        binding_rows(file_id, file, keys),
    )


def counts(file: dict[str, Any]) -> dict[str, int]:
    kinds = [symbol["kind"] for symbol in file["symbols"]]
    return {
        "functions": kinds.count("function") + kinds.count("method"),
        "classes": kinds.count("class"),
        "types": sum(is_type(symbol) for symbol in file["symbols"]),
        "references": len(file["references"]),
    }


def is_type(symbol: dict[str, Any]) -> bool:
    return symbol["kind"] == "class" and sort_of_class(symbol["signature"]) != "class"


def reference_rows(
    file_id: str, references: list[dict[str, Any]], ids: dict[str, str], keys: Keys | None
) -> list[ReferenceRow]:
    """A reference from a scope that is no symbol of its own (a lambda, a comprehension) is the module's."""
    module = ids[""]
    rows = []
    for at, made in enumerate(references):
        source, target = ids.get(made["source"], module), made["target"]
        scope = keys and keys.scope(target)
        told = made["name"], scope, target, made["line"], made["code"]
        rows.append(ReferenceRow(file_id, at, made["kind"], source, *told))
    return rows
