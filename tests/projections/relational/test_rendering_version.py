"""Whatever shapes documents belongs to the version that tells whether stored ones are what this program would write."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from docrunch.projections import versions

ROOT = Path(versions.__file__).parent
STATEMENTS = re.compile(r'Statements\("docrunch\.projections([.\w]*)", "(\w+\.sql)"\)')


def imported(module: str) -> Iterator[str]:
    """The modules of the projections that a module imports, as paths without ending."""
    folder = module.split("/")[:-1]
    for node in ast.walk(ast.parse((ROOT / f"{module}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and 0 < node.level <= len(folder) + 1:
            within = folder[: len(folder) + 1 - node.level]
            yield "/".join([*within, *(node.module or "").split(".")])


def reached(*modules: str) -> set[str]:
    found, waiting = set[str](), [*modules]
    while waiting:
        module = waiting.pop()
        if module not in found:
            found.add(module)
            waiting += imported(module)
    return found


def statements(module: str) -> Iterator[str]:
    for folder, name in STATEMENTS.findall((ROOT / f"{module}.py").read_text(encoding="utf-8")):
        yield "/".join([*folder.split(".")[1:], name])


def test_whatever_takes_part_in_rendering_counts() -> None:
    modules = reached("documents", "facts")
    templates = {f"templates/{path.name}" for path in (ROOT / "templates").glob("*.j2")}

    taking_part = {f"{module}.py" for module in modules} | {name for module in modules for name in statements(module)}
    assert {*versions.shaping()} == taking_part | templates
