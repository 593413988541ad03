"""What a file refers to, and where those names lead as far as the file alone tells."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile

Parse = Callable[..., SourceFile]


def references(file: SourceFile, kind: str) -> list[tuple[str, str, str | None]]:
    return [(r.source, r.name, r.target) for r in file.references if r.kind == kind]


def calls(file: SourceFile) -> dict[str, str | None]:
    return {r.name: r.target for r in file.references if r.kind == "calls"}


def test_plain_imports_lead_to_the_module(parse: Parse) -> None:
    file = parse("import os, a.b.c\nimport a.b as ab\n\nos.getcwd()\na.b.c.f()\nab.g()\n")

    assert references(file, "imports") == [("", "os", "os"), ("", "a.b.c", "a.b.c"), ("", "a.b", "a.b")]
    assert calls(file) == {"os.getcwd": "os.getcwd", "a.b.c.f": "a.b.c.f", "ab.g": "a.b.g"}


def test_an_import_from_leads_to_the_module_and_to_the_name(parse: Parse) -> None:
    file = parse("def f():\n    from a.b import (\n        c,\n        d as e,\n    )\n    c(); e.x()\n")

    assert references(file, "imports") == [("f", "a.b", "a.b"), ("f", "a.b.c", "a.b.c"), ("f", "a.b.d", "a.b.d")]
    assert [r.line for r in file.references if r.kind == "imports"] == [2, 3, 4]
    assert calls(file) == {"c": "a.b.c", "e.x": "a.b.d.x"}


@pytest.mark.parametrize(
    ("path", "statement", "targets"),
    [
        ("pkg/mod.py", "from . import x", ["pkg", "pkg.x"]),
        ("pkg/__init__.py", "from . import x", ["pkg", "pkg.x"]),
        ("pkg/__init__.py", "from .a.b import x", ["pkg.a.b", "pkg.a.b.x"]),
        ("pkg/sub/mod.py", "from ..a import x", ["pkg.a", "pkg.a.x"]),
        ("pkg/sub/mod.py", "from ... import a", ["__init__", "a"]),
        ("src/pkg/mod.py", "from .a import x", ["pkg.a", "pkg.a.x"]),
        ("mod.py", "from .a import x", ["a", "a.x"]),
        ("__init__.py", "from .a import x", ["a", "a.x"]),
        ("mod.py", "from ..a import x", [None, None]),
        ("mod.py", "from a import *", ["a"]),
        ("mod.py", "from __future__ import annotations", ["__future__", "__future__.annotations"]),
    ],
)
def test_relative_imports_start_from_the_package(
    parse: Parse, path: str, statement: str, targets: list[str | None]
) -> None:
    assert [target for _, _, target in references(parse(statement, path), "imports")] == targets


def test_a_relative_import_is_named_as_written(parse: Parse) -> None:
    file = parse("from . import x\nfrom ..a import y\n")

    assert [name for _, name, _ in references(file, "imports")] == [".", ".x", "..a", "..a.y"]


def test_calls_find_definitions_of_the_module_and_of_enclosing_functions(parse: Parse) -> None:
    file = parse("""
def outer():
    def inner(): later()
    inner()
    inner.attribute.call()
class A:
    def m(self): outer(); A(); A.m(self)
def later(): pass
outer()
""")

    assert references(file, "calls") == [
        ("outer.inner", "later", "pkg.mod.later"),
        ("outer", "inner", "pkg.mod.outer.inner"),
        ("outer", "inner.attribute.call", "pkg.mod.outer.inner.attribute.call"),
        ("A.m", "outer", "pkg.mod.outer"),
        ("A.m", "A", "pkg.mod.A"),
        ("A.m", "A.m", "pkg.mod.A.m"),
        ("", "outer", "pkg.mod.outer"),
    ]


def test_self_and_cls_lead_to_what_their_own_class_defines(parse: Parse) -> None:
    file = parse("""
class A(Base):
    def m(self):
        self.n(); self.inherited(); self.n.deeper()
        def later(): self.m()
        later()
    @classmethod
    def n(cls): cls.m()
    @staticmethod
    def s(self): self.n()
    def r(self):
        self = other()
        self.o()
    def o(this): this.r()
def f(self): self.m()
""")

    found = {(source, name): target for source, name, target in references(file, "calls")}
    assert found[("A.m", "self.n")] == "pkg.mod.A.n"
    assert found[("A.m", "self.inherited")] == "pkg.mod.A.inherited"
    assert found[("A.m", "self.n.deeper")] == "pkg.mod.A.n.deeper"
    assert found[("A.m.later", "self.m")] == "pkg.mod.A.m"
    assert found[("A.n", "cls.m")] == "pkg.mod.A.m"
    assert found[("A.s", "self.n")] is None
    assert found[("A.r", "self.o")] is None
    assert found[("A.o", "this.r")] == "pkg.mod.A.r"
    assert found[("f", "self.m")] is None


@pytest.mark.parametrize(
    "shadow",
    [
        "def g(f): f()",
        "def g():\n    f = other\n    f()",
        "def g():\n    for a, (f, *b) in x: f()",
        "def g():\n    with x as f: f()",
        "def g():\n    try: pass\n    except E as f: f()",
        "[f() for f in x]",
        "lambda f: f()",
        "def g():\n    if (f := x): f()",
        "def g(*f): f()",
        "def g(*, f: int = 1): f()",
        "def g():\n    match x:\n        case [f]: f()",
        "def g():\n    match x:\n        case {} as f: f()",
    ],
)
def test_a_local_variable_hides_a_function_of_the_module(parse: Parse, shadow: str) -> None:
    assert calls(parse(f"def f(): pass\n{shadow}\n"))["f"] is None


def test_a_wildcard_pattern_hides_nothing(parse: Parse) -> None:
    file = parse("from gettext import gettext as _\ndef g():\n    match x:\n        case _: _('y')\n")

    assert calls(file) == {"_": "gettext.gettext"}


def test_a_global_statement_brings_the_function_of_the_module_back(parse: Parse) -> None:
    file = parse("def f(): pass\ndef g():\n    global f\n    f()\n    f = 1\n")

    assert calls(file)["f"] == "pkg.mod.f"


def test_names_of_a_class_body_are_not_seen_in_its_methods(parse: Parse) -> None:
    file = parse("class A:\n    def f(): pass\n    x = f()\n    def m(self): f()\n")

    assert references(file, "calls") == [("A", "f", "pkg.mod.A.f"), ("A.m", "f", None)]


def test_defaults_and_decorators_are_looked_up_outside_of_the_function(parse: Parse) -> None:
    file = parse("import d\ndef x(): pass\n@d.wrap\n@d.other(1)\ndef f(x=x()): pass\n")

    assert references(file, "calls") == [
        ("", "d.wrap", "d.wrap"),
        ("", "d.other", "d.other"),
        ("f", "x", "pkg.mod.x"),
    ]


def test_an_optional_import_keeps_its_meaning_and_two_rivals_lose_it(parse: Parse) -> None:
    file = parse("""
try:
    import fast
except ImportError:
    fast = None
try:
    import simplejson as json
except ImportError:
    import json
fast.go(); json.loads(x)
""")

    assert calls(file) == {"fast.go": "fast.go", "json.loads": None}


def test_builtins_unknown_names_and_results_of_calls_lead_nowhere(parse: Parse) -> None:
    file = parse("print(1)\nunknown.f()\nx().y()\n'a'.join(b)\nz[0]()\n1.5.hex()\n")

    assert calls(file) == {"print": None, "unknown.f": None, "x": None}


def test_bases_are_looked_up_around_the_class(parse: Parse) -> None:
    file = parse("""
from a import Base
class A(Base, Generic[T], mixins.Mixin, make(), metaclass=Meta): pass
class B(A):
    class C(A.Inner): pass
""")

    assert references(file, "inherits") == [
        ("A", "Base", "a.Base"),
        ("A", "Generic", None),
        ("A", "mixins.Mixin", None),
        ("A", "make()", None),
        ("B", "A", "pkg.mod.A"),
        ("B.C", "A.Inner", "pkg.mod.A.Inner"),
    ]
    assert references(file, "calls") == [("A", "make", None)]


def test_calls_are_found_wherever_an_expression_can_stand(parse: Parse) -> None:
    file = parse("""
x: a() = {b(): [c(), *d()], **e()}
if f() and not g(): pass
assert h(), i()
raise j() from k()
y = f'{l()!r:>{m()}}' "x" f"{n()}"
async def z(): await o(); yield p(); return q()[r():s()]
with t() as u[v()]: pass
for w[x1()] in x2(): del x3().y
lambda v=x4(): x5()
x6(x7(), k=x8())(x9())
match x10():
    case _ if x11(): pass
type X = x12()
print(x13() if x14() else -x15())
""")

    expected = "a b c d e f g h i j k l m n o p q r s t v x1 x2 x3 x4 x5 x6 x7 x8 x10 x11 x12 x13 x14 x15 x9 print"
    assert set(calls(file)) == set(expected.split())


def test_a_chain_over_several_lines_is_one_name(parse: Parse) -> None:
    assert calls(parse("import a\n(a\n .b\n .c())\na . \\\n d()\n")) == {"a.b.c": "a.b.c", "a.d": "a.d"}


def test_variables_that_follow_each_other_in_many_ways_are_given_up_quickly(parse: Parse) -> None:
    steps = "\n".join(f"    node = node.a{number}" for number in range(40))
    circle = "\n".join(f"    v{number} = v{(number + 1) % 40}" for number in range(40))

    file = parse(f"def f():\n    node = start()\n{steps}\n    node.end()\n{circle}\n    v0.end()\n")

    assert calls(file) == {"start": None, "node.end": None, "v0.end": None}


def test_a_stub_stands_for_its_module(parse: Parse) -> None:
    package = parse("from .fast import f\n", "src/pkg/__init__.pyi")
    stub = parse("@overload\ndef f(x: int) -> str: ...\n@overload\ndef f(x: str) -> str: ...\n", "pkg/fast.pyi")

    assert (package.module, stub.module, stub.language) == ("pkg", "pkg.fast", "python")
    assert [one.target for one in package.references] == ["pkg.fast", "pkg.fast.f"]
    assert [one.qualified_name for one in stub.symbols] == ["f", "f#2"]


def test_who_calls_a_function_with_overloads_calls_what_they_overload(parse: Parse) -> None:
    overload = "@t.overload\ndef f(x: {0}) -> {0}: ...\n"
    file = parse(
        f"{overload.format('int')}{overload.format('str')}def f(x):\n    def g(): ...\n    g()\nf(1)\n", "a.py"
    )

    assert [(one.qualified_name, one.start_line) for one in file.symbols] == [
        ("f#2", 2),
        ("f#3", 4),
        ("f", 5),
        ("f.g", 6),
    ]
    assert calls(file) == {"t.overload": None, "g": "a.f.g", "f": "a.f"}
