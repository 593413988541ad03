"""What only root can do is proved by root only: the promises of test_as_root.py are about nobody else."""

import os

import pytest
from docrunch.postgres import cluster

collect_ignore = [] if os.geteuid() == 0 else ["test_as_root.py"]


@pytest.fixture(autouse=True)
def _quick_initdb(monkeypatch: pytest.MonkeyPatch) -> None:
    # Only initdb's last sync is left out; the servers themselves run as durable as always.
    monkeypatch.setattr(
        cluster, "LOCALE", {version: (*flags, "--no-sync") for version, flags in cluster.LOCALE.items()}
    )
