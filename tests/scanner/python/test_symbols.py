"""The functions and classes of a file: names, signatures, docstrings, places."""

import ast
import inspect
import warnings
from collections.abc import Callable, Iterator

import pytest
from docrunch.domain.source import Parameter, SourceFile, Symbol
from docrunch.scanner.python.parsing import parse_python
from hypothesis import given
from hypothesis import strategies as st

Parse = Callable[..., SourceFile]


def names(file: SourceFile) -> list[tuple[str, str]]:
    return [(symbol.kind, symbol.qualified_name) for symbol in file.symbols]


def only(file: SourceFile) -> Symbol:
    (symbol,) = file.symbols
    return symbol


def test_a_function_is_described_in_full(parse: Parse) -> None:
    file = parse('''
@decorated
async def fetch(url: str, *rest, retries: int = 3, sep="  ", **options: object) -> bytes:
    """Fetch a page.

        Indented.
    Not.
    """
    return b""
# not part of it
''')

    assert only(file) == Symbol(
        kind="function",
        name="fetch",
        qualified_name="fetch",
        signature='async def fetch(url: str, *rest, retries: int = 3, sep="  ", **options: object) -> bytes',
        docstring="Fetch a page.\n\n    Indented.\nNot.",
        start_line=3,
        end_line=9,
        parameters=(
            Parameter(name="url", annotation="str"),
            Parameter(name="*rest"),
            Parameter(name="retries", annotation="int", default="3"),
            Parameter(name="sep", default='"  "'),
            Parameter(name="**options", annotation="object"),
        ),
        returns="bytes",
        is_async=True,
        decorators=("decorated",),
    )


@pytest.mark.parametrize(
    ("source", "signature"),
    [
        ("def f( a,b ): pass", "def f(a, b)"),
        ("def f(\n    a,  # first\n    b = {\n        1: 2,\n    },\n): pass", "def f(a, b = {1: 2,})"),
        ("def f(a, /, b, *, c): pass", "def f(a, /, b, *, c)"),
        ("def f[T](a: T) -> list[\n  T\n]: pass", "def f[T](a: T) -> list[T]"),
        ("class A: pass", "class A"),
        ("class A(): pass", "class A"),
        ("class A[T](\n    B,  # why\n    metaclass=M,\n): pass", "class A[T](B, metaclass=M)"),
        ('def f(a="""x\ny"""): pass', 'def f(a="""x\\ny""")'),
        ("def f(a=1 + \\\n  2): pass", "def f(a=1 + 2)"),
    ],
)
def test_a_signature_is_one_line(parse: Parse, source: str, signature: str) -> None:
    assert only(parse(source)).signature == signature


def test_separators_are_no_parameters(parse: Parse) -> None:
    assert [p.name for p in only(parse("def f(a, /, b, *, c): pass")).parameters] == ["a", "b", "c"]


def test_what_stands_directly_in_a_class_body_is_a_method(parse: Parse) -> None:
    file = parse("""
class A:
    if x:
        def m(self):
            def inner(): pass
    try:
        async def n(self): pass
    except E:
        class B:
            def o(self): pass
def f():
    class C:
        def p(self): pass
""")

    assert names(file) == [
        ("class", "A"),
        ("method", "A.m"),
        ("function", "A.m.inner"),
        ("method", "A.n"),
        ("class", "A.B"),
        ("method", "A.B.o"),
        ("function", "f"),
        ("class", "f.C"),
        ("method", "f.C.p"),
    ]


def test_later_definitions_of_one_name_are_numbered(parse: Parse) -> None:
    file = parse("""
class A:
    @property
    def x(self): pass
    @x.setter
    def x(self, v):
        def g(): pass
def f(): pass
if y:
    def f(): pass
class f: pass
""")

    assert [name for _, name in names(file)] == ["A", "A.x", "A.x#2", "A.x#2.g", "f", "f#2", "f#3"]


def test_names_are_normalised_as_python_normalises_them(parse: Parse) -> None:
    assert names(parse("def ﬁne(): pass")) == [("function", "fine")]


@pytest.mark.parametrize(
    "literal",
    [
        '"plain"',
        "'''three\n    lines\n      here'''",
        r'"tab\tand \u00e9 and \N{BULLET}"',
        r'r"raw \d"',
        'u"old"',
        '"one" "two"',
        '("in "\n     "parentheses")',
        '"" "x"',
        '""',
        '"ends with a line join \\\n  here"',
        '"invalid \\d escape"',
    ],
)
def test_docstrings_are_what_python_makes_of_them(parse: Parse, literal: str) -> None:
    source = f"def f():\n    # comment\n    {literal}\n    # comment\n    x = 1\n"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        function = ast.parse(source).body[0]
    assert isinstance(function, ast.FunctionDef)

    assert only(parse(source)).docstring == ast.get_docstring(function)


@pytest.mark.parametrize("statement", ['f"{x}"', 'b"bytes"', '"a", "b"', '"a",', '"a" % b', '"a" f"{x}"', "1", "x"])
def test_other_first_statements_are_no_docstrings(parse: Parse, statement: str) -> None:
    assert only(parse(f"def f():\n    {statement}\n")).docstring is None


def test_a_module_has_a_docstring_too(parse: Parse) -> None:
    assert (
        parse('#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n"""Said first."""\nimport x\n').docstring
        == "Said first."
    )


@pytest.mark.parametrize(
    ("path", "module"),
    [
        ("a.py", "a"),
        ("src/pkg/a.py", "pkg.a"),
        ("pkg/src/a.py", "pkg.src.a"),
        ("pkg/__init__.py", "pkg"),
        ("src/pkg/__init__.py", "pkg"),
        ("__init__.py", "__init__"),
    ],
)
def test_a_module_is_named_after_its_path(parse: Parse, path: str, module: str) -> None:
    assert parse("", path).module == module


HEADS = [
    "def {0}(self, a=(lambda: 1)):",
    "async def {0}():",
    "class {0}:",
    "class {0}(b, c=d):",
    "if {0}:",
    "@{0}\ndef {0}(): pass",
    "{0} = [x for x in y]",
    "{0} = lambda {0}, b=1: (\n    {0}(b))",
    "{0} = b = (lambda: {0})",
    "{0}: b = lambda *{0}: 1",
    "{0}({0})",
    "'''def no(): pass'''",
    "# def no():",
]


@st.composite
def programs(draw: st.DrawFn, depth: int = 0) -> list[str]:
    """Lines of a program made of nested definitions, branches and one-liners."""
    lines: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        head = draw(st.sampled_from(HEADS)).format(draw(st.sampled_from(["a", "b", "c_1", "é"])))
        lines.extend(head.split("\n"))
        if head.endswith(":") and not head.startswith("#"):
            inner = draw(programs(depth + 1)) if depth < 4 else ["pass"]
            lines.extend(f"    {line}" for line in [*inner, "pass"])
    return lines


def defined_in(module: ast.Module) -> Iterator[tuple[ast.stmt, str]]:
    """Functions and classes, and what is assigned a lambda directly in a module or class, with their names."""
    pending: list[tuple[ast.AST, ast.AST]] = [(module, module)]
    while pending:
        node, around = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node, node.name
            around = node
        name = lambda_name(node, around)
        if name is not None and isinstance(node, ast.stmt):
            yield node, name
        pending += [(child, around) for child in ast.iter_child_nodes(node)]


def lambda_name(node: ast.AST, around: ast.AST) -> str | None:
    """The name that a lambda is bound to, unless within a function, or as a field of a class."""
    places = {ast.Assign: (ast.Module, ast.ClassDef), ast.AnnAssign: (ast.Module,)}
    if not isinstance(around, places.get(type(node), ())) or not isinstance(getattr(node, "value", None), ast.Lambda):
        return None
    target = node.targets[-1] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    return target.id if isinstance(target, ast.Name) else None


@given(lines=programs())
def test_definitions_are_counted_and_placed_as_ast_counts_and_places_them(lines: list[str]) -> None:
    source = "\n".join(lines) + "\n"
    expected = sorted((node.lineno, node.end_lineno or 0, name) for node, name in defined_in(ast.parse(source)))

    parsed = parse_python("a.py", source.encode())

    assert [(s["start_line"], s["end_line"], s["name"]) for s in parsed.symbols] == expected
    assert len({s["qualified_name"] for s in parsed.symbols}) == len(expected)
    assert parsed.problem is None


@given(text=st.text(max_size=60))
def test_any_text_survives_as_a_docstring(text: str) -> None:
    parsed = parse_python("a.py", f"def f():\n    {text!r}\n".encode())

    assert parsed.symbols[0]["docstring"] == inspect.cleandoc(text).replace("\0", "\ufffd")


def test_a_class_has_the_fields_that_it_annotates(parse: Parse) -> None:
    body = (
        "    #: What it is\n    #: called.\n    name: str\n    size: int = field(default=1)\n"
        '    items: list[int] = attr.ib(factory=list)\n    is_big: bool = False\n    """Whether it is."""\n\n'
        "    plain = 1\n    _own: int = 2\n\n    def m(self): ...\n"
    )
    named = parse(f"@dataclass\nclass A:\n{body}class B(NamedTuple):\n    x: int\n")

    found = {symbol.name: symbol.columns for symbol in named.symbols if symbol.kind == "class"}

    assert [(one.name, one.type, one.default, one.description) for one in found["A"]] == [
        ("name", "str", None, "What it is called."),
        ("size", "int", "1", None),
        ("items", "list[int]", "list", None),
        ("is_big", "bool", "False", "Whether it is."),
    ]
    assert [(one.name, one.is_nullable) for one in found["B"]] == [("x", None)]


def test_an_enumeration_has_its_members(parse: Parse) -> None:
    file = parse(
        "import enum\n\n\nclass Color(enum.StrEnum):\n    RED = 'red'\n    BLUE = 'blue'\n\n\nclass A:\n    X = 1\n"
    )

    assert [[(one.name, one.default) for one in symbol.columns] for symbol in file.symbols] == [
        [("RED", "'red'"), ("BLUE", "'blue'")],
        [],
    ]


def test_a_module_has_variables(parse: Parse) -> None:
    source = (
        "import a\n\nlog = a.log(__name__)\n#: What to wait,\n#: in seconds.\nWAIT: float = 0.5\n_own = 1\n"
        f"LONG = [{'1, ' * 100}]\nx.y = 1\ndef f(): ...\n"
    )

    named = parse(source).variables
    listed = parse(f"__all__ = ['WAIT', 'f']\n{source}").variables

    assert [(one.name, one.type, one.default, one.description) for one in named] == [
        ("log", None, "a.log(__name__)", None),
        ("WAIT", "float", "0.5", "What to wait, in seconds."),
        ("LONG", None, "…", None),
    ]
    assert [one.name for one in listed] == ["WAIT"]


def test_an_alias_of_a_type_is_a_variable(parse: Parse) -> None:
    aliases = (
        "#: A point.\ntype Point = tuple[\n    int,  # x\n    int,\n]\ntype Pair[T, *Ts] = dict[T, 'Point']\n"
        '"""Two."""\ntype _Own = int\ntype = 1\nprint(type)\ntype[0]\n'
    )
    file = parse(f"{aliases}class A:\n    type Inner = int\n    x: int\ntype.Gone = 2\n")

    assert [(one.name, one.type, one.default, one.description) for one in file.variables] == [
        ("Point", "TypeAlias", "tuple[int, int,]", "A point."),
        ("Pair", "TypeAlias", "dict[T, 'Point']", "Two."),
        ("type", None, "1", None),
    ]
    assert [[one.name for one in symbol.columns] for symbol in file.symbols] == [["x"]]
