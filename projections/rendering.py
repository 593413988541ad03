"""Documents of symbols, rendered from what surrounds them; nothing else goes in, so equal rows give equal bytes."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from typing import Any

from ..domain.documents import Document, Relationship
from .contexts import class_context, function_context, module_context, schema_context
from .environment import template
from .prose import summary
from .shown import File, Neighbourhood, Symbol

TYPES = {"module": "module", "function": "function", "method": "function", "class": "class", "schema": "schema"}
CONTEXTS = {
    "module": module_context,
    "function": function_context,
    "class": class_context,
    "schema": schema_context,
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document with what is stored beside it; `problem` says why it could not be rendered."""

    document: Document
    summary: str
    name: str
    names: str
    description: str
    problem: str | None = None


def render(around: Neighbourhood, only: Container[str] | None = None) -> Iterator[Rendered]:
    """The documents of the files at hand, or only some of them."""
    for file in around.files:
        symbols = around.symbols[file.id]
        for symbol in symbols:
            if only is None or symbol.id in only:
                yield render_symbol(around, file, symbols, symbol)


def render_symbol(around: Neighbourhood, file: File, symbols: list[Symbol], symbol: Symbol) -> Rendered:
    kind, problem = TYPES[symbol.kind], None
    try:
        content = template(kind).render(CONTEXTS[kind](around, file, symbols, symbol))
    except Exception as error:  # noqa: BLE001 - one document that cannot be shown must not stop the others
        problem = f"{type(error).__name__}: {error}"
        content = "This page could not be rendered.\n"
    edges = [Relationship(symbol.id, target, type_) for type_, target in edges_of(around, symbol)]
    title = symbol.qualified_name or symbol.dotted_name
    document = Document(symbol.id, kind, title, content, metadata(file, symbol), edges)
    return Rendered(
        document,
        summary(symbol.told or symbol.said),
        symbol.name,
        " ".join(names_of(around, file, symbol)),
        "\n".join(filter(None, (symbol.told, symbol.docstring))),
        problem,
    )


def metadata(file: File, symbol: Symbol) -> dict[str, Any]:
    return {
        "file": file.path,
        "kind": symbol.kind,
        "language": file.language,
        "line": symbol.start_line,
        "module": file.module,
        "name": symbol.dotted_name,
        "page": symbol.page,
    }


def edges_of(around: Neighbourhood, symbol: Symbol) -> list[tuple[str, str]]:
    contained = [("contains", child.id) for child in around.children.get(symbol.id, ())]
    return sorted([*around.edges.get(symbol.id, ()), *contained])


def names_of(around: Neighbourhood, file: File, symbol: Symbol) -> list[str]:
    """Other names by which one may look for this document."""
    if symbol.kind in {"function", "method"}:
        return [symbol.dotted_name, file.path, *(parameter["name"] for parameter in symbol.parameters)]
    fields = (column["name"] for column in symbol.columns)
    return [symbol.dotted_name, file.path, *(child.name for child in around.children.get(symbol.id, ())), *fields]
