"""Decisions, numbered in the order of the feed."""

from collections.abc import Iterable

from ...domain.decisions import DecisionRecorded, DecisionSuperseded, PredecessorSuperseded
from ...domain.feed import FeedEvent
from .changes import Change, Projected

FACTS = ("title", "context", "decision", "rationale", "task_id", "created_by", "created_at")


def recorded(event: FeedEvent) -> Iterable[Change]:
    facts = {name: event.data[name] for name in FACTS}
    yield Change("decisions", event.data["decision_id"], {**facts, "status": "accepted"}, is_new=True)


def superseded(event: FeedEvent) -> Iterable[Change]:
    other = {"superseded_by": event.data["superseded_by"], "superseded_at": event.data["reported_at"]}
    yield Change("decisions", event.data["decision_id"], {**other, "status": "superseded"})


def predecessor_superseded(_event: FeedEvent) -> Iterable[Change]:
    """Nothing of its own: both sides are told by one column, so they cannot disagree."""
    return ()


TABLES = frozenset({"decisions"})

DECISIONS = {
    DecisionRecorded.TOPIC: Projected(
        recorded, TABLES | {"pages"}, frozenset({"decision", "task_report", "decision_index", "index"})
    ),
    DecisionSuperseded.TOPIC: Projected(superseded, TABLES, frozenset({"decision", "decision_index"})),
    PredecessorSuperseded.TOPIC: Projected(predecessor_superseded, frozenset()),
}
