"""One unit of work: the streams its commands read, the events they decided, in one append."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

from ..domain.errors import Misconfigured
from ..domain.events import Aggregate, Event, StreamEvent
from ..domain.receipts import Dispatched, Receipt
from ..domain.secrets import Vault

A = TypeVar("A", bound=Aggregate)


class Log(Protocol):
    """What dispatching needs of the event log."""

    def aggregate(self, kind: Callable[[str], A], stream: str, *, fresh: bool = False) -> A: ...

    def append(
        self,
        events: Sequence[StreamEvent],
        *,
        states: Mapping[str, Aggregate] | None = None,
        commands: Sequence[Dispatched] = (),
        metadata: Sequence[Mapping[str, Any]] = (),
    ) -> Sequence[int]: ...

    def receipts(self, command_ids: Sequence[UUID]) -> dict[UUID, Receipt]: ...


class Work:
    """Loads states and records events on top of them; nothing is written before the append.

    With `is_fresh` states are folded from the log, otherwise they may come from the cache and be old.
    """

    def __init__(self, log: Log, *, is_fresh: bool, given_vault: Vault | None = None) -> None:
        self.log = log
        self.is_fresh = is_fresh
        self.given_vault = given_vault
        self.states: dict[str, Aggregate] = {}
        self.events: list[StreamEvent] = []

    @property
    def is_assured(self) -> bool:
        """Whether no decision rests on an old state: what was not read fresh is proved current by its append."""
        return self.is_fresh or self.states.keys() <= {event.originator_id for event in self.events}

    @property
    def vault(self) -> Vault:
        """Where the secrets of commands are sealed. Raises Misconfigured when this work was given none."""
        if self.given_vault is None:
            raise Misconfigured("this command holds a secret, and the log was opened without a vault to seal it")
        return self.given_vault

    def load(self, kind: Callable[[str], A], stream: str) -> A:
        """The state of a stream, what this work recorded on it included."""
        if stream not in self.states:
            self.states[stream] = self.log.aggregate(kind, stream, fresh=self.is_fresh)
        state: Any = self.states[stream]
        return state  # type: ignore[no-any-return]  # a stream is always loaded as the same kind

    def create(self, kind: Callable[[str], A], stream: str) -> A:
        """The state of a stream that should not exist yet: spares the look, the append notices when it does."""
        if self.is_fresh:
            return self.load(kind, stream)
        state: Any = self.states.setdefault(stream, kind(stream))
        return state  # type: ignore[no-any-return]

    def record(self, state: Aggregate, event: Event) -> None:
        """Put an event on the stream of `state`."""
        self.events.append(StreamEvent(state.id, state.version + 1, event))
        self.states[state.id] = state.apply(event)

    def record_at(self, stream: str, version: int, event: Any) -> None:
        """Put an event on a stream whose version the caller knows; a wrong one is a Conflict."""
        self.events.append(StreamEvent(stream, version, event))
