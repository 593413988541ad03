"""Rebuilding and retrying from the command line."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import Result

Run = Callable[..., Result]
Answer = Callable[..., Any]


def stamps(project: Path) -> dict[str, tuple[int, bytes]]:
    pages = (project / "docrunch-docs").rglob("*.md")
    return {page.name: (page.stat().st_mtime_ns, page.read_bytes()) for page in pages}


def test_a_rebuild_of_unchanged_history_writes_no_file(run: Run, scanned: Path) -> None:
    before = stamps(scanned)

    rebuilt = [orjson.loads(line) for line in run("projections", "rebuild", "--all", "--json").stdout.splitlines()]

    assert [(one["name"], one["written"], one["deleted"], one["failed"]) for one in rebuilt] == [
        ("relational", 0, 0, 0),
        ("markdown", 0, 0, 0),
    ]
    assert stamps(scanned) == before
    assert "0 written, 0 deleted" in run("projections", "rebuild", "markdown").stdout


def test_a_rebuild_brings_deleted_pages_back(run: Run, scanned: Path) -> None:
    before = stamps(scanned)
    (scanned / "docrunch-docs/modules/text.md").unlink()

    run("projections", "rebuild", "markdown")

    assert {name: text for name, (_, text) in stamps(scanned).items()} == {
        name: text for name, (_, text) in before.items()
    }


def test_a_page_changed_by_hand_fails_visibly_until_it_is_moved_away(run: Run, answer: Answer, scanned: Path) -> None:
    page = scanned / "docrunch-docs/modules/text.md"
    page.write_text(page.read_text() + "by hand\n")
    (scanned / "text.py").write_text("def greeting() -> None: ...\n")
    first = run("scan")

    failures = answer("projections", "status")["failures"]["markdown"]
    page.rename(scanned / "mine.md")
    retried = run("projections", "retry")

    assert "markdown is failing" in first.stderr
    assert [failure["document_id"] for failure in failures] == ["module:text.py"]
    assert "changed by hand" in failures[0]["error"]
    assert "markdown: 1 document tried again" in retried.stdout
    assert page.is_file()
    assert answer("projections", "status")["failures"] == {}


def test_a_retry_that_fails_again_is_a_failure(run: Run, scanned: Path) -> None:
    page = scanned / "docrunch-docs/modules/text.md"
    page.write_text("by hand")
    (scanned / "text.py").write_text("def greeting() -> None: ...\n")
    run("scan")

    result = run("projections", "retry", code=1)

    assert f"{page}: conflict" in result.stdout
    assert page.read_text() == "by hand"


def test_a_folder_that_vanished_is_written_again_by_a_rebuild_only(run: Run, scanned: Path) -> None:
    (scanned / "docrunch-docs").rename(scanned.parent / "elsewhere")
    (scanned / "more.py").write_text("x = 1\n")

    refusal = run("scan", code=1).stderr
    run("projections", "rebuild", "markdown")

    assert "projections rebuild markdown" in refusal
    assert "more.md" in stamps(scanned)
    assert "markdown    current" in run("projections", "status").stdout


@pytest.mark.usefixtures("scanned")
def test_migrate_says_what_it_found(run: Run) -> None:
    assert "is up to date, its read model is up to date" in run("migrate").stdout


def other_folder(scanned: Path) -> str:
    """The output folder now belongs to another project's database; returns the place in its manifest."""
    manifest = scanned / "docrunch-docs/.docrunch-manifest.json"
    content = orjson.loads(manifest.read_bytes())
    content["place"] = "00000000-0000-4000-8000-000000000000"
    manifest.write_bytes(orjson.dumps(content))
    return str(content["place"])


def test_pages_that_another_database_delivered_are_not_taken_over_unasked(
    run: Run, refused: Callable[..., str], scanned: Path
) -> None:
    other_folder(scanned)
    before = stamps(scanned)

    line = refused("projections", "rebuild", "markdown", code=2)

    assert "another docrunch database" in line
    assert "--take-over" in line
    assert stamps(scanned) == before
    assert "0 written, 0 deleted" in run("projections", "rebuild", "markdown", "--take-over").stdout


@pytest.mark.usefixtures("scanned")
def test_the_read_model_goes_back_to_what_it_was_before_a_rebuild(
    run: Run, refused: Callable[..., str], scanned: Path
) -> None:
    assert "it was never rebuilt" in refused("projections", "rebuild", "relational", "--rollback", code=2)
    run("projections", "rebuild", "relational")
    (scanned / "more.py").write_text("x = 1\n")
    run("scan")

    said = run("projections", "rebuild", "relational", "--rollback").stdout

    assert said.startswith("Went back to the read model from before its last rebuild")
    assert "module:more.py" in run("show", "module:more.py").stdout
    assert "for the read model alone" in refused("projections", "rebuild", "markdown", "--rollback", code=2)
