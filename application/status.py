"""The state of the log and of every projection, for operators: each lag, failure and hindrance with its reason (I6)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ..config import Settings
from ..domain.targets import Target
from ..outbox import health
from ..outbox.ledger import Counts
from ..outbox.standing import Standing, standing
from ..projections.generation import REBUILD
from ..projections.reading import reader
from . import cli_models_file
from .wiring import Project

GRACE = timedelta(minutes=5)
"""How long a lag beyond twice its SLA is borne before it counts as a breach."""


@dataclass(frozen=True, slots=True)
class ProjectionStatus:
    """One projection: the log `position` it reflects and the events behind that.

    `pending` and `failed` count events for the read model, documents for a target. `state` is current, behind, late
    (a breach of the SLA), failing (something was put aside), paused (the target is down, its rows wait), absent (no
    such target was reached yet), disabled, or outdated (a rebuild is needed). `error` is the latest reason.
    """

    name: str
    position: int
    lag_events: int
    state: str
    pending: int
    failed: int
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The log's head, the projections, and the open write transactions that readers wait for."""

    log: health.Head
    projections: list[ProjectionStatus]
    blockers: list[health.Blocker]


def status_of(project: Project) -> Status:
    """Ask the log, the read model and the ledger."""
    model = read_model_status(project)
    targets = [target_status(project, model, name, target) for name, target in project.targets.items()]
    projections = [model, *targets, *cli_models_status(project, model)]
    return Status(health.head(project.database), projections, health.blockers(project.database))


def read_model_status(project: Project) -> ProjectionStatus:
    with reader(project.database, is_any_version=True) as reading:
        checkpoint, parked = reading.checkpoint, reading.parked()
    lag = health.lag(project.database, checkpoint.position)
    state = "outdated" if not checkpoint.is_current else "failing" if parked else "behind" if lag else "current"
    error = parked[-1].error if parked else None
    if not checkpoint.is_current:
        error = f"another version of docrunch made it; {REBUILD}"
    return ProjectionStatus("relational", checkpoint.position, lag, state, lag, len(parked), error)


def target_status(project: Project, model: ProjectionStatus, name: str, target: Target | None) -> ProjectionStatus:
    ledger = project.ledger(name)
    known, counts = standing(ledger), ledger.counts()
    failures = ledger.failures(1)
    error = known.last_error or (failures[0].error if failures else None)
    if target is None:
        error = "no such target is installed"
    state = state_of(project.settings, known, counts, model.lag_events, is_installed=target is not None)
    if state == "absent":
        error = error or "it was never reached"
    return ProjectionStatus(name, model.position, model.lag_events, state, counts.pending, counts.failed, error)


def cli_models_status(project: Project, model: ProjectionStatus) -> list[ProjectionStatus]:
    """The file of CLI models, once there are any: it is written from the log itself."""
    standing_now = cli_models_file.standing_of(project)
    if standing_now is None:
        return []
    pending, failed = (int(standing_now.state == state) for state in ("behind", "conflict"))
    state = "failing" if failed else standing_now.state
    name, at, lag = cli_models_file.NAME, model.position, model.lag_events
    return [ProjectionStatus(name, at, lag, state, pending, failed, standing_now.error)]


def state_of(settings: Settings, known: Standing, counts: Counts, lag: int, *, is_installed: bool) -> str:
    if not settings.storage.sync.enabled:
        return "disabled"
    if known.pauses:
        return "paused"
    if not is_installed or known.place is None:
        return "absent"
    if counts.failed:
        return "failing"
    if is_late(settings, counts):
        return "late"
    return "behind" if counts.pending or lag else "current"


def is_late(settings: Settings, counts: Counts) -> bool:
    sync = settings.storage.sync
    limits = (
        (counts.oldest_report, timedelta(seconds=sync.report_sla_seconds)),
        (counts.oldest_scan, timedelta(seconds=sync.scan_sla_seconds)),
    )
    now = datetime.now(UTC)
    return any(since is not None and now - since > 2 * sla + GRACE for since, sla in limits)
