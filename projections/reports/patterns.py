"""Patterns; a retired one stays known but has no page."""

from collections.abc import Iterable

from ...domain.feed import FeedEvent
from ...domain.patterns import PatternRecorded, PatternRetired
from .changes import Change, Projected
from .pages import pattern_page

FACTS = ("name", "description", "example", "files", "created_by", "created_at")


def recorded(event: FeedEvent) -> Iterable[Change]:
    facts = {name: event.data[name] for name in FACTS}
    yield Change("patterns", event.data["pattern_id"], {**facts, "status": "active"}, is_new=True)
    yield pattern_page(event.data["pattern_id"], event.data["name"])


def retired(event: FeedEvent) -> Iterable[Change]:
    facts = {name: event.data[name] for name in ("reason", "retired_by", "retired_at")}
    yield Change("patterns", event.data["pattern_id"], {**facts, "status": "retired"})
    yield Change("pages", f"pattern:{event.data['pattern_id']}", None)


TABLES = frozenset({"patterns", "pages"})
DOCUMENTS = frozenset({"pattern", "index"})

PATTERNS = {
    PatternRecorded.TOPIC: Projected(recorded, TABLES, DOCUMENTS),
    PatternRetired.TOPIC: Projected(retired, TABLES, DOCUMENTS),
}
