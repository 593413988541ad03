"""A project whose providers have secrets, and its vault."""

import os
from pathlib import Path

import pytest
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database
from docrunch.vault.key_file import KeyFile
from docrunch.vault.keyring import Keyring
from docrunch.vault.provider_vault import ProviderVault
from pydantic import SecretStr

from .safe import ONE, Safe, SafeWith

# Only root can become another user.
collect_ignore = [] if os.geteuid() == 0 else ["test_as_root.py"]


@pytest.fixture
def safe_with(database: Database, tmp_path: Path) -> SafeWith:
    """`safe_with("a text")` opens the project with that key in the environment, `safe_with(None)` with the file."""

    def opened(given: str | None) -> Safe:
        recorder, file = PostgresRecorder(database), KeyFile.of(tmp_path)
        keyring = Keyring(None if given is None else SecretStr(given), file)
        return Safe(database, EventLog(recorder, recorder), ProviderVault(database, keyring), file)

    return opened


@pytest.fixture
def safe(safe_with: SafeWith) -> Safe:
    """The project with the master key ONE in the environment."""
    return safe_with(ONE)
