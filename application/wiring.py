"""The one place where the parts of a project are made and put together."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from ..config import Settings, load, make_project
from ..domain.targets import Target, manner_of
from ..migrations.runner import migrate
from ..outbox import health
from ..outbox.delivery import Rules
from ..outbox.ledger import Ledger
from ..outbox.log import EventLog
from ..outbox.recorder import PostgresRecorder
from ..outbox.retry import Backoff
from ..postgres.connection import Database
from ..postgres.embedded import start
from ..projections.generations import ensure_generation
from ..projections.ledger import TargetSpec
from ..vault.key_file import KeyFile
from ..vault.keyring import Keyring
from ..vault.provider_vault import ProviderVault
from .targets import make_targets


@dataclass(frozen=True, slots=True)
class Project:
    """An open project: its settings, its log, its vault, and the targets by name (None: not installed here)."""

    root: Path
    settings: Settings
    database: Database
    log: EventLog
    vault: ProviderVault
    targets: dict[str, Target | None]

    @property
    def installed(self) -> list[Target]:
        """Those with the largest batches first: a quick one does not wait for a slow one in the foreground (I5)."""
        found = [target for target in self.targets.values() if target is not None]
        return sorted(found, key=lambda target: -manner_of(target).batch)

    @property
    def specs(self) -> list[TargetSpec]:
        """The targets as the relational projector knows them."""
        return [TargetSpec(target.name, target.document_types, target.renderer_version) for target in self.installed]

    @property
    def rules(self) -> Rules:
        """How to deliver, from the settings of `storage.sync`."""
        sync = self.settings.storage.sync
        backoff = Backoff(
            timedelta(seconds=sync.backoff_seconds), timedelta(seconds=sync.max_backoff_seconds), sync.max_retries
        )
        overdue = timedelta(seconds=sync.scan_sla_seconds)
        return Rules(overdue=overdue, is_prioritized=sync.prioritize == "reports", backoff=backoff)

    def ledger(self, target: str) -> Ledger:
        return Ledger(self.database, target)


@contextmanager
def opened(root: Path) -> Iterator[Project]:
    """Open the project in `root`, which becomes one if it is none yet, and bring its schema up to date.

    The embedded server is started if there is no URL, and closed at the end. Raises Misconfigured, Unavailable.
    """
    settings = load(root)
    make_project(root)
    with ExitStack() as closing:
        database = closing.enter_context(database_of(settings, root))
        migrate(database)
        health.require_epoch(database)
        ensure_generation(database)
        recorder = PostgresRecorder(database)
        log = closing.enter_context(EventLog(recorder, recorder))
        vault = ProviderVault(database, keyring_of(settings, root))
        targets = make_targets(settings, root)
        for target in targets.values():
            closing.callback(getattr(target, "close", lambda: None))
        yield Project(root, settings, database, log, vault, targets)


def keyring_of(settings: Settings, root: Path) -> Keyring:
    """The keys that wrap the keys of all secrets: the one from the environment, else the key file's."""
    return Keyring(settings.encryption_key, KeyFile.of(root))


@contextmanager
def database_of(settings: Settings, root: Path) -> Iterator[Database]:
    """The database the settings name, or the embedded server, which comes back by itself when it was killed."""
    storage = settings.storage
    with ExitStack() as closing:
        if storage.postgres_url is not None:
            database = Database(storage.postgres_url, storage.postgres_schema)
        else:
            server = start(root)
            closing.callback(server.close)
            database = Database(server.url, storage.postgres_schema, server.ensure_running)
        closing.callback(database.close)
        yield database
