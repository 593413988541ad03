"""The scanner agrees with Python's own `ast` about the standard library of the Python that runs the tests."""

import ast
import os
import re
import sysconfig
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from docrunch.scanner.indexing import ScanContext, scan_file
from docrunch.scanner.walk import walk

from .test_symbols import lambda_name

LIBRARY = Path(sysconfig.get_path("stdlib"))
LATER = re.compile(r"#\d+$")
"""Which of several names alike a lambda has depends on what else is defined or imported."""
LEFT_OUT = ("test/", "lib2to3/tests/", "site-packages/")

AstSymbol = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class SymbolLine(NamedTuple):
    qualified_name: str
    line: int
    end_line: int
    docstring: str | None
    is_async: bool
    is_class: bool


def library_files() -> list[str]:
    found = (
        (Path(folder) / name).relative_to(LIBRARY).as_posix()
        for folder, _, names in os.walk(LIBRARY)
        for name in names
        # A scan does not follow links: Debian has some here.
        if name.endswith(".py") and not (Path(folder) / name).is_symlink()
    )
    return sorted(path for path in found if not path.startswith(LEFT_OUT))


def parse_by_ast(path: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse((LIBRARY / path).read_bytes())
        except (SyntaxError, ValueError):
            return None


def symbols_by_ast(module: ast.Module) -> Iterator[SymbolLine]:
    """Every definition in order; a definition's line is that of `def`, as in `ast`, not of its first decorator."""
    taken: Counter[str] = Counter()
    pending: list[tuple[ast.AST, str, ast.AST]] = [(module, "", module)]
    while pending:
        node, above, around = pending.pop()
        name = lambda_name(node, around)
        if isinstance(node, AstSymbol):
            above, around = unique(taken, f"{above}.{node.name}".lstrip(".")), node
            is_async = isinstance(node, ast.AsyncFunctionDef)
            end, docstring = node.end_lineno or 0, docstring_by_ast(node)
            yield SymbolLine(above, node.lineno, end, docstring, is_async, isinstance(node, ast.ClassDef))
        elif name is not None and isinstance(node, ast.stmt):
            yield SymbolLine(
                f"{above}.{name}".lstrip("."), node.lineno, node.end_lineno or 0, None, is_async=False, is_class=False
            )
        pending.extend((child, above, around) for child in reversed(list(ast.iter_child_nodes(node))))


def unique(taken: Counter[str], name: str) -> str:
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}#{taken[name]}"


def docstring_by_ast(node: AstSymbol | ast.Module) -> str | None:
    """NUL and lone surrogates, which the log cannot hold, are U+FFFD in docrunch."""
    text = ast.get_docstring(node)
    return text and "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


def symbols_of(file: dict[str, Any]) -> list[SymbolLine]:
    return [
        SymbolLine(
            LATER.sub("", symbol["qualified_name"]) if "= lambda" in symbol["signature"] else symbol["qualified_name"],
            symbol["start_line"],
            symbol["end_line"],
            symbol["docstring"],
            symbol["is_async"],
            symbol["kind"] == "class",
        )
        for symbol in file["symbols"]
    ]


def test_every_file_of_the_standard_library_is_found() -> None:
    assert set(library_files()) <= set(walk(str(LIBRARY)))


def test_every_symbol_of_the_standard_library_is_what_and_where_ast_says() -> None:
    context = ScanContext(str(LIBRARY), None, datetime(2026, 1, 1, tzinfo=UTC))
    compared = 0

    for path in library_files():
        module = parse_by_ast(path)
        if module is None:
            continue
        scanned = scan_file(context, path)
        assert scanned.event is not None, path
        file = orjson.loads(scanned.event)["file"]
        expected = sorted(symbols_by_ast(module), key=lambda symbol: symbol.line)
        assert symbols_of(file) == expected, path
        assert scanned.classes == sum(symbol.is_class for symbol in expected), path
        assert scanned.functions == len(expected) - scanned.classes, path
        assert file["docstring"] == docstring_by_ast(module), path
        compared += 1

    assert compared > 500
