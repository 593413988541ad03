"""What the pages say, and when they say something new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docrunch.domain.documents import Relationship
from docrunch.projections import rendering
from docrunch.projections.reading import reader
from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from docrunch.domain.source import SourceFile

    from tests.projections.relational.conftest import Build, History, ReadModel

LOG = "function:outbox/log.py::append"
APPEND = """# append

**File:** [`outbox/log.py`](/modules/outbox.log.md)

**Line:** 7

## Signature

```python
def append(events: list[Event], *, limit: int = 10) -> int
```

## Description

Append events.

Args:

- events: What happened \\| in order.

## Parameters

| Name | Type | Description |
| ---- | ---- | ----------- |
| `events` | `list[Event]` | What happened \\| in order. |
| `limit` | `int` | Default `10`. |

## Returns

`int`

## Used By

- [`commands.dispatch`](/functions/commands.dispatch.md)
"""
MODULE = """# outbox.log

**File:** `outbox/log.py`

## Overview

The event log.

## Exports

| Name | Type | Description |
| ---- | ---- | ----------- |
| [`append`](/functions/outbox.log.append.md) | function | Append events. |
| [`Log`](/modules/outbox.log.md#class-log) | class |  |

## Internals

| Name | Type | Description |
| ---- | ---- | ----------- |
| [`_rows`](/functions/outbox.log._rows.md) | function |  |

## Usage Examples

[`append`](/functions/outbox.log.append.md) is called by \
[`commands.dispatch`](/functions/commands.dispatch.md) (`commands.py:3`):

```python
append([made], limit=1)
```

## Classes

### Class Log

```python
class Log
```

A class with 1 member, without a docstring.

| Member | Description |
| ------ | ----------- |
| [`read`](/functions/outbox.log.Log.read.md) |  |

## Used By

- [`commands`](/modules/commands.md)
"""


@pytest.fixture
def log(build: Build) -> SourceFile:
    append = build.function(
        "append",
        signature="def append(events: list[Event], *, limit: int = 10) -> int",
        docstring="Append events.\n\nArgs:\n    events: What happened | in order.",
        start_line=7,
        parameters=[
            {"name": "events", "annotation": "list[Event]", "description": "What happened | in order."},
            {"name": "limit", "annotation": "int", "default": "10"},
        ],
        returns="int",
    )
    inside = [append, build.function("_rows"), build.class_("Log"), build.method("Log.read")]
    return build.file("outbox/log.py", inside, docstring="The event log.")


@pytest.fixture
def commands(build: Build) -> SourceFile:
    references = [
        build.reference("imports", "", "outbox.log.append"),
        build.reference("calls", "dispatch", "outbox.log.append", 3, "append([made], limit=1)"),
    ]
    return build.file("commands.py", [build.function("dispatch")], references)


def test_a_function_page_follows_the_template(
    model: ReadModel, history: History, log: SourceFile, commands: SourceFile
) -> None:
    history.index(log)
    history.index(commands)

    model.apply(history.batch())

    assert model.content(LOG) == APPEND


def test_examples_show_one_call_and_name_two_more(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("log.py", [build.function("append"), build.function("read")]))
    for name in "abcd":
        calls = [
            build.reference("calls", "f", "log.append", 2, None if name == "a" else f"append(`{name}`)\n```\n"),
            build.reference("calls", "f", "log.append", 9, "append(again)"),
        ]
        history.index(build.file(f"{name}.py", [build.function("f")], calls))
    history.index(build.file("e.py", (), [build.reference("calls", "", "log.read", 4)]))

    model.apply(history.batch())

    _, _, told = model.content("module:log.py").partition("## Usage Examples\n")
    assert (
        told.partition("## Used By")[0]
        == """
[`append`](/functions/log.append.md) is called by [`b.f`](/functions/b.f.md) (`b.py:2`):

````python
append(`b`)
```
````

Also called by [`a.f`](/functions/a.f.md) (`a.py:2`), [`c.f`](/functions/c.f.md) (`c.py:2`).

[`read`](/functions/log.read.md) is called by [`e`](/modules/e.md) (`e.py:4`).
"""
    )


def test_an_example_is_in_the_language_of_its_caller(model: ReadModel, history: History, build: Build) -> None:
    shop = build.file("shop.ts", [build.function(name) for name in "abc"], language="typescript")
    history.index(shop)
    for path, language, name in (
        ("x.js", "javascript", "a"),
        ("y.ts", "typescript", "b"),
        ("z.tsx", "typescript", "c"),
    ):
        calls = [build.reference("calls", "", f"/shop:{name}", 1, f"{name}()")]
        history.index(build.file(path, (), calls, language=language))

    model.apply(history.batch())

    fences = [line for line in model.content("module:shop.ts").splitlines() if line.startswith("```")]
    assert fences[:6:2] == ["```javascript", "```typescript", "```tsx"]


def test_the_example_is_of_the_program_rather_than_of_its_tests(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("log.py", [build.function("append")]))
    paths = (
        "bench/a.py",
        "conftest.py",
        "pkg/_tests/a.py",
        "src/a.test.py",
        "test_a.py",
        "tests/a.py",
        "use/contests.py",
    )
    for path in paths:
        history.index(build.file(path, (), [build.reference("calls", "", "log.append", 1, f"append({path!r})")]))

    model.apply(history.batch())

    assert "append('use/contests.py')" in model.content("module:log.py")
    used_by = model.content("function:log.py::append").partition("## Used By\n\n")[2].splitlines()
    assert used_by[0] == "- [`use.contests`](/modules/use.contests.md)"
    assert len(used_by) == len(paths)


def test_the_example_names_what_it_calls_if_one_does(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("log.py", [build.function("Log", kind="class")]))
    for name, code in (("a", "super().__init__(1)"), ("b", "Log(2)"), ("c", "Log(3)")):
        history.index(build.file(f"{name}.py", (), [build.reference("calls", "", "log.Log", 1, code)]))

    model.apply(history.batch())

    told = model.content("module:log.py").partition("## Usage Examples\n")[2]
    assert "called by [`b`](/modules/b.md) (`b.py:1`):\n\n```python\nLog(2)\n```\n\nAlso called by [`a`]" in told


def test_a_call_that_changes_within_its_line_is_shown_as_it_is_now(
    model: ReadModel, history: History, log: SourceFile, commands: SourceFile, build: Build
) -> None:
    """I3."""
    history.index(log)
    history.index(commands)
    model.apply(history.batch())
    changed = build.reference("calls", "dispatch", "outbox.log.append", 3, "append([made], limit=2)")
    history.index(commands.model_copy(update={"references": (commands.references[0], changed)}))

    model.apply(history.batch(2))

    assert "append([made], limit=2)" in model.content("module:outbox/log.py")


def test_a_module_page_follows_the_template(
    model: ReadModel, history: History, log: SourceFile, commands: SourceFile
) -> None:
    history.index(log)
    history.index(commands)

    model.apply(history.batch())

    assert model.content("module:outbox/log.py") == MODULE


def test_a_module_page_draws_what_it_depends_on(
    model: ReadModel, history: History, log: SourceFile, commands: SourceFile
) -> None:
    history.index(log)
    history.index(commands)

    model.apply(history.batch())

    assert (
        '```mermaid\ngraph LR\n    module["commands"]\n    module --> dependency1["outbox.log"]\n```\n\n'
        "- [`outbox.log`](/modules/outbox.log.md)\n"
    ) in model.content("module:commands.py")


def test_a_new_caller_appears_on_a_page_whose_file_did_not_change(
    model: ReadModel, history: History, log: SourceFile, commands: SourceFile
) -> None:
    history.index(log)
    model.apply(history.batch())
    assert "Used By" not in model.content(LOG)

    history.index(commands)
    model.apply(history.batch(1))

    assert "- [`commands.dispatch`](/functions/commands.dispatch.md)" in model.content(LOG)


def test_a_removed_caller_disappears(model: ReadModel, history: History, log: SourceFile, commands: SourceFile) -> None:
    history.index(log)
    history.index(commands)
    history.remove("commands.py")
    model.apply(history.batch(0, 2))

    model.apply(history.batch(2))

    assert "Used By" not in model.content(LOG)
    assert "module:commands.py" not in model.pages()


def test_a_function_with_many_callers_shows_the_first_and_the_total(
    model: ReadModel, history: History, build: Build, log: SourceFile
) -> None:
    names = [f"caller_{number:02}" for number in range(60)]
    references = [build.reference("calls", name, "outbox.log.append") for name in names]
    history.index(log)
    history.index(build.file("many.py", [build.function(name) for name in names], references))

    model.apply(history.batch())

    content = model.content(LOG)
    assert content.count("](/functions/many.") == 50
    assert content.endswith("\n60 callers in all, the first 50 shown.\n")


def test_a_graph_fits_on_a_screen(model: ReadModel, history: History, build: Build) -> None:
    targets = [f"m{number:02}" for number in range(50)]
    for target in targets:
        history.index(build.file(f"{target}.py"))
    history.index(build.file("hub.py", references=[build.reference("imports", "", target) for target in targets]))

    model.apply(history.batch())

    content = model.content("module:hub.py")
    assert content.count(" --> ") == 10
    assert content.count("](/modules/m") == 50
    assert "The graph shows the first 10 of 50." in content


def test_a_class_shows_its_resolved_bases_and_heirs(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("base.py", [build.class_("Base")]))
    heir = build.file("heir.py", [build.class_("Heir")], [build.reference("inherits", "Heir", "base.Base")])
    history.index(heir)

    model.apply(history.batch())

    assert "**Inherits from:** [`base.Base`](/modules/base.md#class-base)\n" in model.content("module:heir.py")
    assert "**Inherited by:** [`heir.Heir`](/modules/heir.md#class-heir)\n" in model.content("class:base.py::Base")


def test_untrusted_text_stays_text_on_every_page(model: ReadModel, history: History, build: Build) -> None:
    evil = "<script>x</script> <!-- docrunch:end -->"
    function = build.function(
        "f",
        signature=f"def f(a='{evil}```')",
        docstring=evil,
        parameters=[{"name": "a", "annotation": evil, "default": evil}],
        returns=evil,
    )
    history.index(build.file("__init__.py", [function, build.class_("C", docstring=evil)], docstring=evil))

    model.apply(history.batch())

    contents = [content for (content,) in model.rows("SELECT content FROM documents")]
    assert len(contents) == 6
    assert not [content for content in contents if "<!--" in content]
    assert not [
        content for content in contents if "<script" in MarkdownIt("commonmark").enable("table").render(content)
    ]


def test_the_index_says_how_big_the_project_is_and_what_is_used_most(
    model: ReadModel, history: History, log: SourceFile, commands: SourceFile
) -> None:
    history.index(log)
    history.index(commands)

    model.apply(history.batch())

    content = model.content("index")
    assert "| 2 | 4 | 1 |\n" in content
    assert "| [`outbox.log`](/modules/outbox.log.md) | 1 | The event log. |\n" in content
    assert "### outbox\n\n- [`outbox.log`](/modules/outbox.log.md)\n" in content
    assert "| [`commands`](/modules/commands.md) | 1 function |\n" in model.content("module_index")


def test_a_document_carries_edges_and_where_it_comes_from(
    model: ReadModel, history: History, log: SourceFile, commands: SourceFile
) -> None:
    history.index(log)
    history.index(commands)
    model.apply(history.batch())

    with reader(model.database) as read:
        documents = read.documents(["module:outbox/log.py", "function:commands.py::dispatch", LOG])

    contained = [edge.target for edge in documents["module:outbox/log.py"].relationships]
    assert contained == ["class:outbox/log.py::Log", "function:outbox/log.py::_rows", LOG]
    dispatch = documents["function:commands.py::dispatch"]
    assert dispatch.relationships == [Relationship(dispatch.id, LOG, "calls")]
    assert documents[LOG].metadata == {
        "file": "outbox/log.py",
        "kind": "function",
        "language": "python",
        "line": 7,
        "module": "outbox.log",
        "name": "outbox.log.append",
        "page": "functions/outbox.log.append.md",
    }


def test_the_stored_hash_is_that_of_the_document(model: ReadModel, history: History, log: SourceFile) -> None:
    history.index(log)
    model.apply(history.batch())

    stored = dict(model.rows("SELECT id, content_hash FROM documents"))
    with reader(model.database) as read:
        loaded = read.documents(list(stored))

    assert {id_: document.content_hash() for id_, document in loaded.items()} == stored


def test_a_document_that_cannot_be_rendered_says_so_and_stops_no_other(
    model: ReadModel, history: History, log: SourceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("no such thing")

    monkeypatch.setitem(rendering.CONTEXTS, "function", broken)
    history.index(log)

    model.apply(history.batch())

    with reader(model.database) as read:
        problems = {problem.document_id: problem.problem for problem in read.problems()}
    assert problems.keys() == {LOG, "function:outbox/log.py::_rows", "function:outbox/log.py::Log.read"}
    assert problems[LOG] == "KeyError: 'no such thing'"
    assert "# outbox.log" in model.content("module:outbox/log.py")


def test_a_caller_that_moved_to_another_module_is_shown_where_it_is_now(
    model: ReadModel, history: History, log: SourceFile, commands: SourceFile
) -> None:
    """The edge is the same before and after; only how the other page shows its end has changed."""
    history.index(log)
    history.index(commands)
    history.index(commands.model_copy(update={"module": "moved"}))
    model.apply(history.batch(0, 2))

    model.apply(history.batch(2))

    assert "- [`moved.dispatch`](/functions/moved.dispatch.md)" in model.content(LOG)
    assert "- [`moved`](/modules/moved.md)" in model.content("module:outbox/log.py")


def test_overloads_are_told_by_what_they_overload(model: ReadModel, history: History, build: Build) -> None:
    overloads = [build.function(name, decorators=("t.overload",)) for name in ("f", "f#2")]
    history.index(build.file("a.py", [*overloads, build.function("f#3", docstring="Do it."), build.function("g#2")]))

    model.apply(history.batch())

    assert [line for line in model.content("module:a.py").splitlines() if line.startswith("| [")] == [
        "| [`f`](/functions/a.f-3.md) | function | Do it. |",
        "| [`g#2`](/functions/a.g-2.md) | function |  |",
    ]


def test_a_table_tells_which_others_refer_to_it(model: ReadModel, history: History, build: Build) -> None:
    def table(path: str, name: str, *references: str) -> SourceFile:
        made = [build.reference("references", name, f"sql:{one}") for one in references]
        symbol = build.function(name, kind="schema", role="table", signature=f"CREATE TABLE {name}")
        return build.file(path, [symbol], made, language="sql")

    history.index(table("db/users.sql", "users"))
    history.index(table("db/orders.sql", "orders", "users"))
    model.apply(history.batch())

    users, module = (model.content(id_) for id_ in ("schema:db/users.sql::users", "module:db/users.sql"))
    orders = model.content("schema:db/orders.sql::orders")
    assert "## Used By\n\n- [`db.orders.sql.orders`](/schemas/db.orders.sql.orders.md)\n" in users
    assert "## References\n\n- [`db.users.sql.users`](/schemas/db.users.sql.users.md)\n" in orders
    assert "is called by" not in module

    history.index(table("db/orders.sql", "orders"))
    model.apply(history.batch(2))

    assert "Used By" not in model.content("schema:db/users.sql::users")
    assert "References" not in model.content("schema:db/orders.sql::orders")


def test_a_file_that_alters_a_table_of_another_refers_to_it(model: ReadModel, history: History, build: Build) -> None:
    table = build.function("users", kind="schema", role="table", signature="CREATE TABLE users")
    altering = build.reference("references", "", "sql:users")
    history.index(build.file("db/1.sql", [table], language="sql"))
    history.index(build.file("db/2.sql", [], [altering], language="sql"))

    model.apply(history.batch())

    assert "## References\n\n- [`db.1.sql.users`](/schemas/db.1.sql.users.md)\n" in model.content("module:db/2.sql")
    assert "## Used By\n\n- [`db.2.sql`](/modules/db.2.sql.md)\n" in model.content("schema:db/1.sql::users")


def test_a_module_without_a_docstring_says_what_is_in_it(model: ReadModel, history: History, build: Build) -> None:
    table = build.function("t", kind="schema", role="table", signature="CREATE TABLE t")
    history.index(build.file("db.sql", [table, build.function("f"), build.function("g")], language="sql"))

    model.apply(history.batch())

    assert "\nA module with 2 functions and 1 table, without a comment.\n" in model.content("module:db.sql")


def test_tags_for_tools_describe_nothing(model: ReadModel, history: History, build: Build) -> None:
    history.index(
        build.file("a.ts", [build.function("f", docstring="@internal\n@__NO_SIDE_EFFECTS__")], language="typescript")
    )

    model.apply(history.batch())

    assert "\nA function of `a.ts`.\n" in model.content("function:a.ts::f")


def test_the_signatures_of_one_function_in_typescript_are_one_row_and_lead_to_the_one_that_is_commented(
    model: ReadModel, history: History, build: Build
) -> None:
    kinds = ("class", "interface", "type", "type")
    types = [build.class_("App", role="component")]
    types += [build.class_(f"T{at}", signature=f"{kind} T{at}") for at, kind in enumerate(kinds)]
    functions = [
        build.function("f"),
        build.function("f#2", name="f", docstring="Do it.", is_exported=False),
        build.function("g"),
        build.function("g#2"),
    ]
    history.index(build.file("a.ts", [*types, *functions], language="typescript"))

    model.apply(history.batch())

    page = model.content("module:a.ts")
    assert "| [`f`](/functions/a.ts.f-2.md) | function | Do it. |\n" in page
    assert "| [`g`](/functions/a.ts.g.md) | function |  |\n" in page
    assert "#2" not in page
    assert "Internals" not in page
    assert "\n## Classes and types\n\n### Class App\n" in page
    assert "| [`T2`](/modules/a.ts.md#type-t2) | type |  |\n" in page
    assert "\n### Type T2\n" in page
    assert "\nA module with 1 class, 1 component, 1 interface, 2 types and 4 functions, without a comment.\n" in page
    assert "Another definition of it, on line 1, says more: [`f`](/functions/a.ts.f-2.md)." in model.content(
        "function:a.ts::f"
    )
    assert "\nA function of `a.ts`, without a comment.\n" in model.content("function:a.ts::g#2")


def test_what_nobody_commented_is_said_to_be_so_in_the_words_of_its_language(
    model: ReadModel, history: History, build: Build
) -> None:
    symbols = [build.function("f"), build.function("T", kind="class", signature="interface T")]
    history.index(build.file("a.ts", symbols, language="typescript"))
    history.index(build.file("a.py", [build.function("f", docstring="Args:\n    x: y", description="")]))

    model.apply(history.batch())

    assert "\nA function of `a.ts`, without a comment.\n" in model.content("function:a.ts::f")
    assert "\nAn interface, without a comment.\n" in model.content("module:a.ts")
    assert "\nA function of `a`.\n" in model.content("function:a.py::f")


def test_a_class_shows_its_fields(model: ReadModel, history: History, build: Build) -> None:
    columns = [{"name": "size?", "type": "number | null", "description": "How big."}, {"name": "of", "default": "1"}]
    history.index(build.file("a.py", [build.class_("A", columns=columns), build.method("A.m")]))

    model.apply(history.batch())

    assert (
        "A class with 3 members, without a docstring.\n\n"
        "| Field | Type | Default | Description |\n"
        "| ----- | ---- | ------- | ----------- |\n"
        "| `size?` | `number \\| null` |  | How big. |\n"
        "| `of` |  | `1` |  |\n\n"
        "| Member | Description |\n"
    ) in model.content("module:a.py")


def test_a_model_leads_to_its_schema(model: ReadModel, history: History, build: Build) -> None:
    facts: dict[str, Any] = {"role": "model", "columns": [{"name": "size", "type": "int"}]}
    schema = build.function("A#schema", kind="schema", name="A", signature="class A", **facts)
    history.index(build.file("a.py", [build.class_("A", **facts), schema]))

    model.apply(history.batch())

    assert "A module with 1 model, without a docstring." in model.content("module:a.py")
    assert "#schema" not in model.content("module:a.py")
    assert "\n**Schema:** [`A`](/schemas/a.A-schema.md)\n" in model.content("module:a.py")
    assert "| Field |" not in model.content("module:a.py")


def test_a_module_shows_its_variables(model: ReadModel, history: History, build: Build) -> None:
    variables = [{"name": "TIMEOUT", "type": "int", "default": "30", "description": "Seconds."}, {"name": "log"}]
    history.index(build.file("a.py", variables=variables))

    model.apply(history.batch())

    assert model.content("module:a.py") == (
        "# a\n\n**File:** `a.py`\n\n## Overview\n\nA module with 2 variables, without a docstring.\n\n"
        "## Variables\n\n"
        "| Name | Type | Value | Description |\n"
        "| ---- | ---- | ----- | ----------- |\n"
        "| `TIMEOUT` | `int` | `30` | Seconds. |\n"
        "| `log` |  |  |  |\n"
    )
    assert "| [`a`](/modules/a.md) | 2 variables |" in model.content("module_index")


def test_a_later_definition_has_the_name_that_people_know(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.method("A.size"), build.method("A.size#2", name="size")]))

    model.apply(history.batch())

    assert model.content("function:a.py::A.size#2").startswith("# A.size\n")
