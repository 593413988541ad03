"""I3, I4 on the whole: files on disk, the log, the read model and the pages, whatever happens in between."""

import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic
from typing import Any

import psycopg
import pytest
import yaml
from docrunch import Docrunch
from docrunch.outbox.ledger import Ledger
from docrunch.postgres.embedded import EmbeddedServer
from docrunch.projections import relational
from docrunch.projections.markdown.publication import Publication
from docrunch.projections.markdown.staging import Staging
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st
from psycopg import sql

# More with CONVERGENCE_EXAMPLES=1000, and a failure made small, which takes minutes.
EXAMPLES = int(os.environ.get("CONVERGENCE_EXAMPLES", "20"))
PHASES = list(Phase) if "CONVERGENCE_EXAMPLES" in os.environ else [Phase.explicit, Phase.generate]

CHANGED_LAST = re.compile(r"\n## Changed last\n\n(?:- .*\n)+")
Event = tuple[str, tuple[Any, ...]]

# Few names, so that files refer to each other and pages meet; some differ only in case.
PATHS = ("a.py", "A.py", "pkg/__init__.py", "pkg/b.py", "pkg/B.py", "index.py")
OTHER_PATHS = (
    "src/x.ts",
    "src/x.js",
    "src/index.tsx",
    "src/y.js",
    "src/Y.sql",
    "tsconfig.json",
    "pkg/b.ts",
    "README.md",
)
PARTS: dict[str, dict[str, str]] = yaml.safe_load((Path(__file__).parent / "parts.yaml").read_text())
STEPS_TO_DIE_AT = (
    (Staging, "add"),
    (Publication, "state_intents"),
    (Publication, "carry_out"),
    (Publication, "make_durable"),
    (Ledger, "settle"),
    (relational, "want"),
)
CONFIGS: tuple[dict[str, Any], ...] = (
    {},
    {"enabled": False},
    {"targets": []},
    {"backlog_rebuild_threshold": 1},
)


class Killed(BaseException):
    """The process died here."""


class Tree:
    """A folder of source files, each a list of parts."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.files: dict[str, tuple[str, ...]] = {}

    def write(self, path: str, names: tuple[str, ...]) -> None:
        self.files[path] = names
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n\n".join(PARTS[file.suffix][name] for name in names))

    def chosen(self, which: int) -> list[str]:
        """One of the files, if there are any."""
        found = sorted(self.files)
        return [found[which % len(found)]] if found else []

    def remove(self, path: str) -> tuple[str, ...]:
        (self.root / path).unlink()
        return self.files.pop(path)


class World:
    """A project, its files, and what may happen to them; `which` chooses among the files there are."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self.schemas = [f"e2e_{secrets.token_hex(6)}" for _ in range(2)]
        self.tree = Tree(self.folder / "live")
        self.opened: Docrunch | None = None
        self.configure({})

    def is_written(self, path: str, names: tuple[str, ...]) -> None:
        self.tree.write(path, names)

    def is_renamed(self, which: int, to: str) -> None:
        for path in self.tree.chosen(which):
            self.tree.write(to, self.tree.remove(path))

    def is_deleted(self, which: int) -> None:
        for path in self.tree.chosen(which):
            self.tree.remove(path)

    def loses_a_part_to(self, which: int, to: str) -> None:
        for path in self.tree.chosen(which):
            moved, *rest = self.tree.files[path] or ("f",)
            self.tree.write(path, tuple(rest))
            self.tree.write(to, (*self.tree.files.get(to, ()), moved))

    def is_scanned(self, under: str, times: int, is_drained: bool) -> None:
        for _ in range(times):
            self.docrunch.scan(under)
        if is_drained:
            self.docrunch.drain()

    def is_reopened(self) -> None:
        self.close()

    def is_rebuilt(self, name: str) -> None:
        if name in self.docrunch.projection_names():
            self.docrunch.rebuild(name)

    def is_killed(self, path: str, names: tuple[str, ...], at: tuple[Any, str], calls: int, is_done: bool) -> None:
        """The process dies while it delivers an edit."""
        self.tree.write(path, names)
        self.docrunch.scan()
        with suppress(Killed), dying(*at, calls, is_done=is_done):
            self.docrunch.drain()
        sessions = [one.info.backend_pid for one in self.docrunch.project.database._opened.values()]
        self.close()
        self.wait_for_the_end_of(sessions)

    def is_configured(self, sync: dict[str, Any]) -> None:
        self.close()
        self.configure(sync)

    def the_end_is_that_of_a_replay(self) -> None:
        """The same again writes nothing; a replay from zero and a fresh project come to the same bytes."""
        self.is_configured({})
        self.docrunch.scan()
        self.docrunch.drain()
        states = {one.name: (one.state, one.pending) for one in self.docrunch.status().projections}
        assert states == {"relational": ("current", 0), "markdown": ("current", 0)}
        tables, pages, stamps = self.tables(), self.pages("live"), self.stamps()

        self.docrunch.drain()
        rebuilt = [self.docrunch.rebuild(name) for name in self.docrunch.projection_names()]

        assert self.stamps() == stamps, "a page was written again though nothing had changed"
        assert [(one.written, one.deleted, one.failed) for one in rebuilt] == [(0, 0, 0)] * 2
        assert self.tables() == tables, "a replay from zero has other rows"
        documents = self.documents()
        assert timeless(*self.fresh()) == timeless(documents, pages), "a project scanned once looks different"

    @property
    def docrunch(self) -> Docrunch:
        if self.opened is None:
            self.opened = Docrunch.open(self.folder / "live", has_worker=False)
        return self.opened

    def close(self) -> None:
        if self.opened is not None:
            self.opened.close()
        self.opened = None

    def configure(self, sync: dict[str, Any], name: str = "live", schema: int = 0) -> None:
        folder = self.folder / name / ".docrunch"
        folder.mkdir(parents=True, exist_ok=True)
        keys = {"targets": ["markdown"]} | sync
        storage = {"postgres_url": self.url, "postgres_schema": self.schemas[schema], "sync": keys}
        (folder / "config.yaml").write_text(json.dumps({"storage": storage}))

    def fresh(self) -> tuple[list[Any], dict[str, bytes]]:
        """Documents and pages of a project that sees the final tree only."""
        self.close()
        self.configure({}, "fresh", 1)
        for path in self.tree.files:
            (self.folder / "fresh" / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(self.tree.root / path, self.folder / "fresh" / path)
        with Docrunch.open(self.folder / "fresh", has_worker=False) as self.opened:
            self.opened.scan()
            self.opened.drain()
            return self.documents(), self.pages("fresh")

    def pages(self, name: str) -> dict[str, bytes]:
        folder = self.folder / name / "docrunch-docs"
        return {page.relative_to(folder).as_posix(): page.read_bytes() for page in folder.rglob("*.md")}

    def stamps(self) -> dict[str, tuple[int, int]]:
        found = {page: page.stat() for page in (self.folder / "live/docrunch-docs").rglob("*.md")}
        return {page.name: (stat.st_ino, stat.st_mtime_ns) for page, stat in found.items()}

    def documents(self) -> list[Any]:
        return self.asked("SELECT id, type, title, content, metadata FROM documents ORDER BY id")

    def tables(self) -> dict[str, list[Any]]:
        names = self.asked("SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()")
        return {name: self.asked(f"SELECT row::text FROM {name} AS row ORDER BY 1") for (name,) in names}  # noqa: S608

    def wait_for_the_end_of(self, sessions: list[int]) -> None:
        """The server needs a moment to notice; until then their leases hold."""
        deadline = monotonic() + 30
        with psycopg.connect(self.url, autocommit=True) as connection:
            while connection.execute("SELECT FROM pg_stat_activity WHERE pid = ANY (%s)", [sessions]).fetchone():
                assert monotonic() < deadline

    def asked(self, query: str) -> list[Any]:
        """A query of the live generation."""
        database = self.docrunch.project.database
        with psycopg.connect(database.url) as connection:
            log = sql.Identifier(database.schema, "read_model")
            row: Any = connection.execute(sql.SQL("SELECT generation FROM {}").format(log)).fetchone()
            generation = sql.Identifier(f"{database.schema}_r{row[0]}")
            connection.execute(sql.SQL("SET search_path = {}").format(generation))
            return connection.execute(query.encode()).fetchall()

    def drop(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for schema in self.schemas:
                found = connection.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [schema])
                for (name,) in found.fetchall():
                    connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(name)))
        shutil.rmtree(self.folder, ignore_errors=True)


@contextmanager
def dying(owner: Any, name: str, calls: int, *, is_done: bool) -> Iterator[None]:
    """Die in the call after so many, before or after it did its work; nobody cleans up after a dead process."""
    original: Callable[..., Any] = getattr(owner, name)
    left = iter(range(calls, -1, -1))

    def call(*arguments: Any, **options: Any) -> Any:
        is_last = next(left, 0) == 0
        if is_last and not is_done:
            raise Killed
        result = original(*arguments, **options)
        if is_last:
            raise Killed
        return result

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(owner, name, call)
        patch.setattr(Staging, "discard", lambda _staging: None)
        patch.setattr(Ledger, "release", lambda _ledger, _claims: None)
        patch.setattr(Ledger, "abandon", lambda _ledger, _claims: None)
        yield


def happens(what: Callable[..., None], *arguments: st.SearchStrategy[Any]) -> st.SearchStrategy[Event]:
    return st.tuples(st.just(what.__name__), st.tuples(*arguments))


paths = st.sampled_from(PATHS) | st.sampled_from(OTHER_PATHS)
contents = st.lists(st.sampled_from(sorted(PARTS[".py"])), min_size=1, max_size=3, unique=True).map(tuple)
trees = st.dictionaries(paths, contents, min_size=2, max_size=5)
which = st.integers(0, 5)
written = happens(World.is_written, paths, contents)
killed = happens(World.is_killed, paths, contents, st.sampled_from(STEPS_TO_DIE_AT), st.integers(0, 3), st.booleans())
events = st.one_of(
    *(written, killed, written, killed),
    happens(World.is_renamed, which, paths),
    happens(World.is_deleted, which),
    happens(World.loses_a_part_to, which, paths),
    happens(World.is_scanned, st.sampled_from(["", "", "pkg"]), st.integers(1, 2), st.booleans()),
    happens(World.is_reopened),
    happens(World.is_rebuilt, st.sampled_from(["relational", "markdown"])),
    happens(World.is_configured, st.sampled_from(CONFIGS)),
)


BEGUN = {"a.py": ("f",), "pkg/b.py": ("f",)}
SCANNED: Event = World.is_scanned.__name__, ("", 1, True)


def killed_at(owner: type, name: str) -> Event:
    return World.is_killed.__name__, ("a.py", ("f", "F"), (owner, name), 0, False)


@example(files=BEGUN, events=[SCANNED, (World.is_deleted.__name__, (1,))])
@example(files=BEGUN, events=[SCANNED, killed_at(Publication, "carry_out")])
@example(files=BEGUN, events=[SCANNED, killed_at(Ledger, "settle")])
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), phases=PHASES)
@given(files=trees, events=st.lists(events, min_size=8, max_size=14))
def test_whatever_happens_ends_like_a_replay_from_zero(
    postgres18: EmbeddedServer,
    tmp_path_factory: pytest.TempPathFactory,
    files: dict[str, tuple[str, ...]],
    events: list[Event],
) -> None:
    """I3, I4: edits, repeated scans, restarts, rebuilds, kills and other settings change nothing about the end."""
    world = World(postgres18.url, tmp_path_factory.mktemp("world"))
    try:
        for path, names in files.items():
            world.is_written(path, names)
        for what, arguments in events:
            getattr(world, what)(*arguments)
        world.the_end_is_that_of_a_replay()
    finally:
        world.close()
        world.drop()


def timeless(documents: list[Any], pages: dict[str, bytes]) -> tuple[list[Any], dict[str, bytes]]:
    """Without what the index says of the past, which a project that was scanned once does not have."""
    told = [(*document[:3], CHANGED_LAST.sub("", document[3]), *document[4:]) for document in documents]
    return told, pages | {"index.md": CHANGED_LAST.sub("", pages.get("index.md", b"").decode()).encode()}
