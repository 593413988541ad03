"""The commands about LLM settings: providers, profiles, the models of CLI programs, the master key."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..domain.errors import Misconfigured
from . import console
from .asking import asking
from .discreet import Discreet
from .inputs import asked_for, secret_of, secret_options
from .listing import show_list
from .llm_profile import profile
from .llm_provider import provider
from .opening import asks, existing
from .reporting import record, reports

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch


@click.group(short_help="Set up LLM providers, profiles and models.")
def llm() -> None:
    """LLM settings: providers with their secrets, profiles that use them, models of CLI programs."""


@llm.group(short_help="Name the models of CLI programs.")
def models() -> None:
    """The models of each command-line program behind a CLI bridge, kept in .docrunch/cli_models.json."""


llm.add_command(provider)
llm.add_command(profile)


def show_models(known: dict[str, tuple[str, ...]]) -> None:
    rows = [(program, ", ".join(names) or "none") for program, names in sorted(known.items())]
    show_list("models", ("program", "models"), rows, flexible=1)


@models.command("list", short_help="List models by program.")
@asking(show_models)
def list_models(docrunch: "Docrunch") -> dict[str, tuple[str, ...]]:
    """List the models of each program behind a CLI bridge."""
    return docrunch.cli_models()


@models.command("set", short_help="Replace the models of a program.")
@click.argument("cli_type", metavar="PROGRAM")
@click.argument("models", metavar="[MODEL]...", nargs=-1)
@reports
def set_models(**given: Any) -> None:
    """Replace the MODELs of a PROGRAM, such as gemini; with none it has none."""
    # A tuple would count as not given.
    given["models"] = list(given["models"])
    record("SetCliModels", "The models of {cli_type} are replaced.", given)


@models.command(short_help="Add a model to those of a program.")
@click.argument("cli_type", metavar="PROGRAM")
@click.argument("model")
@reports
def add(**given: Any) -> None:
    """Add a MODEL to those of a PROGRAM."""
    record("AddCliModel", "{cli_type} has the model {model}.", given)


@models.command(short_help="Take a model away from a program.")
@click.argument("cli_type", metavar="PROGRAM")
@click.argument("model")
@reports
def remove(**given: Any) -> None:
    """Take a MODEL away from those of a PROGRAM."""
    record("RemoveCliModel", "{cli_type} has the model {model} no longer.", given)


@llm.command("rotate-key", cls=Discreet, short_help="Change the key that seals secrets.")
@secret_options("old_key", "the old key")
@secret_options("new_key", "the new key")
@asks
def rotate_key(project: Path, *, is_json: bool, **given: Any) -> None:
    """Wrap the keys of all secrets by a new master key; can be interrupted and repeated.

    The new key is the one said, else the one in DOCRUNCH_ENCRYPTION_KEY, else a random one for the key file.
    """
    new, old = secret_of(given, "new_key"), secret_of(given, "old_key")
    with existing(project) as docrunch:
        try:
            rotation = docrunch.rotate_key(old=old, new=new)
        except Misconfigured:
            if old is not None or not console.is_terminal():
                raise
            rotation = docrunch.rotate_key(old=asked_for("old_key"), new=new)
    if is_json:
        console.show_json(rotation._asdict())
    else:
        keys = console.count(rotation.data_keys, "data key")
        place = "set DOCRUNCH_ENCRYPTION_KEY to it now" if new is not None else f"it is in {rotation.source}"
        click.echo(f"Wrapped {keys} by the master key {rotation.key_id}; {place}.")
