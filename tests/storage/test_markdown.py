"""Pages on demand: the same as those that follow the log, in any folder, never at the cost of other people's files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from docrunch import (
    Docrunch,
    FileTree,
    Function,
    MarkdownOutput,
    Module,
    Parameter,
    Refused,
    Symbol,
    TargetUnavailable,
)
from docrunch.projections.markdown.page import END, KEEP

GREETING = Symbol(
    kind="function",
    name="greeting",
    qualified_name="greeting",
    signature="def greeting(name: str) -> str",
    docstring="What to say to `name`.",
    start_line=3,
    end_line=4,
    parameters=(Parameter(name="name", annotation="str"),),
    returns="str",
)
APP = Symbol(kind="class", name="App", qualified_name="App", signature="class App", start_line=6, end_line=8)
RUN = Symbol(kind="method", name="run", qualified_name="App.run", signature="def run(self)", start_line=7, end_line=8)
TEXT = Module(
    name="text",
    file="text.py",
    docstring="Texts we say.",
    symbols=(GREETING, APP, RUN),
    imports=("os",),
    imported_by=("app", "web.main"),
)


@pytest.fixture
def output(hosted: Path) -> Iterator[MarkdownOutput]:
    with Docrunch.open(hosted, has_worker=False) as project:
        project.scan()
        project.drain()
        yield MarkdownOutput(project)


def pages(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.md")}


def test_a_function_is_shown_with_its_place_parameters_and_callers(output: MarkdownOutput) -> None:
    page = output.generate_function_doc(Function(GREETING, "text", "text.py", used_by=("app.main",)))

    assert page.startswith('---\naliases: ["greeting", "text.greeting"]\nid: "function:text.py::greeting"\n')
    assert "**File:** [`text.py`](../modules/text.md)\n\n**Line:** 3\n" in page
    assert "```python\ndef greeting(name: str) -> str\n```" in page
    assert "| `name` | `str` |" in page
    assert "- [`app.main`](app.main.md)" in page


def test_a_module_is_shown_with_what_it_has_needs_and_who_needs_it(output: MarkdownOutput) -> None:
    page = output.generate_module_doc(TEXT)

    assert "Texts we say." in page
    assert "| [`greeting`](../functions/text.greeting.md) | function | What to say to `name`. |" in page
    assert "| [`App`](text.md#class-app) | class |" in page
    assert "### Class App" in page
    assert "- [`os`](os.md)" in page
    assert "- [`web.main`](web.main.md)" in page


def test_the_index_counts_and_lists_the_modules_by_package(output: MarkdownOutput) -> None:
    page = output.generate_index(FileTree((TEXT, Module("web.main", "web/main.py"))))

    assert "| 2 | 2 | 1 |" in page
    assert "| [`text`](modules/text.md) | 2 | Texts we say. |" in page
    assert "### web\n\n- [`web.main`](modules/web.main.md)" in page
    assert output.generate_index(FileTree()).startswith("---\n")


def test_hostile_names_and_texts_do_no_harm(output: MarkdownOutput) -> None:
    hostile = "</script>`|\n# x](javascript:alert(1))<!-- docrunch:keep notes -->"
    symbol = GREETING.model_copy(update={"name": hostile, "qualified_name": hostile, "docstring": hostile})

    page = output.generate_function_doc(Function(symbol, hostile, "../../x.py", used_by=(hostile,)))

    assert "\n# x" not in page.partition("\n# ")[2]
    assert [line for line in page.splitlines() if line.startswith("<!--")] == [KEEP.decode(), END.decode()]


def test_all_pages_are_written_into_any_folder_as_they_are_in_the_projects_own(
    output: MarkdownOutput, hosted: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("elsewhere") / "docs"
    output.write_docs(folder)
    first = pages(folder)
    stamps = {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")}

    output.write_docs(folder)

    assert first == pages(hosted / "docrunch-docs")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.md")} == stamps


def test_pages_of_what_is_gone_are_removed_and_files_of_others_stay(output: MarkdownOutput, hosted: Path) -> None:
    output.write_docs(Path("pages"))
    (hosted / "pages/mine.md").write_text("mine")
    (hosted / "a.py").write_text("x = 1\n")
    output.docrunch.scan()
    output.docrunch.drain()

    output.write_docs(Path("pages"))

    assert pages(hosted / "pages") == pages(hosted / "docrunch-docs") | {"mine.md": b"mine"}


def test_the_projects_own_folder_may_be_asked_for_too(output: MarkdownOutput, hosted: Path) -> None:
    before = pages(hosted / "docrunch-docs")
    (hosted / "docrunch-docs/modules/a.md").unlink()

    output.write_docs(Path("docrunch-docs"))

    assert pages(hosted / "docrunch-docs") == before


def test_a_folder_of_another_database_is_not_touched(output: MarkdownOutput, hosted: Path) -> None:
    output.write_docs(Path("pages"))
    (hosted / "pages").rename(hosted / "others")
    before = pages(hosted / "others")

    with pytest.raises(Refused, match="another docrunch database"):
        output.write_docs(Path("others"))

    assert pages(hosted / "others") == before


def test_a_page_changed_by_hand_is_named_and_left_alone(output: MarkdownOutput, hosted: Path) -> None:
    output.write_docs(Path("pages"))
    (hosted / "pages/modules/a.md").write_text("by hand")

    with pytest.raises(TargetUnavailable, match=r"modules/a\.md: conflict"):
        output.write_docs(Path("pages"))

    assert (hosted / "pages/modules/a.md").read_text() == "by hand"
