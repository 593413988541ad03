"""Bad LLM settings are answered with one line, which repeats no value that may be secret."""

from typing import Any

import pytest
from docrunch.commands.cli_models import AddCliModel, RemoveCliModel, SetCliModels
from docrunch.commands.command import Command
from docrunch.commands.parsing import parse
from docrunch.commands.profiles import ConfigureProfile
from docrunch.commands.providers import ConfigureProvider, EnableProvider, RemoveProvider
from docrunch.domain.errors import Invalid

BAD: list[tuple[type[Command], dict[str, Any], str]] = [
    (ConfigureProvider, {"provider_id": "a b"}, "provider_id is not valid: expected an id"),
    (ConfigureProvider, {"provider_type": "azure"}, "provider_type is not valid: expected one of 'openai'"),
    (ConfigureProvider, {"name": "a\nb"}, "name is not valid: expected text on one line"),
    (ConfigureProvider, {"config": {"api_key": ""}}, "config.api_key is not valid: expected a key of 1 to 16,384"),
    (ConfigureProvider, {"config": {"api_key": "x" * 16_385}}, "config.api_key is not valid"),
    (ConfigureProvider, {"config": {"api_key": "\ud800"}}, "config.api_key is not valid: expected a key without"),
    (ConfigureProvider, {"config": {"api_key": 7}}, "config.api_key is not valid: expected text"),
    (ConfigureProvider, {"config": {"base_url": "ftp://h"}}, "config.base_url is not valid: expected a http:// or"),
    (ConfigureProvider, {"config": {"proxy_url": "h"}}, "config.proxy_url is not valid: expected a http:// or"),
    (ConfigureProvider, {"config": {"cli_type": "A"}}, "config.cli_type is not valid: expected the name of a program"),
    (ConfigureProvider, {"config": {"timeout": 0}}, "config.timeout is not valid: expected a number of seconds"),
    (ConfigureProvider, {"config": {"timeout": float("nan")}}, "config.timeout is not valid: expected a number"),
    (ConfigureProvider, {"config": {"timeout": "5"}}, "config.timeout is not valid: expected a number"),
    (
        ConfigureProvider,
        {"config": {"timeout": 86_401}},
        "config.timeout is not valid: expected a number of seconds above 0",
    ),
    (ConfigureProvider, {"config": {"apikey": "k"}}, "config is not valid: expected no keys but api_key, base_url"),
    (ConfigureProvider, {"config": None}, "config is not valid"),
    (ConfigureProvider, {"configured_at": "now"}, "configured_at is not valid: expected an instant"),
    (EnableProvider, {}, "provider_id is missing: EnableProvider needs it"),
    (RemoveProvider, {"provider_id": 7}, "provider_id is 7: expected text"),
    (ConfigureProfile, {"role": "boss"}, "role is 'boss': expected one of 'manager'"),
    (ConfigureProfile, {"temperature": 2.1}, "temperature is 2.1: expected a number from 0 to 2"),
    (ConfigureProfile, {"temperature": True}, "temperature is True: expected a number"),
    (ConfigureProfile, {"max_tokens": 0}, "max_tokens is 0: expected a whole number from 1 to"),
    (ConfigureProfile, {"max_tokens": 1.5}, "max_tokens is 1.5: expected a whole number"),
    (ConfigureProfile, {"system_prompt": "a\0"}, "system_prompt is 'a\\x00': expected text without NUL"),
    (ConfigureProfile, {"model": " "}, "model is ' ': expected text that is not blank"),
    (ConfigureProfile, {"provider": "p"}, "ConfigureProfile has no field 'provider' (given 'p'): did you mean prov"),
    (SetCliModels, {"cli_type": "gemini", "models": "a"}, "models is 'a': expected a list"),
    (SetCliModels, {"cli_type": "gemini", "models": ["a", ""]}, "models[1] is '': expected text that is not blank"),
    (SetCliModels, {"cli_type": "gemini", "models": ["a"] * 1_001}, "models is ['a', 'a'"),
    (AddCliModel, {"cli_type": "../x", "model": "a"}, "cli_type is '../x': expected the name of a program"),
    (RemoveCliModel, {"cli_type": "gemini"}, "model is missing: RemoveCliModel needs it"),
]


@pytest.mark.parametrize(("command_class", "fields", "told"), BAD)
def test_bad_input_is_answered_with_one_line(command_class: type[Command], fields: Any, told: str) -> None:
    with pytest.raises(Invalid) as caught:
        parse(command_class, fields)

    assert str(caught.value).startswith(told)
    assert "\n" not in str(caught.value)
