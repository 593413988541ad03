"""Several definitions of one symbol, as overloads are: `f`, `f#2`, `f#3`; asked for by name, one answers for all.

That is the one that fits best, and of equally good ones the first that says what it does; people are told its name
without the number. The number itself asks for just that definition.
"""

import re
from collections.abc import Iterable

from ..domain.source import SCHEMA

LATER = re.compile(r"#\d+(?=\.|$)")
"""What marks a later definition; Postgres understands it as well."""


def symbol_of(document_id: str) -> str:
    """What all definitions of a symbol have in common; a `#` in a path is a matter of the path."""
    place, mark, name = document_id.partition("::")
    return f"{place}{mark}{undefined_again(name)}"


def undefined_again(name: str) -> str:
    """A name without the numbers of later definitions."""
    return LATER.sub("", name)


def plain_title(title: str) -> str:
    """The title of a document as people know it."""
    return undefined_again(title).removesuffix(SCHEMA)


def one_each(ids: Iterable[str]) -> dict[str, str]:
    """The symbols in this order, each with its first definition."""
    first: dict[str, str] = {}
    for id_ in ids:
        first.setdefault(symbol_of(id_), id_)
    return first
