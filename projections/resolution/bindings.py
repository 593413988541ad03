"""The bindings of one file: rows of keys that lead to other names."""

from collections.abc import Iterator
from typing import Any

from .keys import STAR, Keys

Row = tuple[str, str, str | None, str | None]
"""Kind, key, pattern, target."""

EXTENDS = "<extends>"
ROOT_OF_CLASSES = ("object", None)
"""Every class has this base; what it defines is nobody's."""


def binding_rows(file_id: str, file: dict[str, Any], keys: Keys | None) -> list[tuple[Any, ...]]:
    """From the data of a file, in the order of their COPY."""
    if keys is None:
        return []
    bound = [*(settings(file, keys) if keys.is_configuration else bound_names(file, keys)), *bases(file, keys)]
    return [
        (file_id, at, kind, key, pattern, scope, None if scope is None else target)
        for at, (kind, key, pattern, target) in enumerate(bound)
        for scope in [keys.scope(target)]
    ]


def bound_names(file: dict[str, Any], keys: Keys) -> Iterator[Row]:
    for made in file["bindings"]:
        if made["name"] == STAR:
            yield "star", keys.module, None, made["target"]
        else:
            yield "name", keys.of(made["name"]), None, made["target"]


def settings(file: dict[str, Any], keys: Keys) -> Iterator[Row]:
    """A configuration binds patterns to paths, and says which one it extends."""
    for made in file["bindings"]:
        if made["name"] == EXTENDS:
            yield "base", keys.module, None, made["target"]
        else:
            yield "path", keys.module, made["name"], made["target"]


def bases(file: dict[str, Any], keys: Keys) -> Iterator[Row]:
    for made in file["references"]:
        if made["kind"] == "inherits" and (made["name"], made["target"]) != ROOT_OF_CLASSES:
            yield "base", keys.of(made["source"]), None, made["target"]
