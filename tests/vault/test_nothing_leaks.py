"""I7: secrets are planted, all that can go right or wrong with them does, and nothing that is left holds them."""

import base64
import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docrunch.commands.dispatch import dispatch
from docrunch.commands.parsing import parse
from docrunch.commands.profiles import ConfigureProfile
from docrunch.commands.providers import ConfigureProvider, RemoveProvider
from docrunch.domain.errors import DocrunchError
from docrunch.outbox.feed import read_live
from docrunch.postgres.embedded import EmbeddedServer
from docrunch.projections.generations import ensure_generation
from docrunch.projections.relational import apply
from docrunch.vault.showing import masked
from pydantic import SecretStr, ValidationError

from .planted import CONFIG, FIRST_MASTER, KEY, PASSWORD, SECOND_MASTER, TOKEN, dumped, found
from .safe import Safe, SafeWith

BAD_CONFIGS: list[Any] = [
    KEY,
    [KEY],
    {KEY: KEY},
    {"api_key": [KEY]},
    {"api_key": {"value": KEY}},
    {"api_key": f"{KEY}\n"},
    {"api_key": f"{KEY}\0"},
    {"api_key": KEY.encode()},
    {"apikey": KEY},
    {"api_key": KEY, "timeout": -1},
    {"api_key": KEY, "timeout": KEY},
    {"base_url": f"https://ana:{PASSWORD}/@host"},
    {"base_url": f"https://ana:{PASSWORD}@host/v1?key={KEY}"},
    {"base_url": f"ftp://ana:{PASSWORD}@host"},
    {"base_url": f"https://ana:{PASSWORD}@host:99999"},
    {"base_url": f"ana:{PASSWORD}@host"},
    {"proxy_url": f"http://{TOKEN}@"},
    {"proxy_url": [f"http://{TOKEN}@proxy"]},
    {"base_url": f"https://{PASSWORD * 200}@host"},
]


@pytest.fixture
def said() -> list[str]:
    """Whatever a program could print: errors with all they hang on to, representations, receipts, answers."""
    return []


def provoke(said: list[str], attempt: Callable[[], object]) -> None:
    """Try something; keep its answer, or its error as it would be printed or logged."""
    try:
        said.append(repr(attempt()))
    except (DocrunchError, ValidationError) as error:
        said += ["".join(traceback.format_exception(error)), str(getattr(error, "hint", ""))]
        chain: BaseException | None = error
        while chain is not None:
            said += [str(chain), repr(chain)]
            chain = chain.__cause__ or chain.__context__


def fields(config: Any, **others: Any) -> dict[str, Any]:
    return {"provider_id": "openai", "name": "OpenAI", "provider_type": "openai", "config": config} | others


def live_through_all(safe: Safe, safe_with: SafeWith, said: list[str]) -> None:
    """Configure, be wrong in every way, rotate, be robbed of the key, remove, configure again."""
    for config in BAD_CONFIGS:
        provoke(said, lambda config=config: ConfigureProvider(**fields(config)))  # type: ignore[misc]
        provoke(said, lambda config=config: parse(ConfigureProvider, fields(config)))  # type: ignore[misc]
        provoke(said, lambda config=config: ConfigureProvider.model_validate(fields(config, name=7)))  # type: ignore[misc]
    provoke(said, lambda: parse(ConfigureProvider, CONFIG))
    command = parse(ConfigureProvider, fields(CONFIG))
    said += [repr(command), str(command), repr(command.model_dump()), command.model_dump_json()]
    wrong, later = safe_with(SECOND_MASTER), safe_with(SECOND_MASTER)
    provoke(said, lambda: dispatch(safe.log, [command]))
    provoke(said, lambda: dispatch(safe.log, [parse(ConfigureProvider, {"config": CONFIG})], safe.vault))
    for _ in range(2):
        provoke(said, lambda: dispatch(safe.log, [command], safe.vault))
    profile = {"role": "chat", "display_name": "Chat", "provider_id": "openai", "model": "m", "profile_id": "chat"}
    provoke(said, lambda: dispatch(safe.log, [parse(ConfigureProfile, profile)]))
    provoke(said, lambda: dispatch(safe.log, [RemoveProvider(provider_id="openai")]))
    provoke(said, lambda: wrong.configure(**CONFIG))
    provoke(said, wrong.api_key)
    provoke(said, lambda: wrong.vault.rotate_key(old=SecretStr("not the first master key")))
    provoke(said, lambda: masked(safe.vault, "openai", safe.config()))
    provoke(said, safe.config)
    provoke(said, lambda: safe.vault.rotate_key(new=SecretStr(SECOND_MASTER)))
    provoke(said, lambda: safe.configure(**CONFIG))
    provoke(said, lambda: later.configure("other", **CONFIG))
    provoke(said, lambda: later.remove("other"))
    provoke(said, lambda: later.configure("other", **CONFIG))
    said += [repr(safe.vault.keyring), repr(later.vault.keyring.at_hand()), repr(later.vault)]


def project(safe: Safe) -> None:
    """Bring the read model up to date, as a worker would."""
    ensure_generation(safe.database)
    batch = read_live(safe.database.connection(), 0)
    assert batch is not None
    assert apply(safe.database.connection(), batch, ()).state == "applied"


def test_no_secret_is_in_the_database_the_files_the_log_lines_or_the_errors(
    safe_with: SafeWith,
    said: list[str],
    tmp_path: Path,
    postgres18: EmbeddedServer,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    safe = safe_with(FIRST_MASTER)

    live_through_all(safe, safe_with, said)
    project(safe)

    dump, printed = dumped(safe.database), "".join(capfd.readouterr())
    assert b"provider.configured" in dump
    assert b"provider_keys" in dump
    assert found(dump) == []
    assert found(postgres18.log.read_bytes()) == []
    assert {path.name: found(path.read_bytes()) for path in tmp_path.rglob("*") if path.is_file()} == {}
    assert found(f"{caplog.text}{caplog.records}{printed}".encode()) == []
    assert len(said) > len(BAD_CONFIGS) * 3
    assert found("\n".join(said).encode()) == []


def test_what_looks_for_secrets_finds_them() -> None:
    texts = [KEY.encode(), KEY.encode().hex().encode(), base64.b64encode(b"x" + KEY.encode() + b"y"), b"nothing"]

    assert [found(b"..." + text + b"...") for text in texts] == [[KEY], [KEY], [KEY], []]


def test_the_key_file_holds_no_secret_of_a_provider(safe_with: SafeWith, tmp_path: Path) -> None:
    safe = safe_with(None)

    safe.configure(**CONFIG)
    safe.vault.rotate_key()

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) == 2
    assert [found(path.read_bytes()) for path in files] == [[], []]
    key = (tmp_path / ".docrunch/encryption.key").read_bytes().strip()
    assert key not in dumped(safe.database)
