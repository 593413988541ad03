"""The protocol of a delivery target: a derived store that receives documents by content hash.

A target is one class. The worker claims due rows of the delivery ledger, hands them to `deliver` and settles what it
answers. Everything a target does must be safe to repeat: a crash between delivery and settling means "again".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from .documents import Document, Relationship


@dataclass(frozen=True, slots=True)
class Delivery:
    """One document to bring to a target: `wanted_hash` None means it must not exist there (`document` is None)."""

    document_id: str
    wanted_hash: str | None
    document: Document | None
    incoming: tuple[Relationship, ...] = ()
    """The edges of other documents to this one, for a target whose manner asks for them."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one delivery.

    Without `error` the target now holds what was wanted, durably. With `error` the document failed: a permanent one
    fails at once, another is retried with backoff. `is_stale` means the ledger no longer wanted it: nothing was done.
    """

    document_id: str
    error: str | None = None
    is_permanent: bool = False
    is_stale: bool = False


Confirm = Callable[[Sequence[Delivery]], set[str]]
"""Asks the ledger, again and late, which of these deliveries are still wanted and still leased; returns their ids."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How a target wants to be served; one without the attribute `manner` gets these defaults.

    At most `batch` documents are delivered at once, so that a delivery ends well within its lease. `is_exclusive`: one
    delivery at a time, of all workers anywhere. `needs_incoming`: deliveries carry the edges of others to them.
    `is_adopted`: a store that was there before is simply taken; otherwise only a rebuild with --take-over does.
    `is_portable`: the target can be pickled, to deliver in another process too while very much waits.
    """

    batch: int = 500
    is_exclusive: bool = False
    needs_incoming: bool = False
    is_adopted: bool = True
    is_portable: bool = False


class Target(Protocol):
    """A derived store. Raises TargetUnavailable from any method when the store as a whole cannot be used.

    It may have an attribute `manner: Manner`, a method `close()` that gives back what it holds open, and a method
    `checks()` for `docrunch doctor`: by name, functions that say what they saw or raise a DocrunchError.
    """

    name: str
    document_types: frozenset[str]
    renderer_version: str

    def place(self) -> str | None:
        """The identity of the store this process sees, or None where there is none yet."""

    def create_place(self) -> str:
        """Create the store where there is none, or take over an unclaimed one; return its identity."""

    def probe(self) -> None:
        """Return when the store can be used again, raise TargetUnavailable otherwise. Cheap."""

    def deliver(self, deliveries: Sequence[Delivery], confirm: Confirm) -> list[Outcome]:
        """Bring all deliveries to the store, durably before returning; one outcome each, in any order.

        `confirm` must be asked once the store is locked against other workers, right before anything changes.
        """

    def holdings(self) -> dict[str, str]:
        """What the store really holds, read from it and not from a ledger: document id -> wanted_hash it fulfils.

        A document that is damaged or was changed by hand is left out or listed under another hash.
        """


def manner_of(target: Target) -> Manner:
    """How a target wants to be served."""
    manner: Manner = getattr(target, "manner", Manner())
    return manner
