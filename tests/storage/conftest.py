"""Projects on disk with a schema of their own on the shared server."""

from pathlib import Path

import pytest
from docrunch.postgres.connection import Database


@pytest.fixture
def hosted(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file, whose project has its schema on the shared server."""
    monkeypatch.setenv("DOCRUNCH_STORAGE__POSTGRES_URL", database.url)
    monkeypatch.setenv("DOCRUNCH_STORAGE__POSTGRES_SCHEMA", database.schema)
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "markdown")
    (tmp_path / "a.py").write_text("def f(): ...\n\n\nclass K:\n    def m(self): ...\n")
    return tmp_path
