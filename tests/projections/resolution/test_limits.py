"""Names without end, and repositories made to have them, lead nowhere and cost little."""

from collections.abc import Iterable
from datetime import UTC, datetime

import pytest
from docrunch.domain.source import Binding, Reference, SourceFile, Symbol
from docrunch.projections.resolution.definitions import (
    DEEPEST,
    MOST_KEYS,
    MOST_LOOKS,
    Bound,
    Definition,
    Found,
    Name,
)
from docrunch.projections.resolution.keys import LONGEST
from docrunch.projections.resolution.rounds import resolve

from ..relational.repository import Repository

MANY = 2_000


def file(
    module: str, symbols: Iterable[str] = (), bindings: Iterable[tuple[str, str]] = (), bases: Iterable[str] = ()
) -> SourceFile:
    """A Python module; `bases` are those of each of its classes in turn."""
    kinds = {True: "class", False: "function"}
    made = [
        Symbol.model_validate(
            {
                "kind": kinds[name[0].isupper()],
                "name": name,
                "qualified_name": name,
                "signature": name,
                "start_line": 1,
                "end_line": 1,
            }
        )
        for name in symbols
    ]
    inherited = [
        Reference(kind="inherits", source=symbol.name, name=base, target=base, line=1)
        for symbol, base in zip(made, bases, strict=False)
    ]
    return SourceFile(
        path=f"{module}.py",
        language="python",
        size=1,
        modified_at=datetime(2026, 1, 1, tzinfo=UTC),
        content_hash="0",
        module=module,
        symbols=tuple(made),
        references=tuple(inherited),
        bindings=tuple(Binding(name=name, target=target) for name, target in bindings),
    )


def test_an_alias_that_grows_at_each_step_leads_nowhere() -> None:
    repository = Repository([file("a", ["f"], [("x", "a.x.x")])])

    assert repository.symbol("a.x") is None
    assert repository.symbol("a.f") == "function:a.py::f"


@pytest.mark.parametrize(("length", "symbol"), [(DEEPEST - 2, "function:a.py::f"), (MANY, None)])
def test_a_long_chain_of_aliases_ends(length: int, symbol: str | None) -> None:
    aliases = [(f"x{number}", f"a.x{number + 1}") for number in range(length)]

    assert Repository([file("a", ["f"], [*aliases, (f"x{length}", "a.f")])]).symbol("a.x0") == symbol


def test_a_long_chain_of_stars_ends() -> None:
    files = [
        file(f"m{number}", ["f"] if number == MANY else [], [("*", f"m{number + 1}")]) for number in range(MANY + 1)
    ]

    assert Repository(files).symbol("m0.f") is None
    assert Repository(files).symbol(f"m{MANY - 10}.f") == f"function:m{MANY}.py::f"


def test_a_long_line_of_heirs_ends() -> None:
    names = [f"K{number}" for number in range(MANY)]
    repository = Repository([file("a", names, bases=[f"a.{name}" for name in names[1:]])])

    assert repository.symbol("a.K0.m") is None
    assert repository.symbol("a.K0") == "class:a.py::K0"


def test_a_name_with_more_ways_than_any_name_has_leads_nowhere() -> None:
    stars = [("*", f"m{number}") for number in range(MOST_KEYS)]
    files = [file(f"m{number}") for number in range(MOST_KEYS)]

    assert Repository([file("a", [], stars), *files]).symbol("a.f") is None


@pytest.mark.parametrize(("key", "name"), [("m{}", "m0.f"), ("/m{}", "/m0:f")])
def test_diamonds_of_stars_have_no_end_of_ways(key: str, name: str) -> None:
    """Eighteen of them have a quarter of a million."""
    known: dict[str, Definition] = {}
    for depth in range(18):
        here, beside, below = (key.format(one) for one in (depth, f"{depth}b", depth + 1))
        known |= {here: taking_in(here, beside, below), beside: taking_in(beside, below)}

    (walk,) = resolve([Name("", name)], lambda keys: {one: known[one] for one in keys if one in known})

    assert walk.symbol is None
    assert walk.looks <= MOST_LOOKS + 1


def taking_in(key: str, *others: str) -> Definition:
    """A module with nothing but stars."""
    stars = [Bound(f"file:{key}.ts", Name("", other)) for other in others]
    return Definition([Found(f"module:{key}", f"file:{key}.ts", "module")], stars=stars)


def test_circles_of_all_kinds_end() -> None:
    around = [
        file("a", ["K"], [("x", "b.x"), ("*", "b"), ("f()", "b.f()")], ["b.K"]),
        file("b", ["K"], [("x", "a.x"), ("*", "a"), ("f()", "a.f()")], ["a.K"]),
    ]

    for name in ("a.x", "a.y", "a.K.m", "a.K.super().m", "a.f().m", "a.K().m"):
        assert Repository(around).symbol(name) is None


def test_a_target_too_long_for_an_index_is_not_looked_up() -> None:
    name = "f" * LONGEST
    repository = Repository([file("a", [name])])

    assert repository.symbol(f"a.{name}") is None


def test_a_name_costs_a_few_rounds_whatever_the_size_of_the_repository() -> None:
    def rounds(size: int) -> int:
        others = [file(f"other{number}", ["f", "K"]) for number in range(size)]
        repository = Repository([*others, file("a", ["K"], [("x", "other0.f")], ["other1.K"])])
        repository.lead(Name("", "a.x"), Name("", "a.K.m"), Name("", "elsewhere.f"))
        return repository.asked

    assert rounds(2) == rounds(500) <= 5
