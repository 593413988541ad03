"""Pages of functions, modules and trees that somebody describes, in the form of those that follow the log."""

from collections.abc import Iterator, Sequence
from typing import Any

import orjson

from ..domain.documents import Document
from ..domain.outline import FileTree, Function, Module
from .file_rows import file_rows
from .markdown.page import page_head, with_notes
from .overview import UNTITLED, index, overview
from .packages import packages
from .pages import page_slug
from .rendering import render_symbol
from .shown import Caller, Callers, File, Link, Neighbourhood, Symbol
from .survey import Language, Survey, cell
from .survey import Module as Listed
from .symbol_rows import SymbolRow

UNKNOWN = "1970-01-01T00:00:00Z"
JSON_COLUMNS = ("parameters", "decorators", "columns")
NOT_TOLD: dict[str, Any] = {"told": None, "told_by_model": None, "told_by": None, "is_told_current": None}
"""Nobody recorded a summary."""


def index_page(tree: FileTree) -> str:
    """The page `index.md` of these modules."""
    listed = [
        Listed(made.file, made.name, page_of(made), made.docstring, len(made.imported_by), cell(made.docstring))
        for made in sorted(tree.modules, key=lambda module: module.name)
    ]
    surveyed = Survey(listed, languages=[*languages_of(tree)])
    return page(overview("index", UNTITLED, index(surveyed, packages(listed))).document)


def languages_of(tree: FileTree) -> Iterator[Language]:
    for language in sorted({module.language for module in tree.modules}):
        inside = [module for module in tree.modules if module.language == language]
        kinds = [symbol.kind for module in inside for symbol in module.symbols]
        functions = kinds.count("function") + kinds.count("method")
        yield Language(language, len(inside), functions, kinds.count("class"))


def module_page(module: Module) -> str:
    """The page `modules/NAME.md`."""
    around, file, symbols = described(module)
    return page(render_symbol(around, file, symbols, symbols[0]).document)


def function_page(function: Function) -> str:
    """The page `functions/MODULE.NAME.md`."""
    module = Module(function.module, function.file, function.language, symbols=(function.symbol,))
    around, file, symbols = described(module)
    callers = [Caller(name, page_slug("function", name, name), file.id, 1) for name in function.used_by]
    if callers:
        around.callers[symbols[1].id] = Callers(len(callers), callers)
    return page(render_symbol(around, file, symbols, symbols[1]).document)


def page(document: Document) -> str:
    """The whole page as it stands on disk, with its front matter and an empty region for notes."""
    return with_notes(page_head(document, document.metadata["page"])).decode()


def page_of(module: Module) -> str:
    return page_slug("module", module.name, f"module:{module.file}")


def described(module: Module) -> tuple[Neighbourhood, File, list[Symbol]]:
    """A module, its file and its symbols, with what is known around them."""
    file = File(f"file:{module.file}", module.file, module.language, module.name, module.problem)
    rows = file_rows(file.id, 1, 0, {"file": facts(module), "scanned_at": UNKNOWN})
    symbols = [symbol_of(row, page_of(module)) for row in rows.symbols]
    children: dict[str, list[Symbol]] = {}
    for symbol in symbols:
        if symbol.parent:
            children.setdefault(symbol.parent, []).append(symbol)
    around = Neighbourhood(
        files=[file],
        symbols={file.id: symbols},
        children=children,
        imports={file.id: modules(module.imports)},
        importers={file.id: modules(module.imported_by)},
    )
    return around, file, symbols


def facts(module: Module) -> dict[str, Any]:
    symbols = [symbol.model_dump() for symbol in module.symbols]
    known = {"path": module.file, "language": module.language, "module": module.name, "docstring": module.docstring}
    unknown = {"size": 0, "modified_at": UNKNOWN, "content_hash": "", "references": [], "bindings": [], "public": None}
    unknown |= {"parser_version": 0, "title": None, "variables": []}
    return known | unknown | {"symbols": symbols, "problem": module.problem}


def symbol_of(row: SymbolRow, module_page: str) -> Symbol:
    """A symbol as its page shows it, from its row; a class is a section of its module's page."""
    columns = row._asdict()
    columns |= {name: orjson.loads(columns[name]) for name in JSON_COLUMNS}
    columns["page"] = columns["page"] or f"{module_page}#{columns['anchor']}"
    return Symbol(**{name: columns[name] for name in Symbol._fields if name in columns}, **NOT_TOLD)


def modules(names: Sequence[str]) -> list[Link]:
    return [Link(name, page_slug("module", name, f"module:{name}")) for name in names]
