"""The rows of the symbols of one file, the module itself first."""

from typing import Any, NamedTuple

import orjson

from ..domain.source import PAGELESS, sort_of_class
from .pages import class_anchors, page_key, page_slug
from .resolution.keys import Keys

ID_KINDS = {"function": "function", "method": "function", "class": "class", "schema": "schema"}
"""The first part of a symbol's id by its kind: methods are functions to those who link to them."""
UNNAMED = frozenset({"index"})
"""Roles of what nothing refers to, although it may be called as something else is."""


class SymbolRow(NamedTuple):
    """A row of `symbols`, in the order of its COPY; lists are JSON. A module has what is left out."""

    id: str
    file_id: str
    ordinal: int
    kind: str
    name: str
    qualified_name: str
    dotted_name: str
    key: str | None
    docstring: str | None
    page_key: str | None
    page_slug: str | None
    page: str | None
    anchor: str | None = None
    parent: str | None = None
    signature: str = ""
    start_line: int = 1
    end_line: int | None = None
    parameters: str = "[]"
    returns: str | None = None
    is_async: bool = False
    description: str | None = None
    returns_description: str | None = None
    role: str | None = None
    is_exported: bool = True
    decorators: str = "[]"
    columns: str = "[]"


def symbol_ids(path: str, symbols: list[dict[str, Any]]) -> dict[str, str]:
    """The id of each qualified name of a file; "" is the module itself."""
    ids = {"": f"module:{path}"}
    for symbol in symbols:
        name = symbol["qualified_name"]
        ids[name] = f"{ID_KINDS[symbol['kind']]}:{path}::{name}"
    if len(ids) != len(symbols) + 1:
        raise ValueError(f"two symbols of {path} have the same qualified name")
    return ids


def symbol_rows(file_id: str, file: dict[str, Any], ids: dict[str, str], keys: Keys | None) -> list[SymbolRow]:
    symbols = file["symbols"]
    classes = (symbol for symbol in symbols if symbol["kind"] == "class")
    anchors = class_anchors({symbol["qualified_name"]: sort_of_class(symbol["signature"]) for symbol in classes})
    rows = [module_row(file_id, file, ids[""], keys)]
    for ordinal, symbol in enumerate(symbols, start=1):
        anchor = anchors.get(symbol["qualified_name"])
        rows.append(symbol_row(file_id, ordinal, file["module"], symbol, ids, keys, anchor))
    return rows


def module_row(file_id: str, file: dict[str, Any], symbol_id: str, keys: Keys | None) -> SymbolRow:
    module = file["module"]
    slug = None if file["language"] in PAGELESS else page_slug("module", module, symbol_id)
    return SymbolRow(
        symbol_id,
        file_id,
        ordinal=0,
        kind="module",
        name=module.rpartition(".")[2],
        qualified_name="",
        dotted_name=module,
        key=keys and keys.module,
        docstring=file["docstring"],
        page_key=slug and page_key(slug),
        page_slug=slug,
        page=slug,
        columns=orjson.dumps(file["variables"]).decode(),
    )


def symbol_row(
    file_id: str,
    ordinal: int,
    module: str,
    symbol: dict[str, Any],
    ids: dict[str, str],
    keys: Keys | None,
    anchor: str | None,
) -> SymbolRow:
    """The row of a symbol, which has a page of its own or, with an `anchor`, a section of its module's."""
    name, kind = symbol["qualified_name"], symbol["kind"]
    dotted_name, symbol_id = f"{module}.{name}", ids[name]
    slug = None if anchor else page_slug(kind, dotted_name, symbol_id)
    return SymbolRow(
        symbol_id,
        file_id,
        ordinal=ordinal,
        kind=kind,
        name=symbol["name"],
        qualified_name=name,
        dotted_name=dotted_name,
        key=None if keys is None or symbol["role"] in UNNAMED else keys.of(name),
        docstring=symbol["docstring"],
        page_key=slug and page_key(slug),
        page_slug=slug,
        page=slug,
        anchor=anchor,
        parent=ids.get(name.rpartition(".")[0], ids[""]),
        signature=symbol["signature"],
        start_line=symbol["start_line"],
        end_line=symbol["end_line"],
        parameters=json_text(symbol["parameters"]),
        returns=symbol["returns"],
        is_async=symbol["is_async"],
        description=symbol["description"],
        returns_description=symbol["returns_description"],
        role=symbol["role"],
        is_exported=symbol["is_exported"],
        decorators=json_text(symbol["decorators"]),
        columns=json_text(symbol["columns"]),
    )


def json_text(value: list[Any]) -> str:
    return orjson.dumps(value).decode()
