"""What a star takes in decides where the names of other files lead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from docrunch.domain.source import Binding, Reference

if TYPE_CHECKING:
    from docrunch.domain.source import SourceFile

    from tests.projections.relational.conftest import Build, History, ReadModel

USE = Reference(kind="calls", source="", name="f", target="user.f", line=1)


def user(build: Build, *stars: str) -> SourceFile:
    bindings = tuple(Binding(name="*", target=star) for star in stars)
    return build.file("user.py", [], [USE], bindings=bindings)


def led(model: ReadModel) -> list[str]:
    return [symbol for (symbol,) in model.rows("SELECT target_symbol FROM relationships")]


def test_a_name_that_is_no_longer_listed_is_no_longer_taken_in(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("a.py", [build.function("f")]))
    history.index(user(build, "a"))
    model.apply(history.batch())
    assert led(model) == ["function:a.py::f"]

    history.index(build.file("a.py", [build.function("f")], public=("g",)))
    model.apply(history.batch(2))

    assert led(model) == []


def test_the_last_star_wins(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.function("f")]))
    history.index(build.file("b.py", [build.function("f")]))
    history.index(user(build, "a", "b"))
    model.apply(history.batch())
    assert led(model) == ["function:b.py::f"]

    history.index(user(build, "b", "a"))
    model.apply(history.batch(3))

    assert led(model) == ["function:a.py::f"]


def test_a_name_behind_a_star_of_a_module_that_is_not_here_could_be_anything(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("a.py", [build.function("f")]))
    history.index(user(build, "a", "outside"))
    model.apply(history.batch())

    assert led(model) == []
