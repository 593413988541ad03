"""Providers are configured, enabled and disabled, and removed once no profile uses them."""

from typing import Any

import pytest
from docrunch.domain import providers
from docrunch.domain.errors import Invalid, NotFound, Refused
from docrunch.domain.provider_events import (
    ProfileAttached,
    ProfileDetached,
    ProviderConfig,
    ProviderConfigured,
    ProviderDisabled,
    ProviderEnabled,
    ProviderRemoved,
)
from docrunch.domain.providers import Provider
from docrunch.domain.scans import ScanStarted
from docrunch.domain.secrets import Sealed

from .given import AT, LATER, given

SEALED = Sealed(incarnation=0, ciphertext="AAAA")
CONFIGURED = ProviderConfigured(
    provider_id="p", name="P", provider_type="openai", config=ProviderConfig(api_key=SEALED), configured_at=AT
)
DISABLED = ProviderDisabled(provider_id="p", disabled_at=AT)
REMOVED = ProviderRemoved(provider_id="p", removed_at=AT)
ATTACHED = ProfileAttached(provider_id="p", profile_id="chat")
NEW = Provider("provider:p")
KNOWN = given(NEW, CONFIGURED)


def test_a_new_provider_is_configured() -> None:
    assert providers.identify(NEW, name="P", provider_type="openai") == ("P", "openai")
    assert providers.configure(NEW, "P", "openai", CONFIGURED.config, at=AT) == CONFIGURED
    assert KNOWN.is_enabled


@pytest.mark.parametrize(
    ("fields", "missing"),
    [({"provider_type": "openai"}, "name"), ({"name": "P"}, "provider_type"), ({}, "name")],
)
def test_a_new_provider_needs_name_and_type(fields: dict[str, Any], missing: str) -> None:
    with pytest.raises(Invalid, match=f"^{missing} is missing: provider p is new and needs it"):
        providers.identify(NEW, **{"name": None, "provider_type": None} | fields)


def test_a_known_provider_keeps_what_is_not_given() -> None:
    assert providers.identify(KNOWN, name=None, provider_type=None) == ("P", "openai")
    assert providers.identify(KNOWN, name="Q", provider_type="xai") == ("Q", "xai")


def test_the_same_again_is_no_event() -> None:
    assert providers.configure(KNOWN, "P", "openai", CONFIGURED.config, at=LATER) is None


@pytest.mark.parametrize(
    "changed",
    [
        ("Q", "openai", CONFIGURED.config),
        ("P", "xai", CONFIGURED.config),
        ("P", "openai", ProviderConfig(api_key=SEALED, timeout=1)),
        ("P", "openai", ProviderConfig(api_key=Sealed(incarnation=0, ciphertext="BBBB"))),
    ],
)
def test_whatever_changes_is_an_event_that_says_all(changed: Any) -> None:
    event = providers.configure(KNOWN, *changed, at=LATER)

    assert event is not None
    assert (event.name, event.provider_type, event.config, event.configured_at) == (*changed, LATER)


def test_a_provider_is_disabled_and_enabled_again() -> None:
    assert providers.disable(KNOWN, at=AT) == DISABLED
    disabled = given(KNOWN, DISABLED)
    assert not disabled.is_enabled

    assert providers.enable(disabled, at=LATER) == ProviderEnabled(provider_id="p", enabled_at=LATER)
    assert given(disabled, ProviderEnabled(provider_id="p", enabled_at=LATER)).is_enabled


def test_configuring_a_disabled_provider_leaves_it_disabled() -> None:
    assert not given(KNOWN, DISABLED, CONFIGURED).is_enabled


def test_a_provider_is_not_enabled_or_disabled_twice() -> None:
    with pytest.raises(Refused, match="provider p is enabled already"):
        providers.enable(KNOWN, at=AT)
    with pytest.raises(Refused, match="provider p is disabled already"):
        providers.disable(given(KNOWN, DISABLED), at=AT)


def test_a_provider_in_use_is_not_removed() -> None:
    used = given(KNOWN, ATTACHED, ProfileAttached(provider_id="p", profile_id="analyzer"))

    with pytest.raises(Refused, match="provider p is used by analyzer, chat and cannot be removed"):
        providers.remove(used, at=AT)


def test_a_provider_that_is_used_no_longer_is_removed() -> None:
    freed = given(KNOWN, ATTACHED, ProfileDetached(provider_id="p", profile_id="chat"))

    assert providers.remove(freed, at=AT) == REMOVED


def test_a_removed_provider_begins_anew_without_its_secrets() -> None:
    again = given(KNOWN, DISABLED, REMOVED)

    assert (again.configured, again.is_enabled, again.incarnation) == (None, True, 3)
    with pytest.raises(Invalid, match="name is missing"):
        providers.identify(again, name=None, provider_type=None)
    assert given(again, CONFIGURED, REMOVED).incarnation == 5


@pytest.mark.parametrize("state", [NEW, given(KNOWN, REMOVED)])
def test_what_is_not_there_cannot_be_changed_or_used(state: Provider) -> None:
    for decide in (providers.enable, providers.disable, providers.remove):
        with pytest.raises(NotFound, match="there is no provider p"):
            decide(state, at=AT)
    with pytest.raises(NotFound, match="there is no provider p"):
        providers.attach(state, "chat")


def test_profiles_are_attached_and_detached() -> None:
    assert providers.attach(KNOWN, "chat") == ATTACHED
    assert providers.detach(given(KNOWN, ATTACHED), "chat") == ProfileDetached(provider_id="p", profile_id="chat")
    assert given(KNOWN, ATTACHED).profiles == {"chat"}


def test_events_of_others_are_no_events_of_a_provider() -> None:
    with pytest.raises(TypeError, match=r"scan.started is not an event of a provider"):
        given(NEW, ScanStarted(scan_run_id="s", started_at=AT))
