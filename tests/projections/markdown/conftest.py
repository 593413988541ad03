"""A fresh folder of pages for every test."""

from pathlib import Path

import pytest

from .site import Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    """An empty folder of pages."""
    return Site(tmp_path)
