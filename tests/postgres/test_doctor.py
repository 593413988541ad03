"""Each check says what it saw, and what to do where something is wrong."""

from pathlib import Path

import pytest
from docrunch.domain.errors import Misconfigured
from docrunch.migrations.runner import require_current
from docrunch.postgres.connection import Database
from docrunch.postgres.doctor import Finding, check, configuration_is_valid, folder_is_writable, server_answers


def test_a_reachable_server_is_named_with_its_version(any_database: Database) -> None:
    finding = server_answers(any_database)

    assert finding.ok
    assert finding.detail.startswith(("PostgreSQL 16.", "PostgreSQL 18."))


def test_an_unreachable_server_is_a_finding_with_a_hint() -> None:
    finding = server_answers(Database("postgresql://me:hunter2@127.0.0.1:1/x"))

    assert not finding.ok
    assert finding.hint
    assert "hunter2" not in str(finding)


def test_a_schema_that_lacks_migrations_is_a_finding(any_database: Database) -> None:
    bare = Database(any_database.url, "not_there")

    assert check("schema", lambda: require_current(any_database)) == Finding("schema", ok=True, detail="ok")
    assert check("schema", lambda: require_current(bare)).hint == "run `docrunch migrate`"
    bare.close()


def test_a_broken_configuration_is_a_finding(tmp_path: Path) -> None:
    assert configuration_is_valid(tmp_path).ok
    (tmp_path / ".docrunch").mkdir()
    (tmp_path / ".docrunch" / "config.yaml").write_text("storage: 5")

    finding = configuration_is_valid(tmp_path)

    assert not finding.ok
    assert "storage is 5" in finding.detail


def test_a_folder_that_can_be_made_is_writable_and_is_not_made(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"

    assert folder_is_writable(folder) == Finding("output folder", ok=True, detail=str(folder))
    assert not folder.parent.exists()


def test_a_file_in_the_folders_place_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("")

    finding = folder_is_writable(tmp_path / "pages")

    assert not finding.ok
    assert finding.hint == "make it writable, or set storage.markdown.output_dir"


def test_a_surprise_is_not_swallowed() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        check("surprise", fail)


def test_a_refusal_keeps_its_hint() -> None:
    def refuse() -> None:
        raise Misconfigured("no", hint="do")

    assert check("x", refuse) == Finding("x", ok=False, detail="no", hint="do")
