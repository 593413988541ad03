"""Which document gets which path: no two of a batch may share one, not even where a file system ignores case."""

from collections.abc import Iterable

from ...domain.documents import Document
from .errors import PageRefused, PageWaits
from .manifest import Manifest
from .paths import folded, safe_page_path


class Claims:
    """The paths that the documents of one batch ask for. Who stands there already comes first, then the smaller id."""

    def __init__(self, manifest: Manifest, documents: Iterable[Document]) -> None:
        self._manifest = manifest
        self._paths = {document.id: claimed(document) for document in documents}
        self._owners: dict[str, str] = {}
        for document_id in sorted(self._paths, key=self._precedence):
            if isinstance(path := self._paths[document_id], str):
                self._owners.setdefault(folded(path), document_id)

    def _precedence(self, document_id: str) -> tuple[bool, str]:
        return (self._paths[document_id] not in self._manifest.paths_of(document_id), document_id)

    def path_of(self, document_id: str) -> str:
        """The path a document may write to. Raises PageRefused when it is not safe or belongs to another."""
        path = self._paths[document_id]
        if isinstance(path, PageRefused):
            raise path
        owner = self._owners[folded(path)]
        if owner != document_id:
            raise PageRefused(f"the page {path} is also the page of {owner!r}, which has it")
        if others := self._manifest.other_spellings(path):
            reason = f"{path}: differs from {others[0]} only in case or composition, and that page still exists"
            raise PageWaits(reason)
        return path


def claimed(document: Document) -> str | PageRefused:
    """The path a document asks for, or why it cannot have it: said when its turn comes."""
    try:
        return safe_page_path(document.metadata.get("page"))
    except PageRefused as refusal:
        return refusal
