"""An office with a database of the test's own."""

import pytest
from docrunch.postgres.connection import Database

from .office import Office


@pytest.fixture
def office(database: Database) -> Office:
    """A project in which nothing has happened."""
    return Office(database)
