"""Which documents a batch makes look different."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Affected:
    """Documents to render again, and documents that are no more."""

    documents: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.documents or self.gone)
