"""The bindings of one file: rows of keys that lead to other names."""

from collections.abc import Iterator
from typing import Any

from .keys import STAR, Keys

ROOT_OF_CLASSES = ("object", None)
"""Every class has this base; what it defines is nobody's."""


def binding_rows(file_id: str, file: dict[str, Any], keys: Keys | None) -> list[tuple[Any, ...]]:
    """From the data of a file, in the order of their COPY."""
    if keys is None:
        return []
    bound = [*bound_names(file, keys), *bases(file, keys)]
    return [
        (file_id, at, kind, key, scope, None if scope is None else target)
        for at, (kind, key, target) in enumerate(bound)
        for scope in [keys.scope(target)]
    ]


def bound_names(file: dict[str, Any], keys: Keys) -> Iterator[tuple[str, str, str]]:
    for made in file["bindings"]:
        yield "star" if made["name"] == STAR else "name", keys.of(made["name"]), made["target"]


def bases(file: dict[str, Any], keys: Keys) -> Iterator[tuple[str, str, str | None]]:
    for made in file["references"]:
        if made["kind"] == "inherits" and (made["name"], made["target"]) != ROOT_OF_CLASSES:
            yield "base", keys.of(made["source"]), made["target"]
