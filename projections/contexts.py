"""What each template gets to see."""

from dataclasses import dataclass
from typing import Any

from ..domain.source import SCHEMA, sort_of_class
from .columns import ColumnTable, column_table
from .members import Member, members
from .overloads import symbol_of
from .parameters import bare_type, parameter_rows
from .prose import prose
from .sentences import (
    class_sentence,
    described,
    function_sentence,
    is_schema_of_class,
    module_sentence,
    schema_sentence,
)
from .shown import Caller, File, Link, Neighbourhood, Symbol

MOST_NODES = 11
"""More in one column are longer than a screen; the list below the graph has them all."""
MOST_EXAMPLES = 10
MOST_CALLS = 3


@dataclass(frozen=True, slots=True)
class Example:
    """A symbol with some of the places where other files call it, the first of them with its code if one has any."""

    symbol: Symbol
    first: Caller
    others: list[Caller]


@dataclass(frozen=True, slots=True)
class ClassSection:
    """A class as a section of its module's page and as the body of its own document."""

    symbol: Symbol
    description: str
    bases: list[Link]
    heirs: list[Link]
    members: list[Member]
    fields: ColumnTable
    schema: str | None

    @property
    def sort(self) -> str:
        return sort_of_class(self.symbol.signature)


def module_context(around: Neighbourhood, file: File, symbols: list[Symbol], module: Symbol) -> dict[str, Any]:
    imports = around.imports.get(file.id, [])
    others = [symbol for symbol in symbols if symbol.kind != "module" and not is_shown_elsewhere(symbol)]
    public = {symbol_of(symbol.id) for symbol in others if symbol.parent == module.id and is_public(symbol)}
    exports = [symbol for symbol in others if symbol_of(symbol.id) in public]
    return {
        "file": file,
        "description": described(module, module_sentence(file, symbols, len(around.offered.get(file.id, [])))),
        "variables": column_table(module),
        "referred": around.referred.get(module.id, []),
        "imports": imports,
        "graph": imports[: MOST_NODES - 1],
        "importers": around.importers.get(file.id, []),
        "tables": [
            ("Exports", [*members(file, exports), *around.offered.get(file.id, [])]),
            ("Internals", members(file, [symbol for symbol in others if symbol_of(symbol.id) not in public])),
        ],
        "examples": examples(around, file, symbols),
        "sections": (sections := [class_section(around, file, one) for one in symbols if one.kind == "class"]),
        "sections_heading": heading_of(sections),
    }


def heading_of(sections: list[ClassSection]) -> str:
    are_classes = {section.sort == "class" for section in sections}
    return "Classes and types" if len(are_classes) > 1 else "Types" if False in are_classes else "Classes"


def examples(around: Neighbourhood, file: File, symbols: list[Symbol]) -> list[Example]:
    """Where other files call what is in this one, the most called first."""
    called = [(around.callers[symbol.id].total, symbol) for symbol in symbols if is_called(around, symbol)]
    found = [
        (symbol, calls_elsewhere(around.callers[symbol.id].first, file, symbol.name))
        for _, symbol in sorted(called, key=lambda one: (-one[0], one[1].dotted_name))
    ]
    return [Example(symbol, calls[0], calls[1:MOST_CALLS]) for symbol, calls in found if calls][:MOST_EXAMPLES]


def calls_elsewhere(callers: list[Caller], file: File, name: str) -> list[Caller]:
    """Those of other files, before all others one that shows what it calls by name, or else one that shows anything."""
    outside = [caller for caller in callers if caller.file_id != file.id]
    first = min(outside, key=lambda caller: (name not in (caller.code or ""), caller.code is None), default=None)
    return outside if first is None else [first, *(caller for caller in outside if caller is not first)]


def is_called(around: Neighbourhood, symbol: Symbol) -> bool:
    """Whether anything calls it: nothing calls a table."""
    return symbol.kind != "schema" and symbol.id in around.callers


def function_context(around: Neighbourhood, file: File, symbols: list[Symbol], function: Symbol) -> dict[str, Any]:
    return {
        "file": file,
        "module": symbols[0],
        "symbol": function,
        "description": described(function, function_sentence(around, file, function)),
        "parameters": parameter_rows(function.parameters),
        "returns": bare_type(function.returns),
        "returned": prose(function.returns_description or ""),
        "callers": around.callers.get(function.id),
    }


def class_context(around: Neighbourhood, file: File, symbols: list[Symbol], symbol: Symbol) -> dict[str, Any]:
    return {
        "file": file,
        "module": symbols[0],
        "section": class_section(around, file, symbol),
        "callers": around.callers.get(symbol.id),
    }


def schema_context(around: Neighbourhood, file: File, symbols: list[Symbol], schema: Symbol) -> dict[str, Any]:
    return {
        "file": file,
        "module": symbols[0],
        "symbol": schema,
        "description": described(schema, schema_sentence(schema)),
        "columns": column_table(schema),
        "referred": around.referred.get(schema.id, []),
        "callers": around.callers.get(schema.id),
    }


def class_section(around: Neighbourhood, file: File, symbol: Symbol) -> ClassSection:
    if symbol.id not in around.sections:
        around.sections[symbol.id] = new_section(around, file, symbol)
    section: ClassSection = around.sections[symbol.id]
    return section


def new_section(around: Neighbourhood, file: File, symbol: Symbol) -> ClassSection:
    inside = members(file, around.children.get(symbol.id, []))
    return ClassSection(
        symbol,
        described(symbol, class_sentence(file, symbol, len(inside) + len(symbol.columns))),
        around.bases.get(symbol.id, []),
        around.heirs.get(symbol.id, []),
        inside,
        column_table(symbol, "Field"),
        schema_page(around.symbols[file.id], symbol) if symbol.role == "model" else None,
    )


def schema_page(symbols: list[Symbol], model: Symbol) -> str | None:
    """Where the columns of a model are shown."""
    name = model.qualified_name + SCHEMA
    return next((one.page for one in symbols if one.qualified_name == name), None)


def is_public(symbol: Symbol) -> bool:
    return symbol.is_exported and not symbol.name.startswith("_")


def is_shown_elsewhere(symbol: Symbol) -> bool:
    """Whether its class already shows it: methods, and the schemas of models."""
    return symbol.kind == "method" or is_schema_of_class(symbol)
