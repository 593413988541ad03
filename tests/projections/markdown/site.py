"""A folder of pages with a ledger that wants whatever it is asked about."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from docrunch.domain.changes import wanted_hash
from docrunch.domain.documents import Document
from docrunch.domain.targets import Delivery, Outcome
from docrunch.projections.markdown import MarkdownTarget

KEEP = "<!-- docrunch:keep notes -->\n"
HIDDEN = {".docrunch-manifest.json", ".docrunch-lock"}


def module(name: str, text: str = "text", *, page: object = None, id: str | None = None) -> Document:  # noqa: A002
    """A module's document, on the page of its name where none is given."""
    metadata = {"page": f"modules/{name}.md" if page is None else page}
    return Document(id or f"module:{name}.py", "module", name, f"# {name}\n\n{text}\n", metadata)


def upsert(document: Document) -> Delivery:
    wanted = wanted_hash(document.content_hash(), MarkdownTarget.renderer_version)
    return Delivery(document.id, wanted, document)


def confirm(deliveries: Sequence[Delivery]) -> set[str]:
    return {delivery.document_id for delivery in deliveries}


class Site:
    """The pages of one target below `root`/docs."""

    def __init__(self, root: Path) -> None:
        self.path = root / "docs"
        self.target = MarkdownTarget(Path("docs"), root)
        self.target.create_place()

    def deliver(self, *documents: Document, gone: Iterable[str] = ()) -> list[Outcome]:
        deliveries = [upsert(document) for document in documents]
        deliveries += [Delivery(document_id, None, None) for document_id in gone]
        return self.target.deliver(deliveries, confirm)

    def written(self, *documents: Document, gone: Iterable[str] = ()) -> None:
        """Deliver what must succeed."""
        assert [one for one in self.deliver(*documents, gone=gone) if one.error or one.is_stale] == []

    def refusal(self, *documents: Document, gone: Iterable[str] = ()) -> Outcome:
        """Deliver what must be refused for one document."""
        [refused] = [one for one in self.deliver(*documents, gone=gone) if one.error]
        return refused

    def pages(self) -> dict[str, bytes]:
        """Everything in the folder but what is docrunch's own."""
        files = (path for path in self.path.rglob("*") if path.is_symlink() or not path.is_dir())
        found = {str(path.relative_to(self.path)): path for path in files}
        return {name: path.read_bytes() for name, path in found.items() if name not in HIDDEN}

    def stamps(self) -> dict[str, tuple[int, int]]:
        """Inode and modification time of every file, the manifest's too."""
        files = [path for path in self.path.rglob("*") if path.is_file()]
        return {path.name: (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}

    def note(self, page: str, text: str) -> None:
        """Write something between the markers of a page."""
        path = self.path / page
        path.write_text(path.read_text().replace(KEEP, f"{KEEP}{text}\n"))
