"""Commands about chats: start one, post into it, rename it, delete it."""

from collections.abc import Mapping
from functools import partial

from pydantic import Field

from ..domain import chats
from ..domain.chats import Chat, MessageRole, chat_stream
from ..domain.free_json import JsonList
from ..domain.instants import Instant
from ..domain.text import Content, Id, Title
from .command import Command, now
from .dispatch import handles
from .fields import new_id
from .work import Work


class StartChat(Command):
    """Begin a chat."""

    chat_id: Id = Field(default_factory=partial(new_id, "chat"))
    title: Title = "New chat"
    started_at: Instant = Field(default_factory=now)


class PostMessage(Command):
    """Post a message into a chat; `citations` are JSON of the caller's shape."""

    chat_id: Id
    role: MessageRole
    content: Content
    citations: JsonList = Field(default_factory=list)
    posted_at: Instant = Field(default_factory=now)


class RenameChat(Command):
    """Give a chat another title."""

    chat_id: Id
    title: Title
    renamed_at: Instant = Field(default_factory=now)


class DeleteChat(Command):
    """Make a chat and its messages disappear from all projections; the log keeps them."""

    chat_id: Id
    deleted_at: Instant = Field(default_factory=now)


@handles(StartChat)
def start_chat(command: StartChat, work: Work) -> Mapping[str, str]:
    chat = work.create(Chat, chat_stream(command.chat_id))
    work.record(chat, chats.start(chat, command.title, at=command.started_at))
    return {"chat_id": command.chat_id}


@handles(PostMessage)
def post_message(command: PostMessage, work: Work) -> Mapping[str, str]:
    chat = work.load(Chat, chat_stream(command.chat_id))
    event = chats.post(chat, command.role, command.content, command.citations, at=command.posted_at)
    work.record(chat, event)
    return {"chat_id": command.chat_id, "message_id": event.message_id}


@handles(RenameChat)
def rename_chat(command: RenameChat, work: Work) -> Mapping[str, str]:
    chat = work.load(Chat, chat_stream(command.chat_id))
    work.record(chat, chats.rename(chat, command.title, at=command.renamed_at))
    return {"chat_id": command.chat_id}


@handles(DeleteChat)
def delete_chat(command: DeleteChat, work: Work) -> Mapping[str, str]:
    chat = work.load(Chat, chat_stream(command.chat_id))
    work.record(chat, chats.delete(chat, at=command.deleted_at))
    return {"chat_id": command.chat_id}
