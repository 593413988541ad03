"""Names lead where the definitions of all files say, whatever order these came in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from docrunch.domain.source import Binding
from docrunch.projections.rebuild import rebuild
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from .repository import Repository

if TYPE_CHECKING:
    from docrunch.domain.source import SourceFile

    from tests.projections.relational.conftest import Build, History, ReadModel

MODULES = ("p", "p.a", "p.b", "q", "r")
NAMES = ("f", "K", "K.m", "K.Inner", "x", "_g", "K().m", "K.super().m", "f().m")
CONFIGURATIONS = ("tsconfig.json", "src/tsconfig.json")
SCRIPTS = ("/src", "/src/a", "/src/b", "@/a", "@/b", "b")


class World(NamedTuple):
    """Few files and few names, so that one often leads to another."""

    paths: Sequence[str]
    targets: Sequence[str]
    bindings: st.SearchStrategy[tuple[str, str]]
    bases: Sequence[str]


python_targets = [*MODULES, *(f"{module}.{name}" for module in MODULES for name in NAMES)]
PYTHON = World(
    # A package with two modules and one beside it.
    paths=("p/__init__.py", "p/a.py", "p/b.py", "q.py", "q/__init__.py"),
    targets=python_targets,
    bindings=st.tuples(st.sampled_from(["f", "x", "K", "K.m", "f()"]), st.sampled_from(python_targets))
    | st.tuples(st.just("*"), st.sampled_from(MODULES)),
    bases=("p.a.K", "p.K", "q.K", "p.b.K", "q.x", "outside.K", "abc.ABC"),
)
script_targets = [*SCRIPTS, *(f"{module}:{name}" for module in SCRIPTS for name in ("f", "K", "K.m", "default", "x.f"))]
SCRIPT = World(
    paths=("src/index.ts", "src/a.ts", "src/a.js", "src/a/index.ts", "src/b.d.ts", *CONFIGURATIONS),
    targets=script_targets,
    bindings=st.tuples(st.sampled_from(["f", "x", "K", "default"]), st.sampled_from(script_targets))
    | st.tuples(st.just("*"), st.sampled_from(SCRIPTS)),
    bases=("/src/a:K", "/src:K", "@/a:K", "/src/b:K", "outside:K"),
)
paths_of_patterns = st.lists(
    st.sampled_from([("@/*", "/src/*"), ("@/*", "/*"), ("@/a", "/src/b"), ("*", "/src/*"), ("<extends>", "/tsconfig")]),
    max_size=2,
)


class Content(NamedTuple):
    """What a file says."""

    symbols: list[str]
    bindings: list[tuple[str, str]]
    patterns: list[tuple[str, str]]
    bases: list[str]
    uses: list[str]
    public: list[str] | None


class Edit(NamedTuple):
    """A file is written anew, offers other names, has its bindings and bases in another order, or is removed."""

    path: str
    kind: str
    content: Content


def contents_of(world: World) -> st.SearchStrategy[Content]:
    return st.builds(
        Content,
        symbols=st.lists(st.sampled_from(["f", "K", "K.m", "K.Inner", "_g", "default"]), unique=True, max_size=4),
        bindings=st.lists(world.bindings, max_size=3),
        patterns=paths_of_patterns,
        bases=st.lists(st.sampled_from(world.bases), max_size=2),
        uses=st.lists(st.sampled_from(world.targets), min_size=2, max_size=8),
        public=st.none() | st.lists(st.sampled_from(["f", "K", "_g", "a", "x"]), max_size=3),
    )


kinds = st.sampled_from(["written", "written", "offering", "turned", "turned", "removed"])
trees = st.sampled_from([PYTHON, PYTHON, SCRIPT]).flatmap(
    lambda world: st.lists(
        st.builds(Edit, st.sampled_from(world.paths), kinds, contents_of(world)), min_size=4, max_size=14
    )
)


class Step(NamedTuple):
    """A batch of so many events, then perhaps a rebuild."""

    size: int
    is_rebuilt: bool


steps = st.builds(Step, st.sampled_from([1, 1, 2, 3]), st.sampled_from([False] * 9 + [True]))


@settings(max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow], phases=[Phase.generate])
@given(changes=trees, schedule=st.lists(steps, min_size=4, max_size=14))
def test_names_lead_where_all_files_say_after_any_edits(
    reused_models: tuple[ReadModel, ReadModel],
    build: Build,
    history_class: type[History],
    changes: list[Edit],
    schedule: list[Step],
) -> None:
    """I3, I4: after each batch every name leads where it would if all were resolved anew, and a replay agrees."""
    live, replayed = reused_models
    live.empty()
    replayed.empty()
    history, trees = recorded(history_class(), build, changes)
    done = 0

    for step in schedule:
        batch = history.batch(done, done + step.size)
        done = min(done + step.size, len(history.events))
        live.apply(batch)
        assert_led(live, trees[done])
        if step.is_rebuilt:
            rebuild(live.database, type(history)(history.events[:done]).feed(limit=2), live.targets)
            assert_led(live, trees[done])
    live.apply(history.batch(done))
    replayed.apply(history.batch())

    mine, theirs = live.state(), replayed.state()
    assert [table for table in theirs if mine[table] != theirs[table]] == []


Tree = dict[str, "SourceFile"]


def recorded(history: History, build: Build, changes: list[Edit]) -> tuple[History, list[Tree]]:
    """The events of these edits, and the files after each of them, before the first one too."""
    trees: list[Tree] = [{}]
    contents: dict[str, Content] = {}
    for edit in changes:
        tree = dict(trees[-1])
        known = contents.pop(edit.path, None)
        if edit.kind != "removed":
            contents[edit.path] = now = after(edit, known)
            tree[edit.path] = source_of(build, edit.path, now)
            history.index(tree[edit.path])
        elif tree.pop(edit.path, None):
            history.remove(edit.path)
        else:
            continue
        trees.append(tree)
    return history, trees


def after(edit: Edit, known: Content | None) -> Content:
    """What a file says after an edit, when it said `known` before."""
    if known is None or edit.kind == "written":
        return edit.content
    if edit.kind == "offering":
        return known._replace(public=edit.content.public)
    return known._replace(bindings=known.bindings[::-1], bases=known.bases[::-1])


def source_of(build: Build, path: str, content: Content) -> SourceFile:
    makers: dict[str, Any] = {"K": build.class_, "K.Inner": build.class_, "K.m": build.method}
    symbols = [makers.get(name, build.function)(name) for name in sorted(content.symbols)]
    uses = [build.reference("calls", "", target) for target in content.uses]
    bases = [build.reference("inherits", "K", target) for target in content.bases if "K" in content.symbols]
    language = "python" if path.endswith(".py") else "typescript"
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    bound = content.patterns if path in CONFIGURATIONS else content.bindings
    return build.file(
        path,
        [] if path in CONFIGURATIONS else symbols,
        [*bases, *uses],
        language=language,
        module=module,
        bindings=tuple(Binding(name=name, target=target) for name, target in bound),
        public=None if content.public is None else tuple(content.public),
    )


def assert_led(model: ReadModel, tree: Tree) -> None:
    expected = Repository(tree.values())
    names = {(scope, target): symbol for (scope, target), symbol in expected.names().items()}
    stored = model.rows("SELECT scope, target, symbol_id FROM names")
    edges = set(model.rows("SELECT source_symbol, type, target_symbol FROM relationships"))
    assert {(scope, target): symbol for scope, target, symbol in stored} == names
    assert edges == expected.relationships()
