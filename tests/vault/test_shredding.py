"""Removing a provider destroys what opens its secrets, and nothing else."""

import base64

import pytest
from docrunch.commands.dispatch import dispatch
from docrunch.commands.providers import RemoveProvider
from docrunch.domain.errors import NotFound
from docrunch.domain.secrets import Place
from docrunch.vault.cipher import Undecipherable, decrypt
from docrunch.vault.data_keys import label
from pydantic import SecretStr

from .safe import ONE, SECRET, Safe, SafeWith


def test_nothing_that_is_left_opens_the_secret_of_a_removed_provider(safe: Safe) -> None:
    safe.configure(api_key=SECRET)
    safe.configure("other", api_key="stays a secret")
    sealed = safe.config().api_key
    assert sealed is not None

    safe.remove()
    safe.configure(api_key="configured again")

    with pytest.raises(NotFound, match="its data key was destroyed"):
        safe.vault.reveal("openai", "api_key", sealed)
    left = [
        safe.vault.keyring.at_hand()[0].key,
        *(safe.vault.keys.find(provider, incarnation) for provider, incarnation, _ in safe.data_keys()),
    ]
    assert len(left) == 3
    for key in left:
        assert key is not None
        with pytest.raises(Undecipherable):
            decrypt(key, base64.urlsafe_b64decode(sealed.ciphertext), label("openai", 0, "api_key"))


def test_other_providers_and_the_next_incarnation_keep_their_secrets(safe: Safe) -> None:
    safe.configure(api_key=SECRET)
    safe.configure("other", api_key="stays")

    safe.remove()
    safe.configure(api_key="again")
    safe.vault.sweep()

    assert (safe.api_key(), safe.api_key("other")) == ("again", "stays")
    assert [row[:2] for row in safe.data_keys()] == [("openai", 2), ("other", 0)]


def test_what_a_crash_left_is_destroyed_when_the_project_is_opened(safe: Safe, safe_with: SafeWith) -> None:
    safe.configure(api_key=SECRET)
    dispatch(safe.log, [RemoveProvider(provider_id="openai")], safe.vault)
    assert len(safe.data_keys()) == 1

    assert safe_with(ONE).vault.sweep() == 1
    assert safe_with(ONE).vault.sweep() == 0
    assert safe.data_keys() == []


def test_a_key_made_late_by_a_program_that_knows_nothing_of_the_removal_is_destroyed_too(
    safe: Safe, safe_with: SafeWith
) -> None:
    safe.configure(api_key=SECRET)
    safe.remove()

    safe_with(ONE).vault.seal(Place("openai", 0, "api_key"), SecretStr("late"))

    assert safe.vault.sweep() == 1


def test_a_sweep_between_sealing_and_append_destroys_nothing(safe: Safe) -> None:
    """The key is made before the event that needs it: until a removal follows it stays."""
    safe.configure(api_key=SECRET)
    safe.remove()
    place = Place("openai", 2, "api_key")

    sealed = safe.vault.seal(place, SecretStr("again"))

    assert safe.vault.sweep() == 0
    assert safe.vault.reveal("openai", "api_key", sealed).get_secret_value() == "again"


def test_a_stale_program_configures_the_new_incarnation(safe: Safe, safe_with: SafeWith) -> None:
    """Its cached state is from before the removal: the append notices, and it seals again for what there is now."""
    stale = safe_with(ONE)
    stale.configure(api_key=SECRET)
    safe.remove()

    stale.configure(api_key="by the stale one")

    assert safe.api_key() == "by the stale one"
    assert [row[:2] for row in safe.data_keys() if row[1] > 0] == [("openai", 2)]
