"""Where the names in a JavaScript or TypeScript file lead, as far as the file alone tells."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile

Read = Callable[..., SourceFile]
Leads = Callable[..., dict[str, str | None]]


@pytest.mark.parametrize(
    ("specifier", "module"),
    [
        ("./y", "/src/app/y"),
        ("./y.js", "/src/app/y"),
        ("./y.test.tsx", "/src/app/y.test"),
        ("../y", "/src/y"),
        ("../../y", "/y"),
        (".", "/src/app"),
        ("./", "/src/app"),
        ("../..", "/"),
        ("../../../y", "../../../y"),
        ("./side.css", "/src/app/side.css"),
        ("react", "react"),
        ("node:fs", "node:fs"),
        ("@/components/button", "@/components/button"),
    ],
)
def test_a_relative_specifier_is_a_path_from_the_root(read: Read, specifier: str, module: str) -> None:
    (reference,) = read(f"import '{specifier}'", "src/app/x.ts").references

    assert (reference.kind, reference.name, reference.target) == ("imports", specifier, module)


@pytest.mark.parametrize(
    ("source", "name", "target"),
    [
        ("import d from './y'; d()", "d", "/src/y:default"),
        ("import d from './y'; d.m()", "d.m", "/src/y:default.m"),
        ("import { a } from './y'; a()", "a", "/src/y:a"),
        ("import { a as b } from './y'; b.c()", "b.c", "/src/y:a.c"),
        ("import { default as b } from './y'; b()", "b", "/src/y:default"),
        ("import * as ns from './y'; ns.f()", "ns.f", "/src/y:f"),
        ("import * as ns from './y'; ns.f.g()", "ns.f.g", "/src/y:f.g"),
        ("import z = require('./y'); z.f()", "z.f", "/src/y:f"),
        ("const y = require('./y'); y.f()", "y.f", "/src/y:f"),
        ("const f = require('./y').f; f()", "f", "/src/y:f"),
        ("const { a, b: c } = require('./y'); c()", "c", "/src/y:b"),
        ("import { A } from './y'; new A()", "A", "/src/y:A"),
        ("import { A } from './y'; class B extends A {}", "A", "/src/y:A"),
        ("import React from 'react'; React.memo()", "React.memo", "react:default.memo"),
        ("import fs from 'node:fs'; fs.readFile()", "fs.readFile", "node:fs:default.readFile"),
        ("import { a } from './y'; a?.b!.c()", "a.b.c", "/src/y:a.b.c"),
        ("import { t } from './y'; t`x`", "t", "/src/y:t"),
        ("import { D } from './y'; @D() class A {}", "D", "/src/y:D"),
        ("import { D } from './y'; class A { @D m() {} }", "D", "/src/y:D"),
        ("import { D } from './y'; class A { @D f = 1 }", "D", "/src/y:D"),
        ("import { I } from './y'; class A implements I<string> {}", "I", "/src/y:I"),
        ("import { I } from './y'; interface A extends I<string> {}", "I", "/src/y:I"),
    ],
)
def test_imported_names_lead_to_where_they_come_from(leads: Leads, source: str, name: str, target: str) -> None:
    assert leads(source)[name] == target


@pytest.mark.parametrize(
    ("source", "name", "target"),
    [
        ("f(); function f() {}", "f", "/src/x:f"),
        ("const f = () => 1; f()", "f", "/src/x:f"),
        ("function f() { g(); function g() {} }", "g", "/src/x:f.g"),
        ("function f() { f() }", "f", "/src/x:f"),
        ("const o = { m() { this.n() }, n() {} }; o.m()", "o.m", "/src/x:o.m"),
        ("const o = { m() { this.n() }, n() {} }", "this.n", "/src/x:o.n"),
        ("class A { m() { this.n() } n() {} }", "this.n", "/src/x:A.n"),
        ("class A { m() { [1].map(() => this.n()) } }", "this.n", "/src/x:A.n"),
        ("class A { f = () => this.n() }", "this.n", "/src/x:A.n"),
        ("class A { static { this.n() } }", "this.n", "/src/x:A.n"),
        ("class B {} class A extends B { constructor() { super() } }", "super", "/src/x:B"),
        ("class B {} class A extends B { m() { super.m() } }", "super.m", "/src/x:B.m"),
        ("class A { static make() { return new A() } }", "A", "/src/x:A"),
        ("function F() {} F.prototype.m = function () { this.n() }", "this.n", "/src/x:F.n"),
        ("const g = function inner() { inner() }", "inner", "/src/x:g"),
        ("namespace N { export function f() {} } N.f()", "N.f", "/src/x:N.f"),
        ("exports.f = () => 1; exports.f()", "exports.f", "/src/x:f"),
        ("module.exports.f = () => 1; module.exports.f()", "module.exports.f", "/src/x:f"),
        ("if (x) { function f() {} f() }", "f", "/src/x:f"),
        ("function f(a: string): void; function f(a: any) {} f()", "f", "/src/x:f"),
    ],
)
def test_names_of_the_file_lead_to_its_own_symbols(leads: Leads, source: str, name: str, target: str) -> None:
    assert leads(source)[name] == target


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("function g(f) { f() }", "f"),
        ("function g({ f }) { f() }", "f"),
        ("function g([a, { b: f = 1 }]) { f() }", "f"),
        ("const g = f => f()", "f"),
        ("function g() { const f = h(); f() }", "f"),
        ("function g() { if (x) { var f } f() }", "f"),
        ("function g() { f(); let f }", "f"),
        ("for (const f of fs) { f() }", "f"),
        ("for (let f = 1;;) { f() }", "f"),
        ("try {} catch (f) { f() }", "f"),
        ("try {} catch ({ f }) { f() }", "f"),
        ("switch (x) { case 1: let f; f() }", "f"),
        ("list.map(function f() { f() })", "f"),
        ("class A { m(f) { f() } }", "f"),
    ],
)
def test_a_name_that_is_bound_to_something_else_inside_leads_nowhere(leads: Leads, source: str, name: str) -> None:
    assert leads(f"function f() {{}}\n{source}")[name] is None


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("console.log(1)", "console.log"),
        ("new Map()", "Map"),
        ("unknown()", "unknown"),
        ("class A { m() { function f() { this.n() } } }", "this.n"),
        ("const x = 1; x.f()", "x.f"),
        ("class A extends mixin(B) { m() { super.m() } }", "super.m"),
    ],
)
def test_what_the_file_does_not_tell_leads_nowhere(leads: Leads, source: str, name: str) -> None:
    assert leads(source)[name] is None


def test_a_name_bound_in_a_block_is_not_seen_outside(leads: Leads) -> None:
    assert leads("function f() {}\n{ const f = 1 }\nf()")["f"] == "/src/x:f"
    assert leads("function f() {}\nfor (const f of fs) {}\nf()")["f"] == "/src/x:f"
    assert leads("function f() {}\n(f => 1)()\nf()")["f"] == "/src/x:f"
    assert leads("function f() {}\n{ const f = 1 }\n{ f() }\n{ const f = 1 }")["f"] == "/src/x:f"


def test_elements_are_uses_of_components_and_those_of_the_browser_are_not(leads: Leads) -> None:
    source = "import { B } from './b'; import * as C from './c'\nconst A = () => <div><B><C.D /></B></div>\n"

    assert leads(source, "src/a.tsx") == {"B": "/src/b:B", "C.D": "/src/c:D"}
    assert leads("import { B } from './b'; React.createElement(B)", "src/a.js")["B"] == "/src/b:B"


def test_uses_belong_to_the_innermost_symbol(read: Read) -> None:
    file = read("a()\nfunction f() { b(); list.map(() => c()) }\nclass A { m() { d() } static x = e() }\n")

    assert {made.name: made.source for made in file.references} == {
        "a": "",
        "b": "f",
        "list.map": "f",
        "c": "f",
        "d": "A.m",
        "e": "A",
    }


def test_dynamic_imports_and_requires_are_imports(read: Read) -> None:
    file = read("const a = await import('./a'); require('./b'); import(variable)")

    assert [(made.kind, made.target) for made in file.references] == [("imports", "/src/a"), ("imports", "/src/b")]


def test_an_import_names_the_module_and_what_is_taken_from_it(read: Read) -> None:
    file = read("import d, { a as b, type T } from './y'\nexport { c } from './z'\n")

    assert [(made.name, made.target) for made in file.references] == [
        ("./y", "/src/y"),
        ("default", "/src/y:default"),
        ("a", "/src/y:a"),
        ("T", "/src/y:T"),
        ("./z", "/src/z"),
        ("c", "/src/z:c"),
    ]


def test_decorators_are_calls_in_javascript_too(read: Read) -> None:
    file = read("class A { @D m() {} @E() f = 1 }\n@F class B {}", "a.js")

    assert [made.name for made in file.references] == ["D", "E", "F"]


def bindings(file: SourceFile) -> dict[str, str]:
    return {binding.name: binding.target for binding in file.bindings}


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("export { a as b } from './y'", {"b": "/src/y:a"}),
        ("export { default } from './y'", {"default": "/src/y:default"}),
        ("export { default as Y } from './y'", {"Y": "/src/y:default"}),
        ("export * from './y'", {"*": "/src/y"}),
        ("export * as ns from './y'", {"ns": "/src/y"}),
        ("function f() {}\nexport default f", {"default": "/src/x:f"}),
        ("export default function f() {}", {"default": "/src/x:f"}),
        ("export default class A {}", {"default": "/src/x:A"}),
        ("function f() {}\nexport { f as g, f }", {"g": "/src/x:f"}),
        ("import { x } from './y'\nexport { x }", {"x": "/src/y:x"}),
        ("import x from './y'\nexport { x as z }", {"z": "/src/y:default"}),
        ("import * as ns from './y'\nexport { ns }", {"ns": "/src/y"}),
        ("module.exports = require('./y')", {"*": "/src/y", "default": "/src/y:default"}),
        ("module.exports = { ...require('./y'), z: require('./z') }", {"*": "/src/y", "z": "/src/z:default"}),
        ("function f() {}\nmodule.exports = f", {"default": "/src/x:f"}),
        ("function f() {}\nmodule.exports = { f, g: f }", {"g": "/src/x:f"}),
        ("function f() {}\nexports.g = f", {"g": "/src/x:f"}),
        ("exports.g = require('./y').f", {"g": "/src/y:f"}),
        ("function f() {}\nexport = f", {"default": "/src/x:f"}),
        ("function Impl() {}\nexport const Button = memo(Impl)", {"Button": "/src/x:Impl"}),
        ("import { a } from './y'\nexport const b = a", {"b": "/src/y:a"}),
        ("export default 5", {}),
        ("import { a } from './y'", {}),
    ],
)
def test_names_that_lead_elsewhere_are_bindings(read: Read, source: str, expected: dict[str, str]) -> None:
    assert bindings(read(source)) == expected


@pytest.mark.parametrize(
    ("source", "public"),
    [
        ("export const a = 1, { b, c: [d] } = x", ("a", "b", "d")),
        ("export default 1", ()),
        ("export { a as b } from './y'\nexport type T = 1", ("T", "b")),
        ("export * from './y'\nexport const a = 1", None),
        ("module.exports = { a, b: 1 }", ("a", "b")),
        ("exports.a = 1", ("a",)),
        ("function a() {}", None),
    ],
)
def test_what_a_star_takes_in_is_listed(read: Read, source: str, public: tuple[str, ...] | None) -> None:
    assert read(source).public == public
