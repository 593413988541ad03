"""Recorded summaries take the place of docstrings, and say who wrote them."""

from docrunch.commands.summaries import RecordSummary

from .office import AT, Office, source


def summary(kind: str, text: str, name: str | None = None, model: str | None = None) -> RecordSummary:
    who = {"recorded_by": "ana", "recorded_at": AT, "model": model}
    return RecordSummary.model_validate({"kind": kind, "path": "a.py", "qualified_name": name, "text": text, **who})


def test_a_functions_description_is_the_summary_of_the_model_that_is_named(office: Office) -> None:
    office.index("a.py", "f")
    office.do(summary("function", "Adds *things*. Slowly.", "f", "gpt-x"))

    content = office.content("function:a.py::f")

    assert "## Description\n\nAdds *things*. Slowly.\n\n*Summary by the model `gpt-x`.*\n" in content
    assert "without a docstring" not in content
    assert "| [`f`](/functions/a.f.md) | function | Adds *things*. |\n" in office.content("module:a.py")


def test_a_files_overview_is_its_summary_on_every_page_that_shows_it(office: Office) -> None:
    office.index("a.py", docstring="A docstring.")

    office.do(summary("file", "The first sentence. The second."))

    assert "## Overview\n\nThe first sentence. The second.\n\n*Summary by ana.*\n" in office.content("module:a.py")
    assert "| [`a`](/modules/a.md) | The first sentence. |\n" in office.content("module_index")


def test_a_class_is_described_by_its_summary_in_its_section_too(office: Office) -> None:
    office.index("a.py", "K", "K.m")

    office.do(summary("class", "Keeps things.", "K"), summary("function", "Does it.", "K.m"))

    for document in ("class:a.py::K", "module:a.py"):
        assert "Keeps things.\n\n*Summary by ana.*\n" in office.content(document)
        assert "| [`m`](/functions/a.K.m.md) | Does it. |\n" in office.content(document)


def test_the_latest_summary_counts(office: Office) -> None:
    office.index("a.py", "f")
    office.do(summary("function", "First.", "f"), summary("function", "Second.", "f"))

    with office.reading() as read:
        (known,) = read.reports.summaries(path="a.py")

    assert (known.text, known.is_current) == ("Second.", True)
    assert "First." not in office.content("function:a.py::f")


def test_a_summary_of_an_earlier_version_says_so(office: Office) -> None:
    office.index("a.py", "f")
    office.do(summary("function", "Adds.", "f"))

    office.index("a.py", "f", "g", content="1")

    assert "*Summary by ana, about an earlier version of the file.*\n" in office.content("function:a.py::f")
    with office.reading() as read:
        known = read.reports.summary("function:a.py::f")
    assert known is not None
    assert not known.is_current


def test_a_summary_waits_for_its_function(office: Office) -> None:
    office.index("a.py")
    office.do(summary("function", "Adds.", "f"))

    office.index("a.py", "f", content="1")

    assert "Adds.\n" in office.content("function:a.py::f")


def test_a_function_is_found_by_the_words_of_its_summary_and_of_its_docstring(office: Office) -> None:
    symbols = tuple(one.model_copy(update={"docstring": "Frobnicates."}) for one in source("a.py", "f").symbols)
    office.index("a.py", symbols=symbols)
    office.do(summary("function", "Multiplexes.", "f"))

    with office.reading() as read:
        found = [[hit.document_id for hit in read.search(word)] for word in ("multiplexes", "frobnicates")]

    assert found == [["function:a.py::f"], ["function:a.py::f"]]
