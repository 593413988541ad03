"""Docstrings in three styles, read into descriptions of parameters and results; and decorators."""

from collections.abc import Callable
from textwrap import dedent

import pytest
from docrunch.domain.source import SourceFile
from docrunch.scanner.python.descriptions import read
from hypothesis import given
from hypothesis import strategies as st

Parse = Callable[..., SourceFile]

GOOGLE = """
    Adds.

    Long.

    Args:
        a (int): The first
            number.
        *rest: Others.

    Returns:
        int: The sum.

    Raises:
        ValueError: Never.
"""
NUMPY = """
    Adds.

    Long.

    Parameters
    ----------
    a : int
        The first
        number.
    *rest
        Others.

    Returns
    -------
    int
        The sum.

    Raises
    ------
    ValueError
        Never.
"""
FIELDS = """
    Adds.

    Long.

    :param int a: The first
        number.
    :param rest: Others.
    :returns: The sum.
    :rtype: int
    :raises ValueError: Never.
"""


@pytest.mark.parametrize("docstring", [GOOGLE, NUMPY, FIELDS], ids=["google", "numpy", "rest"])
def test_a_docstring_describes_parameters_and_result(parse: Parse, docstring: str) -> None:
    (symbol,) = parse(f"def add(a, *rest):\n    '''{docstring}    '''\n").symbols

    assert [(made.name, made.annotation, made.description) for made in symbol.parameters] == [
        ("a", "int", "The first number."),
        ("*rest", None, "Others."),
    ]
    assert (symbol.returns, symbol.returns_description) == ("int", "The sum.")
    assert symbol.description is not None
    assert symbol.description.startswith("Adds.\n\nLong.")
    assert "Never." in symbol.description
    assert "number" not in symbol.description
    assert "The sum" not in symbol.description
    assert symbol.docstring is not None
    assert "The sum" in symbol.docstring


def test_a_docstring_of_sections_alone_describes_nothing_else(parse: Parse) -> None:
    (symbol,) = parse("def f(a):\n    '''\n    Args:\n        a: It.\n    '''\n").symbols

    assert (symbol.description, symbol.parameters[0].description) == ("", "It.")


def test_what_a_strict_reader_refuses_still_tells_of_parameters(parse: Parse) -> None:
    source = """
    def f(a, b, c):
        '''Do it.

        Args:
            a: The first,
                which goes on.
            b
            c (int): Last.

        Returns:
            What it did.

        Raises:
            KeyError if it is gone, see
            the others.
        '''
    """
    (symbol,) = parse(dedent(source)).symbols

    assert [made.description for made in symbol.parameters] == ["The first, which goes on.", None, "Last."]
    assert (symbol.parameters[2].annotation, symbol.returns_description) == ("int", "What it did.")
    assert symbol.description == "Do it.\n\nRaises:\n    KeyError if it is gone, see\n    the others."


def test_types_of_the_source_outweigh_those_of_the_docstring(parse: Parse) -> None:
    (symbol,) = parse(f"def add(a: float) -> float:\n    '''{GOOGLE}    '''\n").symbols

    assert (symbol.parameters[0].annotation, symbol.returns) == ("float", "float")


def test_several_parameters_may_share_a_line(parse: Parse) -> None:
    source = "def f(a, b):\n    '''F.\n\n    Parameters\n    ----------\n    a, b : int\n        Both.\n    '''\n"

    assert [made.description for made in parse(source).symbols[0].parameters] == ["Both.", "Both."]


def test_a_class_describes_the_parameters_of_its_init(parse: Parse) -> None:
    file = parse("class A:\n    '''An A.\n\n    Args:\n        x: It.\n    '''\n    def __init__(self, x): ...\n")

    assert file.symbols[1].parameters[1].description == "It."
    assert file.symbols[0].description is None


@pytest.mark.parametrize("docstring", ["Plain.", "Args: none", "See Returns:\n\nlater", "Returns nothing."])
def test_other_docstrings_are_their_own_description(docstring: str) -> None:
    assert read(docstring).description == docstring


@given(
    st.lists(
        st.sampled_from(
            [
                "Args:",
                "    a: b",
                "Parameters",
                "----------",
                "a : int",
                ":param a: b",
                ":returns:",
                "Returns:",
                "",
                "x",
            ]
        )
        | st.text(max_size=8),
        max_size=12,
    )
)
def test_whatever_a_docstring_says_something_comes_out(lines: list[str]) -> None:
    docstring = "\n".join(lines)

    left = (read(docstring).description or "").split("\n")

    assert {line.strip() for line in left} <= {line.strip() for line in docstring.split("\n")} | {""}


def test_decorators_are_kept_as_written(parse: Parse) -> None:
    file = parse("@a\n@b.c(1,\n     2)\ndef f():\n    @d\n    class K: ...\n")

    assert [symbol.decorators for symbol in file.symbols] == [("a", "b.c(1, 2)"), ("d",)]
