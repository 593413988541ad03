"""What is said first of a symbol: what somebody wrote, or a sentence that follows from the code."""

from collections import Counter

from .escaping import code, plain
from .members import described_by
from .prose import prose
from .shown import File, Neighbourhood, Symbol

FUNCTIONS = frozenset({"function", "method"})
SORTS = (
    "class",
    "component",
    "interface",
    "type",
    "enum",
    "namespace",
    "function",
    "table",
    "view",
    "index",
    "model",
    "schema",
)
"""What a module has, in the order in which it is told."""
PLURALS = {"class": "classes", "index": "indexes"}


def described(symbol: Symbol, otherwise: str) -> str:
    """What somebody recorded about a symbol, or else its docstring."""
    if symbol.told is None:
        return prose(symbol.said) or otherwise
    writer = f"the model {code(symbol.told_by_model)}" if symbol.told_by_model else plain(symbol.told_by or "")
    version = "" if symbol.is_told_current else ", about an earlier version of the file"
    return f"{prose(symbol.told)}\n\n*Summary by {writer}{version}.*"


def module_sentence(file: File, symbols: list[Symbol], offered: int) -> str:
    counts = (symbol for symbol in symbols[1:] if not is_schema_of_class(symbol))
    sorts = Counter("function" if symbol.kind in FUNCTIONS else symbol.sort for symbol in counts)
    inside = [counted(sorts[sort], sort, PLURALS.get(sort)) for sort in sorted(sorts, key=SORTS.index)]
    inside += [counted(len(symbols[0].columns), "variable")] if symbols[0].columns else []
    others = f"offers {counted(offered, 'name')} of other modules" if offered else ""
    if inside:
        return f"A module with {listed(inside)}{silence(file, symbols[0])}{', that ' if others else ''}{others}."
    return f"A module that {others}." if others else "A module without functions and classes of its own."


def is_schema_of_class(symbol: Symbol) -> bool:
    """Whether it only repeats the class of a model."""
    return symbol.kind == "schema" and symbol.role == "model"


def class_sentence(file: File, symbol: Symbol, members: int) -> str:
    inside = f" with {counted(members, 'member')}" if members or symbol.sort == "class" else ""
    return f"{with_article(symbol.sort)}{inside}{silence(file, symbol)}."


def function_sentence(around: Neighbourhood, file: File, function: Symbol) -> str:
    if other := described_by(around, function):
        return f"Another definition of it, on line {other.start_line}, says more: [{code(other.name)}](/{other.page})."
    owner = function.qualified_name.rpartition(".")[0] or file.module
    sort = f"{'asynchronous ' if function.is_async else ''}{function.kind}"
    return f"{with_article(sort)} of {code(owner)}{silence(file, function)}."


def schema_sentence(schema: Symbol) -> str:
    # A view that selects all there is names no columns.
    inside = f" with {counted(len(schema.columns), 'column')}" if schema.columns or schema.role != "view" else ""
    return f"{with_article(schema.sort)}{inside}, without a comment."


def with_article(noun: str) -> str:
    return f"{'An' if noun[0] in 'aeiou' else 'A'} {noun}"


def silence(file: File, symbol: Symbol) -> str:
    """Why nothing more is said; a comment may speak of parameters alone."""
    return "" if symbol.docstring else f", without a {'docstring' if file.language == 'python' else 'comment'}"


def listed(parts: list[str]) -> str:
    return " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))


def counted(number: int, noun: str, plural: str | None = None) -> str:
    if number == 1:
        return f"1 {noun}"
    return f"{number or 'no'} {plural or noun + 's'}"
