"""The overview pages: what the project is, how big it is, where its modules are, and what was reported about it."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, NamedTuple

from ..domain.documents import Document
from ..postgres.connection import Connection
from .environment import template
from .escaping import plain
from .neighbourhood import query
from .prose import prose, summary
from .rendering import Rendered

MOST_USED = 10
ROOT = "__init__"
PAGES = {"index": "index.md", "module_index": "modules/index.md", "decision_index": "decisions/index.md"}


class Module(NamedTuple):
    """A module in an overview; `summary` is ready for its cell."""

    name: str
    page: str
    docstring: str | None
    importers: int
    summary: str

    @property
    def package(self) -> str:
        return self.name.rpartition(".")[0]


class Sizes(NamedTuple):
    """How many of each the project has."""

    modules: int
    functions: int
    classes: int


class Reported(NamedTuple):
    """A decision, pattern or task report in an overview."""

    type: str
    title: str
    summary: str
    metadata: dict[str, Any]


def render_overview(connection: Connection) -> list[Rendered]:
    """The documents `index`, `module_index` and `decision_index`, each where there is something to list."""
    modules = [
        Module(name, page, told or docstring, importers, plain(summary(told or docstring)))
        for name, page, docstring, importers, told in query(connection, "modules")
    ]
    reported = [Reported._make(row) for row in query(connection, "report_pages")]
    decisions = sorted((one for one in reported if one.type == "decision"), key=lambda one: one.metadata["number"])
    if not modules and not reported:
        return []
    pages = [index(modules, Sizes._make(query(connection, "sizes")[0]), decisions, reported)]
    if modules:
        pages.append(overview("module_index", "Modules", {"modules": modules}))
    if decisions:
        pages.append(overview("decision_index", "Decisions", {"decisions": decisions}))
    return pages


def index(modules: list[Module], sizes: Sizes, decisions: list[Reported], reported: list[Reported]) -> Rendered:
    packages = groupby(sorted(modules, key=lambda module: (module.package, module.name)), lambda each: each.package)
    context = {
        "introduction": prose(next((made.docstring or "" for made in modules if made.name == ROOT), "")),
        "sizes": sizes,
        "most_used": sorted((made for made in modules if made.importers), key=lambda made: -made.importers)[:MOST_USED],
        "packages": [(package, list(inside)) for package, inside in packages],
        "decisions": decisions,
        "patterns": sorted((one for one in reported if one.type == "pattern"), key=by_title),
        "tasks": sorted((one for one in reported if one.type == "task_report"), key=by_title),
    }
    return overview("index", "Code documentation", context)


def by_title(one: Reported) -> tuple[str, str]:
    return one.title, one.metadata["name"]


def overview(id_: str, title: str, context: Mapping[str, object]) -> Rendered:
    document = Document(id_, id_, title, template(id_).render(context), {"page": PAGES[id_]})
    return Rendered(document, "", title, "", "")
