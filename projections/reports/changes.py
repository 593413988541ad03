"""What events do to rows."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from ...domain.feed import FeedEvent

Columns = dict[str, Any]


class Change(NamedTuple):
    """Columns of one row that become something else; `columns` is None when the row goes.

    The row must be there, unless the change `is_new`, or says with what a row that is not there begins (`first`).
    """

    table: str
    id: str
    columns: Columns | None
    first: Columns | None = None
    is_new: bool = False


class Projected(NamedTuple):
    """What one kind of event comes to: its row changes, a pure function; the tables and document types it touches."""

    rows: Callable[[FeedEvent], Iterable[Change]]
    tables: frozenset[str]
    documents: frozenset[str] = frozenset()


class Reported(NamedTuple):
    """An event with its changes; one that could not be read has none."""

    event: FeedEvent
    changes: Sequence[Change]
