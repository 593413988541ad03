"""What each template gets to see."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from .escaping import code, plain, running_cell
from .neighbourhood import Caller, File, Link, Neighbourhood, Symbol
from .parameters import parameter_rows
from .prose import prose, summary

MOST_NODES = 11
"""More in one column are longer than a screen; the list below the graph has them all."""
MOST_EXAMPLES = 10
BARE_TAGS = re.compile(r"(?:\s*@\w+)+\s*")
"""Such as `@internal`, which are for tools."""
MOST_CALLS = 3


@dataclass(frozen=True, slots=True)
class Member:
    """A symbol in a table, with its name within the file; `summary` is ready for its cell."""

    symbol: Symbol
    name: str
    summary: str


@dataclass(frozen=True, slots=True)
class Example:
    """A symbol with some of the places where other files call it."""

    symbol: Symbol
    calls: list[Caller]


@dataclass(frozen=True, slots=True)
class ClassSection:
    """A class as a section of its module's page and as the body of its own document."""

    symbol: Symbol
    description: str
    bases: list[Link]
    heirs: list[Link]
    members: list[Member]


def module_context(around: Neighbourhood, file: File, symbols: list[Symbol], module: Symbol) -> dict[str, Any]:
    imports = around.imports.get(file.id, [])
    others = [symbol for symbol in symbols if symbol.kind != "module" and not is_member(symbol)]
    exports = [symbol for symbol in others if symbol.parent == module.id and is_public(symbol)]
    shown = {symbol.id for symbol in exports}
    return {
        "file": file,
        "description": described(module, module_sentence(symbols)),
        "referred": around.referred.get(module.id, []),
        "imports": imports,
        "graph": imports[: MOST_NODES - 1],
        "importers": around.importers.get(file.id, []),
        "tables": [
            ("Exports", members(exports)),
            ("Internals", members([symbol for symbol in others if symbol.id not in shown])),
        ],
        "examples": examples(around, file, symbols),
        "sections": [class_section(around, symbol) for symbol in symbols if symbol.kind == "class"],
    }


def examples(around: Neighbourhood, file: File, symbols: list[Symbol]) -> list[Example]:
    """Where other files call what is in this one, the most called first."""
    called = [(around.callers[symbol.id].total, symbol) for symbol in symbols if is_called(around, symbol)]
    found = [
        Example(symbol, [caller for caller in around.callers[symbol.id].first if caller.file_id != file.id])
        for _, symbol in sorted(called, key=lambda one: (-one[0], one[1].dotted_name))
    ]
    return [Example(one.symbol, one.calls[:MOST_CALLS]) for one in found if one.calls][:MOST_EXAMPLES]


def is_called(around: Neighbourhood, symbol: Symbol) -> bool:
    """Whether anything calls it: nothing calls a table."""
    return symbol.kind != "schema" and symbol.id in around.callers


def function_context(around: Neighbourhood, file: File, symbols: list[Symbol], function: Symbol) -> dict[str, Any]:
    return {
        "file": file,
        "module": symbols[0],
        "symbol": function,
        "description": described(function, function_sentence(file, function)),
        "parameters": parameter_rows(function.parameters),
        "returned": prose(function.returns_description or ""),
        "callers": around.callers.get(function.id),
    }


def class_context(around: Neighbourhood, file: File, symbols: list[Symbol], symbol: Symbol) -> dict[str, Any]:
    return {
        "file": file,
        "module": symbols[0],
        "section": class_section(around, symbol),
        "callers": around.callers.get(symbol.id),
    }


def schema_context(around: Neighbourhood, file: File, symbols: list[Symbol], schema: Symbol) -> dict[str, Any]:
    otherwise = f"A {schema.role or schema.kind} with {counted(len(schema.columns), 'column')}, without a comment."
    return {
        "file": file,
        "module": symbols[0],
        "symbol": schema,
        "description": described(schema, otherwise),
        "referred": around.referred.get(schema.id, []),
        "callers": around.callers.get(schema.id),
    }


def class_section(around: Neighbourhood, symbol: Symbol) -> ClassSection:
    inside = members(around.children.get(symbol.id, []))
    return ClassSection(
        symbol,
        described(symbol, f"A class with {counted(len(inside), 'member')} and without a docstring."),
        around.bases.get(symbol.id, []),
        around.heirs.get(symbol.id, []),
        inside,
    )


def members(symbols: list[Symbol]) -> list[Member]:
    """Without overloads, which only say the same of fewer types; what they overload needs no number then."""
    overloaded = {plain_name(symbol.qualified_name) for symbol in symbols if is_overload(symbol)}
    return [
        Member(
            symbol, name if (name := plain_name(symbol.qualified_name)) in overloaded else symbol.qualified_name, said
        )
        for symbol in symbols
        if not is_overload(symbol)
        for said in [running_cell(summary(symbol.told or symbol.docstring))]
    ]


def plain_name(qualified_name: str) -> str:
    """Without the number of a later definition."""
    return qualified_name.partition("#")[0]


def is_overload(symbol: Symbol) -> bool:
    return any(decorator.rpartition(".")[2] == "overload" for decorator in symbol.decorators)


def described(symbol: Symbol, otherwise: str) -> str:
    """What somebody recorded about a symbol, or else its docstring."""
    if symbol.told is None:
        text = symbol.description or symbol.docstring or ""
        return otherwise if BARE_TAGS.fullmatch(text) else prose(text) or otherwise
    writer = f"the model {code(symbol.told_by_model)}" if symbol.told_by_model else plain(symbol.told_by or "")
    version = "" if symbol.is_told_current else ", about an earlier version of the file"
    return f"{prose(symbol.told)}\n\n*Summary by {writer}{version}.*"


def is_public(symbol: Symbol) -> bool:
    return symbol.is_exported and not symbol.name.startswith("_")


def is_member(symbol: Symbol) -> bool:
    """Whether its class already shows it."""
    return symbol.kind == "method"


def module_sentence(symbols: list[Symbol]) -> str:
    kinds = Counter("function" if symbol.kind == "method" else symbol.kind for symbol in symbols)
    nouns = (("class", "classes"), ("function", "functions"), ("schema", "schemas"))
    inside = [counted(kinds[one], one, many) for one, many in nouns if kinds[one]]
    if not inside:
        return "A module without functions, classes and docstring."
    return f"A module with {' and '.join(inside)}, without a docstring."


def function_sentence(file: File, function: Symbol) -> str:
    owner = function.qualified_name.rpartition(".")[0] or file.module
    sort = f"{'asynchronous ' if function.is_async else ''}{function.kind}"
    return f"{'An' if function.is_async else 'A'} {sort} of {code(owner)}, without a docstring."


def counted(number: int, noun: str, plural: str | None = None) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number or 'no'} {plural or noun + 's'}"
