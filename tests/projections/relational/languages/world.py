"""A tree of files, the log of its edits, and a read model with pages that follow the log somehow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docrunch.domain.documents import Document, Relationship
from docrunch.domain.targets import Delivery
from docrunch.projections.ledger import TargetSpec
from docrunch.projections.markdown import MarkdownTarget
from docrunch.projections.rebuild import rebuild

from ...markdown.site import Site, confirm
from .sources import CONFIGURATIONS, ELSEWHERE, LINES, NAMES, SHOP, kind_of, parsed, renamed

if TYPE_CHECKING:
    from pathlib import Path

    from tests.projections.relational.conftest import History, ReadModel

PAGES = TargetSpec("markdown", MarkdownTarget.document_types, MarkdownTarget.renderer_version)


class World:
    """What happens, by name; `which` chooses among the files there are, `other` among what could be done to one."""

    def __init__(self, model: ReadModel, history: History, folder: Path) -> None:
        self.model, self.history = model, history
        self.site = Site(folder)
        self.files: dict[str, str] = {}
        self.applied = 0
        self.delivered: dict[str, str | None] = {}

    def is_written(self, path: str, text: str) -> None:
        if self.files.get(path) != text:
            self.files[path] = text
            self.history.index(parsed(path, text))

    def is_removed(self, path: str) -> None:
        if self.files.pop(path, None) is not None:
            self.history.remove(path)

    def is_deleted(self, which: int) -> None:
        for path in self.chosen(which):
            self.is_removed(path)

    def is_restored(self, which: int) -> None:
        path = sorted(SHOP)[which % len(SHOP)]
        self.is_written(path, SHOP[path])

    def is_moved(self, which: int, other: int, is_gone_first: bool) -> None:
        """Two events, in either order: a scan could see the one or the other first."""
        for path in self.chosen(which):
            kind = kind_of(path)
            places = [*ELSEWHERE[kind], *(place for place in SHOP if kind_of(place) == kind)]
            to, text = places[other % len(places)], self.files[path]
            if to == path:
                continue
            if is_gone_first:
                self.is_removed(path)
            self.is_written(to, text)
            if not is_gone_first:
                self.is_removed(path)

    def renames_a_name(self, which: int, other: int, to: int, is_everywhere: bool) -> None:
        """In the file alone, or wherever files of its language use it."""
        for path in self.chosen(which):
            names = NAMES[kind_of(path)]
            name, new = names[other % len(names)], [*names, "renamed"][to % (len(names) + 1)]
            places = [one for one in self.files if kind_of(one) == kind_of(path)] if is_everywhere else [path]
            for place in places:
                self.is_written(place, renamed(self.files[place], name, new))

    def gets_a_line(self, which: int, other: int, is_above: bool) -> None:
        for path in self.chosen(which):
            lines = ("", *LINES[kind_of(path)])
            line, text = lines[other % len(lines)], self.files[path]
            self.is_written(path, f"{line}\n{text}" if is_above else f"{text}\n{line}\n")

    def is_spaced_out(self, which: int, other: int) -> None:
        """The same said on the same lines, with a blank more behind one of its brackets."""
        for path in self.chosen(which):
            first, *parts = self.files[path].split("(")
            at = other % len(parts) if parts else 0
            self.is_written(path, "(".join([first, *parts[:at], *(f" {one}" for one in parts[at:])]))

    def loses_its_end(self, which: int, other: int) -> None:
        """Somebody is still writing: what is there need not be whole."""
        for path in self.chosen(which):
            text = self.files[path]
            self.is_written(path, text[: len(text) * (other % 5) // 5])

    def is_exchanged(self, which: int, other: int) -> None:
        """Two files of a language change places."""
        for path in self.chosen(which):
            places = sorted(place for place in self.files if kind_of(place) == kind_of(path))
            place = places[other % len(places)]
            mine, its = self.files[path], self.files[place]
            self.is_written(path, its)
            self.is_written(place, mine)

    def is_configured(self, which: int, other: int) -> None:
        places = ("web/tsconfig.json", "web/tsconfig.base.json", *ELSEWHERE[".json"])
        self.is_written(places[which % len(places)], CONFIGURATIONS[other % len(CONFIGURATIONS)])

    def is_applied(self, size: int, overlap: int, is_repeated: bool) -> None:
        """A batch of so many events, some of them again, perhaps twice."""
        batch = self.history.batch(max(0, self.applied - overlap), self.applied + size)
        self.applied = min(self.applied + size, len(self.history.events))
        for _ in range(2 if is_repeated else 1):
            assert self.model.apply(batch).state == "applied"

    def is_rebuilt(self) -> None:
        shorter = type(self.history)(self.history.events[: self.applied])
        rebuild(self.model.database, shorter.feed(limit=7), self.model.targets)

    def is_delivered(self) -> None:
        """What the ledger wants otherwise than it was delivered; what fails stays due, as with any worker."""
        found = {one.id: one for one in documents(self.model)}
        deliveries = [Delivery(id_, hash_, found.get(id_) if hash_ else None) for id_, hash_ in self.due().items()]
        wanted = self.wanted()
        for outcome in self.site.target.deliver(deliveries, confirm):
            assert not outcome.is_permanent, outcome
            assert not outcome.is_stale
            if outcome.error is None:
                self.delivered[outcome.document_id] = wanted[outcome.document_id]

    def due(self) -> dict[str, str | None]:
        return {id_: hash_ for id_, hash_ in self.wanted().items() if self.delivered.get(id_) != hash_}

    def wanted(self) -> dict[str, str | None]:
        return dict(self.model.rows("SELECT document_id, wanted_hash FROM storage_sync WHERE target = 'markdown'"))

    def catches_up(self) -> None:
        """A page that only changes the case of its name waits once for the one before it to go."""
        self.is_applied(len(self.history.events), 0, is_repeated=False)
        for _ in range(2):
            self.is_delivered()
        assert self.due() == {}

    def chosen(self, which: int) -> list[str]:
        """One of the files, if there are any."""
        found = sorted(self.files)
        return [found[which % len(found)]] if found else []


def documents(model: ReadModel) -> list[Document]:
    rows: list[Any] = model.rows("SELECT id, type, title, content, metadata, relationships FROM documents")
    return [
        Document(id_, type_, title, content, metadata, [Relationship(id_, target, kind) for kind, target in edges])
        for id_, type_, title, content, metadata, edges in rows
    ]
