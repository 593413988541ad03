"""Instants that may enter the log: aware, and kept in UTC."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator

from .text import unfit

EXPECTED = "an instant with its time zone, as in 2026-01-31T12:00:00Z"
BEGINS_WITH_A_YEAR = re.compile(r"\d{4}-")


def no_number(value: Any) -> Any:
    """The value itself, unless it could only be read as seconds since 1970."""
    if isinstance(value, datetime) or (isinstance(value, str) and BEGINS_WITH_A_YEAR.match(value)):
        return value
    raise unfit(EXPECTED)


def in_utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise unfit(EXPECTED)
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise unfit("an instant of the years 1 to 9999 in UTC") from error


Instant = Annotated[datetime, BeforeValidator(no_number), AfterValidator(in_utc)]


def minute(instant: datetime) -> str:
    """For people: `2026-01-31 12:00 UTC`."""
    return f"{instant:%Y-%m-%d %H:%M} UTC"
