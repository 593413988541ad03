"""The log in memory: what dispatching promises, without a database."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.domain.changes import EntityChange
from docrunch.domain.errors import DuplicateCommand
from docrunch.domain.events import Event, StreamEvent
from docrunch.domain.receipts import Receipt
from docrunch.outbox.appending import VersionConflict
from docrunch.outbox.log import EventLog
from docrunch.outbox.mapper import JsonMapper, LoggedEvent
from eventsourcing.persistence import IntegrityError, StoredEvent
from eventsourcing.popo import POPOApplicationRecorder


class MemoryRecorder(POPOApplicationRecorder):
    """The library's recorder in memory, with receipts and docrunch's errors."""

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[UUID, Receipt] = {}

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        commands = kwargs.get("commands", ())
        if any(command.command_id in self.kept for command in commands):
            raise DuplicateCommand("this command id was recorded before")
        try:
            positions = list(self._insert_events(stored_events) or ())
        except IntegrityError as error:
            raise VersionConflict("another writer appended to this stream first") from error
        for command in commands:
            last = 0 if command.last is None else positions[command.last]
            self.kept[command.command_id] = Receipt(command.command_id, last, command.receipt["ids"])
        return positions

    def receipts(self, command_ids: Sequence[UUID]) -> dict[UUID, Receipt]:
        return {id_: self.kept[id_] for id_ in command_ids if id_ in self.kept}


class Memory:
    """A log in memory and the programs that write to it, each with a cache of its own."""

    def __init__(self, programs: int = 1) -> None:
        self.recorder = MemoryRecorder()
        self.logs = [EventLog(self.recorder, self.recorder) for _ in range(programs)]

    def do(self, *commands: Command, program: int = 0) -> list[Receipt]:
        return dispatch(self.logs[program], commands)

    @property
    def stored(self) -> list[LoggedEvent]:
        return [event for event in self.recorder._stored_events if isinstance(event, LoggedEvent)]

    @property
    def history(self) -> list[StreamEvent]:
        """Every event as it is read back."""
        mapper = JsonMapper()
        return [mapper.to_domain_event(event) for event in self.stored]

    @property
    def changes(self) -> list[EntityChange]:
        return [change for event in self.stored for change in event.changes]

    def events(self, after: int = 0) -> list[Event]:
        return [stored.event for stored in self.history[after:]]
