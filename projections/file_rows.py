"""The rows of one file: itself, its symbols, the names it refers to."""

from dataclasses import dataclass
from typing import Any

import orjson

from ..domain.source import PAGELESS, sort_of_class
from .pages import class_anchors, page_key, page_slug
from .resolution.bindings import binding_rows
from .resolution.keys import Keys, keys_of

Row = tuple[Any, ...]
FILE_COLUMNS = (
    *("path", "language", "size", "modified_at", "content_hash", "module", "docstring", "title", "problem"),
    "parser_version",
)
CONTENT_COLUMNS = ("content_version", "content_position", "content_scanned", "is_first")
"""Of the event that recorded the content first; `is_first`: nothing before it in the batch tells whether it did."""
ID_KINDS = {"function": "function", "method": "function", "class": "class", "schema": "schema"}
"""The first part of a symbol's id by its kind: methods are functions to those who link to them."""
UNNAMED = frozenset({"index"})
"""Roles of what nothing refers to, although it may be called as something else is."""

SYMBOL_COLUMNS = (
    *("id", "file_id", "ordinal", "kind", "name", "qualified_name", "dotted_name", "key", "parent"),
    *(
        "signature",
        "docstring",
        "start_line",
        "end_line",
        "parameters",
        "returns",
        "is_async",
        "description",
        "returns_description",
        "role",
    ),
    *("is_exported", "decorators", "columns", "page_key", "page_slug", "page", "anchor"),
)
"""In the order of their COPY."""


@dataclass(frozen=True, slots=True)
class FileRows:
    """Rows for `files` (by column), `symbols`, `symbol_references` and `bindings` (in the order of their COPY)."""

    file: dict[str, Any]
    symbols: list[Row]
    references: list[Row]
    bindings: list[Row]
    page_keys: set[str]

    def follow(self, earlier: "FileRows | None") -> None:
        """Take into account what the file was directly before; None when it was removed."""
        if earlier is not None and earlier.file["content_hash"] == self.file["content_hash"]:
            self.file.update((name, earlier.file[name]) for name in CONTENT_COLUMNS)
        else:
            self.file["is_first"] = False


def file_rows(file_id: str, version: int, position: int, data: dict[str, Any]) -> FileRows:
    """Rows from the data of a FileIndexed at a position of the log.

    Raises LookupError, TypeError or ValueError when they make no sense.
    """
    file = data["file"]
    ids = symbol_ids(file["path"], file["symbols"])
    keys = keys_of(file["language"], file["path"], file["module"])
    symbols = [module_row(file_id, file, ids[""], keys), *symbol_rows(file_id, file, ids, keys)]
    recorded = {"version": version, "position": position, "last_scanned": data["scanned_at"]}
    content = dict(zip(CONTENT_COLUMNS, (*recorded.values(), True), strict=True))
    columns = {"id": file_id, **recorded, **content, **counts(file)} | {name: file[name] for name in FILE_COLUMNS}
    columns["public"] = None if file["public"] is None else orjson.dumps(file["public"]).decode()
    page_keys = {row[-4] for row in symbols if row[-4] is not None}
    references = reference_rows(file_id, file["references"], ids, keys)
    return FileRows(columns, symbols, references, binding_rows(file_id, file, keys), page_keys)


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


def symbol_ids(path: str, symbols: list[dict[str, Any]]) -> dict[str, str]:
    """The id of each qualified name of a file; "" is the module itself."""
    ids = {"": f"module:{path}"}
    for symbol in symbols:
        name = symbol["qualified_name"]
        ids[name] = f"{ID_KINDS[symbol['kind']]}:{path}::{name}"
    if len(ids) != len(symbols) + 1:
        raise ValueError(f"two symbols of {path} have the same qualified name")
    return ids


def module_row(file_id: str, file: dict[str, Any], symbol_id: str, keys: Keys | None) -> Row:
    module = file["module"]
    page = None if file["language"] in PAGELESS else page_slug("module", module, symbol_id)
    name = module.rpartition(".")[2]
    named = (file_id, 0, "module", name, "", module, keys and keys.module, None)
    described = (*named, "", file["docstring"], 1, None, "[]", None, False)
    return (symbol_id, *described, None, None, None, True, "[]", "[]", page and page_key(page), page, page, None)


def symbol_rows(file_id: str, file: dict[str, Any], ids: dict[str, str], keys: Keys | None) -> list[Row]:
    symbols = file["symbols"]
    classes = (symbol for symbol in symbols if symbol["kind"] == "class")
    anchors = class_anchors({symbol["qualified_name"]: sort_of_class(symbol["signature"]) for symbol in classes})
    return [
        symbol_row(file_id, ordinal, file["module"], symbol, ids, keys, anchors.get(symbol["qualified_name"]))
        for ordinal, symbol in enumerate(symbols, start=1)
    ]


def symbol_row(
    file_id: str,
    ordinal: int,
    module: str,
    symbol: dict[str, Any],
    ids: dict[str, str],
    keys: Keys | None,
    anchor: str | None,
) -> Row:
    name, kind = symbol["qualified_name"], symbol["kind"]
    dotted_name, symbol_id = f"{module}.{name}", ids[name]
    page = None if anchor else page_slug(kind, dotted_name, symbol_id)
    return (
        symbol_id,
        file_id,
        ordinal,
        kind,
        symbol["name"],
        name,
        dotted_name,
        None if keys is None or symbol["role"] in UNNAMED else keys.of(name),
        ids.get(name.rpartition(".")[0], ids[""]),
        symbol["signature"],
        symbol["docstring"],
        symbol["start_line"],
        symbol["end_line"],
        orjson.dumps(symbol["parameters"]).decode(),
        symbol["returns"],
        symbol["is_async"],
        symbol["description"],
        symbol["returns_description"],
        symbol["role"],
        symbol["is_exported"],
        orjson.dumps(symbol["decorators"]).decode(),
        orjson.dumps(symbol["columns"]).decode(),
        page and page_key(page),
        page,
        page,
        anchor,
    )


def reference_rows(file_id: str, references: list[dict[str, Any]], ids: dict[str, str], keys: Keys | None) -> list[Row]:
    """A reference from a scope that is no symbol of its own (a lambda, a comprehension) is the module's."""
    module = ids[""]
    return [
        (file_id, at, made["kind"], ids.get(made["source"], module), made["name"], scope, target, made["line"])
        for at, made in enumerate(references)
        for target, scope in [(made["target"], keys and keys.scope(made["target"]))]
    ]
