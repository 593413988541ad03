"""Calls are shown by the lines on which they stand, and no more of them than somebody likes to read."""

import pytest
from docrunch.scanner.excerpts import LONGEST_LINE, excerpt
from docrunch.scanner.facts import ReferenceFacts
from docrunch.scanner.languages import language_of


def shown(text: str, call: str) -> str | None:
    source, wanted = text.encode(), call.encode()
    start = source.index(wanted)
    return excerpt(source, start, start + len(wanted))


def references(path: str, text: str) -> list[ReferenceFacts]:
    language = language_of(path)
    assert language is not None
    return [one for one in language.parse(path, text.encode()).references if one["kind"] == "calls"]


@pytest.mark.parametrize(
    ("text", "call", "code"),
    [
        ("f(1)", "f(1)", "f(1)"),
        ("def g():\n    return f(1)  # once\n", "f(1)", "return f(1)  # once"),
        ("    x = f(\n        1,\n    )\n", "f(\n        1,\n    )", "x = f(\n    1,\n)"),
        ("    f(\n1)\n", "f(\n1)", "    f(\n1)"),
        ("é = f('ü')", "f('ü')", "é = f('ü')"),
        ("\n\n  f()   \n\n", "f()", "f()"),
        ("\tf(\n\t\t1)", "f(\n\t\t1)", "f(\n\t1)"),
    ],
)
def test_whole_lines_are_shown_without_the_indentation_they_share(text: str, call: str, code: str) -> None:
    assert shown(text, call) == code


def test_of_a_long_call_the_first_lines_are_shown() -> None:
    call = "f(\n" + "".join(f"    {number},\n" for number in range(9)) + ")"

    assert shown(f"x = {call}\n", call) == "x = f(\n    0,\n    1,\n    2,\n    …"


def test_five_lines_are_no_long_call() -> None:
    call = "f(\n    1,\n    2,\n    3,\n)"

    assert shown(call, call) == call


@pytest.mark.parametrize("text", ["{0}f(1)", "f(1){0}", "a\n{0}f(1)\nb", "a\nf(1){0}"])
def test_a_line_that_nobody_wrote_is_not_shown(text: str) -> None:
    assert shown(text.format(" + x" * LONGEST_LINE), "f(1)") is None


def test_a_long_line_ends_what_is_shown() -> None:
    call = f"f(\n    1,\n    {'x' * LONGEST_LINE})"

    assert shown(call, call) == "f(\n    1,\n    …"


def test_a_line_may_be_as_long_as_the_longest() -> None:
    line = "f(1)".ljust(LONGEST_LINE, "#")

    assert shown(f"\n{line}\n", "f(1)") == line
    assert shown(f"\n{line}#\n", "f(1)") is None


def test_the_first_call_of_each_name_in_a_function_has_its_code() -> None:
    text = """
from shop import total, taxed

def first():
    print(total(1))
    return total(2)

@taxed
def second():
    return taxed(total(
        3,
    )).rounded()
"""

    found = [(one["line"], one["name"], one["code"]) for one in references("a.py", text)]

    call = "return taxed(total(\n    3,\n)).rounded()"
    assert found == [
        (5, "print", None),
        (5, "total", "print(total(1))"),
        (6, "total", None),
        (8, "taxed", "@taxed\ndef second():"),
        (10, "taxed", call),
        (10, "taxed().rounded", call),
        (10, "total", call),
    ]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("@f(1)\ndef g(\n    a: int,\n) -> int:\n    pass", "@f(1)\ndef g(\n    a: int,\n) -> int:"),
        ("@f.a\nasync def g(a):\n    pass", "@f.a\nasync def g(a):"),
        ("@f\nclass C: pass", "@f\nclass C: pass"),
        ("@f(\n    1,\n    2,\n)\nclass C(\n    D,\n): pass", "@f(\n    1,\n    2,\n)\n…"),
    ],
)
def test_a_decorator_is_shown_with_the_head_of_what_it_decorates(text: str, code: str) -> None:
    found = references("a.py", f"from shop import f\n{text}\n")

    assert [one["code"] for one in found] == [code]


def test_calls_of_a_script_have_their_code() -> None:
    text = """
import { Button, open, Cart } from './shop'

export const Page = () => {
  const cart = new Cart(1)
  open(() => {
    cart.checkout()
  })
  unknown()
  return <Button
    kind="big" />
}
"""

    found = [(one["line"], one["name"], one["code"]) for one in references("a.tsx", text)]

    assert found == [
        (5, "Cart", "const cart = new Cart(1)"),
        (6, "open", "open(() => {\n  cart.checkout()\n})"),
        (7, "cart.checkout", "cart.checkout()"),
        (9, "unknown", None),
        (10, "Button", 'return <Button\n  kind="big" />'),
    ]


def test_no_more_code_is_kept_than_the_file_holds() -> None:
    """A call of many lines with many calls on each of them would be kept hundreds of times."""
    line = "".join(f"m.{first}{second}(" for first in "abcde" for second in "abcdef")
    block = f"{line}\n\n\n{')' * 30}\n"
    text = "import m\n" + "".join(block.replace("m.", f"m.{letter}") for letter in "abcdefghij")

    codes = [one["code"] or "" for one in references("a.py", text)]

    assert codes[0].startswith("m.aaa(m.aab(")
    assert len(codes) == 300
    assert len("".join(codes)) <= len(text) + 5 * LONGEST_LINE
