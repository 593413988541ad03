"""Chats number their messages, and once deleted stay so."""

from collections.abc import Callable

import pytest
from docrunch.domain import chats
from docrunch.domain.chats import Chat, ChatDeleted, ChatRenamed, ChatStarted
from docrunch.domain.errors import NotFound, Refused
from docrunch.domain.events import Event

from .given import AT, LATER, given

STARTED = ChatStarted(chat_id="c", title="C", started_at=AT)
DELETED = ChatDeleted(chat_id="c", deleted_at=LATER)
OPEN = given(Chat("chat:c"), STARTED)

DEEDS: list[Callable[[Chat], Event]] = [
    lambda chat: chats.post(chat, "user", "hello", [], at=LATER),
    lambda chat: chats.rename(chat, "D", at=LATER),
    lambda chat: chats.delete(chat, at=LATER),
]


def test_a_chat_is_started() -> None:
    assert chats.start(Chat("chat:c"), "C", at=AT) == STARTED


@pytest.mark.parametrize("past", [[STARTED], [STARTED, DELETED]])
def test_an_id_is_taken_for_ever(past: list[Event]) -> None:
    with pytest.raises(Refused, match="chat c was started already"):
        chats.start(given(Chat("chat:c"), *past), "C", at=LATER)


def test_messages_are_numbered_whatever_happens_between() -> None:
    first = chats.post(OPEN, "user", "hello", [], at=AT)
    renamed = given(OPEN, first, ChatRenamed(chat_id="c", title="D", renamed_at=AT))
    second = chats.post(renamed, "assistant", "hi", ["a.py"], at=LATER)

    assert [(one.number, one.message_id) for one in (first, second)] == [(1, "c#1"), (2, "c#2")]


@pytest.mark.parametrize("deed", DEEDS)
def test_a_deleted_chat_takes_nothing_more(deed: Callable[[Chat], Event]) -> None:
    with pytest.raises(Refused, match="chat c was deleted at 2026-01-31 13:00 UTC"):
        deed(given(OPEN, DELETED))


@pytest.mark.parametrize("deed", DEEDS)
def test_an_unknown_chat_takes_nothing(deed: Callable[[Chat], Event]) -> None:
    with pytest.raises(NotFound, match="there is no chat c"):
        deed(Chat("chat:c"))
