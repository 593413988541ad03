"""Poison: a value that the database refuses is found by halving its batch, and its event is parked."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from psycopg import errors

from ..domain.feed import Batch

UNWRITABLE = (errors.DataError, errors.IntegrityError, errors.ProgramLimitExceeded)
"""What the database says of values it cannot hold."""

Result = TypeVar("Result")


def parking(batch: Batch, work: Callable[[Batch], Result]) -> Result:
    """Do the work on the batch, without the events that cannot be written; returns what its last part returned.

    `work` must be all or nothing, must park events that have a problem, and may be called with parts of the batch.
    """
    try:
        return work(batch)
    except UNWRITABLE as error:
        if len(batch.events) > 1:
            first, second = halves(batch)
            parking(first, work)
            return parking(second, work)
        return work(poisoned(batch, error))


def halves(batch: Batch) -> tuple[Batch, Batch]:
    middle = len(batch.events) // 2
    border = batch.events[middle - 1].position
    first = replace(batch, upto=border, events=batch.events[:middle])
    return first, replace(batch, after=border, events=batch.events[middle:])


def poisoned(batch: Batch, error: errors.Error) -> Batch:
    """The batch of one event, marked. Raises the error when it has no event to blame."""
    if not batch.events:
        raise error
    problem = f"{type(error).__name__}: {str(error).splitlines()[0]}"
    return replace(batch, events=[replace(batch.events[0], problem=problem, is_refused=True)])
