"""Random edits of a small tree, in random batches, come to what a replay from zero comes to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from docrunch.projections.rebuild import rebuild
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from docrunch.domain.source import SourceFile, Symbol

    from tests.projections.relational.conftest import Build, History, ReadModel

# Few names, so that files refer to each other, and some that differ only in case.
PATHS = ("a.py", "A.py", "a/__init__.py", "p/b.py", "p/index.py", "index.py")
MODULES = {
    "a.py": "a",
    "A.py": "A",
    "a/__init__.py": "a",
    "p/b.py": "p.b",
    "p/index.py": "p.index",
    "index.py": "index",
}
NAMES = ("f", "F", "g", "K", "K.f", "k")
DOCSTRINGS = (None, "One line.", "Title | with `code`.\n\n    indented\n\nEnd.")
TARGETS = (*(f"{module}.{name}" for module in ("a", "A", "p.b") for name in NAMES), "a", "p.b", "index", "nowhere")


class Edit(NamedTuple):
    """One thing that happens to a file; without symbols it is removed."""

    path: str
    module: str | None
    symbols: dict[str, tuple[str, str | None]]
    references: list[tuple[str, str, str | None, int]]
    docstring: str | None
    is_removal: bool


class Step(NamedTuple):
    """A batch of so many events, given twice or not, then perhaps a rebuild."""

    size: int
    is_repeated: bool
    overlap: int
    is_rebuilt: bool


edits = st.builds(
    Edit,
    path=st.sampled_from(PATHS),
    module=st.sampled_from([None, None, None, "moved"]),
    symbols=st.dictionaries(
        st.sampled_from(NAMES),
        st.tuples(st.sampled_from(["function", "class"]), st.sampled_from(DOCSTRINGS)),
        max_size=4,
    ),
    references=st.lists(
        st.tuples(
            st.sampled_from(["calls", "imports", "inherits"]),
            st.sampled_from(["", *NAMES]),
            st.none() | st.sampled_from(TARGETS),
            st.integers(1, 3),
        ),
        max_size=5,
    ),
    docstring=st.sampled_from(DOCSTRINGS),
    is_removal=st.sampled_from([False, False, False, True]),
)
steps = st.builds(
    Step,
    size=st.integers(1, 4),
    is_repeated=st.booleans(),
    overlap=st.integers(0, 2),
    is_rebuilt=st.sampled_from([False] * 9 + [True]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=st.lists(edits, min_size=1, max_size=12), schedule=st.lists(steps, max_size=10))
def test_any_schedule_ends_like_a_replay_from_zero(
    reused_models: tuple[ReadModel, ReadModel],
    build: Build,
    history_class: type[History],
    changes: list[Edit],
    schedule: list[Step],
) -> None:
    """I3, I4: batches of any size, repeated, overlapping, with rebuilds in between, change nothing about the end."""
    history = recorded(history_class(), build, changes)
    live, replayed = reused_models
    live.empty()
    replayed.empty()

    follow(live, history, schedule)
    replayed.apply(history.batch())

    assert_same(live.state(), replayed.state())
    assert live.rows("SELECT id, problem FROM documents WHERE problem IS NOT NULL") == []


def recorded(history: History, build: Build, changes: list[Edit]) -> History:
    known: set[str] = set()
    for edit in changes:
        if not edit.is_removal:
            history.index(source_of(build, edit))
            known.add(edit.path)
        elif edit.path in known:
            history.remove(edit.path)
            known.discard(edit.path)
    return history


def source_of(build: Build, edit: Edit) -> SourceFile:
    references = [build.reference(*reference) for reference in edit.references]
    module = edit.module or MODULES[edit.path]
    return build.file(edit.path, symbols_of(build, edit), references, module=module, docstring=edit.docstring)


def symbols_of(build: Build, edit: Edit) -> list[Symbol]:
    def symbol(name: str, kind: str, docstring: str | None) -> Symbol:
        if kind == "class":
            return build.class_(name, docstring=docstring)
        return build.function(name, kind="method" if "." in name else "function", docstring=docstring)

    return [symbol(name, kind, docstring) for name, (kind, docstring) in edit.symbols.items()]


def follow(model: ReadModel, history: History, schedule: list[Step]) -> None:
    done = 0
    for step in schedule:
        batch = history.batch(max(0, done - step.overlap), done + step.size)
        done = min(done + step.size, len(history.events))
        for _ in range(2 if step.is_repeated else 1):
            assert model.apply(batch).state == "applied"
        assert_resolved(model)
        if step.is_rebuilt:
            rebuild(model.database, up_to(history, done), model.targets)
    model.apply(history.batch(done))


def up_to(history: History, done: int) -> Callable[[int], Any]:
    shorter = type(history)(history.events[:done])
    return shorter.feed(limit=2)


def assert_resolved(model: ReadModel) -> None:
    """At every position the relationships are the join of all references with all symbols."""
    joined = model.rows(
        "SELECT DISTINCT made.source, made.kind, symbols.id FROM symbol_references AS made"
        " JOIN symbols ON made.target = symbols.dotted_name ORDER BY 1, 2, 3"
    )
    stored = model.rows("SELECT source_symbol, type, target_symbol FROM relationships ORDER BY 1, 2, 3")
    assert stored == joined


def assert_same(live: dict[str, list[Any]], replayed: dict[str, list[Any]]) -> None:
    for table, rows in replayed.items():
        assert live[table] == rows, table
