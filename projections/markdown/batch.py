"""One batch of deliveries: decide and stage every page, write down the intents, put the pages in place."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from ...domain.documents import OVERVIEW_TYPES, Document
from ...domain.targets import Delivery, Outcome
from .claims import Claims
from .drafts import Draft
from .errors import RETRY, PageRefused, PageWaits
from .folder import Folder
from .holding import Holding, holding
from .manifest import Entry, Manifest
from .page import NO_NOTES, blank_digest, with_notes
from .publication import Change, Publication
from .staging import Staging

Drafted = Sequence[tuple[Delivery, Draft | PageRefused | None]]
"""Deliveries with what was made of their documents; None for those that must not exist."""

logger = logging.getLogger("docrunch.markdown")


def carry_out(folder: Folder, manifest: Manifest, staging: Staging, deliveries: Drafted) -> dict[str, Outcome]:
    """Bring every page to what is wanted, or say why not. Raises OSError and TargetUnavailable."""
    first = Batch(folder, manifest, staging, deliveries)
    outcomes = first.carry_out()
    if first.waiting:
        # What they wait for was mostly another one of these: one that differs in case alone, and is gone now.
        again = [(one, draft) for one, draft in deliveries if one.document_id in first.waiting]
        outcomes |= Batch(folder, manifest, staging, again).carry_out()
    for outcome in outcomes.values():
        if outcome.error is not None:
            logger.error("%s was not delivered: %s", outcome.document_id, outcome.error)
    return outcomes


class Batch:
    """The deliveries that are carried out together; used once."""

    def __init__(self, folder: Folder, manifest: Manifest, staging: Staging, deliveries: Drafted) -> None:
        self.folder, self.manifest, self.staging = folder, manifest, staging
        self.deliveries = deliveries
        self.claims = Claims(manifest, {one.document_id: draft for one, draft in deliveries if draft is not None})
        self.publication = Publication(folder, staging)
        self.outcomes = {one.document_id: Outcome(one.document_id) for one, _ in deliveries}
        self.waiting: set[str] = set()

    def carry_out(self) -> dict[str, Outcome]:
        """Decide, state the intents, and put in place what could be decided. Raises OSError and TargetUnavailable."""
        self._forget_removed_pages()
        for delivery, _ in self.deliveries:
            with self._outcome_of(delivery.document_id):
                self._decide(delivery)
        self.publication.state_intents(self.manifest)
        for change in self.publication.in_order():
            if self.outcomes[change.document_id].error is None:
                with self._outcome_of(change.document_id):
                    self.publication.carry_out(change)
        self.publication.make_durable()
        return self.outcomes

    @contextmanager
    def _outcome_of(self, document_id: str) -> Iterator[None]:
        try:
            yield
        except PageRefused as refusal:
            if isinstance(refusal, PageWaits):
                self.waiting.add(document_id)
            self.outcomes[document_id] = Outcome(document_id, str(refusal), is_permanent=refusal.is_permanent)

    def _forget_removed_pages(self) -> None:
        """The manifest lists what an earlier batch was about to remove; what has gone since then is nobody's now."""
        for path in self.manifest.leaving():
            with suppress(OSError, PageRefused):
                if self.folder.stamp(path) is None:
                    self.manifest.forget(path)
                    self.publication.is_absent(path)

    def _decide(self, delivery: Delivery) -> None:
        if delivery.document is not None and delivery.wanted_hash is not None:
            self._decide_page(delivery.document, delivery.wanted_hash)
        else:
            self._decide_deletion(delivery.document_id)

    def _decide_deletion(self, document_id: str) -> None:
        for path, held in self._pages_of(document_id).items():
            if held is not None and held.page.has_notes:
                raise PageRefused(
                    f"{self.folder.path / path}: its document is gone, but it holds notes: "
                    f"move your notes, delete the page, then run {RETRY}"
                )
            self._decide_removal(document_id, path, held)

    def _decide_page(self, document: Document, wanted_hash: str) -> None:
        path, head = self.claims.draft_of(document.id)
        blanked = blank_digest(head)
        here = holding(self.folder, self.manifest, path, blanked)
        elsewhere = self._pages_of(document.id, but=path)
        data = with_notes(head, self._notes(document.id, path, here, elsewhere))
        standing = (here.page.digest,) if here and here.page.digest != blanked else ()
        self.manifest.intend(path, Entry(document.id, wanted_hash, (blanked, *standing)))
        self.publication.keep(path)
        if here is None or here.data != data:
            stamp, is_index = here and here.stamp, document.type in OVERVIEW_TYPES
            self.publication.plan(Change(document.id, path, stamp, self.staging.add(data), is_index))
        for old, held in elsewhere.items():
            self._decide_removal(document.id, old, held)

    def _pages_of(self, document_id: str, but: str = "") -> dict[str, Holding | None]:
        paths = (path for path in self.manifest.paths_of(document_id) if path != but)
        return {path: holding(self.folder, self.manifest, path) for path in paths}

    def _notes(self, document_id: str, path: str, here: Holding | None, elsewhere: dict[str, Holding | None]) -> bytes:
        """The notes a page is written with: its own, or those of the page it moves away from."""
        if here is not None and here.page.has_notes:
            self._refuse_foreign_notes(document_id, path)
        held = [found.page for found in (here, *elsewhere.values()) if found is not None]
        notes = {page.notes for page in held if page.has_notes}
        if len(notes) > 1:
            raise PageRefused(
                f"{self.folder.path / path}: conflict: it and {', '.join(elsewhere)} hold different notes of one "
                f"document; leave them in one of the pages only, then run {RETRY}"
            )
        return notes.pop() if notes else here.page.notes if here else NO_NOTES

    def _refuse_foreign_notes(self, document_id: str, path: str) -> None:
        owner = self.manifest.pages[path].document
        if owner != document_id:
            reason = f"{self.folder.path / path}: it still holds the notes of {owner!r}, whose page it was"
            raise PageWaits(reason)

    def _decide_removal(self, document_id: str, path: str, held: Holding | None) -> None:
        if held is None:
            self.manifest.forget(path)
            self.publication.is_absent(path)
        else:
            self.manifest.intend(path, Entry(document_id, None, self.manifest.pages[path].digests))
            self.publication.plan(Change(document_id, path, held.stamp))
