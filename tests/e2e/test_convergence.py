"""I3, I4 on the whole: files on disk, the log, the read model and the pages, whatever happens in between."""

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, ClassVar

import psycopg
import pytest
from docrunch import Docrunch
from docrunch.outbox.ledger import Ledger
from docrunch.postgres.embedded import EmbeddedServer
from docrunch.projections import relational
from docrunch.projections.markdown.publication import Publication
from docrunch.projections.markdown.staging import Staging
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from psycopg import sql

# More with, say, CONVERGENCE_EXAMPLES=1000.
EXAMPLES = int(os.environ.get("CONVERGENCE_EXAMPLES", "30"))

# Few names, so that files refer to each other and pages meet; some differ only in case.
PATHS = ("a.py", "A.py", "pkg/__init__.py", "pkg/b.py", "pkg/B.py", "index.py")
PARTS = {
    "f": 'def f():\n    """F says F."""\n    return 1\n',
    "F": "def F(x: int = 1) -> int:\n    return f()\n",
    "caller": "from a import f\nfrom pkg.b import F\n\n\ndef caller():\n    return f(), F()\n",
    "Base": "class Base:\n    def m(self): ...\n",
    "Child": "from pkg.b import Base\n\n\nclass Child(Base):\n    def m(self):\n        return self.m()\n",
    "twice": "def f(): ...\n\n\ndef f(): ...\n",
    "hostile": 'def h():\n    """<script> | `x` {{ y }}\n\n    <!-- docrunch:keep notes -->\n    """\n',
    "broken": "def broken(:\n",
}
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

paths = st.sampled_from(PATHS)
parts = st.sampled_from(sorted(PARTS))


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
        file.write_text("\n\n".join(PARTS[name] for name in names))

    def remove(self, path: str) -> tuple[str, ...]:
        (self.root / path).unlink()
        return self.files.pop(path)


class Convergence(RuleBasedStateMachine):
    """Whatever happens in between, the end is that of a project scanned once, and of a replay from zero."""

    url: ClassVar[str]
    base: ClassVar[Path]

    def __init__(self) -> None:
        super().__init__()
        self.folder = self.base / secrets.token_hex(6)
        self.schemas = [f"e2e_{secrets.token_hex(6)}" for _ in range(2)]
        self.tree = Tree(self.folder / "live")
        self.opened: Docrunch | None = None

    @initialize(files=st.dictionaries(paths, st.lists(parts, max_size=3, unique=True).map(tuple), max_size=4))
    def there_are_files(self, files: dict[str, tuple[str, ...]]) -> None:
        self.configure({})
        for path, names in files.items():
            self.tree.write(path, names)

    @rule(path=paths, names=st.lists(parts, max_size=3, unique=True).map(tuple))
    def a_file_is_written(self, path: str, names: tuple[str, ...]) -> None:
        self.tree.write(path, names)

    @precondition(lambda self: self.tree.files)
    @rule(data=st.data(), to=paths)
    def a_file_is_renamed(self, data: st.DataObject, to: str) -> None:
        path = data.draw(st.sampled_from(sorted(self.tree.files)))
        self.tree.write(to, self.tree.remove(path))

    @precondition(lambda self: self.tree.files)
    @rule(data=st.data())
    def a_file_is_deleted(self, data: st.DataObject) -> None:
        self.tree.remove(data.draw(st.sampled_from(sorted(self.tree.files))))

    @precondition(lambda self: any(self.tree.files.values()))
    @rule(data=st.data(), to=paths)
    def a_function_moves_to_another_file(self, data: st.DataObject, to: str) -> None:
        path = data.draw(st.sampled_from(sorted(path for path, names in self.tree.files.items() if names)))
        moved, *rest = self.tree.files[path]
        self.tree.write(path, tuple(rest))
        self.tree.write(to, (*self.tree.files.get(to, ()), moved))

    @rule(under=st.sampled_from(["", "", "pkg"]), times=st.integers(1, 2), is_drained=st.booleans())
    def it_is_scanned(self, under: str, times: int, *, is_drained: bool) -> None:
        for _ in range(times):
            self.docrunch.scan(under)
        if is_drained:
            self.docrunch.drain()

    @rule()
    def it_is_closed_and_opened_again(self) -> None:
        self.close()

    @rule(name=st.sampled_from(["relational", "markdown"]))
    def it_is_rebuilt(self, name: str) -> None:
        if name in self.docrunch.projection_names():
            self.docrunch.rebuild(name)

    @rule(at=st.sampled_from(STEPS_TO_DIE_AT), calls=st.integers(0, 3), is_done=st.booleans())
    def it_is_killed_while_it_works(self, at: tuple[Any, str], calls: int, *, is_done: bool) -> None:
        self.docrunch.scan()
        with suppress(Killed), dying(*at, calls, is_done=is_done):
            self.docrunch.drain()
        self.close()

    @rule(sync=st.sampled_from(CONFIGS))
    def it_is_configured_otherwise(self, sync: dict[str, Any]) -> None:
        self.close()
        self.configure(sync)

    def teardown(self) -> None:
        try:
            if self.opened or (self.folder / "live/.docrunch").exists():
                self.the_end_is_that_of_a_replay()
        finally:
            self.close()
            self.drop()

    def the_end_is_that_of_a_replay(self) -> None:
        self.close()
        self.configure({})
        self.docrunch.scan()
        self.docrunch.drain()
        tables, pages, stamps = self.tables(), self.pages("live"), self.stamps()

        assert {one.name: (one.state, one.pending) for one in self.docrunch.status().projections} == {
            "relational": ("current", 0),
            "markdown": ("current", 0),
        }
        self.docrunch.drain()
        rebuilt = [self.docrunch.rebuild(name) for name in self.docrunch.projection_names()]
        assert self.stamps() == stamps, "a page was written again though nothing had changed"
        assert [(one.written, one.deleted, one.failed) for one in rebuilt] == [(0, 0, 0)] * 2
        assert self.tables() == tables, "a replay from zero has other rows"
        documents = self.documents()
        assert self.fresh() == (documents, pages), "a project scanned once looks different"

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
        yield


def test_whatever_happens_ends_like_a_replay_from_zero(postgres18: EmbeddedServer, tmp_path: Path) -> None:
    """I3, I4: edits, repeated scans, restarts, rebuilds, kills and other settings change nothing about the end."""

    class Here(Convergence):
        url, base = postgres18.url, tmp_path

    checks = list(HealthCheck)
    # Shrinking takes minutes; ask for it with CONVERGENCE_EXAMPLES.
    phases = list(Phase) if "CONVERGENCE_EXAMPLES" in os.environ else [Phase.generate]
    budget = settings(
        max_examples=EXAMPLES, stateful_step_count=14, deadline=None, suppress_health_check=checks, phases=phases
    )
    run_state_machine_as_test(Here, settings=budget)
