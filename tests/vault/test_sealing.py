"""A sealed secret opens in its place alone, with its provider's data key, under the project's master key."""

import base64
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from docrunch.commands.dispatch import dispatch
from docrunch.commands.parsing import parse
from docrunch.commands.providers import ConfigureProvider, DisableProvider
from docrunch.domain.errors import Invalid, Misconfigured, NotFound
from docrunch.domain.provider_events import ProviderConfig
from docrunch.domain.secrets import Place, Sealed
from docrunch.vault.cipher import NONCE_BYTES
from docrunch.vault.showing import masked
from pydantic import SecretStr

from .safe import ONE, SECRET, TWO, Safe, SafeWith


def test_a_sealed_secret_opens_again(safe: Safe) -> None:
    safe.configure(api_key=SECRET)

    assert safe.api_key() == SECRET


def test_a_secret_of_any_characters_opens_again(safe: Safe) -> None:
    text = '{"private_key": "-----BEGIN\\n…🔑"}\nlast line'

    safe.configure(api_key=text)

    assert safe.api_key() == text


def test_credentials_of_urls_are_sealed_and_the_rest_is_not(safe: Safe) -> None:
    safe.configure(base_url="https://ana:pa%2Fss@host:8443/v1", proxy_url="socks5://tok@[::1]:1080")

    config = safe.config()
    assert (config.base_url, config.proxy_url) == ("https://host:8443/v1", "socks5://[::1]:1080")
    assert config.base_url_credentials is not None
    assert config.proxy_url_credentials is not None
    opened = safe.vault.reveal("openai", "base_url_credentials", config.base_url_credentials)
    assert opened.get_secret_value() == "ana:pa%2Fss"
    opened = safe.vault.reveal("openai", "proxy_url_credentials", config.proxy_url_credentials)
    assert opened.get_secret_value() == "tok"


def test_a_url_without_credentials_takes_the_old_ones_away(safe: Safe) -> None:
    safe.configure(base_url="https://ana:secret@host/v1")

    safe.configure(base_url="https://host/v1")

    assert safe.config() == ProviderConfig(base_url="https://host/v1")


def test_every_sealing_differs(safe: Safe) -> None:
    """Nobody sees from outside that two secrets are the same."""
    places = [Place("one", 0, "api_key"), Place("one", 0, "api_key"), Place("two", 0, "api_key")]

    sealed = [safe.vault.seal(place, SecretStr(SECRET)).ciphertext for place in places]

    nonces = [base64.urlsafe_b64decode(ciphertext)[:NONCE_BYTES] for ciphertext in sealed]
    assert len(set(sealed)) == len(set(nonces)) == 3


def test_the_same_secret_again_is_no_event(safe: Safe) -> None:
    safe.configure(api_key=SECRET, base_url="https://u:p@host", timeout=30)

    repeat = safe.configure(api_key=SECRET, base_url="https://u:p@host", timeout=30)
    change = safe.configure(api_key=SECRET + "2")

    assert repeat.position == 0
    assert change.position > 0
    assert safe.api_key() == SECRET + "2"


@pytest.mark.parametrize("place", [("other", "api_key"), ("openai", "base_url_credentials")])
def test_a_secret_opens_in_its_own_place_only(safe: Safe, place: tuple[str, str]) -> None:
    safe.configure(api_key=SECRET)
    safe.configure("other", api_key="another secret key")
    sealed = safe.config().api_key
    assert sealed is not None

    with pytest.raises(Misconfigured, match=f"the {place[1]} of provider {place[0]} was sealed for another place"):
        safe.vault.reveal(*place, sealed)


@pytest.mark.parametrize("ciphertext", ["", "AAAA", "no base64!", "A" * 80])
def test_a_damaged_secret_is_refused(safe: Safe, ciphertext: str) -> None:
    safe.configure(api_key=SECRET)

    with pytest.raises(Misconfigured, match="is damaged"):
        safe.vault.reveal("openai", "api_key", Sealed(incarnation=0, ciphertext=ciphertext))


def test_a_data_key_of_another_provider_is_refused(safe: Safe) -> None:
    safe.configure("one", api_key=SECRET)
    safe.configure("two", api_key=SECRET)
    safe.database.connection().execute(
        "UPDATE provider_keys SET wrapped_key = (SELECT wrapped_key FROM provider_keys WHERE provider_id = 'one')"
    )

    assert safe.api_key("one") == SECRET
    with pytest.raises(Misconfigured, match="damaged or was moved from another provider"):
        safe.api_key("two")


def test_a_provider_without_secrets_needs_no_key(safe_with: SafeWith) -> None:
    safe = safe_with(None)

    safe.configure(base_url="https://host/v1", api_key=None, timeout=5)

    assert safe.data_keys() == []
    assert not safe.file.path.exists()


def test_a_refused_command_makes_no_data_key(safe: Safe) -> None:
    command = parse(ConfigureProvider, {"provider_id": "new", "config": {"api_key": SECRET}})

    with pytest.raises(Invalid, match="name is missing: provider new is new and needs it"):
        dispatch(safe.log, [command], safe.vault)

    assert safe.data_keys() == []


def test_a_repeated_command_makes_no_second_data_key(safe: Safe) -> None:
    fields = {"provider_id": "openai", "name": "OpenAI", "provider_type": "openai", "config": {"api_key": SECRET}}
    command = parse(ConfigureProvider, fields)
    first = dispatch(safe.log, [command], safe.vault)
    safe.remove()

    assert dispatch(safe.log, [command], safe.vault) == first
    assert safe.data_keys() == []


def test_the_master_key_is_told_from_others_by_its_id_only(safe: Safe) -> None:
    safe.configure(api_key=SECRET)

    ((_, _, wrapped_by),) = safe.data_keys()
    assert re.fullmatch("[0-9a-f]{16}", wrapped_by)
    assert ONE not in repr(safe.vault.keyring)
    assert "key=" not in repr(safe.vault.keyring.at_hand())


@pytest.mark.parametrize("given", [TWO, None])
def test_another_master_key_opens_and_seals_nothing(safe: Safe, safe_with: SafeWith, given: str | None) -> None:
    safe.configure(api_key=SECRET)
    other = safe_with(given)

    for attempt in (other.api_key, lambda: other.configure(api_key="x"), lambda: other.configure("new", api_key="x")):
        with pytest.raises(Misconfigured, match="key") as caught:
            attempt()
        assert "\n" not in str(caught.value)
        assert safe.data_keys()[0][2] in str(caught.value)
        assert TWO not in f"{caught.value}{caught.value.hint}"
    assert safe.api_key() == SECRET
    assert len(safe.data_keys()) == 1
    assert not other.file.path.exists()


def test_without_the_master_key_a_provider_can_still_be_disabled_and_removed(safe: Safe, safe_with: SafeWith) -> None:
    safe.configure(api_key=SECRET)
    other = safe_with(TWO)

    dispatch(other.log, [DisableProvider(provider_id="openai")], other.vault)
    other.remove()
    other.configure(api_key="another secret")

    assert other.api_key() == "another secret"


def test_a_master_key_that_is_too_short_is_refused(safe_with: SafeWith) -> None:
    with pytest.raises(Misconfigured, match="DOCRUNCH_ENCRYPTION_KEY has 5 characters, expected at least 16"):
        safe_with("short").configure(api_key=SECRET)


def test_what_is_shown_of_a_config_ends_with_four_characters_of_a_long_key(safe: Safe, safe_with: SafeWith) -> None:
    safe.configure(api_key=SECRET, base_url="https://u:p@host/v1", proxy_url="http://proxy", timeout=3)
    safe.configure("short", api_key="sk-123456789012")

    shown = masked(safe.vault, "openai", safe.config())

    assert shown == {
        "api_key": "****wxyz",
        "base_url": "https://****@host/v1",
        "proxy_url": "http://proxy",
        "timeout": 3,
    }
    assert masked(safe.vault, "short", safe.config("short")) == {"api_key": "****"}
    assert masked(safe_with(TWO).vault, "openai", safe.config())["api_key"] == "****"


def test_programs_that_begin_at_once_make_one_data_key(safe_with: SafeWith) -> None:
    """Each provider gets one key, all under one master key, whoever was first to make the key file."""

    def configure(number: int) -> None:
        safe_with(None).configure(f"p{number % 2}", api_key=SECRET + str(number))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(configure, range(8)))

    safe = safe_with(None)
    assert [(provider, incarnation) for provider, incarnation, _ in safe.data_keys()] == [("p0", 0), ("p1", 0)]
    assert len({wrapped_by for *_, wrapped_by in safe.data_keys()}) == 1
    assert {safe.api_key("p0")[:-1], safe.api_key("p1")[:-1]} == {SECRET}


def test_a_destroyed_data_key_is_named(safe: Safe) -> None:
    with pytest.raises(NotFound, match="the api_key of provider gone cannot be opened again"):
        safe.vault.reveal("gone", "api_key", Sealed(incarnation=0, ciphertext="AAAA"))
