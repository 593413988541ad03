"""A tsconfig decides what the specifiers of the files around it stand for, whoever was first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docrunch.domain.source import Binding, Reference

if TYPE_CHECKING:
    from docrunch.domain.source import SourceFile

    from tests.projections.relational.conftest import Build, History, ReadModel

USE = Reference(kind="calls", source="", name="f", target="@/a:f", line=1)


def script(build: Build, path: str, *symbols: Any, **facts: Any) -> SourceFile:
    return build.file(path, symbols, language="typescript", **facts)


def configuration(build: Build, path: str, **paths: str) -> SourceFile:
    bindings = tuple(Binding(name=name.replace("at", "@/*"), target=target) for name, target in paths.items())
    return build.file(path, language="tsconfig", bindings=bindings)


def led(model: ReadModel) -> list[str]:
    return [symbol for (symbol,) in model.rows("SELECT target_symbol FROM relationships WHERE type = 'calls'")]


def test_the_nearest_configuration_counts_and_its_changes_are_noticed(
    model: ReadModel, history: History, build: Build
) -> None:
    steps: list[tuple[SourceFile | str, list[str]]] = [
        (script(build, "src/app/user.ts", references=(USE,)), []),
        (script(build, "src/a.ts", build.function("f")), []),
        (script(build, "lib/a.ts", build.function("f")), []),
        (configuration(build, "tsconfig.json", at="/lib/*"), ["function:lib/a.ts::f"]),
        (configuration(build, "src/tsconfig.json", at="/src/*"), ["function:src/a.ts::f"]),
        (configuration(build, "src/app/jsconfig.json", at="/nowhere/*"), []),
        ("src/app/jsconfig.json", ["function:src/a.ts::f"]),
        ("src/tsconfig.json", ["function:lib/a.ts::f"]),
    ]
    for number, (change, expected) in enumerate(steps):
        history.remove(change) if isinstance(change, str) else history.index(change)
        model.apply(history.batch(number))

        assert led(model) == expected


def test_a_configuration_gives_what_the_one_that_extends_it_leaves_out(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(script(build, "src/user.ts", references=(USE,)))
    history.index(script(build, "lib/a.ts", build.function("f")))
    extending = Binding(name="<extends>", target="/config/tsconfig.base")
    history.index(build.file("src/tsconfig.json", language="tsconfig", bindings=(extending,)))
    model.apply(history.batch())
    assert led(model) == []

    history.index(configuration(build, "config/tsconfig.base.json", at="/lib/*"))
    model.apply(history.batch(3))

    assert led(model) == ["function:lib/a.ts::f"]


def test_a_name_that_another_file_passes_on_by_a_specifier_follows_its_configuration(
    model: ReadModel, history: History, build: Build
) -> None:
    use = Reference(kind="calls", source="", name="f", target="/src/all:f", line=1)
    history.index(script(build, "user.ts", references=(use,)))
    history.index(script(build, "src/all.ts", bindings=(Binding(name="*", target="@/a"),)))
    history.index(script(build, "lib/a.ts", build.function("f")))
    model.apply(history.batch())
    assert led(model) == []

    history.index(configuration(build, "tsconfig.json", at="/lib/*"))
    model.apply(history.batch(3))

    assert led(model) == ["function:lib/a.ts::f"]
