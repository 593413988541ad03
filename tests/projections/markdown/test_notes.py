from .site import Site, module


def test_notes_survive_a_new_rendering(site: Site) -> None:
    site.written(module("x"))
    site.note("modules/x.md", "Ask *Ada*.\r\n<!-- docrunch:end -->\nmore")

    site.written(module("x", "new text"))

    page = site.pages()["modules/x.md"]
    assert b"new text" in page
    assert b"Ask *Ada*.\r\n<!-- docrunch:end -->\nmore\n<!-- docrunch:end -->\n" in page


def test_writing_notes_is_no_reason_to_write_the_page(site: Site) -> None:
    site.written(module("x"))
    site.note("modules/x.md", "mine")
    before = site.stamps()

    site.written(module("x"))

    assert site.stamps() == before


def test_a_page_with_notes_is_not_deleted(site: Site) -> None:
    site.written(module("x"))
    site.note("modules/x.md", "mine")

    refused = site.refusal(gone=["module:x.py"])

    assert refused.is_permanent
    assert "move your notes, delete the page, then run docrunch projections retry markdown" in (refused.error or "")
    assert b"mine" in site.pages()["modules/x.md"]


def test_once_the_page_is_deleted_by_hand_it_is_gone(site: Site) -> None:
    site.written(module("x"))
    site.note("modules/x.md", "mine")
    site.refusal(gone=["module:x.py"])
    (site.path / "modules/x.md").unlink()

    site.written(gone=["module:x.py"])

    assert site.pages() == {}


def test_notes_travel_with_a_document_that_moves(site: Site) -> None:
    site.written(module("x"))
    site.note("modules/x.md", "mine")

    site.written(module("x", page="modules/x-1a2b.md"))

    assert set(site.pages()) == {"modules/x-1a2b.md"}
    assert b"mine" in site.pages()["modules/x-1a2b.md"]


def test_notes_do_not_pass_to_another_document(site: Site) -> None:
    site.written(module("x"))
    site.note("modules/x.md", "about the old x")
    successor = module("x", id="module:x/__init__.py")

    refused = site.refusal(successor)
    site.written(module("x", page="modules/x-1a2b.md"))
    site.written(successor)

    assert not refused.is_permanent
    assert "notes of 'module:x.py'" in (refused.error or "")
    assert b"about the old x" in site.pages()["modules/x-1a2b.md"]
    assert b"about the old x" not in site.pages()["modules/x.md"]


def test_different_notes_in_both_pages_of_a_moving_document_are_a_conflict(site: Site) -> None:
    site.written(module("x"))
    site.note("modules/x.md", "old notes")
    old, manifest = site.path / "modules/x.md", site.path / ".docrunch-manifest.json"
    page, listed = old.read_bytes(), manifest.read_text()
    site.written(module("x", page="modules/y.md"))
    # As after a crash just before the old page was removed.
    entry = listed.split('"pages": {')[1].split("\n  },")[0]
    manifest.write_text(manifest.read_text().replace('"pages": {', '"pages": {' + entry + ","))
    old.write_bytes(page)
    moved = site.path / "modules/y.md"
    moved.write_bytes(moved.read_bytes().replace(b"old notes", b"new notes"))

    refused = site.refusal(module("x", page="modules/y.md"))

    assert "different notes" in (refused.error or "")
    assert b"old notes" in old.read_bytes()
    assert b"new notes" in moved.read_bytes()
