"""The overview pages: what the project is, how big it is, where its modules are, and what was reported about it."""

from collections.abc import Container, Iterable, Mapping, Sequence

from ..domain.documents import Document
from ..postgres.connection import Connection
from .architecture import MOST_NODES, architecture
from .environment import template
from .packages import Package, packages, stands_beside
from .prose import first_paragraph, prose
from .rendering import Rendered
from .survey import Module, Reported, Survey, survey

UNTITLED = "Code documentation"
"""The front page of a project that nothing gives a name."""
MOST_USED = 10
MOST_SCHEMAS = 40
PACKAGE_FILES = ("__init__.py", "index.ts", "index.tsx", "index.js", "index.jsx")
PAGES = {
    "index": "index.md",
    "architecture": "architecture.md",
    "module_index": "modules/index.md",
    "decision_index": "decisions/index.md",
}


def render_overview(connection: Connection) -> list[Rendered]:
    """The overview documents, each where there is something to list."""
    return overview_pages(survey(connection))


def overview_pages(surveyed: Survey) -> list[Rendered]:
    if not surveyed.modules and not surveyed.reported:
        return []
    grouped = packages(surveyed.modules)
    pages = [overview("index", surveyed.title or UNTITLED, index(surveyed, grouped))]
    if surveyed.modules:
        pages.append(overview("architecture", "Architecture", architecture(surveyed, grouped)))
        pages.append(overview("module_index", "Modules", {"packages": grouped}))
    if decisions := decisions_of(surveyed):
        pages.append(overview("decision_index", "Decisions", {"decisions": decisions}))
    return pages


def index(surveyed: Survey, grouped: Sequence[Package]) -> dict[str, object]:
    modules = surveyed.modules
    return {
        "title": surveyed.title or UNTITLED,
        "introduction": prose(surveyed.introduction or introduction(modules)),
        "languages": surveyed.languages,
        "has_types": any(language.types for language in surveyed.languages),
        "most_used": sorted((made for made in modules if made.importers), key=lambda made: -made.importers)[:MOST_USED],
        "changed": surveyed.changed,
        "packages": grouped,
        "is_small": len(modules) <= MOST_NODES,
        "schemas": surveyed.schemas[:MOST_SCHEMAS],
        "more_schemas": len(surveyed.schemas[MOST_SCHEMAS:]),
        "decisions": decisions_of(surveyed),
        "patterns": sorted((one for one in surveyed.reported if one.type == "pattern"), key=by_title),
        "tasks": sorted((one for one in surveyed.reported if one.type == "task_report"), key=by_title),
    }


def introduction(modules: Iterable[Module]) -> str:
    """What the outermost package that says anything about itself says first."""
    packages = {made.folder: made for made in modules if made.path.rpartition("/")[2] in PACKAGE_FILES}
    told = [made for folder, made in packages.items() if made.docstring and speaks_for_all(folder, packages)]
    outermost = min(told, key=lambda made: (made.path.count("/"), -made.importers, made.path), default=None)
    return first_paragraph(outermost.docstring or "") if outermost else ""


def speaks_for_all(folder: str, packages: Container[str]) -> bool:
    """Whether this package is no part of another one, and no tests."""
    return folder == "" or not (stands_beside(folder) or folder.rpartition("/")[0] in packages)


def decisions_of(surveyed: Survey) -> list[Reported]:
    decisions = (one for one in surveyed.reported if one.type == "decision")
    return sorted(decisions, key=lambda one: one.metadata["number"])


def by_title(one: Reported) -> tuple[str, str]:
    return one.title, one.metadata["name"]


def overview(id_: str, title: str, context: Mapping[str, object]) -> Rendered:
    document = Document(id_, id_, title, template(id_).render(context), {"page": PAGES[id_]})
    return Rendered(document, "", title, "", "")
