"""Summaries: the latest one of each document counts."""

from collections.abc import Iterable

from ...domain.feed import FeedEvent
from ...domain.summaries import SummaryRecorded
from .changes import Change, Projected

FACTS = ("path", "text", "model", "file_hash", "recorded_by", "recorded_at")


def recorded(event: FeedEvent) -> Iterable[Change]:
    yield Change("summaries", event.data["document_id"], {name: event.data[name] for name in FACTS}, first={})


SUMMARIES = {
    SummaryRecorded.TOPIC: Projected(
        recorded, frozenset({"summaries"}), frozenset({"module", "function", "class", "index", "module_index"})
    )
}
