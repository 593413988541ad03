"""JavaScript and TypeScript as text, and what the scanner makes of it."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile, Symbol

Parse = Callable[..., SourceFile]
Read = Callable[..., SourceFile]
One = Callable[..., Symbol]
Leads = Callable[..., dict[str, str | None]]


@pytest.fixture
def read(parse: Parse) -> Read:
    """Parse text as the file at `path`."""

    def read(source: str | bytes, path: str = "src/x.ts") -> SourceFile:
        return parse(source, path)

    return read


@pytest.fixture
def one(read: Read) -> One:
    """The first symbol of a text."""

    def one(source: str, path: str = "src/x.ts") -> Symbol:
        return read(source, path).symbols[0]

    return one


@pytest.fixture
def leads(read: Read) -> Leads:
    """Where the names that a text calls or inherits lead, by name as written."""

    def leads(source: str, path: str = "src/x.ts") -> dict[str, str | None]:
        made = read(source, path).references
        return {reference.name: reference.target for reference in made if reference.kind != "imports"}

    return leads
