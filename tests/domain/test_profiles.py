"""Profiles are configured in parts, enabled and disabled, and removed."""

from typing import Any

import pytest
from docrunch.domain import profiles
from docrunch.domain.errors import Invalid, NotFound, Refused
from docrunch.domain.profile_events import (
    ProfileConfigured,
    ProfileDisabled,
    ProfileEnabled,
    ProfileRemoved,
    ProfileSettings,
)
from docrunch.domain.profiles import Profile
from docrunch.domain.scans import ScanStarted

from .given import AT, LATER, given

NEEDED: dict[str, Any] = {"role": "chat", "display_name": "Chat", "provider_id": "p", "model": "m"}
SETTINGS = ProfileSettings(**NEEDED)
CONFIGURED = ProfileConfigured(profile_id="c", settings=SETTINGS, configured_at=AT)
DISABLED = ProfileDisabled(profile_id="c", disabled_at=AT)
REMOVED = ProfileRemoved(profile_id="c", removed_at=AT)
NEW = Profile("profile:c")
KNOWN = given(NEW, CONFIGURED)


def test_a_new_profile_is_configured_with_what_it_needs() -> None:
    assert profiles.configure(NEW, NEEDED, at=AT) == CONFIGURED
    assert KNOWN.is_enabled


@pytest.mark.parametrize("missing", NEEDED)
def test_a_new_profile_needs_role_name_provider_and_model(missing: str) -> None:
    with pytest.raises(Invalid, match=f"^{missing} is missing: profile c is new and needs it"):
        profiles.configure(NEW, {key: value for key, value in NEEDED.items() if key != missing}, at=AT)


def test_a_known_profile_keeps_what_is_not_given() -> None:
    event = profiles.configure(KNOWN, {"temperature": 0.5}, at=LATER)

    assert event is not None
    assert event.settings == SETTINGS.model_copy(update={"temperature": 0.5})


def test_what_may_be_null_is_taken_back() -> None:
    warm = given(KNOWN, CONFIGURED.model_copy(update={"settings": ProfileSettings(**NEEDED, max_tokens=9)}))

    event = profiles.configure(warm, {"max_tokens": None}, at=LATER)

    assert event is not None
    assert event.settings == SETTINGS


@pytest.mark.parametrize("changes", [{}, {"model": "m"}, {"temperature": None}, NEEDED])
def test_nothing_new_is_no_event(changes: dict[str, Any]) -> None:
    assert profiles.configure(KNOWN, changes, at=LATER) is None


def test_a_profile_is_disabled_and_enabled_again() -> None:
    assert profiles.disable(KNOWN, at=AT) == DISABLED
    disabled = given(KNOWN, DISABLED)

    assert profiles.enable(disabled, at=LATER) == ProfileEnabled(profile_id="c", enabled_at=LATER)
    assert given(disabled, ProfileEnabled(profile_id="c", enabled_at=LATER)).is_enabled
    with pytest.raises(Refused, match="profile c is enabled already"):
        profiles.enable(KNOWN, at=AT)
    with pytest.raises(Refused, match="profile c is disabled already"):
        profiles.disable(disabled, at=AT)


def test_a_removed_profile_begins_anew() -> None:
    assert profiles.remove(KNOWN, at=AT) == REMOVED
    again = given(KNOWN, DISABLED, REMOVED)

    assert (again.settings, again.is_enabled) == (None, True)
    with pytest.raises(Invalid, match="role is missing"):
        profiles.configure(again, {"model": "m"}, at=AT)


@pytest.mark.parametrize("state", [NEW, given(KNOWN, REMOVED)])
def test_what_is_not_there_cannot_be_changed(state: Profile) -> None:
    for decide in (profiles.enable, profiles.disable, profiles.remove):
        with pytest.raises(NotFound, match="there is no profile c"):
            decide(state, at=AT)


def test_events_of_others_are_no_events_of_a_profile() -> None:
    with pytest.raises(TypeError, match=r"scan.started is not an event of a profile"):
        given(NEW, ScanStarted(scan_run_id="s", started_at=AT))
