"""Files that would rather not be parsed: none stops a scan, and nothing unstorable leaves the scanner."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docrunch.domain.source import SourceFile
from docrunch.scanner import indexing
from docrunch.scanner.facts import Parsed, ParseFailure
from docrunch.scanner.language import Language
from docrunch.scanner.python.parsing import parse_python
from docrunch.scanner.python.tree import parse_tree
from hypothesis import given
from hypothesis import strategies as st

Parse = Callable[..., SourceFile]


def test_a_syntax_error_leaves_what_stands_around_it(parse: Parse) -> None:
    file = parse("def before(): pass\ndef (((\nclass After:\n    def m(self): pass\n")

    assert file.problem == "PARSE_SYNTAX_ERROR"
    assert {"before"} <= {symbol.name for symbol in file.symbols}


def test_the_problem_names_the_line() -> None:
    assert "line 3" in parse_python("a.py", b"x = 1\n\n)\n").message


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfe\x00x",
        b"x = '\xe9'\n",
        b"# coding: no-such-encoding\n",
        b"# coding: rot13\n",
        b"# coding: punycode\nx = 1\n",
        b"\xef\xbb\xbf# coding: latin-1\n",
        b"# coding: ascii\nx = '\xc3\xa9'\n",
        b"# coding: utf-16\nx = 1\n",
    ],
)
def test_an_encoding_that_is_unknown_or_violated_is_recorded_with_its_code(parse: Parse, data: bytes) -> None:
    file = parse(data)

    assert file.problem == "SCAN_INVALID_ENCODING"
    assert (file.symbols, file.size) == ((), len(data))


@pytest.mark.parametrize(
    "data",
    [
        b"# coding: latin-1\ndef caf\xe9(): '\xe9'\n",
        b"\n# vim: set fileencoding=cp1252 :\ndef caf\xe9(): '\xe9'\n",
        "\ufeffdef café(): 'é'\n".encode(),
        "\ufeff# coding: utf-8\r\ndef café(): 'é'\r\n".encode(),
        "def café(): 'é'".encode(),
    ],
)
def test_declared_encodings_and_byte_order_marks_are_honoured(parse: Parse, data: bytes) -> None:
    (symbol,) = parse(data).symbols

    assert (symbol.name, symbol.docstring) == ("café", "é")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_counts(parse: Parse, end: str) -> None:
    (symbol,) = parse(end.join(["# one", "# two", "def f():", "    '''a", "    b'''", "    pass", ""])).symbols

    assert (symbol.start_line, symbol.end_line, symbol.docstring) == (3, 6, "a\nb")


def test_nul_and_lone_surrogates_become_the_replacement_character(parse: Parse) -> None:
    file = parse('"""nul \\0 surrogate \\ud800"""\ndef f(a="\0"):\n    "\\udfff"\n')

    assert file.docstring == "nul \ufffd surrogate \ufffd"
    assert "\0" not in file.model_dump_json()
    assert file.symbols[0].docstring == "\ufffd"


@pytest.mark.parametrize(
    "source",
    [
        b"(" * 50_000,
        b"[" * 50_000 + b"f()" + b"]" * 50_000,
        b"f(" * 50_000 + b")" * 50_000,
        b"x = " + b"not " * 50_000 + b"f()",
        b"a" + b".b()" * 20_000,
        b"1+" * 50_000 + b"1",
        b"lambda: " * 20_000 + b"1",
        b"\0" * 50_000,
        b'"""' * 50_001,
        b"f'{" * 20_000,
        b"def f(:\n" * 5_000,
        b"".join(b" " * depth + b"if f():\n" for depth in range(1_000)),
        b"".join(b" " * depth + b"class A:\n" for depth in range(300)),
        b"def f():\n  " + b"(" * 30_000 + b"'doc'" + b")" * 30_000,
        b"def f():\n  " + b"'a' " * 20_000,
        b"class A(" + b"b," * 20_000 + b"): pass",
        b"from " + b"." * 20_000 + b" import a",
    ],
    ids=range(17),
)
def test_deep_and_odd_files_are_parsed_all_the_same(source: bytes) -> None:
    parsed = parse_python("a.py", source)

    assert parsed.problem in {None, "PARSE_SYNTAX_ERROR"}


@given(data=st.binary(max_size=200) | st.text("deflambdcs()[]{}:;,.'\"\\\n\t #*=@0\0éf").map(str.encode))
def test_any_bytes_are_parsed_or_refused_with_a_code(data: bytes) -> None:
    assert outcome(data) in {None, "PARSE_SYNTAX_ERROR", "SCAN_INVALID_ENCODING"}


def outcome(data: bytes) -> str | None:
    try:
        return parse_python("a.py", data).problem
    except ParseFailure as failure:
        return failure.code


def test_a_parser_that_takes_too_long_is_stopped_and_the_next_file_is_parsed_afresh() -> None:
    source = b"def f(a, b=1):\n    return g(a)[b]\n" * 3_000

    with pytest.raises(ParseFailure) as stopped:
        parse_tree(source, seconds=0)

    assert stopped.value.code == "PARSE_TIMEOUT"
    assert parse_tree(b"x = 1\n").child_count == 1


def test_a_parser_that_fails_is_recorded_and_the_file_is_indexed(parse: Parse, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: str, _data: bytes) -> Parsed:
        raise RecursionError("too\ndeep")

    broken = Language("python", (".py",), 1, lambda path: path, fail)
    monkeypatch.setattr(indexing, "language_of", lambda _path: broken)

    file = parse("x = 1\n")

    assert (file.problem, file.symbols) == ("PARSE_FAILED", ())


def test_a_file_that_cannot_be_read_has_a_problem_and_no_event(tmp_path: Path) -> None:
    context = indexing.ScanContext(str(tmp_path), None, datetime(2026, 1, 1, tzinfo=UTC))

    scanned = indexing.scan_file(context, "gone.py")

    assert (scanned.event, scanned.content_hash) == (None, None)
    assert scanned.problem is not None
    assert scanned.problem.code == "SCAN_FILE_VANISHED"
