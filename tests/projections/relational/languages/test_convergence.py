"""Random edits of a shop in every language, in random batches, come to what a replay from zero comes to."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from ...markdown.site import Site
from ..promises import assert_fresh, assert_resolved, assert_same
from ..repository import Repository
from .sources import SHOP, parsed
from .world import PAGES, World, documents

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.projections.relational.conftest import History, ReadModel

# More by `make prove-languages`, and a failure made small, which takes minutes.
EXAMPLES = int(os.environ.get("DOCRUNCH_PROVE_LANGUAGES", "20"))
PHASES = list(Phase) if "DOCRUNCH_PROVE_LANGUAGES" in os.environ else [Phase.explicit, Phase.generate]

Happening = tuple[str, tuple[Any, ...]]


def happens(what: Callable[..., None], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Happening]:
    return st.tuples(st.just(what.__name__), st.tuples(*arguments))


which, other = st.integers(0, 20), st.integers(0, 20)
edits = st.one_of(
    happens(World.renames_a_name, which, other, other, st.booleans()),
    happens(World.renames_a_name, which, other, other, st.booleans()),
    happens(World.is_moved, which, other, st.booleans()),
    happens(World.is_moved, which, other, st.booleans()),
    happens(World.gets_a_line, which, other, st.booleans()),
    happens(World.gets_a_line, which, other, st.booleans()),
    happens(World.is_configured, which, other),
    happens(World.is_exchanged, which, other),
    happens(World.is_deleted, which),
    happens(World.is_restored, which),
    happens(World.loses_its_end, which, other),
    happens(World.is_spaced_out, which, other),
)
batches = happens(World.is_applied, st.integers(1, 4), st.integers(0, 2), st.booleans())
rest = st.one_of(*[happens(World.is_delivered)] * 5, happens(World.is_rebuilt))
lives = st.lists(st.one_of(edits, batches, edits, batches, edits, batches, rest), min_size=12, max_size=30)


def written(path: str, text: str) -> Happening:
    return World.is_written.__name__, (path, text)


def without(path: str, line: str) -> Happening:
    assert line in SHOP[path]
    return written(path, SHOP[path].replace(line, ""))


APPLIED: Happening = World.is_applied.__name__, (9, 0, False)
REBUILT: Happening = World.is_rebuilt.__name__, ()


@example(life=[REBUILT])
@example(life=[written("web/src/tsconfig.json", "{}")])
@example(
    life=[
        (World.is_removed.__name__, ("web/src/prices.ts",)),
        APPLIED,
        written("web/src/prices.ts", SHOP["web/src/prices.ts"]),
    ]
)
@example(life=[without("web/src/index.ts", "export * from './cart'\n")])
@example(life=[without("shop/everything.py", "from .pricing import *\n")])
@example(life=[without("web/src/desk.ts", ": Cart")])
@example(life=[written("shop/stock.py", "class Stock(Base): ...\n")])
@example(life=[written("shop/pricing.py", f"{SHOP['shop/pricing.py']}tax = rounded\n")])
@example(
    life=[
        (World.is_removed.__name__, ("shop/pages/models.py",)),
        APPLIED,
        written("shop/pages/models.py", SHOP["shop/pages/models.py"]),
    ]
)
@example(life=[written("shop/visits/models.py", SHOP["shop/visits/models.py"].replace("stays", "pages"))])
@example(life=[written("shop/orders.py", SHOP["shop/orders.py"].replace("rounded(1)", "rounded(2)"))])
@example(life=[without("db/schema.sql", "FROM orders ")])
@example(life=[written("db/schema.sql", "")])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(life=lives)
def test_any_edits_in_any_language_end_like_a_replay_from_zero(
    reused_models: tuple[ReadModel, ReadModel],
    history_class: type[History],
    tmp_path_factory: pytest.TempPathFactory,
    life: list[Happening],
) -> None:
    """I3, I4: names renamed, files moved, paths configured, in Python, TypeScript, JavaScript and SQL alike."""
    live, replayed = (type(model)(model.database, (PAGES,)) for model in reused_models)
    live.empty()
    replayed.empty()
    world = World(live, history_class(), tmp_path_factory.mktemp("live"))
    for path, text in SHOP.items():
        world.is_written(path, text)
    world.catches_up()

    for what, arguments in life:
        getattr(world, what)(*arguments)
        if what == World.is_applied.__name__:
            assert_resolved(live)
            assert_fresh(live)
    world.catches_up()
    replayed.apply(world.history.batch())

    assert_same(live.state(), replayed.state())
    assert edges(live) == Repository(parsed(*file) for file in world.files.items()).relationships()
    assert world.site.pages() == pages_of(replayed, Site(tmp_path_factory.mktemp("replayed")))
    assert live.rows("SELECT id, problem FROM documents WHERE problem IS NOT NULL") == []


def edges(model: ReadModel) -> set[tuple[str, str, str]]:
    return set(model.rows("SELECT source_symbol, type, target_symbol FROM relationships"))


def pages_of(model: ReadModel, site: Site) -> dict[str, bytes]:
    """What somebody would see who delivers everything at once into an empty folder."""
    wanted = [one for one in documents(model) if one.type in PAGES.document_types]
    site.written(*wanted)
    return site.pages()
