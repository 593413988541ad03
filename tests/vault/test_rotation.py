"""A new master key: all data keys are wrapped again or none, no event changes, and an interruption loses nothing."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from docrunch.domain.errors import Invalid, Misconfigured
from docrunch.vault import rotation
from docrunch.vault.key_file import KeyFile
from pydantic import SecretStr

from .safe import ONE, SECRET, THREE, TWO, Safe, SafeWith


class Killed(BaseException):
    """The process died here."""


def killed(*_: object) -> None:
    raise Killed


def events(safe: Safe) -> list[tuple[object, ...]]:
    return safe.database.connection().execute("SELECT * FROM events ORDER BY position").fetchall()


@pytest.fixture
def filled(safe: Safe) -> Safe:
    """Three providers, under the master key ONE."""
    for number in range(3):
        safe.configure(f"p{number}", api_key=f"{SECRET}{number}")
    return safe


def test_the_new_key_opens_everything_and_the_old_one_nothing(filled: Safe, safe_with: SafeWith) -> None:
    before, wrapped = events(filled), filled.data_keys()

    done = filled.vault.rotate_key(new=SecretStr(TWO))

    after = safe_with(TWO)
    assert [after.api_key(f"p{number}") for number in range(3)] == [f"{SECRET}{number}" for number in range(3)]
    assert events(after) == before
    assert (done.data_keys, {row[2] for row in after.data_keys()}) == (3, {done.key_id})
    assert {row[2] for row in wrapped}.isdisjoint({done.key_id})
    with pytest.raises(Misconfigured, match="is not the key that secrets are encrypted with"):
        safe_with(ONE).api_key("p0")


@pytest.mark.usefixtures("filled")
def test_the_new_key_may_stand_in_the_environment_and_the_old_one_be_said(safe_with: SafeWith) -> None:
    after = safe_with(TWO)

    assert after.vault.rotate_key(old=SecretStr(ONE)).data_keys == 3
    assert after.vault.rotate_key(old=SecretStr(ONE)).data_keys == 0

    assert after.api_key("p1") == f"{SECRET}1"


def test_a_rotation_without_a_new_key_says_so(filled: Safe) -> None:
    with pytest.raises(Invalid, match="the new key is missing: DOCRUNCH_ENCRYPTION_KEY is the one in use"):
        filled.vault.rotate_key()


def test_a_wrong_old_key_changes_nothing(filled: Safe, safe_with: SafeWith) -> None:
    before = filled.data_keys()

    with pytest.raises(Misconfigured, match="is not the key that secrets are encrypted with") as caught:
        safe_with(TWO).vault.rotate_key(old=SecretStr(THREE))

    assert filled.data_keys() == before
    assert "\n" not in str(caught.value)
    assert not any(key in f"{caught.value!r}{caught.value.hint}" for key in (ONE, TWO, THREE))


def test_one_key_that_cannot_be_opened_stops_the_whole_rotation(filled: Safe) -> None:
    filled.database.connection().execute("UPDATE provider_keys SET wrapped_key = '' WHERE provider_id = 'p2'")
    before = filled.data_keys()

    with pytest.raises(Misconfigured, match="a data key in the database is damaged"):
        filled.vault.rotate_key(new=SecretStr(TWO))

    assert filled.data_keys() == before


def test_the_key_file_gets_a_new_key(safe_with: SafeWith) -> None:
    safe = safe_with(None)
    safe.configure(api_key=SECRET)
    old = safe.file.read()

    done = safe.vault.rotate_key()

    assert done == (1, safe.data_keys()[0][2], str(safe.file.path))
    assert safe.file.read() != old
    assert safe.file.next.read() is None
    assert safe_with(None).api_key() == SECRET


def test_from_the_key_file_to_the_environment(safe_with: SafeWith) -> None:
    safe_with(None).configure(api_key=SECRET)

    safe_with(ONE).vault.rotate_key()

    assert safe_with(ONE).api_key() == SECRET


@pytest.mark.parametrize(("place", "what"), [(rotation, "wrap_again"), (KeyFile, "promote")], ids=["before", "after"])
@pytest.mark.parametrize("next_step", ["use", "open", "rotate"])
def test_a_rotation_of_the_key_file_that_was_killed_loses_nothing(
    safe_with: SafeWith, monkeypatch: pytest.MonkeyPatch, place: object, what: str, next_step: str
) -> None:
    """Killed before the database knew the new key, or after it, but before the file had its name."""
    safe_with(None).configure(api_key=SECRET)
    with monkeypatch.context() as patch:
        patch.setattr(place, what, killed)
        with pytest.raises(Killed):
            safe_with(None).vault.rotate_key()

    after = safe_with(None)
    steps: dict[str, Callable[[], object]] = {
        "use": lambda: after.configure("new", api_key="another secret"),
        "open": after.vault.sweep,
        "rotate": after.vault.rotate_key,
    }
    steps[next_step]()

    assert safe_with(None).api_key() == SECRET
    safe_with(None).vault.rotate_key()
    assert safe_with(None).api_key() == SECRET
    assert [path.name for path in sorted(after.file.path.parent.iterdir())] == [".gitignore", "encryption.key"]


def test_rotations_and_new_secrets_at_once_end_under_one_key(safe_with: SafeWith) -> None:
    safe_with(None).configure("p0", api_key=SECRET)

    def rotate(_: int) -> None:
        safe_with(None).vault.rotate_key()

    def configure(number: int) -> None:
        safe_with(None).configure(f"p{number}", api_key=SECRET)

    with ThreadPoolExecutor(4) as threads:
        done = [threads.submit(work, number) for number in range(1, 5) for work in (rotate, configure)]
        for one in done:
            one.result()

    safe = safe_with(None)
    assert {safe.api_key(f"p{number}") for number in range(5)} == {SECRET}
    assert len({row[2] for row in safe.data_keys()}) == 1
    assert safe.file.next.read() is None
