"""What pages show of files, of the symbols in them, and of what surrounds those."""

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..domain.source import sort_of
from .offered import Offered

WITH_ELEMENTS = {"tsx", "jsx"}


class File(NamedTuple):
    """A file as its pages show it."""

    id: str
    path: str
    language: str
    module: str
    problem: str | None


class Symbol(NamedTuple):
    """A symbol with everything its own page shows; `page` is where links to it lead.

    `told` is a summary that somebody recorded, `is_told_current` while the file is as it was then.
    """

    id: str
    file_id: str
    kind: str
    name: str
    qualified_name: str
    dotted_name: str
    parent: str | None
    signature: str
    docstring: str | None
    start_line: int
    end_line: int | None
    parameters: list[dict[str, Any]]
    returns: str | None
    is_async: bool
    description: str | None
    returns_description: str | None
    role: str | None
    is_exported: bool
    decorators: list[str]
    columns: list[dict[str, Any]]
    page: str
    told: str | None
    told_by_model: str | None
    told_by: str | None
    is_told_current: bool | None

    @property
    def said(self) -> str:
        """What its comment says of it, without what that says of parameters and results."""
        return (self.docstring if self.description is None else self.description) or ""

    @property
    def sort(self) -> str:
        """What to call it, such as a component, a table, an interface."""
        return sort_of(self.kind, self.role, self.signature)


class Link(NamedTuple):
    """A symbol of any file as other pages show it."""

    name: str
    page: str


class Caller(NamedTuple):
    """Who calls a symbol: in which file, on which line first, and how that looks if that is known.

    `language` is that of the file, as `File` has it.
    """

    name: str
    page: str
    file_id: str
    line: int
    code: str | None = None
    language: str = ""

    @property
    def path(self) -> str:
        return self.file_id.removeprefix("file:")

    @property
    def dialect(self) -> str:
        """How what colours code calls the language: elements within a script make it another one."""
        suffix = self.path.rpartition(".")[2]
        return suffix if suffix in WITH_ELEMENTS else self.language


@dataclass(slots=True)
class Callers:
    """The first callers of a symbol, tests and its own file after all others, and how many there are in all."""

    total: int
    first: list[Caller]


Links = dict[str, list[Link]]


@dataclass(slots=True)
class Neighbourhood:
    """Files, their symbols by file, and what surrounds them by symbol or file id.

    `definitions` are those of symbols that have several, by what their ids have in common. `sections` keeps what was
    made of each class: its module shows it, and its own document too.
    """

    files: list[File]
    symbols: dict[str, list[Symbol]]
    children: dict[str, list[Symbol]]
    edges: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    callers: dict[str, Callers] = field(default_factory=dict)
    bases: Links = field(default_factory=dict)
    referred: Links = field(default_factory=dict)
    heirs: Links = field(default_factory=dict)
    imports: Links = field(default_factory=dict)
    importers: Links = field(default_factory=dict)
    offered: dict[str, list[Offered]] = field(default_factory=dict)
    definitions: dict[str, list[Symbol]] = field(default_factory=dict)
    sections: dict[str, Any] = field(default_factory=dict)
