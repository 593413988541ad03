"""The scanner agrees with Python's own `ast` about the standard library of the Python that runs the tests."""

import ast
import os
import sysconfig
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from docrunch.scanner.indexing import ScanContext, scan_file

LIBRARY = Path(sysconfig.get_path("stdlib"))
LEFT_OUT = ("test/", "lib2to3/tests/", "site-packages/")

AstSymbol = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
SymbolLine = tuple[str, int, int, str | None, bool]


def library_files() -> list[str]:
    found = (
        os.path.relpath(os.path.join(folder, name), LIBRARY).replace(os.sep, "/")
        for folder, _, names in os.walk(LIBRARY)
        for name in names
        if name.endswith(".py")
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
    pending: list[tuple[ast.AST, str]] = [(module, "")]
    while pending:
        node, above = pending.pop()
        if isinstance(node, AstSymbol):
            above = unique(taken, f"{above}.{node.name}".lstrip("."))
            is_async = isinstance(node, ast.AsyncFunctionDef)
            yield above, node.lineno, node.end_lineno or 0, docstring_by_ast(node), is_async
        pending.extend((child, above) for child in reversed(list(ast.iter_child_nodes(node))))


def unique(taken: Counter[str], name: str) -> str:
    taken[name] += 1
    return name if taken[name] == 1 else f"{name}#{taken[name]}"


def docstring_by_ast(node: AstSymbol | ast.Module) -> str | None:
    """NUL and lone surrogates, which the log cannot hold, are U+FFFD in docrunch."""
    text = ast.get_docstring(node)
    return text and "".join("\ufffd" if c == "\0" or "\ud800" <= c <= "\udfff" else c for c in text)


def symbols_of(file: dict[str, object]) -> list[SymbolLine]:
    symbols = file["symbols"]
    assert isinstance(symbols, list)
    return [
        (s["qualified_name"], s["start_line"], s["end_line"], s["docstring"], s["is_async"]) for s in symbols
    ]


@pytest.fixture(scope="module")
def pairs() -> list[tuple[str, ast.Module, dict[str, object]]]:
    context = ScanContext(str(LIBRARY), None, datetime(2026, 1, 1, tzinfo=UTC))
    found = []
    for path in library_files():
        module = parse_by_ast(path)
        if module is not None:
            event = scan_file(context, path).event
            assert event is not None, path
            found.append((path, module, orjson.loads(event)["file"]))
    return found


def test_every_symbol_of_the_standard_library_is_found_where_ast_finds_it(
    pairs: list[tuple[str, ast.Module, dict[str, object]]],
) -> None:
    assert len(pairs) > 500

    for path, module, file in pairs:
        assert symbols_of(file) == sorted(symbols_by_ast(module), key=lambda symbol: symbol[1]), path


def test_every_module_docstring_of_the_standard_library_is_what_ast_says(
    pairs: list[tuple[str, ast.Module, dict[str, object]]],
) -> None:
    for path, module, file in pairs:
        assert file["docstring"] == docstring_by_ast(module), path
