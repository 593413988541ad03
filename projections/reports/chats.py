"""Chats and their messages, gone together."""

from collections.abc import Iterable

from ...domain.chats import ChatDeleted, ChatMessagePosted, ChatRenamed, ChatStarted
from ...domain.feed import FeedEvent
from .changes import Change, Projected


def started(event: FeedEvent) -> Iterable[Change]:
    data = event.data
    at = {"created_at": data["started_at"], "updated_at": data["started_at"]}
    yield Change("chat_sessions", data["chat_id"], {"title": data["title"], **at}, is_new=True)


def message_posted(event: FeedEvent) -> Iterable[Change]:
    data = event.data
    facts = {name: data[name] for name in ("number", "role", "content", "citations")}
    origin = {"session_id": data["chat_id"], "created_at": data["posted_at"]}
    yield Change("chat_sessions", data["chat_id"], {"updated_at": data["posted_at"]})
    yield Change("chat_messages", data["message_id"], {**facts, **origin}, is_new=True)


def renamed(event: FeedEvent) -> Iterable[Change]:
    data = event.data
    yield Change("chat_sessions", data["chat_id"], {"title": data["title"], "updated_at": data["renamed_at"]})


def deleted(event: FeedEvent) -> Iterable[Change]:
    yield Change("chat_sessions", event.data["chat_id"], None)


SESSIONS = frozenset({"chat_sessions"})

CHATS = {
    ChatStarted.TOPIC: Projected(started, SESSIONS),
    ChatMessagePosted.TOPIC: Projected(message_posted, SESSIONS | {"chat_messages"}),
    ChatRenamed.TOPIC: Projected(renamed, SESSIONS),
    ChatDeleted.TOPIC: Projected(deleted, SESSIONS | {"chat_messages"}),
}
