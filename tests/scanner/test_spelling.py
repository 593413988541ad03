"""Legal source is no error, although a grammar does not know it."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile

Parse = Callable[..., SourceFile]


@pytest.mark.parametrize(
    ("path", "source", "signature"),
    [
        ("a.tsx", "function C() { return <p>Terms & Conditions</p> }", "function C()"),
        ("a.jsx", 'function C() { return <a href="?a=1&b=2&c">Q&A &amp; more</a> }', "function C()"),
        ("a.tsx", "function C(a: A & B, b = 1 & 2) { return <p>a & b</p> }", "function C(a: A & B, b = 1 & 2)"),
        ("a.ts", "export type * from './t';\nexport type * as T from './u';\nfunction f() {}", "function f()"),
        ("a.ts", "class A {\n  static accessor y = 2\n  m() {}\n}", "class A"),
        ("a.ts", "interface A<in out B, out C, in D> {}", "interface A<B, C, D>"),
        (
            "a.ts",
            "interface A<\n  /** b */\n  out B,\n  // c\n  in out C,\n  /* d */ in D\n> {}",
            "interface A<B, C, D>",
        ),
        ("a.tsx", "interface A<in out B> {}\nconst a = <p>a & b</p>", "interface A<B>"),
        ("a.ts", "type A = B<import('./b').C[]> | import('./b').D", "type A = B<C[]> | D"),
        ("a.ts", "type A = {\n  (b: B): C\n  <D>(d: D): E\n}", "type A = {(b: B): C; <D>(d: D): E}"),
        ("a.ts", "type A = {\n  (b: B): C // c\n\n  /* d */\n  <D>(d: D): E\n}", "type A = {(b: B): C; <D>(d: D): E}"),
        (
            "a.ts",
            "type A = {\n  b: B\n  <C>(c: C): D\n  <E>(e: E): F\n}",
            "type A = {b: B; <C>(c: C): D; <E>(e: E): F}",
        ),
    ],
)
def test_what_a_grammar_does_not_know_is_read_as_it_is_written(
    parse: Parse, path: str, source: str, signature: str
) -> None:
    file = parse(source, path)

    assert file.problem is None
    assert file.symbols[0].signature == signature


def test_any_word_may_be_the_name_of_an_export(parse: Parse) -> None:
    file = parse("function _null() {}\nexport { _null as null };\nexport { class as try } from './b'\n", "a.js")

    assert file.problem is None
    assert file.public == ("null", "try")
    assert [(binding.name, binding.target) for binding in file.bindings] == [("try", "/b:class"), ("null", "/a:_null")]


def test_what_is_imported_for_a_call_is_no_type(parse: Parse) -> None:
    file = parse("class A<in out B> {}\nasync function f() { await import('./b').then(g) }", "a.ts")

    assert [(reference.kind, reference.name) for reference in file.references] == [("imports", "./b")]


@pytest.mark.parametrize("before", ["{ b: B; // c", "{ b: B;\n  /* c */", "{ // c", "{\n  /** c */"])
def test_a_generic_call_signature_is_parted_once_from_what_is_before_it(parse: Parse, before: str) -> None:
    file = parse(f"class A<in out B> {{}}\ninterface C {before}\n  <D>(d: D): E\n}}", "a.ts")

    assert file.problem is None


def test_a_comparison_is_no_generic_call_signature(parse: Parse) -> None:
    file = parse("class A<in out B> {}\nconst a = b  <c\nfunction f() {}", "a.ts")

    assert file.problem is None


def test_an_error_below_leaves_what_is_spelt_otherwise(parse: Parse) -> None:
    file = parse("interface A<in out B> {}\nclass C {\n  accessor d = 1\n}\nfunction e( {", "a.ts")

    assert file.problem == "PARSE_SYNTAX_ERROR"
    assert [symbol.signature for symbol in file.symbols] == ["interface A<B>", "class C"]


@pytest.mark.parametrize("source", ["const a = b & ;", "function f( { &", "export type * of './t'"])
def test_an_error_stays_an_error(parse: Parse, source: str) -> None:
    assert parse(source, "a.ts").problem == "PARSE_SYNTAX_ERROR"
