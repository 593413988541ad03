"""Where pages lie: readable paths that are one file each on every file system."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from docrunch.projections.pages import class_anchors, page_key, page_slug
from hypothesis import given
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.projections.relational.conftest import Build, History, ReadModel

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=200)


def test_a_plain_name_is_its_own_path() -> None:
    assert page_slug("module", "outbox.log", "module:outbox/log.py") == "modules/outbox.log.md"
    assert page_slug("method", "outbox.log.Log.append", "x") == "functions/outbox.log.Log.append.md"


@pytest.mark.parametrize("name", ["con", "CON.x", "nul", "com1.a", "LPT9", "com¹"])
def test_names_of_windows_devices_are_avoided(name: str) -> None:
    assert page_slug("module", name, "m") == f"modules/_{name}.md"


def test_a_module_named_index_does_not_take_the_page_of_the_module_index() -> None:
    assert page_slug("module", "index", "module:index.py") == "modules/index-c6ab6a49.md"
    assert page_slug("module", "Index", "module:Index.py").startswith("modules/Index-")


def test_a_name_that_looks_hashed_is_hashed_so_that_it_cannot_meet_a_hashed_one() -> None:
    assert page_slug("module", "a-0123abcd", "m").startswith("modules/a-0123abcd-")


@given(name=NAMES, symbol_id=NAMES)
def test_every_path_is_safe_everywhere(name: str, symbol_id: str) -> None:
    folder, _, page = page_slug("function", name, symbol_id).partition("/")

    assert folder == "functions"
    assert page.endswith(".md")
    assert len(page.encode()) <= 150
    assert not set(page) & set('\\/:*?"<>|#%() \n\t\0')
    assert page[0] not in ".-"


@given(name=NAMES)
def test_a_path_has_the_same_key_in_either_case(name: str) -> None:
    slug = page_slug("function", name, "id")

    assert page_key(slug) == page_key(slug.lower()) or not slug.isascii()


def test_anchors_are_those_of_the_headings() -> None:
    anchors = class_anchors(
        dict.fromkeys(["Foo", "foo", "Outer.Inner", "_Private", "Foo#2"], "class") | {"T": "interface"}
    )

    assert anchors == {
        "Foo": "class-foo",
        "foo": "class-foo-1",
        "Outer.Inner": "class-outerinner",
        "_Private": "class-_private",
        "Foo#2": "class-foo2",
        "T": "interface-t",
    }


def test_pages_that_differ_in_case_only_all_get_a_hash(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.function("f")]))
    history.index(build.file("A.py"))

    model.apply(history.batch())

    assert model.pages()["module:a.py"] == "modules/a-c2e1bcb2.md"
    assert model.pages()["module:A.py"].startswith("modules/A-")
    assert model.pages()["function:a.py::f"] == "functions/a.f.md"


def test_a_page_is_free_of_its_hash_when_it_is_alone_again(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py"))
    history.index(build.file("A.py"))
    history.index(build.file("b.py", references=[build.reference("imports", "", "a")]))
    history.remove("A.py")

    model.apply(history.batch(0, 3))
    assert "](/modules/a-" in model.content("module:b.py")
    model.apply(history.batch(3))

    assert model.pages()["module:a.py"] == "modules/a.md"
    assert "](/modules/a.md)" in model.content("module:b.py")


def test_the_anchor_of_a_class_is_that_of_its_heading(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.class_("_B.C")]))

    model.apply(history.batch())

    assert model.pages()["class:a.py::_B.C"] == "modules/a.md#class-_bc"
    assert "### Class \\_B.C\n" in model.content("module:a.py")


@given(st.text())
def test_a_page_key_hides_case_and_composition(text: str) -> None:
    assert page_key(unicodedata.normalize("NFC", text)) == page_key(unicodedata.normalize("NFD", text))
    assert page_key("Straße.md") == page_key("STRASSE.md")
    assert page_key("é.md") == page_key("E\u0301.MD")
