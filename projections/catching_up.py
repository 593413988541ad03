"""The overview pages show all of a project, so they are drawn once for a reader that catches up, not by batch."""

from ..postgres.connection import Connection
from .documents import SQL, refresh_overview

MOST_LEFT_OUT = 20
"""Batches that change something: where events never stop coming, the overview lacks no more of them than that."""


def draw_overview(connection: Connection, *, is_changed: bool, has_more: bool) -> list[str]:
    """Draw it where it is due, in the transaction of a batch; returns the ids of what changed.

    While more is to be read, which comes for sure, a row remembers that something is not shown yet: whoever reads on,
    this process or the next, draws it then.
    """
    if has_more:
        if not is_changed or leave_out(connection) < MOST_LEFT_OUT:
            return []
    elif not is_changed and not is_behind(connection):
        return []
    connection.execute(SQL["overview_is_shown"])
    return refresh_overview(connection)


def leave_out(connection: Connection) -> int:
    """How many batches the overview does not show now."""
    rows = SQL.rows(connection, "leave_out_overview")
    return int(rows[0][0])


def is_behind(connection: Connection) -> bool:
    return bool(SQL.rows(connection, "overview_is_behind"))
