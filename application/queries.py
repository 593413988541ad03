"""What an open project knows of tasks and of what agents reported; unknown ids raise NotFound."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TypeVar

from ..domain.blockers import BlockerStatus
from ..domain.errors import NotFound
from ..domain.findings import FindingType
from ..domain.task_events import TaskStatus
from ..projections.reading import reader
from ..projections.reports.reading import Reports
from ..projections.reports.records import (
    BlockerRecord,
    CompletionReportRecord,
    DecisionRecord,
    FindingRecord,
    HistoryRecord,
    PatternRecord,
    SummaryRecord,
    TaskRecord,
)
from .wiring import Project

Record = TypeVar("Record")
OpenOrResolved = Literal["open", "resolved"]


class ReportQueries:
    """Queries that each see one state of the read model. A filter that is left out does not filter."""

    project: Project

    def tasks(self, *, status: TaskStatus | None = None, assigned_to: str | None = None) -> list[TaskRecord]:
        """Tasks in the order they were created."""
        with self.reports() as reports:
            return reports.tasks(status=status, assigned_to=assigned_to)

    def task(self, task_id: str) -> TaskRecord:
        """One task."""
        with self.reports() as reports:
            return known(reports.task(task_id), "task", task_id)

    def task_history(self, task_id: str) -> list[HistoryRecord]:
        """What happened to a task since it was created, in order."""
        with self.reports() as reports:
            known(reports.task(task_id), "task", task_id)
            return reports.history(task_id)

    def completion_report(self, task_id: str) -> CompletionReportRecord | None:
        """How a task was completed; None while it is not."""
        with self.reports() as reports:
            known(reports.task(task_id), "task", task_id)
            return reports.completion_report(task_id)

    def findings(
        self,
        *,
        task_id: str | None = None,
        type_: FindingType | None = None,
        status: OpenOrResolved | None = None,
    ) -> list[FindingRecord]:
        """Findings in the order they were logged."""
        with self.reports() as reports:
            return reports.findings(task_ids=of(task_id), type_=type_, status=status)

    def finding(self, finding_id: str) -> FindingRecord:
        """One finding."""
        with self.reports() as reports:
            return known(reports.finding(finding_id), "finding", finding_id)

    def decisions(
        self, *, status: Literal["accepted", "superseded"] | None = None, task_id: str | None = None
    ) -> list[DecisionRecord]:
        """Decisions by number."""
        with self.reports() as reports:
            return reports.decisions(status=status, task_ids=of(task_id))

    def decision(self, decision_id: str) -> DecisionRecord:
        """One decision, with what it supersedes and what superseded it."""
        with self.reports() as reports:
            return known(reports.decision(decision_id), "decision", decision_id)

    def blockers(self, *, task_id: str | None = None, status: BlockerStatus | None = None) -> list[BlockerRecord]:
        """Blockers in the order they were reported."""
        with self.reports() as reports:
            return reports.blockers(task_ids=of(task_id), status=status)

    def blocker(self, blocker_id: str) -> BlockerRecord:
        """One blocker."""
        with self.reports() as reports:
            return known(reports.blocker(blocker_id), "blocker", blocker_id)

    def patterns(self, *, status: Literal["active", "retired"] | None = "active") -> list[PatternRecord]:
        """Patterns by name, those that are followed unless asked otherwise."""
        with self.reports() as reports:
            return reports.patterns(status=status)

    def pattern(self, pattern_id: str) -> PatternRecord:
        """One pattern, a retired one too."""
        with self.reports() as reports:
            return known(reports.pattern(pattern_id), "pattern", pattern_id)

    def summaries(self, *, path: str | None = None) -> list[SummaryRecord]:
        """The latest summary of each file, function and class that has one, or of those in the file at `path`."""
        with self.reports() as reports:
            return reports.summaries(path=path)

    def summary(self, document_id: str) -> SummaryRecord:
        """The latest summary of a document, such as `function:a/b.py::C.m`."""
        with self.reports() as reports:
            return known(reports.summary(document_id), "summary of", document_id)

    @contextmanager
    def reports(self) -> Iterator[Reports]:
        """Several queries of one state of the read model."""
        with reader(self.project.database) as reading:
            yield reading.reports


def known(found: Record | None, kind: str, id_: str) -> Record:
    """What was found. Raises NotFound when nothing was."""
    if found is None:
        raise NotFound(f"there is no {kind} {id_}")
    return found


def of(id_: str | None) -> list[str] | None:
    return None if id_ is None else [id_]
