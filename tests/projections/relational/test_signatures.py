"""Signatures as one reads them."""

import pytest
from docrunch.projections.signatures import WIDEST, laid_out
from hypothesis import given
from hypothesis import strategies as st

LONG = "a_name_that_is_long_enough_to_need_a_line_of_its_own_even_where_there_is_much_room"


def test_a_short_signature_stays_on_its_line() -> None:
    assert laid_out("def f(a, b) -> int") == "def f(a, b) -> int"


@pytest.mark.parametrize(
    ("signature", "shown"),
    [
        (
            f"def f(a: dict[str, int], {LONG}: str = ', )', *, b=(1, 2)) -> list[int]",
            f"def f(\n    a: dict[str, int],\n    {LONG}: str = ', )',\n    *,\n    b=(1, 2)\n) -> list[int]",
        ),
        (
            f"function f<T extends A<(x: B) => C>>(a: Map<T, U>, {LONG}: (x: T, y: U) => void): T",
            f"function f<T extends A<(x: B) => C>>(\n    a: Map<T, U>,\n    {LONG}: (x: T, y: U) => void\n): T",
        ),
    ],
)
def test_a_long_signature_has_a_line_for_each_parameter(signature: str, shown: str) -> None:
    assert laid_out(signature) == shown


@pytest.mark.parametrize(
    "signature",
    [
        f"class {LONG}_a",
        f"type T = | (A & {{}}) | {LONG}",
        f"def f({LONG}, b",
        f"def f() -> {LONG}",
        f"def f(a < b, {LONG})",
    ],
)
def test_what_cannot_be_told_apart_stays_as_it_is(signature: str) -> None:
    assert laid_out(signature) == signature


@given(st.text("ab,()[]{}<>=-'\"\\ \n", max_size=2 * WIDEST))
def test_nothing_but_room_is_added(signature: str) -> None:
    assert "".join(laid_out(signature).split()) == "".join(signature.split())
