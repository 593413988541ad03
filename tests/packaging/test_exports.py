"""What `from docrunch import …` promises."""

import docrunch
from docrunch.commands import registry


def test_every_public_name_can_be_imported() -> None:
    missing = [name for name in docrunch.__all__ if not hasattr(docrunch, name)]

    assert docrunch.__all__
    assert missing == []


def test_public_names_are_listed_once_and_in_order() -> None:
    assert list(docrunch.__all__) == sorted(set(docrunch.__all__))


def test_every_command_is_public() -> None:
    assert {name for name in registry.COMMANDS if name not in docrunch.__all__} == set()
