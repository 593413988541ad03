"""What the overview pages tell of, read in a handful of statements whose number does not depend on the project."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..postgres.connection import Connection
from ..postgres.statements import Statements
from .prose import summary
from .running import running_cell
from .sentences import PLURALS, counted

SQL = Statements("docrunch.projections", "overview.sql")
MOST_CHANGED = 10
TITLES = {"javascript": "JavaScript", "jsx": "JSX", "sql": "SQL", "tsx": "TSX", "typescript": "TypeScript"}


class Module(NamedTuple):
    """A module in an overview; `path` is that of its file, `summary` is ready for its cell."""

    path: str
    name: str
    page: str
    docstring: str | None
    importers: int
    summary: str

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


class Language(NamedTuple):
    """How much is written in a language."""

    name: str
    files: int
    functions: int
    classes: int
    types: int = 0

    @property
    def title(self) -> str:
        return TITLES.get(self.name, self.name.capitalize())


class Changed(NamedTuple):
    """A file that changed since it was first recorded, or that is new since the first scan."""

    path: str
    page: str
    is_new: bool


class Schema(NamedTuple):
    """A schema in an overview; `summary` is ready for its cell."""

    name: str
    page: str
    role: str
    summary: str


class Reported(NamedTuple):
    """A decision, pattern or task report in an overview."""

    type: str
    title: str
    summary: str
    metadata: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Survey:
    """A project as a whole.

    `imports` are the paths of the files that each file imports anything from, `title` what the project calls itself,
    `introduction` what it says of itself.
    """

    modules: list[Module] = field(default_factory=list)
    imports: dict[str, list[str]] = field(default_factory=dict)
    languages: list[Language] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    schemas: list[Schema] = field(default_factory=list)
    reported: list[Reported] = field(default_factory=list)
    title: str | None = None
    introduction: str | None = None


def survey(connection: Connection) -> Survey:
    """Read it all. The connection's search_path must lead to a generation."""
    imports = {
        path_of(source): [path_of(target) for target in targets] for source, targets in SQL.rows(connection, "imports")
    }
    importers = Counter(target for targets in imports.values() for target in targets)
    return Survey(
        modules(connection, importers),
        imports,
        languages=[Language._make(row) for row in SQL.rows(connection, "languages")],
        changed=[Changed._make(row) for row in SQL.rows(connection, "changed", {"most": MOST_CHANGED})],
        schemas=[
            Schema(name, page, role, cell(told or text))
            for name, page, role, text, told in SQL.rows(connection, "schemas")
        ],
        reported=[Reported._make(row) for row in SQL.rows(connection, "report_pages")],
        title=next((text for (text,) in SQL.rows(connection, "title")), None),
        introduction=next((text for (text,) in SQL.rows(connection, "introduction")), None),
    )


def modules(connection: Connection, importers: Mapping[str, int]) -> list[Module]:
    """Every module that has a page; `importers` is by how many files each is imported."""
    schemas: dict[str, dict[str, int]] = defaultdict(dict)
    for file, role, count in SQL.rows(connection, "schemas_of_files"):
        schemas[file][role] = count
    return [
        Module(
            path_of(file),
            name,
            page,
            told or docstring,
            importers.get(path_of(file), 0),
            cell(told or docstring) or contents(functions, classes, types, variables, schemas[file]),
        )
        for file, name, page, docstring, told, functions, classes, types, variables in SQL.rows(connection, "modules")
    ]


def path_of(file_id: str) -> str:
    return file_id.removeprefix("file:")


def contents(functions: int, classes: int, types: int, variables: int, schemas: Mapping[str, int]) -> str:
    """How much is in a module that says nothing of itself; empty for one with names of others only."""
    others = classes - schemas.get("model", 0)
    inside = {"class": others, "type": types, "function": functions, **schemas, "variable": variables}
    return ", ".join(counted(number, sort, PLURALS.get(sort)) for sort, number in inside.items() if number)


def cell(text: str | None) -> str:
    return running_cell(summary(text))
