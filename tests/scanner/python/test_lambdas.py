"""A lambda that is bound to a name of a module or class is a function of that name."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import Parameter, SourceFile, Symbol

Parse = Callable[..., SourceFile]


def names(file: SourceFile) -> list[tuple[str, str]]:
    return [(symbol.kind, symbol.qualified_name) for symbol in file.symbols]


def targets(file: SourceFile) -> list[tuple[str, str, str | None]]:
    return [(one.source, one.name, one.target) for one in file.references if one.kind == "calls"]


def test_a_lambda_is_described_in_full(parse: Parse) -> None:
    file = parse("""
#: How big
#: it is.
area: Callable[..., int] = lambda w, *rest, h=max(  # at least
    1, 2), **more: (
    w * h
)
# not part of it
""")

    assert list(file.symbols) == [
        Symbol(
            kind="function",
            name="area",
            qualified_name="area",
            signature="area: Callable[..., int] = lambda w, *rest, h=max(1, 2), **more",
            docstring="How big it is.",
            start_line=4,
            end_line=7,
            parameters=(
                Parameter(name="w"),
                Parameter(name="*rest"),
                Parameter(name="h", default="max(1, 2)"),
                Parameter(name="**more"),
            ),
        )
    ]
    assert file.variables == ()


@pytest.mark.parametrize(
    ("source", "signature"),
    [
        ("f = lambda: 1", "f = lambda"),
        ("f = (  # so\n    lambda a, /, b, *, c: 1)", "f = lambda a, /, b, *, c"),
        ("a = f = lambda x: 1", "f = lambda x"),
        ("if y:\n    f = lambda x: 1", "f = lambda x"),
    ],
)
def test_the_signature_of_a_lambda_is_what_stands_before_its_colon(parse: Parse, source: str, signature: str) -> None:
    (symbol,) = parse(source).symbols

    assert (symbol.signature, symbol.name) == (signature, "f")


def test_a_lambda_in_a_class_is_a_method(parse: Parse) -> None:
    file = parse("""
class A(B):
    go = lambda self: self.stop(self)
    stop = staticmethod(lambda x: x)
    _later = lambda cls, x=go(): lambda y: x.go()
""")

    assert names(file) == [("class", "A"), ("method", "A.go"), ("method", "A._later")]
    assert [one.is_exported for one in file.symbols] == [True, True, False]
    assert targets(file) == [
        ("A.go", "self.stop", "pkg.mod.A.stop"),
        ("A", "staticmethod", None),
        ("A._later", "go", "pkg.mod.A.go"),
        ("A._later", "x.go", None),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "def f():\n    g = lambda: 1",
        "g = [lambda: 1]",
        "g = lambda: 1 if x else 2, 3",
        "g[0] = lambda: 1",
        "g.h = lambda: 1",
        "(g := lambda: 1)",
        "g = Column(default=lambda: 1)",
        "class A:\n    g: Callable[[], int] = lambda: 1",
        "class A:\n    g: list = field(default_factory=lambda: [])",
    ],
)
def test_other_lambdas_have_no_name(parse: Parse, source: str) -> None:
    assert [symbol for symbol in parse(source).symbols if "g" in symbol.qualified_name] == []


def test_a_default_that_is_a_lambda_stays_one(parse: Parse) -> None:
    file = parse(
        "class A:\n    g: Callable[[], int] = lambda: 1\n\nclass E(Enum):\n    A = 1\n    f = lambda self: 2\n"
    )

    assert [[(one.name, one.default) for one in symbol.columns] for symbol in file.symbols] == [
        [("g", "lambda: 1")],
        [("A", "1")],
        [],
    ]


def test_a_call_leads_to_the_lambda(parse: Parse) -> None:
    file = parse("def g(): f()\nf = lambda: f()\nclass A:\n    h = lambda self: self.h()\nA().h()\nh()\n")

    assert targets(file) == [
        ("g", "f", "pkg.mod.f"),
        ("f", "f", "pkg.mod.f"),
        ("A.h", "self.h", "pkg.mod.A.h"),
        ("", "A", "pkg.mod.A"),
        ("", "A().h", "pkg.mod.A().h"),
        ("", "h", None),
    ]
    assert file.bindings == ()


@pytest.mark.parametrize(
    "also",
    ["f = make()", "def g(x):\n    global f\n    f = x", "for f in many: pass"],
)
def test_a_name_that_is_more_than_a_lambda_leads_nowhere(parse: Parse, also: str) -> None:
    file = parse(f"f = lambda: 1\n{also}\ndef h(): f()\n")

    assert [(name, target) for source, name, target in targets(file) if source == "h"] == [("f", None)]
    assert [(one.name, one.target) for one in file.bindings] == [("f", "pkg.mod.f")]


def test_of_two_lambdas_the_first_has_the_plain_name(parse: Parse) -> None:
    file = parse("from x import *\nif y:\n    f = lambda: a()\nelse:\n    f = lambda: b()\nf()\n")

    assert [one.qualified_name for one in file.symbols] == ["f", "f#2"]
    assert targets(file) == [("f", "a", "pkg.mod.a"), ("f#2", "b", "pkg.mod.b"), ("", "f", "pkg.mod.f")]
    assert [one.name for one in file.bindings] == ["*"]


@pytest.mark.parametrize("definition", ["def f(): ...", "class f: ..."])
def test_what_is_defined_outweighs_a_lambda(parse: Parse, definition: str) -> None:
    file = parse(f"try:\n    f = lambda: f.a()\nexcept E:\n    {definition}\n    f = lambda: 2\nf()\n")

    assert [(one.qualified_name, one.start_line) for one in file.symbols] == [("f#2", 2), ("f", 4), ("f#3", 5)]
    assert targets(file) == [("f#2", "f.a", "pkg.mod.f.a"), ("", "f", "pkg.mod.f")]


def test_what_is_imported_outweighs_a_lambda(parse: Parse) -> None:
    file = parse("try:\n    from x import f\nexcept ImportError:\n    f = lambda: g()\nf()\n")

    assert [(one.name, one.qualified_name) for one in file.symbols] == [("f", "f#2")]
    assert targets(file) == [("f#2", "g", None), ("", "f", "x.f")]
    assert [(one.name, one.target) for one in file.bindings] == [("f", "x.f")]
