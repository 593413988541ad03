"""The delivery target: documents become pages in a folder that people read, annotate and put under version control."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ...domain.documents import OVERVIEW_TYPES
from ...domain.targets import Confirm, Delivery, Manner, Outcome
from ..collecting import uncollected
from .batch import carry_out
from .drafts import drafted
from .errors import whole_folder
from .folder import Folder, opened_folder
from .holding import held_documents
from .lock import locked
from .manifest import new_manifest
from .page import RENDERER_VERSION
from .publication import Publication
from .registry import Registry, read_manifest, refuse_lost_pages
from .staging import Staging

SMALLEST_PAGE = 4096


class MarkdownTarget:
    """Pages of documents below `output_dir`, which is relative to `project_root` unless it is absolute.

    The folder may hold other people's files: only what the manifest lists is ever replaced or removed.
    """

    name = "markdown"
    document_types = OVERVIEW_TYPES | {"module", "function", "schema", "decision", "pattern", "task_report"}
    renderer_version = RENDERER_VERSION
    # What a batch costs beside its pages is the manifest and two syncs.
    manner = Manner(batch=5_000, is_portable=True)

    def __init__(self, output_dir: Path, project_root: Path) -> None:
        self.path = project_root / output_dir
        self._registry = Registry()

    def place(self) -> str | None:
        """The id in the folder's manifest, None where there is none. Raises TargetUnavailable when it is unreadable."""
        with whole_folder(self.path):
            if not self.path.exists():
                return None
            with opened_folder(self.path) as folder:
                return self._registry.place(folder)

    def create_place(self) -> str:
        """Make the folder and its manifest where there is none; files of others in it are left alone.

        Raises TargetUnavailable when it holds pages of docrunch without their manifest.
        """
        with whole_folder(self.path):
            self.path.mkdir(parents=True, exist_ok=True)
        with self._writing() as (folder, staging):
            if (manifest := read_manifest(folder)) is None:
                refuse_lost_pages(self.path)
                manifest = new_manifest()
                manifest.has_new_intents = True
                Publication(folder, staging).state_intents(manifest)
        return manifest.place

    def probe(self) -> None:
        """Write and sync a small temporary file. Raises TargetUnavailable when that, or the manifest, fails."""
        with self._writing() as (folder, staging):
            self._registry.give_back(folder, self._registry.take(folder))
            staging.add(bytes(SMALLEST_PAGE))
            staging.make_durable()

    @uncollected()
    def deliver(self, deliveries: Sequence[Delivery], confirm: Confirm) -> list[Outcome]:
        """Bring the pages to what is wanted; see the protocol. Notes and what people changed by hand are never lost."""
        drafts = {one.document_id: drafted(one.document) if one.document else None for one in deliveries}
        with self._writing() as (folder, staging):
            manifest = self._registry.take(folder)
            confirmed = confirm(deliveries)
            wanted = [(one, drafts[one.document_id]) for one in deliveries if one.document_id in confirmed]
            outcomes = carry_out(folder, manifest, staging, wanted)
            self._registry.give_back(folder, manifest)
        return [outcomes.get(one.document_id, Outcome(one.document_id, is_stale=True)) for one in deliveries]

    def holdings(self) -> dict[str, str]:
        """Read every page of ours; one that is changed, half moved or to be deleted is listed under `changed`."""
        with whole_folder(self.path), opened_folder(self.path) as folder, locked(folder):
            manifest = self._registry.take(folder)
            self._registry.give_back(folder, manifest)
            return held_documents(folder, manifest)

    @contextmanager
    def _writing(self) -> Iterator[tuple[Folder, Staging]]:
        """The folder, locked and cleaned of what a killed writer left; temporary files end with the block."""
        with whole_folder(self.path), opened_folder(self.path) as folder, locked(folder):
            staging = Staging(folder)
            try:
                staging.recover()
                yield folder, staging
            except BaseException:
                staging.discard()
                raise
            staging.finish()
