"""The package as its users get it: run against the checkout too, but meant for the installed wheel."""

import importlib
import pkgutil
import re
from importlib.resources import as_file, files
from pathlib import Path

import docrunch
import pytest

STATEMENTS = re.compile(r'Statements\(\s*"([\w.]+)",\s*"([\w.]+)"\s*\)')


OF_EXTRAS = {"docrunch.website.reading"}
"""MkDocs loads it, which only the extra `docs` brings."""


def module_names() -> list[str]:
    """Every module of the package that works without extras, from its own search path."""
    found = {module.name for module in pkgutil.walk_packages(docrunch.__path__, "docrunch.")}
    return sorted(name for name in found - OF_EXTRAS if not name.endswith(".__main__"))


@pytest.mark.parametrize("name", module_names())
def test_every_module_can_be_imported(name: str) -> None:
    assert importlib.import_module(name).__name__ == name


def test_the_package_is_typed() -> None:
    assert files("docrunch").joinpath("py.typed").is_file()


def test_every_file_of_statements_that_the_code_names_is_there() -> None:
    with as_file(files("docrunch")) as root:
        named = {match for path in Path(root).rglob("*.py") for match in STATEMENTS.findall(path.read_text())}

    assert named
    assert {name for name in named if not files(name[0]).joinpath(name[1]).is_file()} == set()
