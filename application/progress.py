"""How those who wait hear how far something is."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with how much is done and how much there is."""

Report = Callable[[int], None]
"""Called with the number of events each time some were taken in."""


def silent(_done: int, _total: int) -> None:
    """Show no progress."""


def uncounted(_events: int) -> None:
    """Count nothing."""
