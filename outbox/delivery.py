"""One round of delivery to one target: claim, deliver, settle. No transaction is open while the target works."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial

from ..domain.changes import wanted_hash
from ..domain.documents import Document, Relationship
from ..domain.errors import DocrunchError, TargetUnavailable
from ..domain.targets import Confirm, Delivery, Outcome, Target, manner_of
from .ledger import Claim, Ledger
from .retry import Backoff
from .standing import is_ready, pause, standing

LoadDocuments = Callable[[Sequence[str]], Mapping[str, Document]]
LoadIncoming = Callable[[Sequence[str]], Mapping[str, Sequence[Relationship]]]
log = logging.getLogger("docrunch.delivery")


@dataclass(frozen=True, slots=True)
class Rules:
    """How to deliver: rows at once, when a waiting row becomes urgent, how to wait after failures."""

    batch: int = 5_000
    overdue: timedelta = timedelta(seconds=300)
    is_prioritized: bool = True
    backoff: Backoff = field(default_factory=Backoff)


def no_edges(_ids: Sequence[str]) -> Mapping[str, Sequence[Relationship]]:
    """For targets that do not need the edges of other documents."""
    return {}


def deliver_due(
    target: Target, ledger: Ledger, load: LoadDocuments, rules: Rules, incoming: LoadIncoming = no_edges
) -> int:
    """Deliver what is due now; returns how many rows were settled, 0 when nothing was due or could be done."""
    with turn(target, ledger) as is_ours:
        if not is_ours or not is_ready(ledger, target, rules.backoff):
            return 0
        return deliver_claimed(target, ledger, load, rules, incoming)


@contextmanager
def turn(target: Target, ledger: Ledger) -> Iterator[bool]:
    """Whether this worker may deliver: always, unless the target wants one at a time and another is at it."""
    if not manner_of(target).is_exclusive:
        yield True
        return
    with ledger.turn() as is_ours:
        yield is_ours


def deliver_claimed(target: Target, ledger: Ledger, load: LoadDocuments, rules: Rules, incoming: LoadIncoming) -> int:
    batch = min(rules.batch, manner_of(target).batch)
    claims = {
        claim.document_id: claim
        for claim in ledger.claim(batch, overdue=rules.overdue, is_prioritized=rules.is_prioritized)
    }
    if not claims:
        return 0
    try:
        return deliver_claims(target, ledger, load, claims, rules, incoming)
    except TargetUnavailable as error:
        ledger.abandon(claims.values())
        pause(ledger, error, rules.backoff, standing(ledger))
        log.warning("%s is paused: %s", target.name, error)
        return 0
    except BaseException:
        # Interrupted, or the read model cannot be read: nobody shall wait for the leases to end.
        with suppress(DocrunchError):
            ledger.abandon(claims.values())
        raise


def deliver_claims(
    target: Target,
    ledger: Ledger,
    load: LoadDocuments,
    claims: Mapping[str, Claim],
    rules: Rules,
    incoming: LoadIncoming = no_edges,
) -> int:
    deliveries = with_incoming(target, matching(target, claims, load(list(claims))), incoming)
    ready = {delivery.document_id for delivery in deliveries}
    # The read model moved on between the claim and the reading: the row is claimed again with its new hash.
    ledger.release(claim for claim in claims.values() if claim.document_id not in ready)
    confirm = partial(ledger.confirm, claims)
    outcomes = outcomes_of(target, deliveries, confirm)
    settle(ledger, claims, outcomes, rules.backoff, target.name)
    return len(outcomes)


def matching(target: Target, claims: Mapping[str, Claim], documents: Mapping[str, Document]) -> list[Delivery]:
    """The claims whose document is at hand exactly as wanted."""
    found = []
    for claim in claims.values():
        document = documents.get(claim.document_id)
        if claim.wanted_hash is None:
            found.append(Delivery(claim.document_id, None, None))
        elif document and wanted_hash(document.content_hash(), target.renderer_version) == claim.wanted_hash:
            found.append(Delivery(claim.document_id, claim.wanted_hash, document))
    return found


def with_incoming(target: Target, deliveries: Sequence[Delivery], incoming: LoadIncoming) -> Sequence[Delivery]:
    """The deliveries with the edges of other documents to theirs, where the target needs them."""
    if not manner_of(target).needs_incoming:
        return deliveries
    edges = incoming([one.document_id for one in deliveries if one.document])
    return [replace(one, incoming=tuple(edges.get(one.document_id, ()))) for one in deliveries]


def outcomes_of(target: Target, deliveries: Sequence[Delivery], confirm: Confirm) -> list[Outcome]:
    """Deliver all at once; when something unforeseen breaks, one by one, so that only the culprit fails."""
    try:
        return target.deliver(deliveries, confirm) if deliveries else []
    except TargetUnavailable:
        raise
    except Exception as error:
        log.exception("%s failed on %d documents", target.name, len(deliveries))
        if len(deliveries) == 1:
            return [Outcome(deliveries[0].document_id, error=f"{type(error).__name__}: {error}")]
    return [outcome for delivery in deliveries for outcome in outcomes_of(target, [delivery], confirm)]


def settle(
    ledger: Ledger, claims: Mapping[str, Claim], outcomes: Sequence[Outcome], backoff: Backoff, name: str
) -> None:
    ledger.settle([claims[o.document_id] for o in outcomes if o.error is None and not o.is_stale])
    # Stale at last; a first attempt that broke may have left something before.
    ledger.abandon([claims[o.document_id] for o in outcomes if o.is_stale])
    for outcome in outcomes:
        if outcome.error is not None:
            fail(ledger, claims[outcome.document_id], outcome, backoff, name)


def fail(ledger: Ledger, claim: Claim, outcome: Outcome, backoff: Backoff, name: str) -> None:
    failures = claim.attempts + 1
    is_final = outcome.is_permanent or backoff.is_last(failures)
    log.error("%s: %s failed (attempt %d): %s", name, claim.document_id, failures, outcome.error)
    ledger.fail(claim, outcome.error or "", is_final=is_final, delay=backoff.delay(failures))
