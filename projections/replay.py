"""A replay from position zero into a generation of its own that nobody reads yet."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from ..domain.feed import Batch
from ..postgres.connection import Connection
from .beside import OpenProcess, Render, Rows, rendering
from .catching_up import draw_overview
from .collecting import uncollected
from .documents import NO_ROWS, chunks, refresh, refresh_overview, refresh_reports, write_rows
from .facts import project, write_facts
from .fold import Folded, fold
from .generation import add_indexes, add_key_indexes, add_other_indexes, add_search_indexes, checkpoint, create, enter
from .neighbourhood import neighbourhood
from .parking import parking
from .reports.rendering import all_reports
from .reports.writing import settle_pages
from .resolution.definitions import Name
from .resolution.following import FIRST, follow_some, gather_names, relate_all
from .shown import Neighbourhood
from .writing import SQL, forget_files

Feed = Callable[[int], Batch | None]
"""The next batch behind a position, read on a connection of its own; None when there is nothing yet."""

Step = Callable[[Connection, Folded], None]
AHEAD = 6
"""So many pieces are made before the first is waited for: this process renders some while the other is at one."""


@dataclass(frozen=True, slots=True)
class Replay:
    """A generation that is being filled, in many short transactions: a long one would hold back its own feed."""

    connection: Connection
    schema: str
    log_schema: str
    report: Callable[[int], None]
    """Called with the number of events each time some were taken in."""

    def create(self) -> None:
        self.connection.execute(SQL["commit_later"])
        with self.connection.transaction():
            create(self.connection, self.schema, self.log_schema)

    def enter(self) -> None:
        enter(self.connection, self.schema, self.log_schema)

    def position(self) -> int:
        with self.connection.transaction():
            self.enter()
            return checkpoint(self.connection).position

    def fill(self, feed: Feed, open_process: OpenProcess | None = None) -> None:
        """Take in all facts first; what follows from them is worked out once, at the end."""
        self.follow(feed, write_facts_only)
        # A process to render in has the time of the names to start.
        with rendering(self.count_files(), open_process) as render:
            self.connect()
            self.render(render)
        self.follow(feed, write_all)

    def follow(self, feed: Feed, step: Step) -> None:
        """Take in what the feed has, until it has nothing more."""
        position: int | None = self.position()
        while position is not None:
            position = self.take_next(feed, position, step)

    @uncollected()
    def take_next(self, feed: Feed, position: int, step: Step) -> int | None:
        """Take in the batch behind a position; where it ends, None when there was none."""
        batch = feed(position)
        return None if batch is None else self.take(batch, step)

    def take(self, batch: Batch, step: Step) -> int:
        position = parking(batch, partial(self.take_whole, step))
        self.report(len(batch.events))
        return position

    def take_whole(self, step: Step, batch: Batch) -> int:
        with self.connection.transaction():
            self.enter()
            step(self.connection, fold(batch, batch.after))
            self.connection.execute(SQL["move_checkpoint"], {"position": batch.upto})
        return batch.upto

    def connect(self) -> None:
        with self.connection.transaction():
            self.enter()
            self.connection.execute(SQL["settle_pages"], {"keys": None})
            settle_pages(self.connection)
            add_key_indexes(self.connection)
            gather_names(self.connection)
        self.resolve()
        with self.connection.transaction():
            self.enter()
            relate_all(self.connection)
            add_indexes(self.connection)

    def resolve(self) -> None:
        last: Name | None = FIRST
        while last is not None:
            with self.connection.transaction():
                self.enter()
                last = follow_some(self.connection, last)

    def count_files(self) -> int:
        with self.connection.transaction():
            self.enter()
            return len(SQL.rows(self.connection, "all_files"))

    def render(self, render: Render) -> None:
        with self.connection.transaction():
            self.enter()
            files = [file for (file,) in SQL.rows(self.connection, "all_files")]
            reports = all_reports(self.connection)
        self.render_files(files, render)
        for some in chunks(reports):
            with self.connection.transaction():
                self.enter()
                refresh_reports(self.connection, some)
        with self.connection.transaction():
            self.enter()
            refresh_overview(self.connection)
            add_search_indexes(self.connection)

    def render_files(self, files: Sequence[str], render: Render) -> None:
        """While some files are rendered, the server takes what was made of those before and tells of the next."""
        made, under_way = NO_ROWS, deque[Rows]()
        for following in chunks(files):
            around = self.exchange(made, following)
            under_way.append(render(around))
            made = under_way.popleft()() if len(under_way) == AHEAD else NO_ROWS
        # Nothing that is rendered asks for these, and the last pieces take as long.
        with self.connection.transaction():
            self.enter()
            add_other_indexes(self.connection)
        for rows in under_way:
            self.exchange(made, ())
            made = rows()
        self.exchange(made, ())

    @uncollected()
    def exchange(self, made: str, following: Sequence[str]) -> Neighbourhood:
        """Write rows of documents, and read what the documents of other files need."""
        with self.connection.transaction():
            self.enter()
            write_rows(self.connection, made)
            return neighbourhood(self.connection, following)


def write_facts_only(connection: Connection, folded: Folded) -> None:
    write_facts(connection, folded)
    forget_files(connection, [file for file, rows in folded.files.items() if rows is None])


def write_all(connection: Connection, folded: Folded) -> None:
    affected = project(connection, folded)
    if affected is not None:
        refresh(connection, affected.documents, affected.gone)
    draw_overview(connection, is_changed=affected is not None, has_more=folded.has_more)
