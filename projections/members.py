"""The symbols of a module or class in a table, each once, and which of several definitions says what they do."""

from collections.abc import Sequence
from typing import NamedTuple

from .overloads import symbol_of, undefined_again
from .prose import summary
from .running import running_cell
from .shown import File, Neighbourhood, Symbol


class Member(NamedTuple):
    """A symbol in a table, with its name within the file; `summary` is ready for its cell."""

    symbol: Symbol
    name: str
    summary: str

    @property
    def page(self) -> str:
        return self.symbol.page

    @property
    def sort(self) -> str:
        return self.symbol.sort


def members(file: File, symbols: Sequence[Symbol]) -> list[Member]:
    """Signatures of one function are one row: without a number, as there is nothing to tell it from."""
    overloaded = {symbol_of(symbol.id) for symbol in symbols if is_overload(symbol)}
    rows: dict[str, list[Symbol]] = {}
    for symbol in symbols:
        is_one = file.language == "typescript" or symbol_of(symbol.id) in overloaded
        rows.setdefault(undefined_again(symbol.qualified_name) if is_one else symbol.qualified_name, []).append(symbol)
    return [
        Member(symbol, name, running_cell(summary(symbol.told or symbol.said)))
        for name, definitions in rows.items()
        for symbol in [speaker(definitions)]
    ]


def speaker(definitions: Sequence[Symbol]) -> Symbol:
    """The one that says what all of them do; in Python that is the one that is no overload."""
    able = [symbol for symbol in definitions if not is_overload(symbol)] or definitions
    return next((symbol for symbol in able if symbol.told or symbol.said), able[0])


def described_by(around: Neighbourhood, symbol: Symbol) -> Symbol | None:
    """The other definition that says what a symbol does, where it says nothing itself."""
    definitions = around.definitions.get(symbol_of(symbol.id))
    if symbol.said or not definitions:
        return None
    other = speaker(definitions)
    return other if other.said else None


def is_overload(symbol: Symbol) -> bool:
    return any(decorator.rpartition(".")[2] == "overload" for decorator in symbol.decorators)
