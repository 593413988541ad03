"""Reconciling: a target is brought to what a replay says, whatever a ledger says; only what differs is touched."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ..domain.changes import wanted_hash
from ..domain.targets import Delivery, Outcome, Target, manner_of
from ..outbox.delivery import with_incoming
from ..outbox.ledger import Ledger
from ..projections.private import PrivateReplay


class Reconciled(NamedTuple):
    """How many documents a target shall hold; so many of them had to be written, others deleted, or failed."""

    documents: int
    written: int
    deleted: int
    failed: int


def reconcile(target: Target, ledger: Ledger, replay: PrivateReplay) -> Reconciled:
    """List what the target really holds, touch only what differs from the replay, tell the ledger what is there now."""
    wanted = wanted_hashes(target, replay.hashes())
    since = ledger.now()
    held = target.holdings()
    apart = differing(wanted, held)
    errors = deliver_all(target, replay, wanted, apart)
    done = [id_ for id_ in apart if id_ not in errors]
    ledger.record_holdings(holdings_after(held, wanted, done), since)
    ledger.put_aside(errors)
    written = sum(id_ in wanted for id_ in done)
    return Reconciled(len(wanted), written, len(done) - written, len(errors))


def wanted_hashes(target: Target, hashes: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """What a target shall hold of documents whose types and hashes these are, by id."""
    return {
        id_: wanted_hash(hash_, target.renderer_version)
        for id_, (type_, hash_) in hashes.items()
        if type_ in target.document_types
    }


def differing(wanted: Mapping[str, str], held: Mapping[str, str]) -> list[str]:
    """The documents that a target lacks, holds otherwise, or shall hold no longer."""
    return sorted(id_ for id_ in wanted.keys() | held.keys() if wanted.get(id_) != held.get(id_))


def deliver_all(target: Target, replay: PrivateReplay, wanted: dict[str, str], ids: Sequence[str]) -> dict[str, str]:
    """Bring these documents to what is wanted; returns the errors of those that failed."""
    size = manner_of(target).batch
    outcomes: dict[str, Outcome] = {}
    for some in batches(ids, size):
        outcomes |= deliver(target, replay, wanted, some)
    # A page may have waited for another one to go away.
    passing = [id_ for id_, outcome in outcomes.items() if outcome.error is not None and not outcome.is_permanent]
    for some in batches(passing, size):
        outcomes |= deliver(target, replay, wanted, some)
    return {id_: outcome.error for id_, outcome in outcomes.items() if outcome.error is not None}


def deliver(target: Target, replay: PrivateReplay, wanted: dict[str, str], ids: Sequence[str]) -> dict[str, Outcome]:
    documents = replay.documents([id_ for id_ in ids if id_ in wanted])
    plain = [Delivery(id_, wanted.get(id_), documents.get(id_)) for id_ in ids]
    deliveries = with_incoming(target, plain, replay.incoming)
    # What a worker delivers meanwhile and this overwrites is noticed at the end: the ledger wants it again.
    outcomes = target.deliver(deliveries, lambda asked: {delivery.document_id for delivery in asked})
    return {outcome.document_id: outcome for outcome in outcomes}


def holdings_after(held: dict[str, str], wanted: dict[str, str], done: Sequence[str]) -> dict[str, str]:
    touched = set(done)
    kept = {id_: hash_ for id_, hash_ in held.items() if id_ not in touched}
    return kept | {id_: wanted[id_] for id_ in done if id_ in wanted}


def batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
