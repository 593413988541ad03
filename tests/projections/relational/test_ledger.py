"""The ledger wants what the documents are, from the targets that take them, and touches nothing else."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from docrunch.domain.changes import wanted_hash
from docrunch.projections.generations import enter_live
from docrunch.projections.ledger import Urgency, want
from docrunch.projections.reading import reader
from docrunch.projections.relational import want_again

if TYPE_CHECKING:
    from tests.projections.relational.conftest import Build, History, ReadModel

FUNCTION = "function:a.py::f"


@pytest.fixture
def filled(model: ReadModel, history: History, build: Build) -> ReadModel:
    """A file with a function and a class, delivered to every target."""
    history.index(build.file("a.py", [build.function("f"), build.class_("C")]))
    model.apply(history.batch())
    set_rows(model, "last_synced_hash = wanted_hash, status = 'synced'")
    return model


def set_rows(model: ReadModel, assignment: str, document_id: str | None = None) -> None:
    model.database.connection().execute(
        f"UPDATE storage_sync SET {assignment} WHERE %s::text IS NULL OR document_id = %s".encode(),  # noqa: S608
        [document_id, document_id],
    )


def ledger_row(model: ReadModel, columns: str, target: str = "markdown", document_id: str = FUNCTION) -> Any:
    rows = model.rows(
        f"SELECT {columns} FROM storage_sync WHERE target = %(target)s AND document_id = %(id)s",  # noqa: S608
        {"target": target, "id": document_id},
    )
    return rows[0] if rows else None


def document_file(build: Build, docstring: str) -> Any:
    return build.file("a.py", [build.function("f", docstring=docstring), build.class_("C")])


def test_a_target_wants_the_hash_of_a_document_under_its_renderer(filled: ReadModel) -> None:
    with reader(filled.database) as read:
        document = read.document(FUNCTION)

    assert document is not None
    assert ledger_row(filled, "wanted_hash") == (wanted_hash(document.content_hash(), "1"),)


def test_a_target_has_rows_for_the_types_it_takes_only(filled: ReadModel) -> None:
    assert ledger_row(filled, "status", "markdown", "class:a.py::C") is None
    assert ledger_row(filled, "status", "lightrag", "class:a.py::C") == ("synced",)
    assert ledger_row(filled, "status", "lightrag", "index") is None


def test_a_changed_document_is_pending_again_with_all_its_attempts(
    filled: ReadModel, history: History, build: Build
) -> None:
    set_rows(filled, "status = 'failed', attempts = 5, last_error = 'refused', next_attempt_at = now() + '1 hour'")
    history.index(document_file(build, "New."))

    filled.apply(history.batch(1))

    assert ledger_row(filled, "status, attempts, last_error, next_attempt_at <= now()") == ("pending", 0, None, True)


def test_a_document_that_stays_the_same_keeps_its_row_untouched(
    filled: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("a.py", [build.function("f"), build.class_("C")], content_hash="1" * 64))
    others = "SELECT * FROM storage_sync WHERE document_id <> 'index' ORDER BY target, document_id"
    before = filled.rows(others)

    filled.apply(history.batch(1))

    assert filled.rows(others) == before
    assert ledger_row(filled, "status", document_id="index") == ("pending",), "it tells which file changed last"


def test_a_deleted_document_must_not_exist(filled: ReadModel, history: History) -> None:
    history.remove("a.py")

    filled.apply(history.batch(1))

    assert ledger_row(filled, "wanted_hash, status") == (None, "pending")
    assert ledger_row(filled, "wanted_hash, status", document_id="index") == (None, "pending")


def test_a_document_never_delivered_and_deleted_is_deleted_all_the_same(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(document_file(build, "Once."))
    history.remove("a.py")
    model.apply(history.batch(0, 1))

    model.apply(history.batch(1))

    assert ledger_row(model, "wanted_hash, last_synced_hash, status") == (None, None, "pending")


def test_what_the_target_already_holds_is_synced_at_once(filled: ReadModel, history: History, build: Build) -> None:
    history.index(document_file(build, "For a moment."))
    history.index(build.file("a.py", [build.function("f"), build.class_("C")]))
    filled.apply(history.batch(1, 2))
    assert ledger_row(filled, "status") == ("pending",)

    filled.apply(history.batch(2))

    assert ledger_row(filled, "status, wanted_hash = last_synced_hash") == ("synced", True)


@pytest.mark.parametrize(
    "trace",
    ["lease_token = gen_random_uuid(), leased_until = now() - interval '1 hour'", "attempts = 1", "last_error = 'x'"],
)
def test_what_a_delivery_may_have_left_half_done_is_delivered_again(
    filled: ReadModel, history: History, build: Build, trace: str
) -> None:
    """A lease or an attempt says that something else may be there, or may yet land."""
    history.index(document_file(build, "For a moment."))
    history.index(build.file("a.py", [build.function("f"), build.class_("C")]))
    filled.apply(history.batch(1, 2))
    set_rows(filled, trace, FUNCTION)

    filled.apply(history.batch(2))

    assert ledger_row(filled, "status, wanted_hash = last_synced_hash") == ("pending", True)


def test_a_live_lease_is_left_to_its_holder(filled: ReadModel, history: History, build: Build) -> None:
    set_rows(filled, "lease_token = gen_random_uuid(), leased_until = now() + interval '1 hour'", FUNCTION)
    before = ledger_row(filled, "lease_token, leased_until")
    history.index(document_file(build, "New."))

    filled.apply(history.batch(1))

    assert ledger_row(filled, "lease_token, leased_until") == before


def test_a_waiting_row_keeps_its_age_and_its_urgency(filled: ReadModel, history: History, build: Build) -> None:
    set_rows(filled, "status = 'pending', priority = 0, wanted_at = now() - interval '1 hour'")
    history.index(document_file(build, "New."))

    filled.apply(history.batch(1))

    assert ledger_row(filled, "priority, wanted_at < now() - interval '59 minutes'") == (0, True)


def test_rows_carry_the_scan_that_caused_them(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.function("f")]))
    scan_run_id = secrets.token_hex(4)
    data = history.events[0].data | {"scan_run_id": scan_run_id}
    history.events[0] = replace(history.events[0], data=data)

    model.apply(history.batch())

    assert ledger_row(model, "scan_run_id, priority") == (scan_run_id, 1)


def test_another_renderer_version_wants_everything_again_once(filled: ReadModel) -> None:
    newer = [replace(target, renderer_version="2") for target in filled.targets]
    rows = "SELECT * FROM storage_sync ORDER BY target, document_id"

    assert want_again(filled.database.connection(), newer)
    once = filled.rows(rows)
    assert want_again(filled.database.connection(), newer)

    assert filled.rows(rows) == once
    assert ledger_row(filled, "status, wanted_hash <> last_synced_hash") == ("pending", True)


def test_wanting_documents_that_are_not_there_makes_no_row(filled: ReadModel) -> None:
    with filled.database.transaction() as connection:
        enter_live(connection)
        want(connection, filled.targets, ["function:nowhere.py::f"], Urgency())

    assert ledger_row(filled, "1", document_id="function:nowhere.py::f") is None
