"""Which symbols a JavaScript or TypeScript file holds, and what is said of them."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile, Symbol

Read = Callable[..., SourceFile]
One = Callable[..., Symbol]

PATHS = ("a.js", "a.jsx", "a.mjs", "a.cjs", "a.ts", "a.tsx", "a.mts", "a.cts")


def names(file: SourceFile) -> list[tuple[str, str]]:
    return [(symbol.kind, symbol.qualified_name) for symbol in file.symbols]


@pytest.mark.parametrize("path", PATHS)
def test_every_extension_is_read(read: Read, path: str) -> None:
    file = read("export function f() {}\nclass A { m() {} }\n", path)

    assert names(file) == [("function", "f"), ("class", "A"), ("method", "A.m")]
    assert file.language == ("javascript" if "j" in path.partition(".")[2] else "typescript")
    assert file.problem is None


def test_a_module_is_shown_by_its_path_with_dots(read: Read) -> None:
    assert read("", "src/app/button.test.tsx").module == "src.app.button.test"


@pytest.mark.parametrize(
    "source",
    [
        "const f = () => 1",
        "let f = async x => x",
        "var f = function named() {}",
        "const f = function* () {}",
        "const f = (() => 1) as Handler",
        "export const f = (a: string) => a",
        "exports.f = function () {}",
        "module.exports.f = () => 1",
        "module.exports = { f() {} }",
        "module.exports = { f: () => 1 }",
    ],
)
def test_a_function_bound_to_a_name_is_a_symbol(read: Read, source: str) -> None:
    assert names(read(source)) == [("function", "f")]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("export default function () {}", "default"),
        ("export default () => 1", "default"),
        ("export default class {}", "default"),
        ("export default function f() {}", "f"),
        ("module.exports = function () {}", "default"),
        ("module.exports = class Router {}", "Router"),
    ],
)
def test_what_is_exported_by_default_has_its_own_name_or_that(one: One, source: str, name: str) -> None:
    symbol = one(source)

    assert (symbol.qualified_name, symbol.is_exported) == (name, True)


def test_members_are_named_below_their_class(read: Read) -> None:
    file = read(
        "class A {\n  constructor() {}\n  #hidden() {}\n  get v() { return 1 }\n  set v(x) {}\n  static async s() {}\n"
        "  arrow = () => 1\n  'quoted-name'() {}\n  [Symbol.iterator]() {}\n  [computed]() {}\n  field = 1\n}\n"
    )

    assert [symbol.qualified_name for symbol in file.symbols] == [
        *("A", "A.constructor", "A.#hidden", "A.v", "A.v#2", "A.s", "A.arrow", "A.quoted-name", "A.@@iterator"),
    ]
    assert {symbol.kind for symbol in file.symbols[1:]} == {"method"}


def test_functions_of_an_object_and_of_a_prototype_are_named_below_it(read: Read) -> None:
    file = read(
        "const api = { get() {}, post: () => 1, deep: { x() {} }, n: 1 }\n"
        "function Old() {}\nOld.prototype.m = function () {}\nOld.make = () => 1\nother.f = () => 1\n",
        "a.js",
    )

    assert names(file) == [
        ("function", "api.get"),
        ("function", "api.post"),
        ("function", "api.deep.x"),
        ("function", "Old"),
        ("method", "Old.m"),
        ("method", "Old.make"),
    ]


def test_an_object_in_the_place_of_a_prototype_holds_the_methods(read: Read) -> None:
    file = read(
        "function Old() {}\nOld.prototype = { constructor: Old, sit() { this.roll() }, roll: function () {} }\n"
        "Old.other = { x() {} }\nother.prototype = { y() {} }\n",
        "a.js",
    )

    assert names(file) == [("function", "Old"), ("method", "Old.sit"), ("method", "Old.roll")]
    assert [(one.source, one.target) for one in file.references] == [("Old.sit", "/a:Old.roll")]


def test_nested_functions_are_named_below_theirs_and_nameless_ones_belong_to_it(read: Read) -> None:
    file = read("function f() {\n  function g() { const h = () => 1 }\n  list.map(x => { function inner() {} })\n}")

    assert [symbol.qualified_name for symbol in file.symbols] == ["f", "f.g", "f.g.h", "f.inner"]


def test_what_is_nested_too_deep_belongs_to_the_symbol_around_it(read: Read) -> None:
    file = read("function f() {" * 100 + "deep()" + "}" * 100)

    assert len(file.symbols) == 32
    assert file.references[0].source == ".".join("f" * 32)


def test_interfaces_enums_and_type_aliases_are_classes(read: Read) -> None:
    file = read(
        "export interface I<T> extends J { m(a: T): string; p: number }\nenum E { A, B }\n"
        "type U = { a: string }\n  | string;\ndeclare function g(x: number): void\n"
        "namespace N.M { export class C {} }\n"
    )

    assert [(symbol.kind, symbol.qualified_name, symbol.signature) for symbol in file.symbols] == [
        ("class", "I", "interface I<T> extends J"),
        ("method", "I.m", "m(a: T): string"),
        ("class", "E", "enum E"),
        ("class", "U", "type U = { a: string } | string"),
        ("function", "g", "function g(x: number): void"),
        ("class", "N.M.C", "class C"),
    ]


def test_parameters_have_types_defaults_and_their_marks(one: One) -> None:
    symbol = one(
        "async function f<T>(\n  a: T, // first\n  b?: string,\n  { c, d = 1 }: Options = {},\n  ...rest: number[],\n"
        "): Promise<void> {}"
    )

    assert [(made.name, made.annotation, made.default) for made in symbol.parameters] == [
        ("a", "T", None),
        ("b?", "string", None),
        ("{ c, d = 1 }", "Options", "{}"),
        ("...rest", "number[]", None),
    ]
    assert (symbol.returns, symbol.is_async) == ("Promise<void>", True)
    assert symbol.signature == (
        "async function f<T>(a: T, b?: string, { c, d = 1 }: Options = {}, ...rest: number[]): Promise<void>"
    )


def test_parameters_without_types_are_read_too(one: One) -> None:
    symbol = one("const f = (a, b = () => 1, [c], ...d) => a", "a.js")

    assert [(made.name, made.default) for made in symbol.parameters] == [
        ("a", None),
        ("b", "() => 1"),
        ("[c]", None),
        ("...d", None),
    ]
    assert symbol.signature == "const f = (a, b = () => 1, [c], ...d) => …"


def test_lines_leave_export_and_decorators_out(read: Read) -> None:
    file = read("@Dec()\nexport class A {\n  @Get('/x')\n  @Other\n  m() {\n  }\n}\n\nexport const f =\n  () => 1\n")

    assert [(symbol.start_line, symbol.end_line) for symbol in file.symbols] == [(2, 7), (5, 6), (9, 10)]
    assert [symbol.decorators for symbol in file.symbols] == [("Dec()",), ("Get('/x')", "Other"), ()]


@pytest.mark.parametrize(
    "source",
    [
        "function Button() { return <b/> }",
        "const Button = () => <b>x</b>",
        "const Button = () => <></>",
        "const Button = function () { return items.map(i => <b/>) }",
        "const Button = memo(forwardRef((props, ref) => null))",
        "class Button extends React.Component {}",
        "class Button extends PureComponent {}",
        "function Button() { return React.createElement('b') }",
        "export default () => <b/>",
    ],
)
def test_components_are_told_by_what_they_draw(one: One, source: str) -> None:
    assert one(source, "a.jsx").role == "component"


@pytest.mark.parametrize(
    "source", ["function button() { return <b/> }", "function Button() {}", "class A extends B {}"]
)
def test_other_functions_and_classes_are_no_components(one: One, source: str) -> None:
    assert one(source, "a.jsx").role is None


def test_what_the_file_offers_is_marked(read: Read) -> None:
    file = read(
        "export function a() { function inner() {} }\nfunction b() {}\nfunction c() {}\nexport { c as d }\n"
        "export class E { m() {} #p() {} }\nexport const f = 1\n"
    )

    assert {symbol.qualified_name: symbol.is_exported for symbol in file.symbols} == {
        "a": True,
        "a.inner": False,
        "b": False,
        "c": True,
        "E": True,
        "E.m": True,
        "E.#p": False,
    }
    assert file.public == ("a", "d", "E", "f")


def test_what_is_in_an_object_is_offered_where_that_is(read: Read) -> None:
    file = read(
        "export const api = { get() {}, deep: { er() {} } }\n"
        "export function build() { const inner = { add() {}, C: class { m() {} } } }\n"
    )

    assert [symbol.qualified_name for symbol in file.symbols if symbol.is_exported] == [
        "api.get",
        "api.deep.er",
        "build",
    ]
    assert {symbol.qualified_name for symbol in file.symbols} >= {"build.inner.add", "build.inner.C.m"}


def test_a_script_offers_everything(read: Read) -> None:
    file = read("function a() {}", "a.js")

    assert (file.symbols[0].is_exported, file.public) == (True, None)


def test_a_function_in_an_object_may_be_asserted_to_be_of_a_type(read: Read) -> None:
    file = read("export const coerce = { text: ((value) => value) as (typeof Text)['create'] }\n", "a.ts")

    assert [symbol.qualified_name for symbol in file.symbols] == ["coerce.text"]


def test_classes_interfaces_and_object_types_have_fields(read: Read) -> None:
    source = """
interface Options<T> extends Base {
  /**
   * How long to wait,
   * in seconds.
   *
   * @default 5
   */
  wait?: number
  readonly of: Map<string, T>
  run(): void
}
export type Point = {
  x: number // from the left
  y: number
}
class Store {
  static size: number = 10
  private own = 1
  #hidden = 2
  open = (): void => {}
  items = []
}
enum Color { Red = 'red', Blue }
"""

    found = {symbol.name: symbol for symbol in read(source, "a.ts").symbols if symbol.kind == "class"}

    fields = {name: [(one.name, one.type, one.default) for one in symbol.columns] for name, symbol in found.items()}
    assert fields == {
        "Options": [("wait?", "number", None), ("of", "Map<string, T>", None)],
        "Point": [("x", "number", None), ("y", "number", None)],
        "Store": [("size", "number", "10"), ("items", None, "[]")],
        "Color": [("Red", None, "'red'"), ("Blue", None, None)],
    }
    assert found["Options"].columns[0].description == "How long to wait, in seconds."
    assert found["Point"].signature == "type Point = { … }"
    assert found["Color"].signature == "enum Color"


def test_a_union_begins_with_its_first_member(read: Read) -> None:
    symbols = read(
        "type A =\n  | 'a'\n  | B<\n      | 1\n      | 2\n    >\nfunction f(a:\n  | 1\n  | 2) {}\n", "a.ts"
    ).symbols

    assert [symbol.signature for symbol in symbols] == ["type A = 'a' | B<1 | 2>", "function f(a: 1 | 2)"]


def test_line_breaks_between_members_of_a_type_are_told(read: Read) -> None:
    source = "type A = B & {\n  c: string\n  d(): {\n    e: 1,\n    f: 2\n    }\n}\n"

    (symbol,) = read(source, "a.ts").symbols

    assert symbol.signature == "type A = B & {c: string; d(): {e: 1, f: 2}}"


def test_functions_that_are_put_on_an_object_are_its_own(read: Read) -> None:
    file = read(
        "var app = exports = module.exports = {}\nvar res = Object.create(proto)\nvar hidden = {}\n"
        "/** Use it. */\napp.use = function use(fn) { this.handle(fn) }\napp.handle = () => {}\n"
        "res.send = function (body) { return res.end(body) }\nhidden.x = function () {}\n"
        "function f(some) { some.y = function () {} }\n",
        "a.js",
    )

    assert {symbol.kind for symbol in file.symbols} == {"function"}
    assert [(symbol.qualified_name, symbol.is_exported) for symbol in file.symbols] == [
        ("app.use", True),
        ("app.handle", True),
        ("res.send", False),
        ("hidden.x", False),
        ("f", False),
    ]
    assert (file.symbols[0].signature, file.symbols[0].docstring) == ("app.use = function use(fn)", "Use it.")
    assert [one.target for one in file.references if one.kind == "calls"] == [None, "/a:app.handle", "/a:res.end"]


def test_a_module_has_the_variables_that_it_exports(read: Read) -> None:
    file = read(
        "import { build, other } from './b'\n/** Makes it. */\nexport const create = /* @__PURE__ */ build()\n"
        "export const f = () => 1\nexport const again = other\nconst inner = 1\nlet later: number\n"
        f"export {{ later, inner as outer }}\nconst hidden = 2\nexport const LONG = [{'1, ' * 100}]\n",
        "a.ts",
    )

    assert [(one.name, one.type, one.default, one.description) for one in file.variables] == [
        ("create", None, "build()", "Makes it."),
        ("inner", None, "1", None),
        ("later", "number", None, None),
        ("LONG", None, "…", None),
    ]


def test_types_that_the_grammar_does_not_know_are_read(read: Read) -> None:
    file = read(
        "export interface Make<\n  in out T extends object,\n> {\n  (options: A): B\n"
        "  <C>(\n    ...funcs: C[]\n  ): B\n"
        "  (): Made<C>\n\n  /** More. */\n  <D>(a: D): B\n}\n"
        "export declare const add: import('./types.ts').Fn<Date,\n  number>;\nexport const last = make()\n",
        "a.ts",
    )

    assert file.problem is None
    assert [(symbol.signature, symbol.is_exported) for symbol in file.symbols] == [
        ("interface Make<T extends object>", True)
    ]
    assert [(one.name, one.type) for one in file.variables] == [("add", "Fn<Date, number>"), ("last", None)]


def test_what_is_wrong_stays_so(read: Read) -> None:
    file = read("export const a = ]\n  <T>(b\n", "a.ts")

    assert file.problem == "PARSE_SYNTAX_ERROR"
