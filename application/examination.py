"""What `docrunch doctor` looks at, in the order in which one thing rests on another; it changes nothing by itself."""

from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from ..config import Settings, load
from ..domain.errors import DocrunchError, TargetAbsent, TargetUnavailable
from ..domain.targets import Target
from ..outbox.ledger import Ledger
from ..outbox.standing import standing
from ..postgres.connection import Database
from ..postgres.doctor import Finding, check, configuration_is_valid, folder_is_writable, server_answers
from ..vault.examination import examine as examine_key
from .checks import (
    cli_models_are_told,
    everything_is_rendered,
    nothing_blocks,
    read_model_is_current,
    repaired_epoch,
    schema_is_current,
    sound_epoch,
    target_is_well,
)
from .targets import make_targets
from .wiring import database_of, keyring_of


def examine(root: Path, *, is_repairing: bool = False) -> list[Finding]:
    """Look at everything the project in `root` needs; what rests on something broken is left out.

    With `is_repairing` the base of the log's positions is raised where a restore made that necessary.
    """
    valid = configuration_is_valid(root)
    return [valid, *(findings(load(root), root, is_repairing=is_repairing) if valid.ok else ())]


def findings(settings: Settings, root: Path, *, is_repairing: bool) -> Iterator[Finding]:
    folder = settings.storage.markdown.output_dir
    if "markdown" in settings.storage.sync.targets:
        yield folder_is_writable(root / folder)
    with ExitStack() as closing:
        try:
            database = closing.enter_context(database_of(settings, root))
        except DocrunchError as error:
            yield Finding("server", ok=False, detail=str(error), hint=error.hint)
            return
        yield (server := server_answers(database))
        if server.ok:
            yield from of_database(settings, root, database, is_repairing=is_repairing)


def of_database(settings: Settings, root: Path, database: Database, *, is_repairing: bool) -> Iterator[Finding]:
    yield (schema := check("schema", partial(schema_is_current, database)))
    if not schema.ok:
        return
    yield check("log", partial(repaired_epoch if is_repairing else sound_epoch, database))
    yield check("encryption key", partial(examine_key, database, keyring_of(settings, root)))
    yield check("CLI models", partial(cli_models_are_told, settings, root, database))
    yield (model := check("read model", partial(read_model_is_current, database)))
    yield check("open transactions", partial(nothing_blocks, database))
    if model.ok:
        yield check("documents", partial(everything_is_rendered, database))
    for name, target in make_targets(settings, root).items():
        yield from of_target(settings, Ledger(database, name), name, target)


def of_target(settings: Settings, ledger: Ledger, name: str, target: Target | None) -> Iterator[Finding]:
    """The state of a delivery target and, where it is there, what it has to say about itself."""
    yield check(name, partial(target_is_well, settings, ledger, target))
    try:
        if target is not None and hasattr(target, "checks"):
            target.place()
            for what, look in target.checks().items():
                yield check(f"{name} {what}", look)
    except TargetAbsent as error:
        if standing(ledger).place is not None:
            yield Finding(f"{name} server", ok=False, detail=str(error), hint=error.hint)
    except TargetUnavailable as error:
        yield Finding(f"{name} server", ok=False, detail=str(error), hint=error.hint)
    finally:
        getattr(target, "close", lambda: None)()
