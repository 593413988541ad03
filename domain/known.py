"""What is known of a file before a scan looks at it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownFile:
    """The state of a file's stream: `content_hash` is None once removed; counts are of symbols and references."""

    version: int
    content_hash: str | None = None
    functions: int = 0
    classes: int = 0
    references: int = 0
