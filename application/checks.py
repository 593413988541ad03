"""One look each at something a project needs: what there is to say of it, or Misconfigured with what to do."""

from pathlib import Path

from ..config import Settings
from ..domain.errors import Misconfigured, TargetUnavailable
from ..domain.targets import Target
from ..migrations.runner import require_current
from ..outbox import health
from ..outbox.cli_models import cli_models
from ..outbox.ledger import Ledger
from ..outbox.standing import standing
from ..postgres.connection import Database
from ..projections.cli_models import CliModelsFile
from ..projections.reading import reader
from .status import state_of

LONGEST_SECONDS = 60.0
"""How long a write transaction may be open before it is worth a word."""


def schema_is_current(database: Database) -> str:
    require_current(database)
    return database.schema


def cli_models_are_told(settings: Settings, root: Path, database: Database) -> str:
    """Where `.docrunch/cli_models.json` stands. Raises Misconfigured when it is not what the log says."""
    models, file = cli_models(database), CliModelsFile.of(root)
    standing_now = file.standing(models)
    if not models:
        return "nobody named any yet"
    if standing_now.state == "behind" and not settings.storage.sync.enabled:
        return f"{file.path} does not follow the log: storage.sync.enabled is switched off"
    if standing_now.state == "behind":
        what = "is behind the log" if file.path.exists() else "is missing"
        raise Misconfigured(f"{file.path} {what}", hint="run: docrunch scan, or docrunch worker")
    if standing_now.error is not None:
        raise Misconfigured(standing_now.error, hint="docrunch writes it again once it is gone")
    return f"{file.path}, current"


def sound_epoch(database: Database) -> str:
    health.require_epoch(database)
    return f"{health.head(database).events} events"


def repaired_epoch(database: Database) -> str:
    try:
        return sound_epoch(database)
    except Misconfigured:
        return f"was restored from another cluster; repaired, positions go on from base {health.raise_epoch(database)}"


def read_model_is_current(database: Database) -> str:
    with reader(database, is_any_version=True) as reading:
        reading.checkpoint.require_current()
        position = reading.checkpoint.position
    return f"{health.lag(database, position)} events behind"


def nothing_blocks(database: Database) -> str:
    old = [one for one in health.blockers(database) if (one.age_seconds or 0) > LONGEST_SECONDS]
    if old:
        first = old[0]
        raise Misconfigured(
            f"readers wait for {first.kind} {first.id} in database {first.database}, open for {first.age_seconds:.0f} s"
            + (f", and {len(old) - 1} more" if len(old) > 1 else ""),
            hint="end it: SELECT pg_terminate_backend(pid), or ROLLBACK PREPARED for a prepared one",
        )
    return "none that readers wait for"


def everything_is_rendered(database: Database) -> str:
    with reader(database) as reading:
        parked, problems, counts = reading.parked(), reading.problems(), reading.counts()
    if parked:
        raise Misconfigured(
            f"{len(parked)} events could not be applied, the last at {parked[-1].position}: {parked[-1].error}",
            hint="upgrade docrunch, then run: docrunch projections rebuild relational",
        )
    if problems:
        raise Misconfigured(
            f"{len(problems)} documents could not be rendered, the first is {problems[0].document_id}: "
            f"{problems[0].problem}",
            hint="report it; the others are not affected",
        )
    return f"{counts.documents} rendered"


def target_is_well(settings: Settings, ledger: Ledger, target: Target | None) -> str:
    """The state of a delivery target. Raises Misconfigured when it needs somebody."""
    if target is None:
        return "absent: no such target is installed"
    known, counts = standing(ledger), ledger.counts()
    state = state_of(settings, known, counts, lag=0, is_installed=True)
    if state == "paused":
        raise Misconfigured(f"paused: {known.last_error}")
    if known.place is not None:
        require_same_place(target, known.place)
    if counts.failed:
        failure = ledger.failures(1)[0]
        raise Misconfigured(f"{counts.failed} documents failed, the last is {failure.document_id}: {failure.error}")
    if state == "late":
        raise Misconfigured(f"{counts.pending} documents wait longer than the SLA", hint="run: docrunch worker")
    return f"{state}: {counts.pending} documents wait"


def require_same_place(target: Target, place: str) -> None:
    try:
        seen = target.place()
    except TargetUnavailable as error:
        raise Misconfigured(str(error), hint=error.hint) from error
    if seen != place:
        raise Misconfigured(
            "the output this project was delivered to is not here (it was moved, deleted or replaced)",
            hint=f"put it back, or run: docrunch projections rebuild {target.name}",
        )
