"""Where photographs are left: the folder TEST_PHOTOS, by default a temporary one."""

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("TEST_PHOTOS") or tmp_path_factory.mktemp("photos")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder
