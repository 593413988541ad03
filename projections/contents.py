"""Since which event each file has had its content.

An event that the database refuses is parked where it is tried alone, and never tried where a later event of its file
covers it. Both must leave the same behind, so what it says of the content counts in any case.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from ..domain.feed import FeedEvent
from ..postgres.connection import Connection
from ..postgres.statements import Statements

SQL = Statements("docrunch.projections", "contents.sql")


class Content(NamedTuple):
    """What the event recorded that had this content first; `scanned` is the instant of its scan as written.

    `is_first`: nothing before it in the batch tells whether the file had this content already.
    """

    content_hash: str
    version: int
    position: int
    scanned: str
    is_first: bool = True


Contents = dict[str, Content | None]
"""By file; None for one that is gone."""


def note(contents: Contents, event: FeedEvent, *, is_gone: bool) -> None:
    """Take in the next event of a file. Raises LookupError or TypeError when it makes no sense."""
    if is_gone:
        contents[event.stream_id] = None
        return
    content_hash, scanned = event.data["file"]["content_hash"], event.data["scanned_at"]
    if not isinstance(content_hash, str) or not isinstance(scanned, str):
        raise TypeError(f"the content of {event.stream_id} is not told by texts")
    made = Content(content_hash, event.version, event.position, scanned)
    if event.stream_id in contents:
        earlier = contents[event.stream_id]
        is_same = earlier is not None and earlier.content_hash == made.content_hash
        made = earlier if is_same and earlier else made._replace(is_first=False)
    contents[event.stream_id] = made


def write_contents(connection: Connection, contents: Mapping[str, Content | None]) -> None:
    if not contents:
        return
    made = {file: content for file, content in contents.items() if content is not None}
    columns: dict[str, Any] = {name: [getattr(one, name) for one in made.values()] for name in Content._fields}
    columns |= {"file_id": list(made), "gone": [file for file, content in contents.items() if content is None]}
    connection.execute(SQL["write_contents"], columns)
