"""Reports link the files and functions they name, and follow them wherever they go."""

import pytest
from docrunch.commands.decisions import RecordDecision
from docrunch.commands.findings import LogFinding
from docrunch.commands.reports import PublishTaskReport
from docrunch.commands.tasks import CreateTask
from docrunch.projections.reports.links import Links, Target, code_block
from markdown_it import MarkdownIt

from .office import AT, Office

KNOWN = Links({"a.py": Target("module:a.py", "modules/a.md"), "a.f": Target("function:a.py::f", "functions/a.f.md")})


def decision(context: str) -> RecordDecision:
    return RecordDecision(
        decision_id="d", title="T", context=context, decision="D", rationale="R", created_by="ana", created_at=AT
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("in a.py.", "in [`a.py`](/modules/a.md)."),
        ("(a.f)", "([`a.f`](/functions/a.f.md))"),
        ("`a.f()`", "[`a.f()`](/functions/a.f.md)"),
        ("a.f() calls", "[`a.f()`](/functions/a.f.md) calls"),
        ("``a.py`` too", "[`a.py`](/modules/a.md) too"),
        ("`unknown` b.py", "`unknown` b.py"),
        (
            "not x/a.py, http://h/a.py, @a.py, me@a.py or a.pyc",
            "not x/a.py, http\\://h/a.py, @a.py, me@a.py or a.pyc",
        ),
        ("!a.py", "\\![`a.py`](/modules/a.md)"),
        ("`open and a.py", "\\`open and [`a.py`](/modules/a.md)"),
        ("[a.py](http://evil)", "\\[[`a.py`](/modules/a.md)\\](http\\://evil)"),
        ("<b>a.py</b>", "&lt;b&gt;[`a.py`](/modules/a.md)&lt;/b&gt;"),
        ("`<b>|`", "`<b>|`"),
        ("_a_ *b*", "\\_a\\_ \\*b\\*"),
    ],
)
def test_a_line_of_text_links_names_and_does_nothing_else(text: str, shown: str) -> None:
    assert KNOWN.line(text) == shown


def test_text_keeps_its_paragraphs_lists_and_blocks_of_code() -> None:
    text = "One a.py.\n\n- two `a.f`\n- three\n\n```python\na.py\n```\nfour"

    assert KNOWN.prose(text) == (
        "One [`a.py`](/modules/a.md).\n\n- two [`a.f`](/functions/a.f.md)\n- three\n\n```python\na.py\n```\n\nfour"
    )


@pytest.mark.parametrize("text", ["``` \nx", "```\n<!-- docrunch:end -->\n```", "    x\n```", "```a\n````\n<script>"])
def test_no_text_breaks_out_of_its_place(text: str) -> None:
    made = Links().prose(text) + "\n\n" + code_block(text)

    assert "<!--" not in made
    assert "<script" not in MarkdownIt("commonmark").render(made)


def test_a_very_long_line_is_shown_as_it_is() -> None:
    assert KNOWN.line("a.py " * 5_000).startswith("a.py a.py")


def test_a_name_becomes_a_link_when_its_file_appears_and_none_when_it_goes(office: Office) -> None:
    office.do(decision("See pkg/a.py, pkg.a.f and `pkg.a.K`."))
    assert "See pkg/a.py, pkg.a.f and `pkg.a.K`.\n" in office.content("decision:d")

    office.index("pkg/a.py", "f", "K")
    linked = office.content("decision:d")
    office.remove("pkg/a.py")

    assert "See [`pkg/a.py`](/modules/pkg.a.md), [`pkg.a.f`](/functions/pkg.a.f.md) and " in linked
    assert "[`pkg.a.K`](/modules/pkg.a.md#class-k).\n" in linked
    assert "See pkg/a.py, pkg.a.f and `pkg.a.K`.\n" in office.content("decision:d")


def test_a_link_follows_a_page_that_another_file_moves(office: Office) -> None:
    office.do(decision("See a.f."))
    office.index("a.py", "f")
    assert "[`a.f`](/functions/a.f.md)" in office.content("decision:d")

    office.index("b.py", "F", module="a")
    shared = office.content("decision:d")
    office.index("A.py", "f")
    moved = office.content("decision:d")
    office.remove("A.py")

    assert "[`a.f`](/functions/a.f.md)" in shared
    assert "[`a.f`](/functions/a.f-" in moved
    assert "[`a.f`](/functions/a.f.md)" in office.content("decision:d")


def test_of_several_meanings_the_first_counts_and_the_next_when_that_goes(office: Office) -> None:
    def target() -> list[str]:
        return [id_ for (id_,) in office.rows("SELECT target FROM mentions WHERE name = 'm.f'")]

    office.index("a.py", "f", module="m")
    office.index("b.py", "f", module="m")
    office.do(decision("See m.f."))
    said = target()
    office.remove("a.py")
    left = target()
    office.index("a.py", "f", module="m", content="1")

    assert [said, left, target()] == [["function:a.py::f"], ["function:b.py::f"], ["function:a.py::f"]]


def test_a_task_report_follows_the_files_of_its_findings(office: Office) -> None:
    office.do(CreateTask(task_id="t", title="T"), PublishTaskReport(task_id="t"))
    office.do(LogFinding(task_id="t", type="bug", description="Bad.", files=("odd name.py",), created_by="ana"))
    assert "- `odd name.py`\n" in office.content("task:t")

    office.index("odd name.py")

    assert "- [`odd name.py`](/modules/odd-name.md)\n" in office.content("task:t")


def test_what_a_document_no_longer_says_it_no_longer_mentions(office: Office) -> None:
    office.do(decision("See a.py."))
    office.index("a.py")

    office.index("a.py", "f", content="1")

    assert office.rows("SELECT name, count(*) FROM mentions GROUP BY name") == [("a.py", 1)]


def test_a_report_of_very_many_names_links_the_first_ones(office: Office) -> None:
    office.index("a.py")
    office.do(decision("\n".join(f"x{number}.y" for number in range(2_000)) + "\na.py"))

    assert office.rows("SELECT count(*) FROM mentions") == [(1_000,)]
    assert "\na.py\n" in office.content("decision:d")
