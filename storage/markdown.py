"""Markdown pages on demand: from what a caller describes, or all of the project's into any folder."""

from collections.abc import Sequence
from pathlib import Path

from ..application.docrunch import Docrunch
from ..application.reconciling import differing, wanted_hashes
from ..application.wiring import Project
from ..domain.errors import Invalid, Refused, TargetUnavailable
from ..domain.outline import FileTree, Function, Module
from ..domain.targets import Delivery
from ..outbox.standing import move, standing
from ..projections.markdown.target import MarkdownTarget
from ..projections.outline import function_page, index_page, module_page
from ..projections.reading import reader
from ..projections.stored import load_hashes

AT_ONCE = 500


class MarkdownOutput:
    """Generates pages in the form of those that docrunch keeps in step."""

    def __init__(self, docrunch: Docrunch) -> None:
        self.docrunch = docrunch

    def generate_index(self, tree: FileTree) -> str:
        """The main page: how big the project is, its most used modules, its modules by package."""
        return index_page(tree)

    def generate_module_doc(self, module: Module) -> str:
        """The page of a module: overview, dependencies, exports, classes, and who uses it."""
        return module_page(module)

    def generate_function_doc(self, func: Function) -> str:
        """The page of a function: place, signature, description, parameters, what it returns, and who uses it."""
        return function_page(func)

    def write_docs(self, output_dir: Path) -> None:
        """Write all pages of the project into a folder, which is relative to the project unless it is absolute.

        Only what differs is written; pages of documents that are no more are removed, notes and files of others stay.
        Raises Refused for a folder with pages of another database, TargetUnavailable when something cannot be written.
        """
        if not str(output_dir).isprintable():
            raise Invalid(f"output_dir is {str(output_dir)!r}: expected a path without control characters")
        project = self.docrunch.project
        target = MarkdownTarget(output_dir, project.root)
        settle_place(project, target)
        deliveries = differences(project, target)
        for start in range(0, len(deliveries), AT_ONCE):
            write(target, deliveries[start : start + AT_ONCE])


def settle_place(project: Project, target: MarkdownTarget) -> None:
    """Remember which folder this is; what another database delivered is not replaced."""
    is_the_project_s = target.path == project.root / project.settings.storage.markdown.output_dir
    ledger = project.ledger(target.name if is_the_project_s else f"{target.name} {target.path}")
    seen = target.place()
    if seen not in {None, standing(ledger).place}:
        raise Refused(f"{target.path} holds pages of another docrunch database", hint="name another folder")
    move(ledger, seen or target.create_place())


def differences(project: Project, target: MarkdownTarget) -> list[Delivery]:
    """What the folder lacks, holds otherwise, or should hold no longer."""
    held = target.holdings()
    with reader(project.database) as reading:
        wanted = wanted_hashes(target, load_hashes(reading.connection))
        ids = differing(wanted, held)
        documents = reading.documents([id_ for id_ in ids if id_ in wanted])
    return [Delivery(id_, wanted.get(id_), documents.get(id_)) for id_ in ids]


def write(target: MarkdownTarget, deliveries: Sequence[Delivery]) -> None:
    """Write these pages. A page may wait for another one to go away, so what failed is tried once more."""
    failed: Sequence[Delivery] = deliveries
    outcomes = {}
    for _ in range(2):
        outcomes = {made.document_id: made.error for made in target.deliver(failed, everything) if made.error}
        failed = [delivery for delivery in failed if delivery.document_id in outcomes]
    if failed:
        first = next(iter(outcomes.values()))
        raise TargetUnavailable(first if len(failed) == 1 else f"{first} (and {len(failed) - 1} more pages)")


def everything(asked: Sequence[Delivery]) -> set[str]:
    """All of it is wanted: there is no ledger behind it."""
    return {delivery.document_id for delivery in asked}
