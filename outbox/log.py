"""The event log as an application of the eventsourcing library: streams in, aggregates out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, TypeVar
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.persistence import ApplicationRecorder

from ..domain.events import Aggregate, StreamEvent
from ..domain.receipts import Dispatched, Receipt
from .mapper import JsonMapper

A = TypeVar("A", bound=Aggregate)

CACHE = {
    "AGGREGATE_CACHE_MAXSIZE": "1024",
    # A cached state may be old: the append notices by its version, and a refusal is decided again on a fresh one.
    "AGGREGATE_CACHE_FASTFORWARD": "n",
    # States are frozen: nobody can spoil the cached one.
    "DEEPCOPY_FROM_AGGREGATE_CACHE": "n",
}


class Receipts(Protocol):
    """Where the receipts of dispatched commands are kept."""

    def receipts(self, command_ids: Sequence[UUID]) -> dict[UUID, Receipt]: ...


class EventLog(Application[str]):
    """Appends with optimistic concurrency, folds aggregates and keeps the hot ones cached.

    With a PostgresRecorder it is the log; with the library's in-memory recorder it serves unit tests of handlers.
    """

    def __init__(self, recorder: ApplicationRecorder, receipts: Receipts) -> None:
        self.given_recorder = recorder
        self.kept_receipts = receipts
        super().__init__(CACHE)

    def construct_mapper(self) -> JsonMapper:
        return JsonMapper()

    def construct_recorder(self) -> ApplicationRecorder:
        return self.given_recorder

    def aggregate(self, kind: Callable[[str], A], stream: str, *, fresh: bool = False) -> A:
        """The state of a stream, `kind(stream)` when it has no events; from the cache unless `fresh`."""
        fold: Any = partial(folded, kind, stream)
        if not fresh:
            cached: A = self.repository.get(stream, projector_func=fold)
            return cached
        # Past the cache and not by eviction: another thread may put its older state back meanwhile.
        state: A = fold(None, self.events.get(stream))
        self.cache.put(stream, state)
        return state

    def append(
        self,
        events: Sequence[StreamEvent],
        *,
        states: Mapping[str, Aggregate] | None = None,
        commands: Sequence[Dispatched] = (),
        metadata: Sequence[Mapping[str, Any]] = (),
    ) -> Sequence[int]:
        """Append all or nothing and return the positions; `states` are what the streams are afterwards.

        Raises VersionConflict, DuplicateCommand, Invalid, Unavailable.
        """
        # Neither by `save` nor by the store's `put`: they make a notification of each event, and nobody waits for one.
        stored = [self.mapper.to_stored_event(event) for event in events]
        positions = self.recorder.insert_events(stored, commands=commands, metadata=metadata)
        for stream, state in (states or {}).items():
            self.cache.put(stream, state)
        return positions or ()

    def receipts(self, command_ids: Sequence[UUID]) -> dict[UUID, Receipt]:
        """The first receipts of those ids that were dispatched before."""
        return self.kept_receipts.receipts(command_ids)

    @property
    def cache(self) -> Any:
        return self.repository.cache


def folded(kind: Callable[[str], A], stream: str, state: A | None, events: Iterable[StreamEvent]) -> A:
    result = kind(stream) if state is None else state
    for event in events:
        result = result.apply(event.event)
    return result
