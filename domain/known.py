"""What is known of a file before a scan looks at it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KnownFile:
    """The state of a file's stream: `content_hash` is None once removed; counts are of symbols and references.

    `parser_version` is that of the parser that read the content.
    """

    version: int
    content_hash: str | None = None
    functions: int = 0
    classes: int = 0
    references: int = 0
    parser_version: int = 0

    def holds(self, content_hash: str | None, parser_version: int) -> bool:
        """Whether this is known already: the same content, as this parser or a later one read it."""
        return self.content_hash == content_hash and self.parser_version >= parser_version
