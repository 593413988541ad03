"""What may be shown of a secret."""

import pytest
from docrunch.domain.secrets import mask


@pytest.mark.parametrize(
    ("secret", "shown"),
    [("", "****"), ("a", "****"), ("x" * 11 + "abcd", "****"), ("x" * 12 + "abcd", "****abcd")],
)
def test_the_end_of_a_secret_is_shown_when_it_is_long_enough(secret: str, shown: str) -> None:
    assert mask(secret) == shown
