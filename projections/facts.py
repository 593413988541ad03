"""Facts into the tables, and from what changed there: which documents may look different now."""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from ..postgres.connection import Connection
from .affected import Affected
from .contents import write_contents
from .fold import Folded, Parked
from .reports.affected import affected_by_files, affected_by_reports
from .reports.sheet import Written
from .reports.writing import write_reports
from .resolution.definitions import Name
from .resolution.following import Defined, defined, follow
from .writing import SQL, forget_files, forget_symbols, park, unpark, write_files, write_scan_runs


class Edge(NamedTuple):
    """A relationship by the ends of it that documents show; only a module's page shows on which lines it is called."""

    source_symbol: str
    target_symbol: str
    source_file: str
    target_file: str
    has_changed: bool

    def documents(self) -> tuple[str, ...]:
        if not self.has_changed:
            return (module_of(self.target_file),)
        return (self.source_symbol, self.target_symbol, module_of(self.source_file), module_of(self.target_file))


class Presented(NamedTuple):
    """How other pages show a symbol."""

    file_id: str
    name: str
    page: str


class Before(NamedTuple):
    """What was known of files that a batch changes."""

    presented: dict[str, Presented]
    defined: set[Defined]


class Facts(NamedTuple):
    """What was written: the page keys of symbols that came or went, rows of reports, names that files used before."""

    page_keys: set[str]
    reports: Written
    dropped: set[Name]


def write_facts(connection: Connection, folded: Folded) -> Facts:
    """Scan runs, reports, files, symbols and references, and what is parked.

    Files that are gone stay until their relationships are gone too.
    """
    write_scan_runs(connection, folded.scan_runs)
    reports, problems = write_reports(connection, folded.reports)
    park(connection, [*folded.parked, *(Parked(event, error) for event, error in problems)])
    unpark(connection, folded)
    write_contents(connection, folded.contents)
    if not folded.files:
        return Facts(set(), reports, set())
    present = [rows for rows in folded.files.values() if rows is not None]
    forgotten = forget_symbols(connection, folded.files)
    write_files(connection, present)
    return Facts(forgotten.page_keys.union(*(rows.page_keys for rows in present)), reports, forgotten.names)


def project(connection: Connection, folded: Folded) -> Affected | None:
    """Bring all tables but the documents up to date; None when no document can look different."""
    before = Before(presented(connection, folded.files), defined(connection, folded.files))
    facts = write_facts(connection, folded)
    affected = connect(connection, folded, before, facts) if folded.files else Affected()
    reports = affected_by_reports(connection, facts.reports)
    affected.documents |= reports.documents
    affected.gone |= reports.gone
    affected.documents -= affected.gone
    # What a README or a description says is on the overview pages alone.
    return affected if affected or folded.files else None


def connect(connection: Connection, folded: Folded, before: Before, facts: Facts) -> Affected:
    """Resolve what names lead to after files changed: references, pages, and what reports mention."""
    files = list(folded.files)
    changed = before.defined ^ defined(connection, files)
    edges = [Edge(*row) for row in follow(connection, files, changed, facts.dropped)]
    moved = {file for (file,) in SQL.rows(connection, "settle_pages", {"keys": list(facts.page_keys)})}
    forget_files(connection, [file for file, rows in folded.files.items() if rows is None])
    after = presented(connection, files)
    shown = before.presented
    renamed = {shown[id_].file_id for id_ in shown.keys() & after.keys() if shown[id_] != after[id_]}
    affected = Affected(set(after), shown.keys() - after.keys())
    affected.documents.update(document for edge in edges for document in edge.documents())
    affected.documents.update(shown_with(connection, moved | renamed))
    affected.documents.update(module for (module,) in SQL.rows(connection, "offering", {"files": files}))
    affected.documents.update(affected_by_files(connection, moved.union(files)))
    return affected


def presented(connection: Connection, files: Collection[str]) -> dict[str, Presented]:
    if not files:
        return {}
    return {id_: Presented(*shown) for id_, *shown in SQL.rows(connection, "presented", {"files": list(files)})}


def shown_with(connection: Connection, files: Collection[str]) -> Iterable[str]:
    """Every document that names or links to a symbol of these files, their own included."""
    if not files:
        return set()
    values: dict[str, Any] = {"files": list(files)}
    edges = [Edge(*row) for row in SQL.rows(connection, "neighbours", values)]
    return {document for edge in edges for document in edge.documents()} | presented(connection, files).keys()


def module_of(file_id: str) -> str:
    return "module:" + file_id.removeprefix("file:")
