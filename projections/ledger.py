"""What the delivery ledger shall want of each target; delivering it is the workers' business."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from ..domain.changes import REPORT_PRIORITY, SCAN_PRIORITY
from ..postgres.connection import Connection
from ..postgres.statements import Statements
from .reports.rendering import is_report

SQL = Statements("docrunch.projections", "ledger.sql")


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """A target as the projector knows it: which documents it takes, and which renderer shapes them there."""

    name: str
    document_types: frozenset[str]
    renderer_version: str


@dataclass(frozen=True, slots=True)
class Urgency:
    """What new ledger rows carry: a lower `priority` is delivered first."""

    priority: int = SCAN_PRIORITY
    scan_run_id: str | None = None


def want(connection: Connection, targets: Collection[TargetSpec], changed: Collection[str], urgency: Urgency) -> None:
    """Set the rows of changed and deleted documents, and only those whose wanted hash changes."""
    if not changed:
        return
    overlook_others(connection, targets)
    for target in targets:
        values = ledger_values(target, urgency) | {"ids": sorted(changed)}
        connection.execute(SQL["want"], values)
        connection.execute(SQL["unwant"], values)


def overlook_others(connection: Connection, targets: Collection[TargetSpec]) -> None:
    """Note that the targets not given here, which another program may know, missed something."""
    connection.execute(SQL["overlook"], {"known": [target.name for target in targets]})


def want_all(connection: Connection, targets: Iterable[TargetSpec], scan_run_id: str | None = None) -> None:
    """Set the ledger by difference from all documents of the generation at hand; rows that agree stay untouched.

    Reports come before what scans found. Also what a target with another renderer version needs. The search_path must
    lead to the generation.
    """
    rows = SQL.rows(connection, "all_documents")
    reported, scanned = ([id_ for (id_,) in rows if is_report(id_) is wanted] for wanted in (True, False))
    for target in targets:
        reports = ledger_values(target, Urgency(REPORT_PRIORITY))
        scans = ledger_values(target, Urgency(scan_run_id=scan_run_id))
        connection.execute(SQL["want"], reports | {"ids": reported})
        connection.execute(SQL["want"], scans | {"ids": scanned})
        connection.execute(SQL["unwant_all"], scans)


def ledger_values(target: TargetSpec, urgency: Urgency) -> dict[str, Any]:
    return {
        "target": target.name,
        "types": sorted(target.document_types),
        "renderer_version": target.renderer_version,
        "priority": urgency.priority,
        "scan_run_id": urgency.scan_run_id,
    }
