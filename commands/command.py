"""Commands: what somebody wants done, validated before anything is decided."""

from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID, uuid4

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..domain.text import Name
from .parsing import complaint


class Command(BaseModel):
    """A wish in the imperative. Dispatching the same `command_id` again has no second effect (I10).

    `actor` says who wishes it; `correlation_id` and `causation_id` tie it to what it belongs to and came from.
    Making one of bad values raises Invalid; a class whose values may be secret sets `HIDES_VALUES`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    HIDES_VALUES: ClassVar[bool] = False

    command_id: UUID = Field(default_factory=uuid4)
    actor: Name = "docrunch"
    correlation_id: UUID | None = None
    causation_id: UUID | None = None

    def __init__(self, /, **fields: Any) -> None:
        invalid = None
        try:
            super().__init__(**fields)
        except ValidationError as error:
            invalid = complaint(error, type(self), hides_values=self.HIDES_VALUES)
        # Raised out here, so that pydantic's error is not its context: it holds the values, which may be secret.
        if invalid is not None:
            raise invalid

    def metadata(self) -> dict[str, str]:
        """What every event of this command carries beside its data."""
        command_id = str(self.command_id)
        correlation_id = command_id if self.correlation_id is None else str(self.correlation_id)
        metadata = {"actor": self.actor, "command_id": command_id, "correlation_id": correlation_id}
        return metadata if self.causation_id is None else metadata | {"causation_id": str(self.causation_id)}


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return datetime.now(UTC)
