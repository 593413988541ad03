"""Every kind of page of projects of 10 and of 1,000 modules, as a reader sees it on a wide and on a narrow screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import pytest

from ..conftest import built
from .browsing import Kind, assert_harmless, browse, kinds_of, served, told
from .shop import files_of, report

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from docrunch.postgres.connection import Database

KINDS = {
    *("index", "architecture", "module_index", "decision_index"),
    *("module", "function", "schema", "decision", "pattern", "task_report"),
}
NARROW = "500,1800"
FIRST_RESULT = re.compile(r'<li class="md-search-result__item">.*?<h[12]>(.*?)</h[12]>', re.DOTALL)


class Shown(NamedTuple):
    """A project's website in the browser's reach."""

    modules: int
    address: str
    kinds: list[Kind]
    profile: Path


@pytest.fixture(scope="module", params=[10, 1_000])
def shown(
    request: pytest.FixtureRequest,
    fresh_database: Callable[[], AbstractContextManager[Database]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Shown]:
    root = tmp_path_factory.mktemp("shop") / "shop"
    with fresh_database() as database:
        site = built(root, files_of(request.param), report, database)
    assert site.warnings == []
    with served(site.html) as address:
        yield Shown(request.param, address, kinds_of(site.pages), tmp_path_factory.mktemp("profile"))


def test_every_kind_of_page_is_shown_whole(shown: Shown, photos: Path) -> None:
    assert {kind.name for kind in shown.kinds} == KINDS
    for kind in shown.kinds:
        photo = photos / f"{shown.modules}-{kind.name}.png"

        dom = browse(f"{shown.address}/{quote(kind.page)}", shown.profile, photo)

        assert_harmless(dom, kind)
        assert photo.stat().st_size > 10_000, kind


def test_a_narrow_screen_shows_it_too(shown: Shown, photos: Path) -> None:
    for kind in shown.kinds:
        if kind.name in {"architecture", "module", "schema"}:
            photo = photos / f"{shown.modules}-{kind.name}-narrow.png"

            dom = browse(f"{shown.address}/{quote(kind.page)}", shown.profile, photo, NARROW)

            assert_harmless(dom, kind)


def test_the_search_finds_an_exact_name_first(shown: Shown) -> None:
    name = f"price_of_kind_{shown.modules - 2}"

    dom = browse(f"{shown.address}/index.html?q={name}", shown.profile)

    found = FIRST_RESULT.search(dom)
    assert told(dom, "errors") == ""
    assert found is not None
    assert re.sub("<[^>]*>", "", found[1]) == name
