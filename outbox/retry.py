"""When to try again: exponential backoff with jitter."""

import random
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Backoff:
    """Doubles from `base` up to `limit`; a document fails after `attempts` tries."""

    base: timedelta = timedelta(seconds=2)
    limit: timedelta = timedelta(seconds=120)
    attempts: int = 5

    def delay(self, failures: int) -> timedelta:
        """How long to wait after so many failures (from 1): between half of the full span and all of it."""
        # In seconds: a span of time cannot be doubled as often.
        full = min(self.limit.total_seconds(), self.base.total_seconds() * 2.0 ** min(failures - 1, 60))
        return timedelta(seconds=full * random.uniform(0.5, 1.0))  # noqa: S311  # jitter, not a secret

    def is_last(self, failures: int) -> bool:
        """Whether a document that failed so often is given up."""
        return failures >= self.attempts
