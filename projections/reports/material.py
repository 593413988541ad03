"""Everything that the documents of some reports show, read in a handful of statements and grouped here."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import TypeVar

from ...postgres.connection import Connection
from .reading import Reports
from .records import (
    BlockerRecord,
    CompletionReportRecord,
    DecisionRecord,
    FindingRecord,
    HistoryRecord,
    PatternRecord,
    TaskRecord,
)

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class TaskMaterial:
    """A task whose report is published, with everything that the report tells."""

    task: TaskRecord
    report: CompletionReportRecord | None
    history: list[HistoryRecord]
    findings: list[FindingRecord]
    decisions: list[DecisionRecord]
    blockers: dict[str, BlockerRecord]


@dataclass(frozen=True, slots=True)
class Material:
    """Reports by what they are, and what they link to by id."""

    decisions: list[DecisionRecord]
    patterns: list[PatternRecord]
    findings: list[FindingRecord]
    tasks: list[TaskMaterial]
    known_decisions: dict[str, DecisionRecord]
    known_tasks: dict[str, TaskRecord]


def material(connection: Connection, documents: Iterable[str]) -> Material:
    """Read what these documents show; those that do not exist (any more, or yet) are left out."""
    reports, ids = Reports(connection), by_kind(documents)
    decisions = reports.decisions(ids=ids["decision"]) if ids["decision"] else []
    findings = reports.findings(ids=ids["finding"]) if ids["finding"] else []
    tasks = task_material(reports, ids["task"]) if ids["task"] else []
    linked = {other for one in decisions for other in (*one.supersedes, one.superseded_by) if other is not None}
    known = {one.task_id for one in findings} | {one.task_id for one in decisions if one.task_id is not None}
    known.update(name for one in tasks for name in one.task.depends_on)
    return Material(
        decisions,
        reports.patterns(ids=ids["pattern"]) if ids["pattern"] else [],
        findings,
        tasks,
        {one.id: one for one in (reports.decisions(ids=linked) if linked else [])},
        {one.id: one for one in (reports.tasks(ids=known) if known else [])},
    )


def by_kind(documents: Iterable[str]) -> dict[str, list[str]]:
    """The ids of reports by the kind that their documents' ids begin with."""
    ids: dict[str, list[str]] = defaultdict(list)
    for document in documents:
        kind, _, id_ = document.partition(":")
        ids[kind].append(id_)
    return ids


def task_material(reports: Reports, ids: Collection[str]) -> list[TaskMaterial]:
    tasks = [task for task in reports.tasks(ids=ids) if task.page is not None]
    published = [task.id for task in tasks]
    completed = {report.task_id: report for report in reports.completion_reports(published)}
    history = grouped(reports.histories(published), lambda entry: entry.task_id)
    findings = grouped(reports.findings(task_ids=published), lambda finding: finding.task_id)
    decisions = grouped(reports.decisions(task_ids=published), lambda decision: decision.task_id)
    blockers = {blocker.id: blocker for blocker in reports.blockers(task_ids=published)}
    return [
        TaskMaterial(task, completed.get(task.id), told(task, history), findings[task.id], decisions[task.id], blockers)
        for task in tasks
    ]


def told(task: TaskRecord, history: dict[str | None, list[HistoryRecord]]) -> list[HistoryRecord]:
    """The history as far as the report tells it."""
    return [entry for entry in history[task.id] if entry.version <= (task.published_version or 0)]


def grouped(found: Iterable[Record], key: Callable[[Record], str | None]) -> dict[str | None, list[Record]]:
    groups: dict[str | None, list[Record]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return groups
