"""What documents mention: kept beside them, so that the files they name find them when they change."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import orjson

from ...postgres.connection import Connection
from .affected import SQL
from .links import Target

Mentions = Mapping[str, Mapping[str, Target]]


def state_mentions(connection: Connection, asked: Mapping[str, Iterable[str]]) -> Mentions:
    """Keep what these documents mention now in place of what they did before; returns where each name leads."""
    forget_mentions(connection, asked)
    rows = [{"document_id": id_, "name": name} for id_, names in asked.items() for name in names]
    targets: dict[str, dict[str, Target]] = defaultdict(dict)
    if rows:
        for id_, name, target, page in SQL.rows(connection, "state_mentions", {"rows": orjson.dumps(rows).decode()}):
            if target is not None:
                targets[id_][name] = Target(target, page)
    return targets


def forget_mentions(connection: Connection, documents: Iterable[str]) -> None:
    """These documents mention nothing any more."""
    gone = list(documents)
    if gone:
        connection.execute(SQL["forget_mentions"], {"ids": gone})
