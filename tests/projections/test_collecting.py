"""The garbage collector rests during bounded work, and is as it was afterwards."""

import gc
from collections.abc import Iterator

import pytest
from docrunch.projections.collecting import uncollected


@pytest.fixture(autouse=True)
def enabled() -> Iterator[None]:
    yield
    gc.enable()


def test_it_rests_meanwhile_and_goes_on_afterwards() -> None:
    with uncollected():
        assert not gc.isenabled()

    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")

    assert gc.isenabled()


def test_who_has_switched_it_off_finds_it_off() -> None:
    gc.disable()

    with uncollected(), uncollected():
        pass

    assert not gc.isenabled()
