"""Commands about the models of the command-line programs behind a CLI bridge: replace the set, add, remove."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field

from ..domain import cli_models
from ..domain.cli_models import MOST_MODELS, CliModels, cli_models_stream
from ..domain.instants import Instant
from ..domain.llm_values import CliType
from ..domain.text import Name
from .command import Command, now
from .dispatch import handles
from .work import Work


class SetCliModels(Command):
    """Replace the models of a program; the same set again is no event."""

    cli_type: CliType
    models: Annotated[tuple[Name, ...], Field(max_length=MOST_MODELS)]
    changed_at: Instant = Field(default_factory=now)


class AddCliModel(Command):
    """Add a model to those of a program."""

    cli_type: CliType
    model: Name
    changed_at: Instant = Field(default_factory=now)


class RemoveCliModel(Command):
    """Take a model away from those of a program."""

    cli_type: CliType
    model: Name
    changed_at: Instant = Field(default_factory=now)


@handles(SetCliModels)
def set_cli_models(command: SetCliModels, work: Work) -> Mapping[str, str]:
    known = work.load(CliModels, cli_models_stream(command.cli_type))
    event = cli_models.replace_all(known, command.models, at=command.changed_at)
    if event is not None:
        work.record(known, event)
    return {"cli_type": command.cli_type}


@handles(AddCliModel)
def add_cli_model(command: AddCliModel, work: Work) -> Mapping[str, str]:
    known = work.load(CliModels, cli_models_stream(command.cli_type))
    work.record(known, cli_models.add(known, command.model, at=command.changed_at))
    return {"cli_type": command.cli_type}


@handles(RemoveCliModel)
def remove_cli_model(command: RemoveCliModel, work: Work) -> Mapping[str, str]:
    known = work.load(CliModels, cli_models_stream(command.cli_type))
    work.record(known, cli_models.remove(known, command.model, at=command.changed_at))
    return {"cli_type": command.cli_type}
