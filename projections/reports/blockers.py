"""Blockers; that a task is blocked is told by the task's own events."""

from collections.abc import Iterable

from ...domain.blockers import BlockerReported, BlockerResolved
from ...domain.feed import FeedEvent
from .changes import Change, Projected


def reported(event: FeedEvent) -> Iterable[Change]:
    data = event.data
    facts = {name: data[name] for name in ("task_id", "description", "needs")}
    origin = {"created_by": data["reported_by"], "created_at": data["reported_at"]}
    yield Change("blockers", data["blocker_id"], {**facts, **origin, "status": "open"}, is_new=True)


def resolved(event: FeedEvent) -> Iterable[Change]:
    facts = {name: event.data[name] for name in ("resolution", "resolved_by", "resolved_at")}
    yield Change("blockers", event.data["blocker_id"], {**facts, "status": "resolved"})


TABLES = frozenset({"blockers"})

BLOCKERS = {
    BlockerReported.TOPIC: Projected(reported, TABLES),
    BlockerResolved.TOPIC: Projected(resolved, TABLES),
}
