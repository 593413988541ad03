"""The overview pages: what the project is, how big it is, and where its modules are."""

from collections.abc import Mapping
from itertools import groupby
from typing import NamedTuple

from ..domain.documents import Document
from ..postgres.connection import Connection
from .environment import template
from .escaping import plain
from .neighbourhood import query
from .prose import prose, summary
from .rendering import Rendered

MOST_USED = 10
ROOT = "__init__"
PAGES = {"index": "index.md", "module_index": "modules/index.md"}


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


def render_overview(connection: Connection) -> list[Rendered]:
    """The documents `index` and `module_index`; none where there is no module."""
    modules = [
        Module(name, page, docstring, importers, plain(summary(docstring)))
        for name, page, docstring, importers in query(connection, "modules")
    ]
    if not modules:
        return []
    sizes = Sizes._make(query(connection, "sizes")[0])
    return [index(modules, sizes), overview("module_index", "Modules", {"modules": modules})]


def index(modules: list[Module], sizes: Sizes) -> Rendered:
    packages = groupby(sorted(modules, key=lambda module: (module.package, module.name)), lambda each: each.package)
    context = {
        "introduction": prose(next((made.docstring or "" for made in modules if made.name == ROOT), "")),
        "sizes": sizes,
        "most_used": sorted((made for made in modules if made.importers), key=lambda made: -made.importers)[:MOST_USED],
        "packages": [(package, list(inside)) for package, inside in packages],
    }
    return overview("index", "Code documentation", context)


def overview(id_: str, title: str, context: Mapping[str, object]) -> Rendered:
    document = Document(id_, id_, title, template(id_).render(context), {"page": PAGES[id_]})
    return Rendered(document, "", title, "", "")
