"""The embedded server: one per project, shared by processes, back after every kind of death, its data kept."""

import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from docrunch.domain.errors import Misconfigured, Unavailable
from docrunch.postgres import embedded, programs
from docrunch.postgres.connection import Database
from docrunch.postgres.embedded import EmbeddedServer, start, start_server
from docrunch.postgres.postmaster import Postmaster, read_postmaster

ONE_OF_TEN = """
import sys
from pathlib import Path
import psycopg
from docrunch.postgres.embedded import start
print("ready", flush=True)
sys.stdin.readline()
server = start(Path(sys.argv[1]))
with psycopg.connect(server.url, autocommit=True) as connection:
    connection.execute("SELECT pg_advisory_lock(1)")
    connection.execute("CREATE TABLE IF NOT EXISTS visits ()")
    connection.execute("INSERT INTO visits DEFAULT VALUES")
server.close()
"""
HOLD_AND_DIE = """
import os, signal, sys
from pathlib import Path
from docrunch.postgres.embedded import start
server = start(Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A new project; what root keeps elsewhere for it is removed at the end."""
    root = tmp_path / "project"
    root.mkdir()
    yield root
    remove_homes(tmp_path)


def remove_homes(folder: Path) -> None:
    # Not by a pattern with `pg` in it: that leaves out a link whose data was never made.
    for place in (found / "pg" for found in folder.rglob(".docrunch")):
        if place.is_symlink():
            shutil.rmtree(place.resolve().parent, ignore_errors=True)


def modes(path: Path) -> list[int]:
    return [stat.S_IMODE(place.stat().st_mode) for place in (path, *path.parents)]


def postmaster(server: EmbeddedServer) -> Postmaster:
    found = read_postmaster(server.data_dir)
    assert found is not None
    return found


def is_running(server: EmbeddedServer) -> bool:
    return read_postmaster(server.data_dir) is not None


def remember(server: EmbeddedServer) -> None:
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE remembered ()")


def remembers(server: EmbeddedServer) -> bool:
    with psycopg.connect(server.url, autocommit=True) as connection:
        return connection.execute("SELECT to_regclass('remembered') IS NOT NULL").fetchone() == (True,)


def kill(server: EmbeddedServer) -> None:
    """SIGKILL to the postmaster; its children notice by themselves."""
    process = psutil.Process(postmaster(server).pid)
    process.kill()
    psutil.wait_procs([process], timeout=10)


def test_data_is_kept_from_one_start_to_the_next(project: Path) -> None:
    server = start(project)
    remember(server)
    server.close()
    assert not is_running(server)

    again = start(project)

    assert remembers(again)
    again.close()


def test_the_server_stops_with_its_last_handle(project: Path) -> None:
    first, second = start(project), start(project)

    first.close()
    first.close()
    assert is_running(second)

    second.close()
    assert not is_running(second)


def test_a_handle_that_is_forgotten_gives_itself_back(project: Path) -> None:
    data = start(project).data_dir

    assert read_postmaster(data) is None


def release(children: list[subprocess.Popen[str]]) -> None:
    """Let all go at once, when the last has finished its imports."""
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()


def test_ten_processes_at_once_share_one_server(project: Path) -> None:
    command = [sys.executable, "-c", ONE_OF_TEN, str(project)]
    pipe = subprocess.PIPE
    children = [subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True) for _ in range(10)]

    release(children)
    errors = [child.communicate()[1] for child in children]

    assert errors == [""] * 10
    server = start(project)
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT count(*) FROM visits").fetchone() == (10,)
    server.close()
    assert not is_running(server)


def test_a_killed_server_comes_back_with_its_data(project: Path) -> None:
    server = start(project)
    remember(server)
    database = Database(server.url)
    database.connection()

    kill(server)
    with pytest.raises(Unavailable), database.transaction() as connection:
        connection.execute("SELECT 1")
    with pytest.raises(Unavailable, match=r"^Postgres cannot be reached: [^\n]+$"):
        database.connection()

    assert server.ensure_running() == server.url
    assert remembers(server)
    assert database.connection().execute("SELECT 1").fetchone() == (1,)
    database.close()
    server.close()


def test_a_killed_user_of_the_server_does_not_keep_it_alive(project: Path) -> None:
    done = subprocess.run([sys.executable, "-c", HOLD_AND_DIE, str(project)], check=False)
    assert done.returncode == -signal.SIGKILL

    server = start(project)
    assert is_running(server)
    server.close()

    assert not is_running(server)


def test_a_process_id_that_now_belongs_to_somebody_else_is_no_server(project: Path, postgres18: EmbeddedServer) -> None:
    server = start(project)
    remember(server)
    pid_file = server.data_dir / "postmaster.pid"
    lines = pid_file.read_text().splitlines()
    kill(server)
    server.close()
    # A live process of the same account: PostgreSQL itself would take it for a running server.
    stranger = str(postmaster(postgres18).pid)
    pid_file.write_text("\n".join([stranger, *lines[1:]]) + "\n")
    (Path(lines[4]) / ".s.PGSQL.5432.lock").write_text("\n".join([stranger, *lines[1:5]]) + "\n")

    again = start(project)

    assert remembers(again)
    again.close()


@pytest.mark.parametrize("content", ["", "garbage\n", "99999999\n"])
def test_a_broken_pid_file_is_no_server(project: Path, content: str) -> None:
    server = start(project)
    server.close()
    (server.data_dir / "postmaster.pid").write_text(content)

    again = start(project)

    assert is_running(again)
    again.close()


def test_a_server_whose_socket_was_cleaned_away_is_started_again(project: Path) -> None:
    server = start(project)
    before = postmaster(server)
    (before.folder / ".s.PGSQL.5432").unlink()

    again = start(project)

    assert postmaster(again).pid != before.pid
    again.close()
    server.close()


@pytest.mark.parametrize("name", ["a" * 120, "com,ma spa ce quo\"te's dol$HOME`x` ünï back\\slash"])
def test_any_project_name_works_and_its_socket_is_private(tmp_path: Path, name: str) -> None:
    root = tmp_path / name
    root.mkdir()

    server = start(root)

    folder = postmaster(server).folder
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / ".s.PGSQL.5432").stat().st_mode) == 0o700
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    server.close()
    remove_homes(tmp_path)


def test_no_mode_of_a_parent_changes(project: Path) -> None:
    project.parent.chmod(0o700)
    before = modes(project)

    start(project).close()

    assert modes(project) == before


def test_git_does_not_see_the_data(project: Path) -> None:
    subprocess.run(["git", "init", "-q", str(project)], check=True)
    start(project).close()
    (project / ".docrunch" / "config.yaml").write_text("")

    listed = subprocess.check_output(["git", "-C", str(project), "ls-files", "-o", "--exclude-standard"], text=True)

    assert listed.split() == [".docrunch/.gitignore", ".docrunch/config.yaml"]


def test_a_moved_project_keeps_its_data(project: Path) -> None:
    server = start(project)
    remember(server)
    server.close()
    moved = project.rename(project.with_name("moved"))

    again = start(moved)

    assert remembers(again)
    again.close()


def test_a_copied_project_has_data_of_its_own(project: Path) -> None:
    original = start(project)
    remember(original)
    original.close()
    copy = project.with_name("copy")
    shutil.copytree(project, copy, symlinks=True)

    first, second = start(project), start(copy)

    assert first.data_dir != second.data_dir
    assert postmaster(first).pid != postmaster(second).pid
    assert remembers(first)
    first.close()
    second.close()


def test_data_of_another_version_is_refused(project: Path) -> None:
    server = start(project)
    server.close()
    (server.data_dir / "PG_VERSION").write_text("16\n")

    with pytest.raises(Misconfigured, match="holds data of PostgreSQL 16, this docrunch brings 18"):
        start(project)


def test_a_folder_that_is_no_data_directory_is_refused(project: Path) -> None:
    server = start(project)
    server.close()
    (server.data_dir / "PG_VERSION").unlink()

    with pytest.raises(Misconfigured, match="is not a PostgreSQL data directory"):
        start(project)


def test_a_full_disk_is_one_line_that_names_the_log_and_leaves_nothing(project: Path) -> None:
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # No file may grow beyond a megabyte: PostgreSQL meets the same refusal as on a full disk.
    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, limits[1]))
    try:
        with pytest.raises(Misconfigured, match=r"^PostgreSQL cannot make its files in [^\n]+$") as caught:
            start(project)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert str(caught.value.hint).endswith("pg.log")
    server = start(project)
    assert is_running(server)
    server.close()


def test_a_server_that_does_not_start_is_one_line_with_its_own_reason(project: Path) -> None:
    server = start(project)
    server.close()
    with (server.data_dir / "postgresql.conf").open("a") as file:
        file.write("shared_buffers = nonsense\n")

    with pytest.raises(Unavailable, match=r"does not start: [^\n]*FATAL: [^\n]*postgresql.conf[^\n]*$") as caught:
        start(project)

    assert str(caught.value.hint) == f"the server's log is {server.log}"


def test_a_file_in_the_place_of_the_folder_is_one_line(project: Path) -> None:
    (project / ".docrunch").write_text("")

    with pytest.raises(Misconfigured, match="cannot use"):
        start(project)


def test_a_missing_wheel_is_one_line(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docrunch.postgres.binaries.WHEEL", "no-such-wheel")

    with pytest.raises(Misconfigured, match="is not installed") as caught:
        start(project)

    assert "storage.postgres_url" in str(caught.value.hint)


def test_the_log_does_not_grow_without_end(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = start(project)
    server.close()
    with server.log.open("a") as log:
        log.write("x" * 5000)
    monkeypatch.setattr(programs, "LOG_LIMIT", 4096)

    start(project).close()

    assert server.log.stat().st_size < 5000


def test_the_callers_postgres_variables_do_not_reach_the_server(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PGPORT": "1", "PGDATA": "/nowhere", "PGHOST": "nowhere", "PGUSER": "nobody"}.items():
        monkeypatch.setenv(name, value)

    server = start(project)

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("postgres",)
    server.close()


def test_what_was_committed_is_durable(project: Path) -> None:
    server = start(project)

    with psycopg.connect(server.url) as connection:
        shown = [connection.execute(f"SHOW {name}".encode()).fetchone() for name in ("fsync", "synchronous_commit")]

    assert shown == [("on",), ("on",)]
    server.close()


def test_text_sorts_by_code_point_and_folds_beyond_ascii(project: Path) -> None:
    server = start(project)

    with psycopg.connect(server.url) as connection:
        row = connection.execute(
            "SELECT lower('ÄÖ'), 'a' > 'Z', pg_encoding_to_char(encoding) FROM pg_database"
        ).fetchone()

    assert row == ("äö", True, "UTF8")
    server.close()


def test_the_older_server_runs_from_the_same_wheel(postgres16: EmbeddedServer) -> None:
    with psycopg.connect(postgres16.url) as connection:
        assert connection.info.server_version // 10000 == 16


def test_a_forked_child_does_not_give_the_handle_back(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = start(project)
    with monkeypatch.context() as child:
        child.setattr(os, "getpid", lambda: -1)
        embedded.give_back(*server._finalizer.peek()[2])  # type: ignore[index]

    assert is_running(server)
    server.close()


def test_a_folder_of_ones_own_can_be_given(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        with pytest.raises(Misconfigured, match=r"its user cannot enter /"):
            start_server(tmp_path / "data")
    else:
        start_server(tmp_path / "data").close()
