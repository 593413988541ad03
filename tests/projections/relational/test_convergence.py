"""Random edits of a small tree, in random batches, come to what a replay from zero comes to."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

from docrunch.projections.rebuild import rebuild
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from ..schedules import Step, steps
from .promises import assert_fresh, assert_resolved, assert_same

if TYPE_CHECKING:
    from docrunch.domain.source import SourceFile, Symbol

    from tests.projections.relational.conftest import Build, History, ReadModel

# Few names, so that files refer to each other, and some that differ only in case.
MODULES = {
    "a.py": "a",
    "A.py": "A",
    "a/__init__.py": "a",
    "p/b.py": "p.b",
    "p/index.py": "p.index",
    "index.py": "index",
}
NAMES = ("f", "F", "K", "K.f")
DOCSTRINGS = (None, "One line.", "Title | with `code`.\n\n    indented\n\nEnd.")
TARGETS = ("a.f", "A.f", "p.b.f", "a.K", "p.b.K", "p.b.K.f", "a", "p.b", "index", "moved.f", "nowhere", None)


class Edit(NamedTuple):
    """One thing that happens to a file: written anew, changed a little, shifted by a line, moved elsewhere, removed."""

    path: str
    kind: str
    symbols: list[str]
    references: list[tuple[str, str, str | None, int]]
    docstring: str | None
    is_moved: bool = False


references = st.tuples(
    st.sampled_from(["calls", "calls", "imports", "inherits"]),
    st.sampled_from(["", "f", "f", "K.f"]),
    st.sampled_from(TARGETS),
    st.integers(1, 3),
)
contents: dict[str, Any] = {
    "symbols": st.sampled_from([["f"], ["f", "F"], ["f", "K", "K.f"], ["f", "K"], []]),
    "references": st.lists(references, min_size=1, max_size=5),
    "docstring": st.sampled_from(DOCSTRINGS),
}
edits = st.builds(
    Edit,
    path=st.sampled_from(["a.py", "p/b.py", "p/b.py", "A.py", *MODULES]),
    kind=st.sampled_from(["written", "changed", "shifted", "shifted", "moved", "moved", "removed"]),
    **contents,
)
# From the beginning there are two files for the others to meet, and the one calls what the other mostly has.
trees = st.tuples(
    *(st.builds(Edit, path=st.just(path), kind=st.just("written"), **contents) for path in ("a.py", "p/b.py")),
    st.lists(edits, min_size=2, max_size=10),
).map(lambda tree: [tree[0], tree[1]._replace(references=[("calls", "f", "a.f", 1), *tree[1].references]), *tree[2]])


def in_batches(*batches: Sequence[Edit]) -> dict[str, Any]:
    """An example in which these edits come in these batches."""
    return {
        "changes": [edit for batch in batches for edit in batch],
        "schedule": [Step(len(batch), is_repeated=False, overlap=0, is_rebuilt=False) for batch in batches],
    }


CALLED = Edit("a.py", "written", ["f"], [], None)
CALLING = Edit("p/b.py", "written", ["f"], [("calls", "f", "a.f", 1)], None)
OTHERWISE = CALLED._replace(docstring="One line.")


@example(**in_batches([CALLED], [CALLING], [CALLING._replace(kind="shifted")]))
@example(**in_batches([CALLED], [OTHERWISE, CALLED]))
@settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.generate],
)
@given(changes=trees, schedule=st.lists(steps(st.sampled_from([1, 1, 2, 3])), min_size=6, max_size=12))
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
    last: dict[str, Edit] = {}
    for edit in changes:
        known = last.pop(edit.path, None)
        if edit.kind != "removed":
            last[edit.path] = now = after(edit, known)
            history.index(source_of(build, now))
        elif known:
            history.remove(edit.path)
    return history


def after(edit: Edit, known: Edit | None) -> Edit:
    """What a file is after an edit, when it was `known` before."""
    if known is None or edit.kind == "written":
        return edit
    if edit.kind == "moved":
        return known._replace(is_moved=not known.is_moved)
    if edit.kind == "shifted":
        return known._replace(references=[(*reference[:3], reference[3] + 1) for reference in known.references])
    return known._replace(docstring=edit.docstring)


def source_of(build: Build, edit: Edit) -> SourceFile:
    references = [build.reference(*reference) for reference in edit.references]
    module = "moved" if edit.is_moved else MODULES[edit.path]
    facts = {"module": module, "docstring": edit.docstring, "content_hash": content_hash(edit)}
    return build.file(edit.path, symbols_of(build, edit), references, **facts)


def content_hash(edit: Edit) -> str:
    """What is only shifted or moved is what a newer parser sees in the same content."""
    return sha256(repr((edit.symbols, edit.docstring)).encode()).hexdigest()


def symbols_of(build: Build, edit: Edit) -> list[Symbol]:
    makers = {"f": build.function, "F": build.function, "K": build.class_, "K.f": build.method}
    return [makers[name](name, docstring=edit.docstring) for name in edit.symbols]


def follow(model: ReadModel, history: History, schedule: list[Step]) -> None:
    done = 0
    for step in schedule:
        batch = history.batch(max(0, done - step.overlap), done + step.size)
        done = min(done + step.size, len(history.events))
        for _ in range(2 if step.is_repeated else 1):
            assert model.apply(batch).state == "applied"
        assert_resolved(model)
        assert_fresh(model)
        if step.is_rebuilt:
            rebuild(model.database, up_to(history, done), model.targets)
    model.apply(history.batch(done))


def up_to(history: History, done: int) -> Callable[[int], Any]:
    shorter = type(history)(history.events[:done])
    return shorter.feed(limit=2)
