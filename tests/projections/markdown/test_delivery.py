import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from docrunch.domain.documents import Document
from docrunch.domain.errors import TargetUnavailable
from docrunch.domain.targets import Delivery, Target
from docrunch.projections.markdown import MarkdownTarget, registry
from docrunch.projections.markdown.manifest import Manifest, parse_manifest

from .site import Site, confirm, module, upsert


def test_the_target_fulfils_the_protocol(site: Site) -> None:
    target: Target = site.target

    assert (target.name, "module" in target.document_types, "class" in target.document_types) == (
        "markdown",
        True,
        False,
    )


def test_a_document_becomes_the_page_it_names(site: Site) -> None:
    site.written(module("x"), module("y", "see [x](/modules/x.md)", page="y.md"))

    assert set(site.pages()) == {"modules/x.md", "y.md"}
    assert b"see [x](modules/x.md)" in site.pages()["y.md"]


def test_a_changed_document_replaces_its_page(site: Site) -> None:
    site.written(module("x", "old"))

    site.written(module("x", "new"))

    assert b"new" in site.pages()["modules/x.md"]


def test_a_document_that_is_gone_takes_its_page_and_an_empty_folder_with_it(site: Site) -> None:
    site.written(module("x", page="a/b/x.md"), module("y"))

    site.written(gone=["module:x.py"])

    assert set(site.pages()) == {"modules/y.md"}
    assert not (site.path / "a").exists()


def test_a_document_that_never_had_a_page_is_gone_already(site: Site) -> None:
    site.written(gone=["module:x.py"])

    assert site.pages() == {}


def test_delivering_what_is_there_writes_nothing(site: Site) -> None:
    """I4: neither bytes nor inodes nor modification times change, the manifest's included."""
    site.written(module("x"), module("y"))
    site.written(gone=["module:y.py"])
    before = site.stamps()

    site.written(module("x"), gone=["module:y.py"])

    assert site.stamps() == before


def test_a_new_wanted_hash_with_the_same_bytes_rewrites_no_page(site: Site) -> None:
    site.written(module("x"))
    before = site.stamps()["x.md"]

    site.target.deliver([Delivery("module:x.py", "another", module("x"))], confirm)

    assert site.stamps()["x.md"] == before
    assert site.target.holdings() == {"module:x.py": "another"}


def test_a_deleted_page_is_written_again(site: Site) -> None:
    site.written(module("x"))
    page = site.pages()
    shutil.rmtree(site.path / "modules")

    site.written(module("x"))

    assert site.pages() == page


def test_what_the_ledger_no_longer_wants_is_stale_and_untouched(site: Site) -> None:
    outcomes = site.target.deliver([upsert(module("x")), upsert(module("y"))], lambda _: {"module:y.py"})

    assert [one.is_stale for one in outcomes] == [True, False]
    assert set(site.pages()) == {"modules/y.md"}


def test_the_ledger_is_asked_once_and_before_anything_changes(site: Site) -> None:
    asked: list[dict[str, bytes]] = []

    def ask(deliveries: Sequence[Delivery]) -> set[str]:
        asked.append(site.pages())
        return confirm(deliveries)

    site.target.deliver([upsert(module("x")), upsert(module("y"))], ask)

    assert asked == [{}]


def test_a_failing_ledger_changes_nothing_and_leaves_the_folder_unlocked(site: Site) -> None:
    def fail(_: Sequence[Delivery]) -> set[str]:
        raise RuntimeError("gone")

    with pytest.raises(RuntimeError, match="gone"):
        site.target.deliver([upsert(module("x"))], fail)
    site.written(module("y"))

    assert set(site.pages()) == {"modules/y.md"}


def test_new_pages_come_first_then_changed_ones_then_indexes_then_deletions(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = Document("index", "index", "Index", "old", {"page": "index.md"})
    site.written(module("changed"), module("gone"), index)
    seen: list[str] = []
    record_changes(monkeypatch, seen)

    site.written(
        Document("index", "index", "Index", "new", {"page": "index.md"}),
        module("changed", "new"),
        module("new"),
        gone=["module:gone.py"],
    )

    assert seen == ["new.md", "changed.md", "index.md", "gone.md"]


def record_changes(monkeypatch: pytest.MonkeyPatch, seen: list[str]) -> None:
    import os

    rename, unlink = os.rename, os.unlink

    def renamed(source: str, target: str, *, src_dir_fd: int, dst_dir_fd: int) -> None:
        seen.extend([target] if target.endswith(".md") else [])
        rename(source, target, src_dir_fd=src_dir_fd, dst_dir_fd=dst_dir_fd)

    def unlinked(name: str, *, dir_fd: int) -> None:
        seen.extend([name] if name.endswith(".md") else [])
        unlink(name, dir_fd=dir_fd)

    monkeypatch.setattr(os, "rename", renamed)
    monkeypatch.setattr(os, "unlink", unlinked)


def test_holdings_say_what_the_pages_really_are(site: Site) -> None:
    site.written(module("good"), module("noted"), module("changed"), module("deleted"))
    site.note("modules/noted.md", "mine")
    (site.path / "modules/deleted.md").unlink()
    with (site.path / "modules/changed.md").open("a") as page:
        page.write("more")

    held = site.target.holdings()

    assert held["module:good.py"] == upsert(module("good")).wanted_hash
    assert held["module:noted.py"] == upsert(module("noted")).wanted_hash
    assert held["module:changed.py"] == "changed"
    assert "module:deleted.py" not in held


def test_a_second_target_object_sees_what_the_first_wrote(site: Site) -> None:
    site.written(module("x"))
    other = MarkdownTarget(Path("docs"), site.path.parent)

    other.deliver([upsert(module("y"))], confirm)
    site.written(module("z"))

    assert set(other.holdings()) == {"module:x.py", "module:y.py", "module:z.py"}


def test_a_folder_has_an_identity_from_its_creation_on(tmp_path: Path) -> None:
    target = MarkdownTarget(tmp_path / "deep/docs", tmp_path)

    before, created = target.place(), target.create_place()

    assert before is None
    assert target.place() == target.create_place() == created


def test_the_identity_is_that_of_the_folder_which_is_there_now(site: Site, tmp_path: Path) -> None:
    before = site.target.place()
    shutil.move(site.path, tmp_path / "away")

    MarkdownTarget(Path("docs"), tmp_path).create_place()

    assert site.target.place() not in {before, None}


def test_a_manifest_is_parsed_once_however_many_batches_ask_for_it(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Parsing it takes as long as the project has pages: with every batch it would take the longest of all."""
    parsed: list[str] = []

    def counting(data: bytes, where: str) -> Manifest:
        parsed.append(where)
        return parse_manifest(data, where)

    monkeypatch.setattr(registry, "parse_manifest", counting)
    for number in range(3):
        site.target.place()
        site.written(module(f"x{number}"))

    assert len(parsed) == 1


def test_a_folder_that_vanished_is_the_targets_failure(site: Site) -> None:
    shutil.rmtree(site.path)

    for call in (lambda: site.written(module("x")), site.target.probe, site.target.holdings):
        with pytest.raises(TargetUnavailable, match="No such file"):
            call()
    assert site.target.place() is None
    assert not site.path.exists()


def test_a_folder_that_vanishes_while_it_is_written_to_is_noticed(site: Site) -> None:
    def vanish(deliveries: Sequence[Delivery]) -> set[str]:
        shutil.rmtree(site.path)
        return confirm(deliveries)

    with pytest.raises(TargetUnavailable):
        site.target.deliver([upsert(module("x"))], vanish)


def test_probing_leaves_nothing_behind(site: Site) -> None:
    site.target.probe()

    assert {path.name for path in site.path.iterdir()} == {".docrunch-manifest.json", ".docrunch-lock"}


def test_many_nested_folders_need_few_descriptors(site: Site) -> None:
    documents = [module(f"x{number}", page=f"a{number}/b/x.md") for number in range(100)]

    site.written(*documents)
    site.written(gone=[document.id for document in documents])

    assert {path.name for path in site.path.iterdir()} == {".docrunch-manifest.json", ".docrunch-lock"}
