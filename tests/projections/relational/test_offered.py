"""What a package offers of other files stands among its exports, and is told as it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docrunch.domain.source import Binding
from docrunch.domain.summaries import SummaryRecorded

from .conftest import NOW

if TYPE_CHECKING:
    from tests.projections.relational.conftest import Build, History, ReadModel


PACKAGE = "module:shop/__init__.py"


@pytest.fixture
def shop(build: Build, history: History) -> None:
    """A package with a front, and what that offers."""
    order = build.class_("Order", docstring="What somebody wants.\n\nAnd more.")
    history.index(build.file("shop/orders.py", [order, build.function("pay"), build.function("_sum")]))
    names = ("Order", "charge", "_sum")
    targets = ("shop.orders.Order", "shop.orders.pay", "shop.orders._sum")
    bindings = tuple(Binding(name=name, target=target) for name, target in zip(names, targets, strict=True))
    imports = [build.reference("imports", "", target) for target in (*targets, "shop.orders")]
    facts: dict[str, Any] = {"module": "shop", "bindings": bindings}
    history.index(build.file("shop/__init__.py", [build.function("open_shop")], imports, **facts))


@pytest.mark.usefixtures("shop")
def test_a_package_shows_what_it_offers_of_its_modules(model: ReadModel, history: History) -> None:
    model.apply(history.batch())

    assert model.content(PACKAGE).endswith(
        "| [`open_shop`](/functions/shop.open_shop.md) | function |  |\n"
        "| [`Order`](/modules/shop.orders.md#class-order) | class | What somebody wants. |\n"
        "| [`charge`](/functions/shop.orders.pay.md) | function |  |\n"
    )


@pytest.mark.usefixtures("shop")
def test_what_a_package_offers_is_told_anew_when_its_module_changed(
    model: ReadModel, history: History, build: Build
) -> None:
    model.apply(history.batch())

    order = build.class_("Order", docstring="A wish.")
    history.index(build.file("shop/orders.py", [order, build.function("pay"), build.function("_sum")]))
    model.apply(history.batch(2))

    assert "| [`Order`](/modules/shop.orders.md#class-order) | class | A wish. |\n" in model.content(PACKAGE)


@pytest.mark.usefixtures("shop")
def test_what_somebody_says_of_a_symbol_is_told_where_it_is_offered(model: ReadModel, history: History) -> None:
    model.apply(history.batch())

    said = {"text": "All of one wish.", "path": "shop/orders.py", "file_hash": "0" * 64, "recorded_by": "me"}
    event = SummaryRecorded.model_validate({"document_id": "class:shop/orders.py::Order", **said, "recorded_at": NOW})
    history.record("summary:1", event)
    model.apply(history.batch(2))

    assert "| class | All of one wish. |" in model.content(PACKAGE)


def test_a_module_offers_of_others_only_what_it_lists(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.function("f"), build.function("g")]))
    bindings = tuple(Binding(name=name, target=f"a.{name}") for name in "fg")
    imports = [build.reference("imports", "", f"a.{name}") for name in "fg"]
    history.index(build.file("b.py", (), imports, bindings=bindings))
    history.index(build.file("c.py", (), imports, bindings=bindings, public=("g",)))

    model.apply(history.batch())

    assert "## Exports" not in model.content("module:b.py")
    assert "A module that offers 1 name of other modules." in model.content("module:c.py")
    assert "| ----------- |\n| [`g`](/functions/a.g.md) | function |  |\n" in model.content("module:c.py")


def test_a_star_offers_all_of_a_module(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", docstring="Tools."))
    bindings = (Binding(name="*", target="a"),)
    history.index(build.file("p/__init__.py", (), [build.reference("imports", "", "a")], module="p", bindings=bindings))

    model.apply(history.batch())

    assert "| [`a.*`](/modules/a.md) | module | Tools. |" in model.content("module:p/__init__.py")
