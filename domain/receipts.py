"""Receipts: what a dispatched command answers, the first time and every time its id is repeated (I10)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Receipt:
    """`position` is that of the command's last event, 0 when it needed none; `ids` are the ids it assigned or used."""

    command_id: UUID
    position: int
    ids: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dispatched:
    """A decided command on its way into the log: the ordinals (from 0) of its first and last event, if any."""

    command_id: UUID
    receipt: Mapping[str, Any]
    first: int | None = None
    last: int | None = None
