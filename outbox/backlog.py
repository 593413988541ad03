"""A backlog too large to work off item by item: ask the target what it holds, so that only the difference is left."""

import logging
from dataclasses import dataclass

from ..domain.errors import TargetUnavailable
from ..domain.targets import Target
from .ledger import Ledger
from .retry import Backoff
from .standing import is_ready, pause, standing

log = logging.getLogger("docrunch.delivery")


@dataclass(slots=True)
class Backlog:
    """Watches the waiting rows of one target; above `threshold` the target is reconciled, once for each backlog."""

    threshold: int
    is_reconciled: bool = False

    def watch(self, target: Target, ledger: Ledger, backoff: Backoff) -> None:
        """Reconcile if there is need to; a target that cannot be used is paused."""
        is_large = ledger.counts().pending > self.threshold
        if is_large and not self.is_reconciled:
            is_large = is_ready(ledger, target, backoff) and has_taken_stock(target, ledger, backoff)
        self.is_reconciled = is_large


def has_taken_stock(target: Target, ledger: Ledger, backoff: Backoff) -> bool:
    """Record what the target holds: rows it fulfils are synced at once, what nobody wants is to be deleted."""
    since = ledger.now()
    try:
        holdings = target.holdings()
    except TargetUnavailable as error:
        pause(ledger, error, backoff, standing(ledger))
        log.warning("%s is paused: %s", target.name, error)
        return False
    ledger.record_holdings(holdings, since)
    return True
