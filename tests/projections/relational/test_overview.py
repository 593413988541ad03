"""The pages that show the whole: what it is, how big, what stands on what, what changed last."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from docrunch.domain.files import FileIndexed, file_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.projections.relational.conftest import Build, History, ReadModel


def given_modules(model: ReadModel, history: History, build: Build, imports: Mapping[str, list[str]]) -> None:
    """Files by path, each with the dotted names that it imports."""
    for path, names in imports.items():
        history.index(build.file(path, references=[build.reference("imports", "", name) for name in names]))
    model.apply(history.batch())


def test_a_small_project_is_drawn_module_by_module_in_its_packages(
    model: ReadModel, history: History, build: Build
) -> None:
    given_modules(model, history, build, {"app.py": ["core.log"], "core/log.py": ["core.text"], "core/text.py": []})

    content = model.content("architecture")
    assert "3 modules in 2 packages." in content
    assert (
        '```mermaid\ngraph LR\n    node1["app"]\n    subgraph package2["core"]\n    node2["core.log"]\n'
        '    node3["core.text"]\n    end\n    node1 --> node2\n    node2 --> node3\n```\n'
    ) in content
    assert "| [`core`](/modules/index.md#core) | 2 | 1 |  | [`Top level`](/modules/index.md#top-level) |\n" in content
    assert "1. [`core`](/modules/index.md#core)\n2. [`Top level`](/modules/index.md#top-level)\n" in content
    assert "There are none: no module leads back to itself." in content


def test_a_large_project_is_drawn_package_by_package(model: ReadModel, history: History, build: Build) -> None:
    packages = {f"p{part}/m{number}.py": [f"p{part - 1}.m{number}"] for part in range(6) for number in range(10)}
    given_modules(model, history, build, packages)

    content = model.content("architecture")
    assert "60 modules in 6 packages." in content
    assert content.count(" --> ") == 5
    assert '    node6["p5"]\n' in content


def test_a_large_project_in_one_folder_shows_its_most_connected_modules(
    model: ReadModel, history: History, build: Build
) -> None:
    given_modules(model, history, build, {"hub.py": ["m7"]} | {f"m{number}.py": ["hub"] for number in range(60)})

    content = model.content("architecture")
    assert content.count('["m') == 39
    assert '["hub"]' in content
    assert "The picture shows the 40 modules with the most imports of 61." in content
    assert "## Packages" not in content


def test_a_picture_of_packages_has_few_enough_to_be_read(model: ReadModel, history: History, build: Build) -> None:
    names = [f"d{number:02}" for number in range(60)]
    given_modules(model, history, build, {f"{name}/m.py": [f"{other}.m" for other in names] for name in names})

    content = model.content("architecture")
    assert content.count('    node1["') == 1
    assert '    node12["' in content
    assert '    node13["' not in content
    assert content.count(" --> ") == 24
    assert "The picture shows the 24 strongest of 132 dependencies." in content


def test_no_package_is_drawn_as_if_it_stood_alone(model: ReadModel, history: History, build: Build) -> None:
    names = [f"d{number}" for number in range(8)]
    files = {f"{name}/m{n}.py": [f"{other}.m{n}" for other in names] for name in names for n in range(9)}
    given_modules(model, history, build, files | {"lonely/m.py": ["d0.m0"], "none/m.py": []})

    content = model.content("architecture")
    assert "The picture shows the 24 strongest of 57 dependencies." in content
    assert 'node9["lonely"]' in content
    assert "node9 --> node1\n" in content


def test_nothing_is_drawn_where_nothing_is_imported(model: ReadModel, history: History, build: Build) -> None:
    given_modules(model, history, build, {"a/x.py": [], "b/y.py": []})

    content = model.content("architecture")
    assert "2 modules in 2 packages. None of them imports another.\n\n## Packages\n\n" in content
    assert "| [`b`](/modules/index.md#b) | 1 |\n" in content
    assert not [word for word in ("mermaid", "Layers", "Cycles", "Imports from") if word in content]


def test_tests_leave_the_room_to_what_they_test(model: ReadModel, history: History, build: Build) -> None:
    tested = {f"lib/p{part}/m{number}.py": ["lib.p0.m0"] for part in range(8) for number in range(5)}
    tests = {f"tests/t{part}/test_{number}.py": ["lib.p0.m0"] for part in range(8) for number in range(20)}
    given_modules(model, history, build, tested | tests)

    drawn = model.content("architecture").partition("## Packages")[0]
    assert [f'["lib#47;p{part}"]' in drawn for part in range(8)] == [True] * 8


def test_cycles_are_named_by_the_shortest_way_around(model: ReadModel, history: History, build: Build) -> None:
    given_modules(model, history, build, {"a.py": ["b"], "b.py": ["c"], "c.py": ["a", "b"], "d.py": ["a"]})

    assert "- 3 modules: [`b`](/modules/b.md) → [`c`](/modules/c.md) → [`b`](/modules/b.md)\n" in model.content(
        "architecture"
    )


def test_packages_that_need_each_other_share_a_layer(model: ReadModel, history: History, build: Build) -> None:
    given_modules(model, history, build, {"a/x.py": ["b.y"], "b/y.py": ["a.z"], "a/z.py": [], "c/w.py": ["a.x"]})

    assert (
        "1. [`a`](/modules/index.md#a) ⇄ [`b`](/modules/index.md#b)\n2. [`c`](/modules/index.md#c)\n"
        in model.content("architecture")
    )


def test_a_new_import_is_drawn_at_once(model: ReadModel, history: History, build: Build) -> None:
    given_modules(model, history, build, {"a.py": [], "b.py": []})
    assert " --> " not in model.content("architecture")

    history.index(build.file("a.py", references=[build.reference("imports", "", "b")]))
    model.apply(history.batch(2))

    assert "node1 --> node2" in model.content("architecture")


def test_the_module_index_has_a_section_for_each_package(model: ReadModel, history: History, build: Build) -> None:
    given_modules(model, history, build, {"app.py": [], "core/a/x.py": [], "core/log.py": []})

    content = model.content("module_index")
    assert [line for line in content.splitlines() if line.startswith("## ")] == ["## Top level", "## core", "## core/a"]


def test_the_index_begins_with_what_the_outermost_package_says(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("src/pkg/sub/__init__.py", docstring="Inner."))
    history.index(build.file("src/pkg/__init__.py", docstring="Say hello.\n\nIn many languages."))

    model.apply(history.batch())

    assert "\nSay hello.\n\n| Language |" in model.content("index")


def test_a_part_does_not_speak_for_the_whole(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("pkg/__init__.py"))
    history.index(build.file("pkg/sub/__init__.py", docstring="Only a part."))
    history.index(build.file("tests/__init__.py", docstring="All tests."))

    model.apply(history.batch())

    assert model.content("index").startswith("# Code documentation\n\n| Language |")


def test_the_index_has_the_name_of_the_project(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("pkg/__init__.py"))
    history.index(build.file("package.json", language="manifest", title="@acme/site"))
    history.index(build.file("pyproject.toml", language="manifest", title="a *tool*"))

    model.apply(history.batch())

    assert model.content("index").startswith("# a \\*tool\\*\n\n")
    assert model.rows("SELECT title FROM documents WHERE id = 'index'") == [("a *tool*",)]


def test_the_index_begins_with_what_the_readme_says_where_there_is_one(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("pkg/__init__.py", docstring="The package."))
    history.index(build.file("README.md", language="readme", docstring="A <script> for `all`.\n# no heading"))
    model.apply(history.batch())
    assert "\nA &lt;script&gt; for `all`.\n\\# no heading\n\n| Language |" in model.content("index")

    history.remove("README.md")
    model.apply(history.batch(2))

    assert "\nThe package.\n\n| Language |" in model.content("index")


def test_the_index_begins_with_a_description_where_no_readme_tells(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("pkg/__init__.py", docstring="The package."))
    history.index(build.file("README.md", language="readme"))
    history.index(build.file("package.json", language="manifest", docstring="A tool."))
    history.index(build.file("pyproject.toml", language="manifest", docstring="Draws <script> & | [a](javascript:b)."))
    model.apply(history.batch())
    assert "\nDraws &lt;script&gt; &amp; \\| \\[a\\](javascript:b).\n\n| Language |" in model.content("index")

    history.index(build.file("README.md", language="readme", docstring="Read me."))
    model.apply(history.batch(4))

    assert "\nRead me.\n\n| Language |" in model.content("index")


def test_what_only_tells_about_others_is_no_module(model: ReadModel, history: History, build: Build) -> None:
    extends = build.reference("imports", "", "/tsconfig.base")
    imports = build.reference("imports", "", "/tsconfig")
    history.index(build.file("README.md", language="readme", docstring="Read me."))
    history.index(build.file("tsconfig.base.json", language="tsconfig"))
    history.index(build.file("tsconfig.json", language="tsconfig", references=[extends]))
    history.index(build.file("a.ts", language="typescript", references=[imports]))

    model.apply(history.batch())

    modules = [id_ for (id_,) in model.rows("SELECT id FROM documents WHERE type = 'module'")]
    assert modules == ["module:a.ts"]
    assert model.rows("SELECT * FROM relationships") == []
    assert "1 module in 1 package." in model.content("architecture")
    assert [line for line in model.content("index").splitlines() if line.startswith("| T")] == [
        "| TypeScript | 1 | 0 | 0 |"
    ]


def test_the_index_counts_by_language(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.function("f"), build.class_("C")]))
    history.index(build.file("b.py"))
    types = [build.class_("I", signature="interface I"), build.class_("T", signature="type T"), build.class_("D")]
    history.index(build.file("c.ts", types, language="typescript"))
    history.index(build.file("d.ts", references=[build.reference("imports", "", "/c")], language="typescript"))

    model.apply(history.batch())

    content = model.content("index")
    assert "Methods | Classes | Types |\n".lower() in content.lower()
    assert "| Python | 2 | 1 | 1 | 0 |\n| TypeScript | 2 | 0 | 1 | 2 |\n" in content
    assert "| 1 class, 2 types |\n" in content


def test_types_are_counted_only_where_there_are_any(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.class_("C")]))

    model.apply(history.batch())

    assert "| Functions and methods | Classes |\n" in model.content("index")


def test_nothing_has_changed_last_after_the_first_scan(model: ReadModel, history: History, build: Build) -> None:
    given_modules(model, history, build, {"a.py": [], "b.py": []})

    assert "## Changed last" not in model.content("index")


def test_what_changed_last_comes_first(model: ReadModel, history: History, build: Build) -> None:
    given_modules(model, history, build, {"a.py": [], "b.py": [], "c.py": []})
    history.index(build.file("c.py", content_hash="1" * 64))
    new = build.file("new.py")
    scanned_at = new.modified_at + timedelta(hours=1)
    history.record(file_id("new.py"), FileIndexed(file=new, scanned_at=scanned_at))
    history.index(build.file("a.py", content_hash="1" * 64))

    model.apply(history.batch(3))

    assert (
        "## Changed last\n\n- [`a.py`](/modules/a.md)\n- [`new.py`](/modules/new.md), new\n- [`c.py`](/modules/c.md)\n"
        in model.content("index")
    )


@pytest.mark.parametrize("size", [1, 2, 9])
def test_what_a_newer_parser_reads_again_has_not_changed(
    model: ReadModel, history: History, build: Build, size: int
) -> None:
    """I3: whatever is in one batch; content that came back after a removal did change, and so did one restored."""
    for path in ("a.py", "b.py", "c.py"):
        history.index(build.file(path))
    history.index(build.file("c.py", content_hash="1" * 64))
    history.index(build.file("b.py", content_hash="1" * 64))
    history.index(build.file("b.py"))
    history.remove("a.py")
    history.index(build.file("a.py"))
    for path in ("a.py", "b.py", "c.py"):
        history.record(file_id(path), read_again(build, path, "1" if path == "c.py" else "0"))

    for first in range(0, len(history.events), size):
        model.apply(history.batch(first, first + size))

    assert (
        "## Changed last\n\n- [`a.py`](/modules/a.md)\n- [`b.py`](/modules/b.md)\n- [`c.py`](/modules/c.md)\n"
        in model.content("index")
    )


def test_nothing_has_changed_when_a_newer_parser_has_read_all_again(
    model: ReadModel, history: History, build: Build
) -> None:
    given_modules(model, history, build, {"a.py": [], "b.py": []})
    for path in ("b.py", "a.py"):
        history.record(file_id(path), read_again(build, path, "0"))

    model.apply(history.batch(2))

    assert "## Changed last" not in model.content("index")


def test_what_could_not_be_read_has_not_changed_what_is_shown(model: ReadModel, history: History, build: Build) -> None:
    given_modules(model, history, build, {"a.py": [], "b.py": []})
    twice = [build.function("f"), build.function("f")]
    history.index(build.file("a.py", twice, content_hash="1" * 64))
    history.index(build.file("a.py"))

    model.apply(history.batch(2))

    assert "## Changed last" not in model.content("index")


def read_again(build: Build, path: str, digit: str) -> FileIndexed:
    """What a newer parser saw in a file that is as it was."""
    file = build.file(path, content_hash=digit * 64, parser_version=2, docstring="Now I see.")
    return FileIndexed(file=file, scanned_at=file.modified_at + timedelta(days=1))


def test_a_module_of_schemas_that_says_nothing_is_told_by_what_is_in_it(
    model: ReadModel, history: History, build: Build
) -> None:
    roles = {"a": "table", "b": "table", "i": "index", "v": "view"}
    symbols = [build.function(name, kind="schema", role=role, signature="CREATE") for name, role in roles.items()]
    history.index(build.file("db.sql", [*symbols, build.function("f")], language="sql"))

    model.apply(history.batch())

    assert "| [`db.sql`](/modules/db.sql.md) | 1 function, 1 view, 2 tables, 1 index |\n" in model.content(
        "module_index"
    )


def test_schemas_are_listed(model: ReadModel, history: History, build: Build) -> None:
    table = build.function("users", kind="schema", role="table", docstring="Who may log in.", signature="CREATE TABLE")
    history.index(build.file("db.sql", [table], language="sql"))

    model.apply(history.batch())

    assert "| [`db.sql.users`](/schemas/db.sql.users.md) | table | Who may log in. |\n" in model.content("index")


def test_a_call_that_only_moved_to_another_line_is_shown_on_its_new_line(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("a.py", [build.function("f")]))
    history.index(build.file("b.py", references=[build.reference("calls", "", "a.f", 3)]))
    model.apply(history.batch())
    history.index(build.file("b.py", references=[build.reference("calls", "", "a.f", 9)]))

    model.apply(history.batch(2))

    assert "is called by [`b`](/modules/b.md) (`b.py:9`).\n" in model.content("module:a.py")
