"""What a module offers that other files define."""

from typing import NamedTuple

from ..domain.source import sort_of
from .prose import summary
from .running import running_cell


class Offered(NamedTuple):
    """A symbol of another file under the name by which a module offers it, `module.*` for all that a module offers."""

    name: str
    page: str
    kind: str
    role: str | None
    signature: str
    told: str | None
    said: str | None

    @property
    def sort(self) -> str:
        return sort_of(self.kind, self.role, self.signature)

    @property
    def summary(self) -> str:
        """Ready for its cell."""
        return running_cell(summary(self.told or self.said))
