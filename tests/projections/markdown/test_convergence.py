"""I3, I4 and I8 for the Markdown target, under any schedule of changes, deliveries and crashes."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from docrunch.domain.documents import Document
from docrunch.domain.targets import Delivery, Outcome
from docrunch.projections.markdown import MarkdownTarget
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from .site import Site, confirm, module, upsert

NAMES = ["module:a.py", "module:b.py", "module:c.py", "module:d.py"]
PATHS = ["x.md", "modules/x.md", "modules/deep/x.md", "y.md", "modules/y.md"]
IDS, PAGES = st.sampled_from(NAMES), st.sampled_from(PATHS)
NOTED = NAMES[0]
"""The document that somebody annotates; it moves and changes but never goes away."""


class Killed(BaseException):
    """The writer was killed: from this instant on it changes nothing any more."""


@contextmanager
def killed_after(changes: int) -> Iterator[None]:
    """Let a writer make that many changes to the file system, then none."""
    left = [changes]

    def limited(call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **options: Any) -> Any:
            if call is os.open and not arguments[1] & os.O_CREAT:
                return call(*arguments, **options)
            left[0] -= 1
            if left[0] < 0:
                raise Killed
            return call(*arguments, **options)

        return run

    with ExitStack() as patches:
        for name in ("open", "write", "rename", "unlink", "mkdir", "rmdir", "fsync"):
            patches.enter_context(patch.object(os, name, limited(getattr(os, name))))
        yield


def before(site: Site) -> None:
    """Four pages and an index, one of them with notes."""
    index = Document("index", "index", "Index", "old", {"page": "index.md"})
    site.written(module("changed"), module("moved"), module("gone", page="old/gone.md"), index)
    site.note("modules/moved.md", "my notes")


def after(site: Site) -> None:
    """One batch that creates, changes, moves and removes pages and changes the index last."""
    index = Document("index", "index", "Index", "new", {"page": "index.md"})
    moved = module("moved", page="new/moved.md")
    site.written(module("changed", "new"), module("created"), moved, index, gone=["module:gone.py"])


def test_a_kill_before_any_change_of_a_batch_is_repaired(tmp_path: Path) -> None:
    """I3, I8: killed before its 1st, 2nd, … change to the file system, the batch is completed by being repeated."""
    undisturbed = Site(tmp_path / "undisturbed")
    before(undisturbed)
    after(undisturbed)

    for changes in count():
        site = Site(tmp_path / str(changes))
        before(site)
        was_killed = kills(lambda: after(site), changes)  # noqa: B023
        after(site)
        assert site.pages() == undisturbed.pages(), f"killed before change {changes + 1}"
        assert site.target.holdings() == undisturbed.target.holdings()
        assert sorted(path.name for path in site.path.rglob("*")) == sorted(
            path.name for path in undisturbed.path.rglob("*")
        )
        if not was_killed:
            break
    assert changes > 20


def kills(call: Callable[[], object], changes: int) -> bool:
    """Whether `call` was still at work when it was killed after so many changes."""
    try:
        with killed_after(changes):
            call()
    except Killed:
        return True
    return False


class Convergence(RuleBasedStateMachine):
    """I3: whatever happens in between, the pages equal those of one delivery of the final documents."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.site = Site(Path(self.folder.name))
        self.wanted: dict[str, Document] = {}
        self.notes = ""
        self.texts = count()
        (self.site.path / "README.md").write_text("mine")
        for document_id, page in zip(NAMES, PATHS, strict=False):
            self.document_changes(document_id, page)
        self.site.written(*self.wanted.values())

    @rule(document_id=IDS, page=PAGES)
    def document_changes(self, document_id: str, page: str) -> None:
        if all(other.metadata["page"] != page for id_, other in self.wanted.items() if id_ != document_id):
            text = f"text {next(self.texts)}, see [x](/modules/x.md)"
            self.wanted[document_id] = module("x", text, page=page, id=document_id)

    @rule(document_id=st.sampled_from(NAMES[1:]))
    def document_goes(self, document_id: str) -> None:
        self.wanted.pop(document_id, None)

    @rule(ids=st.lists(IDS))
    def worker_delivers(self, ids: list[str]) -> None:
        self.deliver(self.site.target, ids)

    @rule(ids=st.lists(IDS, min_size=1, unique=True), changes=st.integers(0, 25))
    def worker_is_killed(self, ids: list[str], changes: int) -> None:
        if kills(lambda: self.deliver(self.site.target, ids), changes):
            self.site.target = MarkdownTarget(Path("docs"), self.site.path.parent)

    @rule(changes=st.integers(0, 25))
    def worker_is_killed_while_it_replaces_every_page(self, changes: int) -> None:
        for document_id, document in list(self.wanted.items()):
            self.document_changes(document_id, str(document.metadata["page"]))
        self.worker_is_killed(list(self.wanted), changes)

    @rule(page=PAGES)
    def somebody_deletes_a_page(self, page: str) -> None:
        path = self.site.path / page
        if path.exists() and "my notes" not in path.read_text():
            path.unlink()

    @precondition(lambda self: not self.notes)
    @rule()
    def somebody_writes_notes(self) -> None:
        pages = {page: data for page, data in self.site.pages().items() if page.endswith(".md")}
        written = [page for page, data in pages.items() if f'id: "{NOTED}"'.encode() in data]
        if len(written) == 1:
            self.site.note(written[0], "my notes")
            self.notes = "my notes"

    @rule()
    def everything_is_delivered_again(self) -> None:
        self.settle()
        before = self.site.stamps()

        assert not [one for one in self.deliver(self.site.target, list(self.wanted)) if one.error]

        assert self.site.stamps() == before

    def deliver(self, target: MarkdownTarget, ids: list[str]) -> list[Outcome]:
        wanted = [(document_id, self.wanted.get(document_id)) for document_id in ids]
        return target.deliver([upsert(one) if one else Delivery(id_, None, None) for id_, one in wanted], confirm)

    def settle(self) -> None:
        """What a rebuild does: touch the difference between what is held and what is wanted, twice for moved notes."""
        for _ in range(3):
            held = self.site.target.holdings()
            wanted = {document_id: upsert(document).wanted_hash for document_id, document in self.wanted.items()}
            self.deliver(self.site.target, [one for one in {**wanted, **held} if wanted.get(one) != held.get(one)])

    def teardown(self) -> None:
        with self.folder, tempfile.TemporaryDirectory() as other:
            self.settle()
            expected = Site(Path(other))
            expected.written(*self.wanted.values())
            if self.notes:
                expected.note(str(self.wanted[NOTED].metadata["page"]), self.notes)

            assert self.site.pages() == {**expected.pages(), "README.md": b"mine"}
            assert self.site.target.holdings() == expected.target.holdings()
            assert not (self.site.path / ".docrunch-tmp").exists()


Convergence.TestCase.settings = settings(max_examples=150, stateful_step_count=25, deadline=None)
test_convergence = Convergence.TestCase
