"""From what was typed to a recorded command: validated, dispatched, brought into read model and pages, told."""

import re
from collections.abc import Iterable
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ..domain.errors import DocrunchError, Invalid
from . import console, showing
from .inputs import merged
from .opening import existing, json_option, project_option

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..commands.command import Command
    from ..domain.receipts import Receipt

WHO = {"reported_by", "created_by", "resolved_by", "published_by", "retired_by", "recorded_by"}
SAID_BY_OPTION = re.compile(r"^(?:(?P<by>actor|(?!superseded)\w+_by)|(?P<at>\w+_at))(?= is )")


def me() -> str:
    """Who sits here."""
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return "docrunch"


OPTIONS = (
    click.option(
        *("--by", "--actor", "by"),
        default=me,
        envvar="DOCRUNCH_ACTOR",
        help="Who says so (default: DOCRUNCH_ACTOR, else your user name).",
    ),
    click.option("--at", metavar="INSTANT", help="When it was, such as 2026-01-31T12:00:00Z (default: now)."),
    click.option("--command-id", metavar="UUID", help="Repeating a command with the same id has no second effect."),
    project_option,
    json_option,
)


def reports(function: Any) -> Any:
    """The options that every command has which records something."""
    for option in reversed(OPTIONS):
        function = option(function)
    return function


def record(name: str, told: str, given: dict[str, Any], *, null: Iterable[str] = (), page: str = "") -> None:
    """Dispatch the command of this name with the given fields, and say what came of it.

    `told` is the sentence for people, with the receipt's ids and what was given in braces, `page` the document whose
    page they may want to read; the fields of `null` become null. What was recorded stays so, whatever then keeps read
    model or pages from following: that is noted.
    """
    project, is_json, typed = given.pop("project"), given.pop("is_json"), dict(given)
    command = made(name, merged(given) | dict.fromkeys(null))
    with existing(project) as docrunch:
        docrunch.require_current()
        receipt = docrunch.dispatch(command)
        if is_json:
            console.show_json(receipt)
        else:
            tell(receipt, told, typed)
        follow_up(docrunch)
        if page and not is_json:
            tell_page(docrunch, page.format_map(receipt.ids))


def made(name: str, given: dict[str, Any]) -> "Command":
    """The command, valid. Raises Invalid in the words of the command line."""
    from ..commands.parsing import parse
    from ..commands.registry import COMMANDS

    model = COMMANDS[name]
    by, at = given.pop("by"), given.pop("at", None)
    who = {field: by for field in model.model_fields if field in WHO} | {"actor": by}
    when = {field: at for field in model.model_fields if field.endswith("_at") and at is not None}
    try:
        return parse(model, given | who | when)
    except Invalid as error:
        path = click.get_current_context().command_path
        said = SAID_BY_OPTION.sub(lambda match: f"--{match.lastgroup}", str(error))
        raise Invalid(said, hint=error.hint or f"see: {path} --help") from None


def tell(receipt: "Receipt", told: str, typed: dict[str, Any]) -> None:
    if receipt.position:
        click.echo(console.printable(told.format_map(typed | dict(receipt.ids))))
    else:
        click.echo("Nothing changed: that is what is recorded already.")


def tell_page(docrunch: "Docrunch", document_id: str) -> None:
    """Where the page of a document is, once it is there."""
    found, here = docrunch.page(document_id), Path.cwd()
    if found is not None:
        click.echo(f"Page: {found.relative_to(here) if found.is_relative_to(here) else found}")


def follow_up(docrunch: "Docrunch") -> None:
    """Bring read model and pages up to date; whatever keeps them behind is noted, for the command itself is done."""
    try:
        docrunch.drain()
        for reason in showing.reasons(docrunch.status(), are_paused_told=True):
            console.note(reason)
    except DocrunchError as error:
        console.note(f"it is recorded, but read model and pages do not show it yet: {error}")
