"""Queries about tasks and reports. The connection's search_path must lead to a generation."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from psycopg.rows import class_row

from ...postgres.connection import Connection
from ...postgres.statements import Statements
from .records import (
    BlockerRecord,
    CompletionReportRecord,
    DecisionRecord,
    FindingRecord,
    HistoryRecord,
    PatternRecord,
    SummaryRecord,
    TaskRecord,
)

SQL = Statements("docrunch.projections.reports", "reading.sql")
Record = TypeVar("Record")
Ids = Collection[str] | None
"""Of documents or what they belong to; None is all of them."""


@dataclass(frozen=True, slots=True)
class Reports:
    """What is known of tasks, and what agents reported. A filter that is None does not filter."""

    connection: Connection

    def task(self, task_id: str) -> TaskRecord | None:
        """The task with this id."""
        return only(self.tasks(ids=[task_id]))

    def tasks(self, *, status: str | None = None, assigned_to: str | None = None, ids: Ids = None) -> list[TaskRecord]:
        """Tasks in the order they were created."""
        return records(self.connection, TaskRecord, "tasks", ids=ids, status=status, assigned_to=assigned_to)

    def history(self, task_id: str) -> list[HistoryRecord]:
        """What happened to a task, in order."""
        return self.histories([task_id])

    def histories(self, task_ids: Collection[str]) -> list[HistoryRecord]:
        """What happened to these tasks, one task after the other."""
        return records(self.connection, HistoryRecord, "history", task_ids=task_ids)

    def completion_report(self, task_id: str) -> CompletionReportRecord | None:
        """How a task was completed; None while it is not."""
        return only(self.completion_reports([task_id]))

    def completion_reports(self, task_ids: Collection[str]) -> list[CompletionReportRecord]:
        """How these tasks were completed, those that are."""
        return records(self.connection, CompletionReportRecord, "completion_reports", task_ids=task_ids)

    def finding(self, finding_id: str) -> FindingRecord | None:
        """The finding with this id."""
        return only(self.findings(ids=[finding_id]))

    def findings(
        self, *, task_ids: Ids = None, type_: str | None = None, status: str | None = None, ids: Ids = None
    ) -> list[FindingRecord]:
        """Findings in the order they were logged; `status` is open or resolved."""
        values = {"ids": ids, "task_ids": task_ids, "type": type_, "status": status}
        return records(self.connection, FindingRecord, "findings", **values)

    def decision(self, decision_id: str) -> DecisionRecord | None:
        """The decision with this id."""
        return only(self.decisions(ids=[decision_id]))

    def decisions(self, *, status: str | None = None, task_ids: Ids = None, ids: Ids = None) -> list[DecisionRecord]:
        """Decisions by number; `status` is accepted or superseded."""
        return records(self.connection, DecisionRecord, "decisions", ids=ids, status=status, task_ids=task_ids)

    def blocker(self, blocker_id: str) -> BlockerRecord | None:
        """The blocker with this id."""
        return only(self.blockers(ids=[blocker_id]))

    def blockers(self, *, task_ids: Ids = None, status: str | None = None, ids: Ids = None) -> list[BlockerRecord]:
        """Blockers in the order they were reported; `status` is open or resolved."""
        return records(self.connection, BlockerRecord, "blockers", ids=ids, task_ids=task_ids, status=status)

    def pattern(self, pattern_id: str) -> PatternRecord | None:
        """The pattern with this id, a retired one too."""
        return only(self.patterns(status=None, ids=[pattern_id]))

    def patterns(self, *, status: str | None = "active", ids: Ids = None) -> list[PatternRecord]:
        """Patterns by name; `status` is active or retired, None for both."""
        return records(self.connection, PatternRecord, "patterns", ids=ids, status=status)

    def summary(self, document_id: str) -> SummaryRecord | None:
        """The latest summary of a document, such as `function:a/b.py::C.m`."""
        return only(self.summaries(ids=[document_id]))

    def summaries(self, *, path: str | None = None, ids: Ids = None) -> list[SummaryRecord]:
        """The latest summaries, by document; `path` is that of a file."""
        return records(self.connection, SummaryRecord, "summaries", ids=ids, path=path)


def records(connection: Connection, record: type[Record], statement: str, **values: Any) -> list[Record]:
    """All records of a named statement; collections among the values become arrays."""
    with connection.cursor(row_factory=class_row(record)) as cursor:
        return cursor.execute(SQL[statement], arrays(values)).fetchall()


def arrays(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, set | dict | tuple) else value for name, value in values.items()}


def only(found: list[Record]) -> Record | None:
    return found[0] if found else None
