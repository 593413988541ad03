"""Findings, open until somebody resolves them."""

from collections.abc import Iterable

from ...domain.feed import FeedEvent
from ...domain.findings import FindingLogged, FindingResolved
from .changes import Change, Projected

FACTS = ("task_id", "type", "description", "files", "created_by", "created_at")


def logged(event: FeedEvent) -> Iterable[Change]:
    facts = {name: event.data[name] for name in FACTS}
    yield Change("findings", event.data["finding_id"], {**facts, "status": "open"}, is_new=True)


def resolved(event: FeedEvent) -> Iterable[Change]:
    facts = {name: event.data[name] for name in ("resolution", "resolved_by", "resolved_at")}
    yield Change("findings", event.data["finding_id"], {**facts, "status": "resolved"})


TABLES = frozenset({"findings"})
DOCUMENTS = frozenset({"finding", "task_report"})

FINDINGS = {
    FindingLogged.TOPIC: Projected(logged, TABLES, DOCUMENTS),
    FindingResolved.TOPIC: Projected(resolved, TABLES, DOCUMENTS),
}
