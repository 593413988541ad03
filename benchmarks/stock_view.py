"""The library's way to a read model: a ProjectionRunner and a view that it moves by one event per transaction."""

from time import perf_counter
from typing import Any

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.sql import SQL, Identifier

from ..domain.events import StreamEvent
from ..domain.scans import ScanStarted
from .peers import StockApplication

PATIENCE_SECONDS = 600.0


class ScanRuns(PostgresTrackingRecorder):
    """Rows of scan runs as our read model has them."""

    def __init__(self, datastore: PostgresDatastore, **kwargs: Any) -> None:
        super().__init__(datastore, **kwargs)
        self.table = SQL("{}.scan_runs").format(Identifier(datastore.schema))
        self.sql_create_statements.append(
            SQL(
                'CREATE TABLE {} (id text COLLATE "C" PRIMARY KEY, state text NOT NULL, started_at timestamptz,'
                " ended_at timestamptz, counts jsonb, problems jsonb, reason text)"
            ).format(self.table)
        )
        self.insert = SQL("INSERT INTO {} (id, state, started_at) VALUES (%s, 'running', %s)").format(self.table)
        self.first_at = self.last_at = 0.0

    def add(self, event: ScanStarted, tracking: Tracking) -> None:
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(self.insert, (event.scan_run_id, event.started_at), prepare=True)
        self.last_at = perf_counter()
        self.first_at = self.first_at or self.last_at


class ScanRunProjection(Projection[ScanRuns]):
    """Adds a row for every scan that was started."""

    name = "scanruns"

    def process_event(self, domain_event: StreamEvent, tracking: Tracking) -> None:
        self.view.add(domain_event.event, tracking)


def run_projection(settings: dict[str, str], view_schema: str, last_id: int) -> float:
    """Run the view from the beginning up to an event; the seconds between the commits of the first and the last row."""
    with ProjectionRunner(
        application_class=StockApplication,
        projection_class=ScanRunProjection,
        view_class=ScanRuns,
        env={**settings, "SCANRUNS_POSTGRES_SCHEMA": view_schema},
    ) as runner:
        runner.wait(last_id, PATIENCE_SECONDS)
        return runner.view.last_at - runner.view.first_at
