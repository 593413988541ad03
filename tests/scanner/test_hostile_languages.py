"""Files in every language that would rather not be parsed: none stops a scan, and none costs more than its size."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docrunch.domain.source import SourceFile
from docrunch.scanner.facts import Parsed, ParseFailure
from docrunch.scanner.languages import LANGUAGES, language_of
from docrunch.scanner.readme import MOST_READ, introduction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..watchdog import ends

Parse = Callable[..., SourceFile]

FOLDER = Path(__file__).parent / "samples"
PYTHON, SCRIPT, TYPED, TABLES, CONFIG = (
    (FOLDER / name).read_text() for name in ("models.py.txt", "script.jsx", "typed.ts", "tables.sql", "tsconfig.json")
)
README = "<h1>A</h1>\n\n# B\n\n[![c](d)](e)\n\n**F** is `g` for [all](h) of *us*, see :ref:`i` & <j>.\n"
SAMPLES = {"a.py": PYTHON, "a.js": SCRIPT, "a.jsx": SCRIPT, "a.ts": TYPED, "a.tsx": SCRIPT + TYPED}
SAMPLES |= {"a.sql": TABLES, "tsconfig.json": CONFIG, "README.md": README}
SAMPLES |= {"pyproject.toml": '[project]\ndescription = "A tool."\n', "package.json": '{"description": "A tool."}'}

# Lines of Python and calls of C together, for each byte of a file and for any file at all.
STEPS_PER_BYTE = 60
STEPS = 20_000
LONG = 500_000


def parsed(path: str, data: bytes) -> Parsed:
    language = language_of(path)
    assert language is not None
    try:
        return language.parse(path, data)
    except ParseFailure as failure:
        return Parsed(problem=failure.code)


def work(path: str, data: bytes) -> int:
    """How many lines of Python and calls of C parsing takes; each turn of a loop is a line, even of a comprehension.

    Those that tree-sitter makes to ask for more time are counted too.
    """
    steps = 0

    def count(_frame: Any, event: str, _argument: Any) -> Any:
        nonlocal steps
        steps += event in {"line", "c_call"}
        return count

    before = sys.gettrace(), sys.getprofile()
    sys.settrace(count)
    sys.setprofile(count)
    try:
        parsed(path, data)
    finally:
        sys.settrace(before[0])
        sys.setprofile(before[1])
    return steps


def test_every_language_is_tried() -> None:
    assert {language_of(path) for path in SAMPLES} == set(LANGUAGES)


def edited(text: str, edits: list[tuple[str, int, int, bytes]]) -> bytes:
    """The text after parts of it were removed, repeated or overwritten."""
    data = text.encode()
    for kind, first, length, inserted in edits:
        place = first % (len(data) + 1)
        part = data[place : place + length]
        data = data[:place] + {"cut": b"", "twice": part * 2, "put": inserted + part}[kind] + data[place + length :]
    return data


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["cut", "twice", "put"]),
        st.integers(0, 2_000),
        st.integers(0, 60),
        st.binary(max_size=4)
        | st.sampled_from([b"(", b"{", b"*/", b"'", b'"', b"`", b"\0", b"\r\n", b"\xed\xa0\x80", b"$$"]),
    ),
    max_size=8,
)


@pytest.mark.parametrize("path", SAMPLES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_whatever_becomes_of_a_file_is_parsed_or_refused_with_a_code(
    path: str, parse: Parse, edits: list[tuple[str, int, int, bytes]]
) -> None:
    data = edited(SAMPLES[path], edits)

    file = parse(data, path)

    assert file.problem in {None, "PARSE_SYNTAX_ERROR", "SCAN_INVALID_ENCODING"}
    assert "\0" not in file.model_dump_json()
    names = [symbol.qualified_name for symbol in file.symbols]
    assert len(set(names)) == len(names)
    assert all(symbol.name and symbol.start_line <= symbol.end_line for symbol in file.symbols)
    assert work(path, data) <= STEPS + STEPS_PER_BYTE * len(data)


SCRIPTS: dict[str, Callable[[int], bytes]] = {
    "open brackets": lambda n: b"(" * n,
    "nested calls": lambda n: b"f(" * n + b")" * n,
    "a chain of calls": lambda n: b"a" + b".b()" * n,
    "nested functions": lambda n: b"function a(){" * n + b"g()" + b"}" * n,
    "nested arrows": lambda n: b"(()=>{g(" * n,
    "nested blocks": lambda n: b"{var x;" * n + b"}" * n,
    "nested objects": lambda n: b"const x=" + b"{a:" * n + b"()=>1" + b"}" * n,
    "nested classes": lambda n: b"class A{m(){" * n,
    "nested templates": lambda n: b"`${" * n,
    "nested elements": lambda n: b"x=" + b"<a>" * n,
    "nested defaults": lambda n: b"function f(a=" * n,
    "nested namespaces": lambda n: b"namespace a{" * n,
    "many functions on a line": lambda n: b"function f(){g()}" * n,
    "many methods on a line": lambda n: b"class A{" + b"m(){}" * n + b"}",
    "many decorators": lambda n: b"@a " * n + b"class A{}",
    "many comments": lambda n: b"//x\n" * n + b"function f(){}",
    "many open comments": lambda n: b"/**" * n,
    "many exports": lambda n: b"export {a as b};" * n,
    "many numbers": lambda n: b"x=[" + b"1," * n + b"]",
    "nested promises": lambda n: b"function f(): " + b"Promise<" * n + b"A" + b">" * n + b"{}",
    "many awaits": lambda n: b"const a = " + b"await " * n + b"b()",
    "values of values": lambda n: (
        b"const a = b.c();" + b"".join(b"const a%d = a%d.c();" % (x + 1, x) for x in range(n))
    ),
    "many assignments": lambda n: b"class A extends B { m() {" + b"this.a = new B();" * n + b"} }",
    "many sums": lambda n: b"x=" + b"1+" * n + b"1",
    "many variables": lambda n: b"var " + b"a=()=>1," * n + b"b",
    "many components": lambda n: b"const A=()=><b/>;" * n,
    "many parameters in a comment": lambda n: b"/** " + b"\n@param [a" * n + b"*/function f(a){}",
}
QUERIES: dict[str, Callable[[int], bytes]] = {
    "open brackets": lambda n: b"create table t " + b"(" * n,
    "nothing but verbs": lambda n: b"create\n" * n,
    "open quotes": lambda n: b"'\n" * n,
    "dollars of many kinds": lambda n: b"".join(b"$a%d$ " % number for number in range(n)),
    "open square brackets": lambda n: b"[a" * n,
    "many columns": lambda n: b"create table t (" + b"a int," * n + b"b int)",
    "many keys": lambda n: (
        b"create table t (" + b"".join(b"a%d int, foreign key (a%d) references t (a)," % (at, at) for at in range(n))
    ),
    "much data": lambda n: b"insert into t values " + b"(1,'a')," * n,
    "open blocks": lambda n: b"create function f() " + b"begin " * n,
    "many tables": lambda n: b"create table t (a int);" * n,
    "nested queries": lambda n: b"create view v as " + b"select * from (" * n + b")" * n,
    "nested names": lambda n: b"create view v as " + b"with a as (select * from a join (" * n + b")) select a" * n,
    "many names": lambda n: b"create view v as with a as (select 1)" + b", a as (select * from a, b)" * n,
    "many joins": lambda n: b"create view v as select * from a" + b" join b on c in (d, e), f" * n,
    "many views": lambda n: b"create view v as select a from b;" * n,
    "many alterations": lambda n: b"alter table a add b int, add c int references d;" * n,
    "comments in comments": lambda n: b"/* " * n + b"*/ " * n,
    "open comments in comments": lambda n: b"/* /* */ " * n,
    "rows without an end": lambda n: b"copy t from stdin;\n" * n,
    "rows of many": lambda n: b"copy t from stdin;\n\\.\n" * n,
    "commands of psql": lambda n: b"\\a\n" * n,
    "tables dropped and made again": lambda n: (
        b"".join(b"create table a%d (a int);" % at for at in range(n)) + b"drop table a0; create table a0 (a int);" * n
    ),
    "open arrays": lambda n: b"create table t (a int default array[" + b"1, array[" * n,
    "comments that run": lambda n: b"create table `t` (a int) /*!50 " * n,
    "parameters without parentheses": lambda n: b"create procedure p " + b"@a int, " * n,
    "many comments on a column": lambda n: b"create table t (a int); " + b"comment on column t.a is 'x';" * n,
}
INTRODUCTIONS: dict[str, Callable[[int], bytes]] = {
    "open comments": lambda n: b"<!--" * n,
    "open brackets": lambda n: b"[" * n,
    "open links": lambda n: b"[a](b" * n,
    "open images": lambda n: b"![a](" * n,
    "open tags": lambda n: b"<a " * n,
    "open headings": lambda n: b"<h1>" * n,
    "backticks": lambda n: b"`" * n,
    "backticks of two kinds": lambda n: b"`a``b" * n,
    "emphasis": lambda n: b"*a" * n,
    "open fences": lambda n: b"```\n~~~\n" * n,
    "rulers": lambda n: b"a\n---\n" * n,
    "roles": lambda n: b":a" * n,
}


@pytest.mark.parametrize("path", ["a.js", "a.ts", "a.tsx"])
@pytest.mark.parametrize("made", SCRIPTS.values(), ids=SCRIPTS)
def test_a_script_twice_as_long_is_twice_the_work(path: str, made: Callable[[int], bytes]) -> None:
    assert_linear(path, made)


@pytest.mark.parametrize("made", QUERIES.values(), ids=QUERIES)
def test_sql_twice_as_long_is_twice_the_work(made: Callable[[int], bytes]) -> None:
    assert_linear("a.sql", made)


@pytest.mark.parametrize("made", INTRODUCTIONS.values(), ids=INTRODUCTIONS)
def test_a_readme_takes_no_more_than_its_length(made: Callable[[int], bytes]) -> None:
    text = f"five words and some more {made(LONG).decode()}"

    assert ends(introduction, text[:LONG])


def test_of_a_readme_only_the_first_part_is_read() -> None:
    made = INTRODUCTIONS["rulers"]

    assert work("README.md", made(2 * MOST_READ)) == work("README.md", made(MOST_READ))


def assert_linear(path: str, made: Callable[[int], bytes]) -> None:
    once, twice = work(path, made(400)), work(path, made(800))

    assert twice <= 2.3 * once + 200
    assert twice <= STEPS + STEPS_PER_BYTE * len(made(800))


@pytest.mark.parametrize("path", SAMPLES)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_marks_change_nothing(parse: Parse, path: str, end: str, mark: str) -> None:
    plain = parse(SAMPLES[path], path)

    other = parse((mark + SAMPLES[path]).replace("\n", end), path)

    assert (other.symbols, other.references, other.bindings) == (plain.symbols, plain.references, plain.bindings)
    assert plain.problem is None


@pytest.mark.parametrize("path", SAMPLES)
def test_an_empty_file_is_no_problem(parse: Parse, path: str) -> None:
    file = parse("", path)

    assert (file.problem, file.symbols, file.references) == (None, (), ())


@pytest.mark.parametrize("path", ["a.js", "a.ts", "a.sql", "tsconfig.json", "README.md", "package.json"])
def test_text_that_is_not_utf8_is_refused_with_its_code(parse: Parse, path: str) -> None:
    assert parse(b"x = '\xe9'", path).problem == "SCAN_INVALID_ENCODING"


@pytest.mark.parametrize(("path", "name"), [("a.js", "f"), ("a.ts", "f"), ("a.tsx", "f")])
def test_a_syntax_error_leaves_what_stands_around_it(parse: Parse, path: str, name: str) -> None:
    file = parse(f"function {name}() {{}}\nfunction ((( {{\nclass After {{ m() {{}} }}\n", path)

    assert file.problem == "PARSE_SYNTAX_ERROR"
    assert name in {symbol.name for symbol in file.symbols}


@pytest.mark.parametrize("path", ["src/a b.ts", "src/a'b\".js", "src/a\nb.ts", "src/é/ü.sql", "src/[id]/(x).tsx"])
def test_names_of_files_may_hold_anything(parse: Parse, path: str) -> None:
    file = parse("function f() { f() }" if not path.endswith("sql") else "CREATE TABLE t (a int)", path)

    assert len(file.symbols) == 1
    assert file.module == path.rpartition(".")[0].replace("/", ".")
