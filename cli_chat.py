"""The commands about chats."""

from typing import Any

import click

from .choices import MESSAGE_ROLES
from .inputs import json_file_option, text_option
from .reporting import record, reports


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
@click.argument("role", type=click.Choice(MESSAGE_ROLES))
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
