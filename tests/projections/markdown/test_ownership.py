"""I8: only pages that the manifest lists are ever replaced or removed, and never outside the folder."""

import logging
import os
from pathlib import Path

import pytest
from docrunch.domain.errors import TargetUnavailable
from docrunch.projections.markdown import MarkdownTarget

from .site import Site, module


def test_a_file_in_the_way_is_left_alone_and_named(site: Site) -> None:
    (site.path / "modules").mkdir()
    (site.path / "modules/x.md").write_text("mine")

    refused = site.refusal(module("x"), module("y"))

    assert refused.document_id == "module:x.py"
    assert refused.is_permanent
    assert refused.error is not None
    assert str(site.path / "modules/x.md") in refused.error
    assert "move it away, then run docrunch projections retry markdown" in refused.error
    assert site.pages()["modules/x.md"] == b"mine"
    assert "modules/y.md" in site.pages()


def test_once_it_is_moved_away_the_page_is_written(site: Site) -> None:
    (site.path / "x.md").write_text("mine")
    site.refusal(module("x", page="x.md"))
    (site.path / "x.md").rename(site.path / "README.md")

    site.written(module("x", page="x.md"))

    assert set(site.pages()) == {"README.md", "x.md"}


def test_a_page_changed_by_hand_is_a_conflict(site: Site) -> None:
    site.written(module("x", "text"))
    page = site.path / "modules/x.md"
    page.write_text(page.read_text().replace("text", "better text"))

    for refused in (site.refusal(module("x", "new")), site.refusal(gone=["module:x.py"])):
        assert refused.is_permanent
        assert "conflict" in (refused.error or "")
    assert "better text" in page.read_text()


def test_a_page_whose_markers_were_removed_is_a_conflict(site: Site) -> None:
    site.written(module("x"))
    page = site.path / "modules/x.md"
    page.write_text(page.read_text().split("<!--")[0])

    assert "conflict" in (site.refusal(module("x")).error or "")


def test_a_failed_page_is_logged_with_its_path(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    (site.path / "x.md").write_text("mine")

    site.refusal(module("x", page="x.md"))

    [record] = caplog.records
    assert (record.name, record.levelno) == ("docrunch.markdown", logging.ERROR)
    assert str(site.path / "x.md") in record.getMessage()


def test_files_of_others_are_never_touched(site: Site) -> None:
    (site.path / "README.md").write_text("mine")
    (site.path / "modules").mkdir()
    (site.path / "modules/own.md").write_text("mine")
    before = site.stamps()

    site.written(module("x"), module("y"))
    site.written(module("x", "new"), gone=["module:y.py"])
    site.written(gone=["module:x.py"])

    assert set(site.pages()) == {"README.md", "modules/own.md"}
    assert [site.stamps()[name] for name in ("README.md", "own.md")] == [
        before[name] for name in ("README.md", "own.md")
    ]


@pytest.mark.parametrize("page", ["../x.md", "/x.md", "a\\x.md", "con.md", "x\0.md", "x" * 300 + ".md", 3])
def test_an_unsafe_page_fails_its_document_alone(site: Site, page: object) -> None:
    refused = site.refusal(module("bad", page=page), module("good"))

    assert refused.document_id == "module:bad.py"
    assert refused.is_permanent
    assert set(site.pages()) == {"modules/good.md"}
    assert not (site.path.parent / "x.md").exists()


def test_a_document_without_a_page_fails_alone(site: Site) -> None:
    document = module("bad")
    document.metadata.clear()

    assert "names no page" in (site.refusal(document, module("good")).error or "")


def test_a_page_of_200_bytes_is_written_and_a_longer_one_refused(site: Site) -> None:
    site.written(module("x", page="x" * 197 + ".md"))

    assert "longer than 200 bytes" in (site.refusal(module("y", page="y" * 198 + ".md")).error or "")


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_documents_with_one_page_the_smaller_id_has_it(site: Site, order: int) -> None:
    rivals = [module("a", page="modules/Foo.md"), module("b", page="modules/foo.md")]

    refused = site.refusal(*rivals[::order])

    assert refused.document_id == "module:b.py"
    assert set(site.pages()) == {"modules/Foo.md"}


def test_who_has_a_page_keeps_it(site: Site) -> None:
    site.written(module("b", page="modules/foo.md"))

    refused = site.refusal(module("a", page="modules/foo.md"), module("b", page="modules/foo.md"))

    assert refused.document_id == "module:a.py"


def test_a_page_that_differs_only_in_case_waits_until_the_other_is_gone(site: Site) -> None:
    site.written(module("a", page="modules/Foo.md"))
    newcomer = module("b", page="modules/foo.md")

    refused = site.refusal(newcomer)
    site.written(gone=["module:a.py"])
    site.written(newcomer)

    assert not refused.is_permanent
    assert set(site.pages()) == {"modules/foo.md"}


def test_a_page_that_is_renamed_only_in_case_arrives_at_once(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    site.written(module("Foo", "old"), module("other"))

    site.written(module("foo", "new"), module("other", "[foo](/modules/foo.md)"), gone=["module:Foo.py"])

    assert set(site.pages()) == {"modules/foo.md", "modules/other.md"}
    assert caplog.records == []


@pytest.mark.parametrize("is_gone_first", [True, False])
def test_a_page_passes_to_another_document_in_any_order(site: Site, is_gone_first: bool) -> None:
    site.written(module("x", id="module:x.py"))
    successor = module("x", "new", id="module:x/__init__.py")

    if is_gone_first:
        site.written(gone=["module:x.py"])
        site.written(successor)
    else:
        site.written(successor)
        site.written(gone=["module:x.py"])

    assert b"new" in site.pages()["modules/x.md"]
    assert list(site.target.holdings()) == ["module:x/__init__.py"]


def test_two_documents_may_swap_their_pages(site: Site) -> None:
    site.written(module("a", page="1.md"), module("b", page="2.md"))

    site.written(module("a", page="2.md"), module("b", page="1.md"))

    assert b"# a" in site.pages()["2.md"]
    assert b"# b" in site.pages()["1.md"]


def test_a_folder_replaced_by_a_link_leads_nowhere(site: Site, tmp_path: Path) -> None:
    site.written(module("x"), module("gone"))
    outside = tmp_path / "outside"
    (site.path / "modules").rename(outside)
    (site.path / "modules").symlink_to(outside)
    before = {path.name: path.read_bytes() for path in outside.iterdir()}

    outcomes = site.deliver(module("x", "new"), module("y"), gone=["module:gone.py"])

    assert all(one.error and one.is_permanent for one in outcomes)
    assert {path.name: path.read_bytes() for path in outside.iterdir()} == before


@pytest.mark.parametrize("name", ["modules/x.md", "modules/new.md"])
def test_a_page_replaced_by_a_link_is_not_followed(site: Site, tmp_path: Path, name: str) -> None:
    site.written(module("x"))
    outside = tmp_path / "outside.md"
    outside.write_bytes((site.path / "modules/x.md").read_bytes())
    before = outside.read_bytes()
    (site.path / name).unlink(missing_ok=True)
    (site.path / name).symlink_to(outside)

    refused = site.refusal(module(Path(name).stem, "new text"))

    assert refused.is_permanent
    assert outside.read_bytes() == before
    assert (site.path / name).is_symlink()


@pytest.mark.parametrize("name", ["modules/x.md", "modules/new.md"])
def test_a_folder_or_pipe_in_the_way_fails_its_page_alone(site: Site, name: str) -> None:
    site.written(module("x"))
    for make in (Path.mkdir, os.mkfifo):
        (site.path / name).unlink(missing_ok=True)
        make(site.path / name)

        refused = site.refusal(module(Path(name).stem, "new text"), module("other"))

        assert str(site.path / name) in (refused.error or "")
        if (site.path / name).is_dir():
            (site.path / name).rmdir()


def test_a_page_where_a_folder_should_be_fails_alone(site: Site) -> None:
    site.written(module("x", page="a.md"))

    refused = site.refusal(module("y", page="a.md/y.md"), module("z"))

    assert refused.document_id == "module:y.py"


@pytest.mark.parametrize("name", [".docrunch-tmp", ".docrunch-manifest.json", ".docrunch-lock"])
def test_links_under_our_own_names_are_not_followed(site: Site, tmp_path: Path, name: str) -> None:
    site.written(module("x"))
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "0.staged").write_text("mine")
    (site.path / name).unlink(missing_ok=True)
    (site.path / name).symlink_to(outside if name == ".docrunch-tmp" else outside / "0.staged")

    with pytest.raises(TargetUnavailable, match=name):
        site.written(module("y"))

    assert [path.read_text() for path in outside.iterdir()] == ["mine"]


def test_a_page_saved_by_somebody_while_it_is_written_is_kept(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    site.written(module("x"))
    sync = os.fsync

    def save_meanwhile(descriptor: int) -> None:
        sync(descriptor)
        monkeypatch.setattr(os, "fsync", sync)
        site.note("modules/x.md", "just in time")

    monkeypatch.setattr(os, "fsync", save_meanwhile)
    refused = site.refusal(module("x", "new"))
    site.written(module("x", "new"))

    assert not refused.is_permanent
    assert b"just in time" in site.pages()["modules/x.md"]
    assert b"new" in site.pages()["modules/x.md"]


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b'{"format": 9}', b'{"format": 1, "place": "x", "pages": {}}'])
def test_an_unreadable_manifest_stops_everything(site: Site, damage: bytes) -> None:
    site.written(module("x"))
    (site.path / ".docrunch-manifest.json").write_bytes(damage)
    before = site.stamps()

    for call in (
        lambda: site.written(module("x", "new")),
        site.target.place,
        site.target.create_place,
        site.target.probe,
    ):
        with pytest.raises(TargetUnavailable, match=r"docrunch-manifest\.json cannot be read") as raised:
            call()
        assert "restore it" in (raised.value.hint or "")
    assert site.stamps() == before


def test_a_manifest_that_points_outside_is_harmless(site: Site, tmp_path: Path) -> None:
    site.written(module("x"))
    outside = tmp_path / "modules"
    (site.path / "modules").rename(outside)
    manifest = site.path / ".docrunch-manifest.json"
    manifest.write_text(manifest.read_text().replace("modules/x.md", "../modules/x.md"))

    refused = site.refusal(gone=["module:x.py"])
    manifest.write_text(manifest.read_text().replace('"wanted_hash": "', '"wanted_hash": null, "was": "'))
    site.written(module("y"))

    assert "leads out of the output folder" in (refused.error or "")
    assert (outside / "x.md").exists()


def test_pages_without_their_manifest_are_not_taken_over(site: Site) -> None:
    site.written(module("x"))
    (site.path / ".docrunch-manifest.json").unlink()

    with pytest.raises(TargetUnavailable, match=r"has no \.docrunch-manifest\.json"):
        site.written(module("x", "new"))
    with pytest.raises(TargetUnavailable, match=r"holds pages of docrunch \(modules/x\.md\)"):
        site.target.create_place()


def test_a_folder_with_other_peoples_files_can_be_shared(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/README.md").write_text("---\ntitle: mine\n---\n")

    assert MarkdownTarget(Path("docs"), tmp_path).create_place()
