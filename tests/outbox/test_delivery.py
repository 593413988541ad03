"""Delivery: at least once, each failure to its culprit, and nobody's late word believed."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from docrunch.domain.documents import Document
from docrunch.domain.errors import Unavailable
from docrunch.outbox.delivery import Rules
from docrunch.outbox.retry import Backoff
from docrunch.outbox.standing import end_pause, move, standing

LOSE_LEASES = "leased_until = now() - interval '1 second'"
DUE = "next_attempt_at = now() - interval '1 hour'"


def test_what_is_wanted_arrives_and_what_is_not_goes(desk: Any) -> None:
    desk.want("a")
    desk.want("b")
    assert desk.deliver() == 2
    assert desk.is_in_step()

    desk.want("b", None)
    desk.want("c")
    assert desk.deliver() == 2

    assert desk.is_in_step()
    assert desk.rows() == [("a", "synced"), ("c", "synced")]
    assert desk.deliver() == 0


def test_many_changes_of_a_document_are_one_delivery(desk: Any) -> None:
    for number in range(5):
        desk.want("a", f"text {number}")

    desk.drain()

    assert desk.shelf.asked == [["a"]]
    assert desk.is_in_step()


def test_a_change_during_the_delivery_is_delivered_too(desk: Any) -> None:
    desk.want("a", "old")
    desk.shelf.meanwhile = lambda: desk.want("a", "new")

    desk.drain()

    assert desk.shelf.asked == [["a"], ["a"]]
    assert desk.is_in_step()
    assert desk.rows() == [("a", "synced")]


def test_a_change_there_and_back_during_the_delivery_is_no_change(desk: Any) -> None:
    desk.want("a", "old")
    desk.drain()
    desk.want("a", "new")

    def back() -> None:
        desk.want("a", "old")

    desk.shelf.meanwhile = back
    desk.drain()

    assert desk.is_in_step()


def test_after_a_crash_between_delivery_and_settling_the_old_state_is_not_believed(desk: Any) -> None:
    """The target holds the new text; wanting the old one again must not pass for done."""
    desk.want("a", "old")
    desk.drain()
    desk.want("a", "new")
    desk.shelf.held["a"] = desk.hash_of("a")
    (claim,) = desk.ledger.claim(1, overdue=timedelta(0))
    desk.ledger.release([claim])
    desk.want("a", "old")

    desk.drain()

    assert desk.is_in_step()


def test_a_row_whose_document_moved_on_is_left_for_the_next_round(desk: Any) -> None:
    desk.want("a", "old")
    desk.documents["a"] = Document("a", "module", "a", "newer than its row")

    assert desk.deliver() == 0

    assert desk.shelf.asked == []
    assert desk.rows("document_id, status, attempts, lease_token") == [("a", "pending", 0, None)]


def test_a_late_settle_is_not_believed(desk: Any) -> None:
    """Another worker delivered something newer while this one was away."""
    desk.want("a", "old")

    def overtaken() -> None:
        desk.set_rows(LOSE_LEASES)
        desk.want("a", "new")
        desk.deliver()
        desk.shelf.held["a"] = "the old text, written late"

    desk.shelf.meanwhile = overtaken
    desk.drain()

    assert desk.is_in_step()


def test_a_late_settle_of_what_is_wanted_again_is_not_believed(desk: Any) -> None:
    """The document changed and changed back, and what came in between arrived last."""
    desk.want("a", "old")

    def overtaken() -> None:
        desk.set_rows(LOSE_LEASES)
        desk.want("a", "between")
        desk.shelf.meanwhile = lambda: desk.want("a", "old")
        desk.deliver()

    desk.shelf.meanwhile = overtaken
    desk.drain()

    assert desk.is_in_step()


@pytest.mark.parametrize("end", ["settled", "failed", "unavailable", "broken"])
def test_what_arrives_after_the_document_was_deleted_is_deleted_again(desk: Any, end: str) -> None:
    desk.want("a")

    def overtaken() -> None:
        desk.set_rows(LOSE_LEASES)
        desk.want("a", None)
        desk.deliver()
        assert desk.rows() == []
        desk.shelf.held["a"] = "written late"
        if end == "failed":
            raise RuntimeError("half written")
        if end == "unavailable":
            desk.shelf.is_down = True
            desk.shelf.require_up()
        if end == "broken":
            raise KeyboardInterrupt

    desk.shelf.meanwhile = overtaken
    if end == "broken":
        with pytest.raises(KeyboardInterrupt):
            desk.deliver()
    else:
        desk.deliver()
    desk.shelf.is_down = False
    end_pause(desk.ledger)
    desk.set_rows(DUE)
    desk.drain()

    assert desk.is_in_step()


def test_a_lost_lease_is_noticed_before_anything_changes(desk: Any) -> None:
    desk.want("a")
    load = desk.load

    def overtaken(ids: list[str]) -> Any:
        desk.set_rows("lease_token = gen_random_uuid()")
        return load(ids)

    desk.load = overtaken
    desk.deliver()

    assert desk.shelf.held == {}


def test_two_workers_never_hold_one_document(desk: Any) -> None:
    for number in range(10):
        desk.want(f"d{number}")

    first = desk.ledger.claim(6, overdue=timedelta(0))
    second = desk.ledger.claim(6, overdue=timedelta(0))

    assert (len(first), len(second)) == (6, 4)
    assert not {claim.document_id for claim in first} & {claim.document_id for claim in second}
    assert desk.ledger.claim(6, overdue=timedelta(0)) == []


def test_the_leases_of_an_ended_session_are_free_at_once(desk: Any) -> None:
    desk.want("a")
    worker = desk.database.open()
    other = type(desk.ledger)(desk.database, desk.shelf.name)
    other.connection = lambda: worker
    assert len(other.claim(1, overdue=timedelta(0))) == 1
    assert desk.ledger.claim(1, overdue=timedelta(0)) == []

    worker.close()
    while not (claims := desk.ledger.claim(1, overdue=timedelta(0))):
        pass

    assert [claim.document_id for claim in claims] == ["a"]


def test_reports_come_before_scans(desk: Any) -> None:
    desk.rules = Rules(batch=1)
    desk.want("scan")
    desk.want("report", priority=0)

    desk.drain()

    assert desk.shelf.asked == [["report"], ["scan"]]


def test_a_stream_of_reports_does_not_starve_a_scan(desk: Any) -> None:
    desk.rules = Rules(batch=1)
    desk.want("scan")
    desk.set_rows("wanted_at = now() - interval '301 seconds'")
    desk.want("report", priority=0)

    desk.drain()

    assert desk.shelf.asked == [["scan"], ["report"]]


def test_without_priorities_the_oldest_comes_first(desk: Any) -> None:
    desk.rules = Rules(batch=1, is_prioritized=False)
    desk.want("scan")
    desk.want("report", priority=0)

    desk.drain()

    assert desk.shelf.asked == [["scan"], ["report"]]


def test_a_document_that_breaks_the_target_fails_alone(desk: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "docrunch")
    for id_ in ("a", "poison", "z"):
        desk.want(id_)
    desk.shelf.breaks_on = {"poison"}

    for _ in range(5):
        desk.deliver()
        desk.set_rows(DUE)

    assert sorted(desk.shelf.held) == ["a", "z"]
    assert desk.rows() == [("a", "synced"), ("poison", "failed"), ("z", "synced")]
    (failure,) = desk.ledger.failures()
    assert (failure.document_id, failure.attempts, failure.error) == ("poison", 5, "RuntimeError: poison is poison")
    counts = desk.ledger.counts()
    assert (counts.pending, counts.failed) == (0, 1)


def test_a_transient_failure_is_retried_with_growing_waits_then_given_up(
    desk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "docrunch")
    desk.want("a")
    desk.shelf.refuses = {"a": False}
    waits = []

    while desk.rows() == [("a", "pending")]:
        assert desk.deliver() == 1
        assert desk.deliver() == 0
        ((wait,),) = desk.rows("extract(epoch FROM next_attempt_at - now())::float8")
        waits.append(wait)
        desk.set_rows(DUE)

    assert desk.rows("document_id, status, attempts, last_error") == [("a", "failed", 5, "a is refused")]
    assert all(full / 2 - 1 < wait <= full for wait, full in zip(waits, [2, 4, 8, 16, 32], strict=True))


def test_a_permanent_failure_is_given_up_at_once_and_retried_by_hand(
    desk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "docrunch")
    desk.want("a")
    desk.shelf.refuses = {"a": True}
    desk.drain()
    assert desk.rows("document_id, status, attempts") == [("a", "failed", 1)]

    desk.shelf.refuses = {}
    assert desk.ledger.retry() == 1
    desk.drain()

    assert desk.rows("document_id, status, attempts, last_error") == [("a", "synced", 0, None)]
    assert desk.ledger.retry() == 0


@pytest.mark.parametrize("is_permanent", [False, True])
def test_what_changed_while_its_old_text_failed_is_tried_afresh(
    desk: Any, is_permanent: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "docrunch")
    desk.want("a", "bad")
    desk.shelf.refuses = {"a": is_permanent}

    def mended() -> None:
        desk.want("a", "good")
        desk.shelf.refuses = {}

    desk.shelf.meanwhile = mended
    desk.drain()

    assert desk.is_in_step()
    assert desk.rows() == [("a", "synced")]


def test_an_outage_uses_no_attempt_and_everything_arrives_afterwards(
    desk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "docrunch")
    desk.want("a")
    desk.want("b")
    desk.deliver()
    desk.want("a", "changed")
    desk.shelf.is_down = True

    for _ in range(40):
        assert desk.deliver() == 0
        end_pause(desk.ledger)

    known = standing(desk.ledger)
    assert (known.pauses, known.last_error) == (40, "the shelf is down; lift it")
    assert desk.rows("document_id, status, attempts, lease_token") == [
        ("a", "pending", 0, None),
        ("b", "synced", 0, None),
    ]
    desk.shelf.is_down = False
    desk.drain()
    assert desk.is_in_step()
    assert (standing(desk.ledger).pauses, standing(desk.ledger).last_error) == (0, None)


def test_a_paused_target_is_left_alone_then_probed_before_anything_is_delivered(
    desk: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL, "docrunch")
    desk.want("a")
    desk.drain()
    desk.want("a", "changed")
    desk.shelf.is_down = True
    desk.deliver()
    asked = list(desk.shelf.asked)

    assert desk.deliver() == 0
    assert desk.shelf.probes == 0
    end_pause(desk.ledger)
    assert desk.deliver() == 0

    assert (desk.shelf.probes, desk.shelf.asked) == (1, asked)
    desk.shelf.is_down = False
    end_pause(desk.ledger)
    assert desk.deliver() == 1
    assert desk.shelf.probes == 2


def test_a_pause_grows_to_its_limit(desk: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "docrunch")
    desk.rules = Rules(backoff=Backoff(timedelta(seconds=2), timedelta(seconds=20)))
    desk.want("a")
    desk.shelf.is_down = True
    pauses = []

    for _ in range(8):
        desk.deliver()
        row = desk.database.connection().execute("SELECT extract(epoch FROM paused_until - now())::float8 FROM targets")
        pauses.append(row.fetchone()[0])
        end_pause(desk.ledger)

    limits = [2, 4, 8, 16, 20, 20, 20, 20]
    assert all(limit / 2 - 1 < pause <= limit for pause, limit in zip(pauses, limits, strict=True))


def test_a_worker_that_sees_another_place_takes_nothing_and_makes_nobody_wait(desk: Any) -> None:
    desk.want("a")
    desk.drain()
    desk.want("a", "changed")
    desk.shelf.standing_at = "elsewhere"

    assert [desk.deliver() for _ in range(3)] == [0, 0, 0]

    assert desk.rows("status, lease_token") == [("pending", None)]
    error = standing(desk.ledger).last_error
    assert error is not None
    assert "is not here" in error
    desk.shelf.standing_at = "here"
    assert desk.deliver() == 1
    assert standing(desk.ledger).last_error is None


def test_a_vanished_place_is_not_made_anew(desk: Any) -> None:
    """An unmounted folder must not be taken for an empty one."""
    desk.want("a")
    desk.drain()
    desk.want("a", "changed")
    desk.shelf.standing_at = None

    assert desk.deliver() == 0
    assert desk.shelf.standing_at is None

    desk.shelf.standing_at = "moved"
    move(desk.ledger, "moved")
    assert desk.deliver() == 1


def test_the_first_of_two_workers_settles_the_place(desk: Any) -> None:
    desk.want("a")
    other = type(desk)(desk.database, type(desk.shelf)(standing_at="there"), desk.documents)

    assert other.deliver() == 1
    desk.want("a", "changed")

    assert desk.deliver() == 0
    assert other.deliver() == 1


def test_a_target_never_reached_uses_no_attempt(desk: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL, "docrunch")
    desk.want("a")
    desk.shelf.is_down = True

    desk.deliver()

    assert standing(desk.ledger).place is None
    assert desk.rows("document_id, status, attempts") == [("a", "pending", 0)]


def test_an_unreadable_read_model_gives_the_leases_back(desk: Any) -> None:
    desk.want("a")
    load = desk.load

    def unavailable(_ids: list[str]) -> Any:
        raise Unavailable("Postgres went away")

    desk.load = unavailable
    with pytest.raises(Unavailable):
        desk.deliver()

    desk.load = load
    assert desk.deliver() == 1


def test_what_a_target_was_seen_to_hold_settles_its_rows(desk: Any) -> None:
    for id_ in ("right", "wrong", "missing"):
        desk.want(id_)
    desk.want("gone", None)
    desk.shelf.held = {"right": desk.hash_of("right"), "wrong": "x", "stray": "y"}

    desk.ledger.record_holdings(desk.shelf.holdings(), desk.ledger.now())

    states = [("missing", "pending"), ("right", "synced"), ("stray", "pending"), ("wrong", "pending")]
    assert desk.rows() == states
    desk.drain()
    assert desk.is_in_step()
    assert sorted(desk.shelf.asked[0]) == ["missing", "stray", "wrong"]


def test_taking_stock_writes_only_rows_that_change(desk: Any) -> None:
    for id_ in ("waiting", "held", "failed"):
        desk.want(id_)
    desk.shelf.held = {"held": desk.hash_of("held")}
    desk.shelf.refuses = {"failed": False}
    desk.deliver()
    desk.set_rows("status = 'pending', last_synced_hash = NULL WHERE document_id <> 'failed'")
    del desk.shelf.held["waiting"]
    since = desk.ledger.now()

    desk.ledger.record_holdings(desk.shelf.holdings(), since)

    written = desk.execute("SELECT document_id FROM storage_sync WHERE updated_at > %(since)s", {"since": since})
    assert sorted(written) == [("failed",), ("held",)]
