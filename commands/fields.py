"""Fields that several commands share."""

from secrets import token_hex
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from ..domain.task_state import FULL
from ..domain.text import Id, Path, unfit
from .command import Command

MANY = 1_000
"""The most files one finding or pattern names."""
RANDOM_BYTES = 6

Files = Annotated[tuple[Path, ...], Field(max_length=MANY)]
Flag = Annotated[bool, Field(strict=True)]


def percent(number: int) -> int:
    if not 0 <= number <= FULL:
        raise unfit(f"a whole number from 0 to {FULL}")
    return number


Percentage = Annotated[int, Field(strict=True), AfterValidator(percent)]


def new_id(kind: str) -> Id:
    """An id for something whose caller left it to us: `task-3f09a81c52de`."""
    return f"{kind}-{token_hex(RANDOM_BYTES)}"


def facts_of(command: Command) -> dict[str, Any]:
    """The fields of a command without those that every command has."""
    return {name: getattr(command, name) for name in type(command).model_fields if name not in Command.model_fields}
