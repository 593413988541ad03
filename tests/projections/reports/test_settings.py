"""LLM settings and chats in the tables, and what queries show of them."""

import json
from datetime import timedelta
from typing import Any

import pytest
from docrunch.commands.chats import DeleteChat, PostMessage, RenameChat, StartChat
from docrunch.commands.profiles import ConfigureProfile, DisableProfile, RemoveProfile
from docrunch.commands.providers import ConfigureProvider, DisableProvider, RemoveProvider
from docrunch.domain.events import StreamEvent
from docrunch.domain.provider_events import ProviderConfig, ProviderConfigured
from docrunch.domain.secrets import Sealed

from .office import AT, Office
from .replica import Replica, feed_of

LATER = AT + timedelta(hours=1)
SEALED = Sealed(incarnation=0, ciphertext="c2VhbGVk")


def provider(**fields: Any) -> ConfigureProvider:
    config = {"base_url": "http://localhost:11434", "timeout": 2.5}
    plain = {"provider_id": "p", "name": "Ollama", "provider_type": "ollama", "config": config, "configured_at": AT}
    return ConfigureProvider.model_validate(plain | fields)


def profile(**fields: Any) -> ConfigureProfile:
    plain = {"role": "qa", "display_name": "Tester", "provider_id": "p", "model": "m", "temperature": 0.1}
    return ConfigureProfile.model_validate({"profile_id": "q", "configured_at": AT, **plain, **fields})


def test_a_provider_is_a_row_that_later_settings_change(office: Office) -> None:
    office.do(provider())
    office.do(DisableProvider(provider_id="p"), provider(name="Here", configured_at=LATER))

    with office.reading() as read:
        known = read.llm.provider("p")

    assert known is not None
    assert (known.name, known.provider_type, known.is_enabled) == ("Here", "ollama", False)
    assert (known.created_at, known.updated_at) == (AT, LATER)
    assert known.config["base_url"] == "http://localhost:11434"
    assert known.config["timeout"] == 2.5


def test_a_sealed_secret_is_stored_as_the_event_has_it_and_shown_to_nobody(office: Office) -> None:
    config = ProviderConfig(api_key=SEALED, proxy_url="http://proxy", proxy_url_credentials=SEALED)
    facts: dict[str, Any] = {"provider_id": "p", "name": "OpenAI", "provider_type": "openai", "configured_at": AT}
    event = ProviderConfigured(**facts, config=config)
    model = Replica(office.database)

    model.apply(feed_of([StreamEvent("provider:p", 1, event)]).batch())

    assert model.rows("SELECT config FROM llm_providers") == [(config.model_dump(mode="json"),)]
    with model.reading() as read:
        shown = read.llm.providers()[0].config
    assert (shown["api_key"], shown["proxy_url"], shown["proxy_url_credentials"]) == ("****", "http://proxy", "****")
    assert (shown["base_url"], shown["base_url_credentials"]) == (None, None)


def test_what_a_newer_program_put_into_a_config_is_hidden_too(office: Office) -> None:
    office.do(provider())
    change = """UPDATE llm_providers SET config = config || '{"newer": "abc"}'"""
    with office.database.transaction() as connection:
        connection.execute(f'SET LOCAL search_path TO "{office.database.schema}_r1"'.encode())
        connection.execute(change)

    with office.reading() as read:
        assert read.llm.providers()[0].config["newer"] == "****"


def test_profiles_say_which_provider_plays_which_role(office: Office) -> None:
    office.do(provider(), profile(), profile(profile_id="r", role="chat", temperature=None, max_tokens=10**8))
    office.do(DisableProfile(profile_id="q", disabled_at=LATER))

    with office.reading() as read:
        chat, tester = read.llm.profiles()
        assert read.llm.profiles(role="qa") == [tester]
        assert read.llm.profile("r") == chat

    assert (tester.role, tester.temperature, tester.max_tokens, tester.enabled) == ("qa", 0.1, None, False)
    assert (tester.created_at, tester.updated_at) == (AT, LATER)
    assert (chat.role, chat.temperature, chat.max_tokens, chat.enabled) == ("chat", None, 10**8, True)


def test_what_is_removed_is_gone_and_may_begin_anew(office: Office) -> None:
    office.do(provider(), profile(), DisableProvider(provider_id="p"), RemoveProfile(profile_id="q"))
    office.do(RemoveProvider(provider_id="p"))
    with office.reading() as read:
        assert (read.llm.providers(), read.llm.profiles()) == ([], [])

    office.do(provider(configured_at=LATER))

    assert office.rows("SELECT is_enabled, created_at FROM llm_providers") == [(True, LATER)]


def test_what_is_removed_and_begins_anew_at_once_remembers_nothing(office: Office) -> None:
    office.do(provider(), DisableProvider(provider_id="p"))

    office.do(RemoveProvider(provider_id="p"), provider(configured_at=LATER))

    assert office.rows("SELECT is_enabled, created_at FROM llm_providers") == [(True, LATER)]


@pytest.fixture
def chatting(office: Office) -> Office:
    office.do(StartChat(chat_id="c", title="First", started_at=AT))
    office.do(
        PostMessage(chat_id="c", role="user", content="Hello\nthere", posted_at=AT),
        PostMessage(chat_id="c", role="assistant", content="Hi", citations=[{"path": "a.py", "score": 0.5}]),
        PostMessage(chat_id="c", role="system", content="Stop", posted_at=LATER),
    )
    return office


def test_a_chat_is_read_in_the_order_of_its_messages(chatting: Office) -> None:
    with chatting.reading() as read:
        (chat,) = read.chats.sessions()
        messages = read.chats.messages("c")
        assert read.chats.messages("c", after=1, limit=1) == [messages[1]]

    assert (chat.title, chat.created_at, chat.updated_at, chat.messages) == ("First", AT, LATER, 3)
    assert [(one.number, one.role, one.content) for one in messages] == [
        (1, "user", "Hello\nthere"),
        (2, "assistant", "Hi"),
        (3, "system", "Stop"),
    ]
    assert json.dumps(messages[1].citations) == '[{"path": "a.py", "score": 0.5}]'


def test_a_renamed_chat_keeps_its_messages_and_a_deleted_one_takes_them_along(chatting: Office) -> None:
    chatting.do(RenameChat(chat_id="c", title="Second"))
    with chatting.reading() as read:
        renamed = read.chats.session("c")

    chatting.do(DeleteChat(chat_id="c"))

    assert renamed is not None
    assert (renamed.title, renamed.messages) == ("Second", 3)
    assert chatting.rows("SELECT count(*) FROM chat_messages") == [(0,)]
    with chatting.reading() as read:
        assert read.chats.session("c") is None
