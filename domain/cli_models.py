"""The models that each command-line program behind a CLI bridge offers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Self

from .errors import Refused
from .events import Event

MOST_MODELS = 1_000
"""Models of one program."""
MOST_NAMED = 5
LONGEST_NAMED = 40
"""What a refusal names of them."""


class CliModelsChanged(Event):
    """The models of one program became these, sorted."""

    TOPIC: ClassVar[str] = "cli_models.changed"

    cli_type: str
    models: tuple[str, ...]
    changed_at: datetime


def cli_models_stream(cli_type: str) -> str:
    """The name of the stream of one program's models."""
    return f"cli_models:{cli_type}"


@dataclass(frozen=True, slots=True)
class CliModels:
    """The models of one program; `models` is None as long as nobody named any."""

    id: str
    version: int = 0
    models: frozenset[str] | None = None

    @property
    def cli_type(self) -> str:
        return self.id.removeprefix(cli_models_stream(""))

    def apply(self, event: Event) -> Self:
        match event:
            case CliModelsChanged():
                return replace(self, version=self.version + 1, models=frozenset(event.models))
        raise TypeError(f"{event.TOPIC} is not an event of CLI models")


def replace_all(known: CliModels, models: Iterable[str], *, at: datetime) -> CliModelsChanged | None:
    """Replace the whole set; None when it is the same."""
    return None if known.models == frozenset(models) else changed(known, models, at)


def add(known: CliModels, model: str, *, at: datetime) -> CliModelsChanged:
    """Add one model. Raises Refused when it is there."""
    models = known.models or frozenset()
    if model in models:
        raise Refused(f"{known.cli_type} has the model {model!r} already")
    return changed(known, models | {model}, at)


def remove(known: CliModels, model: str, *, at: datetime) -> CliModelsChanged:
    """Take one model away. Raises Refused when it is not there."""
    models = known.models or frozenset()
    if model not in models:
        raise Refused(f"{known.cli_type} has no model {model!r}; it has {some_of(models)}")
    return changed(known, models - {model}, at)


def some_of(models: Iterable[str]) -> str:
    """For people: the first ones by name, and how many more there are."""
    names = sorted(models)
    more = f" and {len(names) - MOST_NAMED:,} more" if len(names) > MOST_NAMED else ""
    return ", ".join(shorten(name, LONGEST_NAMED) for name in names[:MOST_NAMED]) + more or "none"


def shorten(name: str, length: int) -> str:
    return name if len(name) <= length else f"{name[: length - 1]}…"


def changed(known: CliModels, models: Iterable[str], at: datetime) -> CliModelsChanged:
    distinct = sorted(set(models))
    if len(distinct) > MOST_MODELS:
        raise Refused(f"{known.cli_type} would have {len(distinct):,} models, more than {MOST_MODELS:,}")
    return CliModelsChanged(cli_type=known.cli_type, models=tuple(distinct), changed_at=at)
