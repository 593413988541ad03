"""Which document gets which path: no two of a batch may share one, not even where a file system ignores case."""

from collections.abc import Mapping

from ..pages import page_key
from .drafts import Draft
from .errors import PageRefused, PageWaits
from .manifest import Manifest


class Claims:
    """The paths that the drafts of one batch ask for. Who stands there already comes first, then the smaller id."""

    def __init__(self, manifest: Manifest, drafts: Mapping[str, Draft | PageRefused]) -> None:
        self._manifest = manifest
        self._drafts = drafts
        self._owners: dict[str, str] = {}
        claimed = {document_id: draft.path for document_id, draft in drafts.items() if isinstance(draft, Draft)}
        standing = {document_id for document_id, path in claimed.items() if path in manifest.paths_of(document_id)}
        for document_id in sorted(claimed, key=lambda one: (one not in standing, one)):
            self._owners.setdefault(page_key(claimed[document_id]), document_id)

    def draft_of(self, document_id: str) -> Draft:
        """The page that a document may have. Raises PageRefused when it is not safe or belongs to another."""
        draft = self._drafts[document_id]
        if isinstance(draft, PageRefused):
            raise draft
        owner = self._owners[page_key(draft.path)]
        if owner != document_id:
            raise PageRefused(f"the page {draft.path} is also the page of {owner!r}, which has it")
        if others := self._manifest.other_spellings(draft.path):
            reason = f"{draft.path}: differs from {others[0]} only in case or composition, and that page still exists"
            raise PageWaits(reason)
        return draft
