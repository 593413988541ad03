"""How much a run does: enough for steady figures, or next to nothing to see that everything works."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sizes:
    """`appends` says for each number of connections how many operations each of them does in a slice of a round."""

    rounds: int = 5
    slices: int = 10
    appends: Mapping[int, int] = field(default_factory=lambda: {1: 100, 4: 50, 8: 30})
    batch_events: int = 800
    batch_bytes: int = 15_000
    small_replay: int = 20_000
    file_replay: int = 2_000
    scanned_files: int | None = None
    """All of the standard library when None."""
    first_scans: int = 3
    tree_files: int = 20_000


FULL = Sizes()
QUICK = Sizes(
    1,
    1,
    {1: 3, 4: 2, 8: 1},
    batch_events=40,
    small_replay=30,
    file_replay=3,
    scanned_files=3,
    first_scans=1,
    tree_files=3,
)
