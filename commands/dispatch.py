"""Dispatch: decide commands on the current states and append what was decided, once per command id."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from ..domain.errors import Conflict, DuplicateCommand, Invalid, Refused
from ..domain.receipts import Dispatched, Receipt
from .command import Command
from .work import Log, Work

C = TypeVar("C", bound=Command)
Handler = Callable[[Any, Work], Mapping[str, str]]

HANDLERS: dict[type[Command], Handler] = {}
"""The handler of every command class: decides, records events in the work, returns the ids for the receipt."""

ATTEMPTS = 8


def handles(command_class: type[C]) -> Callable[[Callable[[C, Work], Mapping[str, str]]], Handler]:
    """Register the decorated function as the handler of a command class."""

    def register(handler: Callable[[C, Work], Mapping[str, str]]) -> Handler:
        HANDLERS[command_class] = handler
        return handler

    return register


def dispatch(log: Log, commands: Sequence[Command]) -> list[Receipt]:
    """Decide and append all commands in one transaction, all or nothing; one receipt each.

    A command id that was dispatched before answers with its first receipt and has no further effect (I10).
    Raises Refused, Invalid, Conflict (after several attempts), Unavailable.
    """
    if len({command.command_id for command in commands}) < len(commands):
        raise Invalid("two commands of one batch have the same command_id; give each its own")
    fresh = False
    for _ in range(ATTEMPTS):
        work = Work(log, fresh=fresh)
        try:
            return attempt(work, commands)
        except DuplicateCommand:
            return answer_repeats(log, commands)
        except (Refused, Conflict) as error:
            # The decision may rest on a cached state, or be the repeat of one that was recorded.
            if log.receipts([command.command_id for command in commands]):
                return answer_repeats(log, commands)
            retry = work.states and (isinstance(error, Conflict) or not fresh)
            if not retry:
                raise
            fresh = True
    raise Conflict(f"gave up after {ATTEMPTS} attempts: other writers were always first; try again")


def attempt(work: Work, commands: Sequence[Command]) -> list[Receipt]:
    rows: list[Dispatched] = []
    metadata: list[Mapping[str, Any]] = []
    for command in commands:
        first = len(work.events)
        ids = HANDLERS[type(command)](command, work)
        count = len(work.events) - first
        span = (first, first + count - 1) if count else (None, None)
        rows.append(Dispatched(command.command_id, {"command": type(command).__name__, "ids": dict(ids)}, *span))
        metadata += [command.metadata()] * count
    if not work.events and work.states and not work.fresh:
        raise Refused("decided on a cached state that nothing needs to be done; to be decided again")
    positions = work.log.append(work.events, states=work.states, commands=rows, metadata=metadata)
    return [receipt_of(row, positions) for row in rows]


def receipt_of(row: Dispatched, positions: Sequence[int]) -> Receipt:
    return Receipt(row.command_id, 0 if row.last is None else positions[row.last], row.receipt["ids"])


def answer_repeats(log: Log, commands: Sequence[Command]) -> list[Receipt]:
    """First receipts for what was dispatched before; the others are dispatched now."""
    known = log.receipts([command.command_id for command in commands])
    others = [command for command in commands if command.command_id not in known]
    if others:
        known |= {receipt.command_id: receipt for receipt in dispatch(log, others)}
    return [known[command.command_id] for command in commands]
