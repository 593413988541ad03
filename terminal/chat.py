"""The commands about chats."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import console
from .asking import asking
from .choices import MESSAGE_ROLES, OneOf
from .console import printable
from .inputs import json_file_option, text_option
from .listing import indented, show_card, show_list, when
from .opening import asks, existing
from .reporting import record, reports

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..projections.reports.settings_records import ChatSessionRecord


@click.group(short_help="Keep conversations.")
def chat() -> None:
    """Chats: conversations about the project, kept with what they cite."""


@chat.command(short_help="Begin a chat.")
@click.argument("title", required=False)
@click.option("--id", "chat_id", help="Its id (default: a new one).")
@reports
def start(**given: Any) -> None:
    """Begin a chat, with a TITLE if you like."""
    record("StartChat", "Started chat {chat_id}.", given)


@chat.command(short_help="Post a message.")
@click.argument("chat_id", metavar="ID")
@click.argument("role", cls=OneOf, type=click.Choice(MESSAGE_ROLES))
@text_option("content", "What is said.", is_main=True)
@click.option("--citation", "citations", multiple=True, help="A document or place it cites; repeat it for several.")
@json_file_option("citations", "Citations of any shape: a JSON list, in place of --citation.")
@reports
def post(**given: Any) -> None:
    """Post what ROLE says into a chat."""
    record("PostMessage", "Posted message {message_id} into chat {chat_id}.", given)


@chat.command(short_help="Give a chat another title.")
@click.argument("chat_id", metavar="ID")
@click.argument("title")
@reports
def rename(**given: Any) -> None:
    """Give a chat another TITLE."""
    record("RenameChat", "Renamed chat {chat_id}.", given)


@chat.command(short_help="Delete a chat and its messages.")
@click.argument("chat_id", metavar="ID")
@reports
def delete(**given: Any) -> None:
    """Make a chat and its messages disappear from everything but the log."""
    record("DeleteChat", "Deleted chat {chat_id}.", given)


def show_chats(chats: "list[ChatSessionRecord]") -> None:
    rows = [(one.id, one.title, one.messages, one.updated_at) for one in chats]
    show_list("chats", ("id", "title", "messages", "updated"), rows, flexible=1)


@chat.command("list", short_help="List chats.")
@asking(show_chats)
def list_chats(docrunch: "Docrunch") -> "list[ChatSessionRecord]":
    """List chats, the one last written in first; times are UTC."""
    return docrunch.chats()


@chat.command(short_help="Show what was said in a chat.")
@click.argument("chat_id", metavar="ID")
@click.option("--after", type=click.IntRange(min=0), default=0, help="Only messages behind this number.")
@click.option("--limit", type=click.IntRange(min=1), help="At most so many messages.")
@asks
def show(chat_id: str, after: int, limit: int | None, project: Path, *, is_json: bool) -> None:
    """Show a chat and its messages in order; times are UTC."""
    with existing(project) as docrunch:
        found, messages = docrunch.chat(chat_id), docrunch.chat_messages(chat_id, after=after, limit=limit)
    if is_json:
        console.show_json(asdict(found) | {"messages": messages})
        return
    show_card(f"{found.id}: {found.title}", {"messages": found.messages, "updated": when(found.updated_at)})
    for one in messages:
        show_card(f"\n{one.number}. {one.role}, {when(one.created_at)}", {"cites": one.citations})
        click.echo(printable(indented(one.content)))
