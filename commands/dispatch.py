"""Dispatch: decide commands on the current states and append what was decided, once per command id."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from ..domain.errors import Conflict, DocrunchError, Invalid, NotFound, Refused
from ..domain.receipts import Dispatched, Receipt
from ..domain.secrets import Vault
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


def dispatch(log: Log, commands: Sequence[Command], vault: Vault | None = None) -> list[Receipt]:
    """Decide and append all commands in one transaction, all or nothing; one receipt each.

    Secrets in the commands are sealed by the `vault` before they become part of an event (I7).

    A command id that was dispatched before answers with its first receipt and has no further effect (I10).
    Raises Refused, NotFound, Invalid, Conflict (after several attempts), Unavailable.
    """
    if len({command.command_id for command in commands}) < len(commands):
        raise Invalid("two commands of one batch have the same command_id; give each its own")
    for number in range(ATTEMPTS):
        receipts = attempt(Work(log, is_fresh=number > 0, given_vault=vault), commands)
        if receipts is not None:
            return receipts
    raise Conflict(f"gave up after {ATTEMPTS} attempts: other writers were always first; try again")


def attempt(work: Work, commands: Sequence[Command]) -> list[Receipt] | None:
    """Decide and append; None when that rested on old states, so that it must be decided again on fresh ones."""
    try:
        return decide(work, commands)
    except (Refused, NotFound, Conflict) as error:
        known = work.log.receipts([command.command_id for command in commands])
        if known:
            return answer_repeats(work, commands, known)
        if is_final(work, error):
            raise
    return None


def decide(work: Work, commands: Sequence[Command]) -> list[Receipt] | None:
    rows: list[Dispatched] = []
    metadata: list[Mapping[str, Any]] = []
    for command in commands:
        first = len(work.events)
        ids = HANDLERS[type(command)](command, work)
        count = len(work.events) - first
        span = (first, first + count - 1) if count else (None, None)
        rows.append(Dispatched(command.command_id, {"command": type(command).__name__, "ids": dict(ids)}, *span))
        metadata += [command.metadata()] * count
    if not work.is_assured:
        return None
    positions = work.log.append(work.events, states=work.states, commands=rows, metadata=metadata)
    return [receipt_of(row, positions) for row in rows]


def is_final(work: Work, error: DocrunchError) -> bool:
    """Whether fresh states cannot change the answer: there were none, or a rule said no on fresh ones."""
    return not work.states or (work.is_fresh and not isinstance(error, Conflict))


def receipt_of(row: Dispatched, positions: Sequence[int]) -> Receipt:
    return Receipt(row.command_id, 0 if row.last is None else positions[row.last], row.receipt["ids"])


def answer_repeats(work: Work, commands: Sequence[Command], known: Mapping[UUID, Receipt]) -> list[Receipt]:
    """First receipts for what was dispatched before; the others are dispatched now."""
    others = [command for command in commands if command.command_id not in known]
    receipts = dispatch(work.log, others, work.given_vault) if others else []
    now = {receipt.command_id: receipt for receipt in receipts}
    answers = {**known, **now}
    return [answers[command.command_id] for command in commands]
