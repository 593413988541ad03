"""`docrunch doctor` says of everything whether it is well, and works where other commands refuse."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docrunch.postgres.connection import Database

Run = Callable[..., Result]
Answer = Callable[..., Any]


def problems(report: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: f"{one['detail']}; {one['hint']}" for one in report["findings"] if not one["ok"]}


@pytest.mark.usefixtures("scanned")
def test_a_healthy_project_is_well_in_every_respect(run: Run, answer: Answer) -> None:
    report = answer("doctor")

    assert report["ok"]
    assert [one["name"] for one in report["findings"]] == [
        *("configuration", "output folder", "server", "schema", "log", "encryption key", "CLI models", "read model"),
        *("open transactions", "documents", "lightrag", "markdown"),
    ]
    assert all(line.startswith("ok ") for line in run("doctor").stdout.splitlines())


@pytest.mark.usefixtures("scanned")
def test_a_restored_log_is_refused_by_all_others_and_repaired(run: Run, answer: Answer, database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("ALTER TABLE events DISABLE TRIGGER append_only")
        connection.execute("UPDATE events SET position = position + (1::bigint << 50) WHERE type = 'scan.completed'")
        connection.execute("ALTER TABLE events ENABLE TRIGGER append_only")
    refusal = run("status", code=2).stderr

    seen = answer("doctor", code=1)
    repaired = answer("doctor", "--repair")

    assert "docrunch doctor --repair" in refusal
    assert "docrunch doctor --repair" in problems(seen)["log"]
    assert repaired["ok"]
    run("scan")
    assert answer("doctor")["ok"]


def test_a_broken_configuration_is_all_there_is_to_say(answer: Answer, scanned: Path) -> None:
    (scanned / ".docrunch/config.yaml").write_text("nosuch: 1")

    assert set(problems(answer("doctor", code=1))) == {"configuration"}


@pytest.mark.usefixtures("scanned")
def test_an_unreachable_server_ends_the_list(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__POSTGRES_URL", "postgresql://me@127.0.0.1:1/x")

    assert "cannot be reached" in problems(answer("doctor", code=1))["server"]


@pytest.mark.usefixtures("scanned")
def test_a_schema_that_was_never_made_is_a_problem_and_stays_unmade(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__POSTGRES_SCHEMA", "never_made")

    for _ in range(2):
        assert "docrunch migrate" in problems(answer("doctor", code=1))["schema"]


@pytest.mark.usefixtures("outdated")
def test_an_old_read_model_is_a_problem(answer: Answer) -> None:
    assert "rebuild relational" in problems(answer("doctor", code=1))["read model"]


def test_an_output_folder_that_was_moved_is_a_problem(answer: Answer, scanned: Path) -> None:
    (scanned / "docrunch-docs").rename(scanned / "elsewhere")

    assert "rebuild markdown" in problems(answer("doctor", code=1))["markdown"]


def test_a_failed_page_is_a_problem_with_its_reason(run: Run, answer: Answer, scanned: Path) -> None:
    (scanned / "docrunch-docs/modules/text.md").write_text("by hand")
    (scanned / "text.py").write_text("x = 1\n")
    run("scan")

    assert "module:text.py" in problems(answer("doctor", code=1))["markdown"]


@pytest.mark.usefixtures("scanned")
def test_an_old_open_transaction_is_a_problem(
    answer: Answer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("docrunch.application.checks.LONGEST_SECONDS", 0.0)
    with database.open() as other, other.transaction():
        other.execute("CREATE TEMPORARY TABLE held (id int)")

        assert "pg_terminate_backend" in problems(answer("doctor", code=1))["open transactions"]
