"""Chats: sessions of messages in the order they were posted."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Literal, Self

from .errors import NotFound, Refused
from .events import Event
from .instants import minute

MessageRole = Literal["user", "assistant", "system"]


class ChatStarted(Event):
    """Somebody began a chat."""

    TOPIC: ClassVar[str] = "chat.started"

    chat_id: str
    title: str
    started_at: datetime


class ChatMessagePosted(Event):
    """A message was posted; `number` counts the chat's messages from 1."""

    TOPIC: ClassVar[str] = "chat.message_posted"

    chat_id: str
    message_id: str
    number: int
    role: MessageRole
    content: str
    citations: list[Any]
    posted_at: datetime


class ChatRenamed(Event):
    """The chat goes by another title."""

    TOPIC: ClassVar[str] = "chat.renamed"

    chat_id: str
    title: str
    renamed_at: datetime


class ChatDeleted(Event):
    """The chat and its messages disappear from all projections; the log keeps them."""

    TOPIC: ClassVar[str] = "chat.deleted"

    chat_id: str
    deleted_at: datetime


@dataclass(frozen=True, slots=True)
class Chat:
    """What decisions about one chat need to know."""

    id: str
    version: int = 0
    messages: int = 0
    deleted_at: datetime | None = None

    @property
    def chat_id(self) -> str:
        return self.id.removeprefix(chat_stream(""))

    def apply(self, event: Event) -> Self:
        match event:
            case ChatStarted() | ChatRenamed():
                return replace(self, version=self.version + 1)
            case ChatMessagePosted():
                return replace(self, version=self.version + 1, messages=event.number)
            case ChatDeleted():
                return replace(self, version=self.version + 1, deleted_at=event.deleted_at)
        raise TypeError(f"{event.TOPIC} is not an event of a chat")

    def require_open(self) -> None:
        """Raises NotFound when there is no such chat, Refused when it was deleted."""
        if not self.version:
            raise NotFound(f"there is no chat {self.chat_id}")
        if self.deleted_at is not None:
            raise Refused(f"chat {self.chat_id} was deleted at {minute(self.deleted_at)}")


def chat_stream(chat_id: str) -> str:
    """The name of a chat's stream."""
    return f"chat:{chat_id}"


def start(chat: Chat, title: str, *, at: datetime) -> ChatStarted:
    """Begin a chat. Raises Refused for a used id, a deleted chat's too."""
    if chat.version:
        raise Refused(f"chat {chat.chat_id} was started already: the id is taken")
    return ChatStarted(chat_id=chat.chat_id, title=title, started_at=at)


def post(chat: Chat, role: MessageRole, content: str, citations: list[Any], *, at: datetime) -> ChatMessagePosted:
    """Post the next message. Raises NotFound, Refused for a deleted chat."""
    chat.require_open()
    number = chat.messages + 1
    place: dict[str, Any] = {"chat_id": chat.chat_id, "message_id": f"{chat.chat_id}#{number}", "number": number}
    return ChatMessagePosted(**place, role=role, content=content, citations=citations, posted_at=at)


def rename(chat: Chat, title: str, *, at: datetime) -> ChatRenamed:
    """Give a chat another title. Raises NotFound, Refused for a deleted chat."""
    chat.require_open()
    return ChatRenamed(chat_id=chat.chat_id, title=title, renamed_at=at)


def delete(chat: Chat, *, at: datetime) -> ChatDeleted:
    """Make a chat and its messages disappear, once. Raises NotFound, Refused."""
    chat.require_open()
    return ChatDeleted(chat_id=chat.chat_id, deleted_at=at)
