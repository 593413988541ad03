"""The models of every CLI program as the log has them now."""

from typing import Any

from pydantic import ValidationError

from ..domain.cli_models import CliModelsChanged
from ..domain.errors import Misconfigured
from ..domain.events import upcast
from ..postgres.connection import Database, translated
from ..postgres.statements import Statements

SQL = Statements("docrunch.outbox", "cli_models.sql")


def cli_models(database: Database) -> dict[str, tuple[str, ...]]:
    """The sorted models by program, also of programs whose set is empty; programs never named are absent.

    Raises Unavailable, and Misconfigured for an event that this docrunch cannot read.
    """
    with translated():
        rows = SQL.rows(database.connection(), "latest")
    changed = [event_of(*row) for row in rows]
    return {event.cli_type: event.models for event in changed}


def event_of(topic: str, schema_version: int, data: dict[str, Any]) -> CliModelsChanged:
    try:
        return CliModelsChanged.from_stored(upcast(topic, schema_version, data))
    except (LookupError, ValidationError) as error:
        raise Misconfigured(
            f"this docrunch cannot read the {topic} of {data.get('cli_type')}", hint="upgrade docrunch"
        ) from error
