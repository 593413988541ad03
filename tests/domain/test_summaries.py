"""Summaries are of what is in an indexed file, and know which content they sum up."""

import pytest
from docrunch.domain import summaries
from docrunch.domain.errors import NotFound
from docrunch.domain.files import File

from .given import AT


def test_a_summary_knows_the_content_it_sums_up() -> None:
    file = File("file:a.py", version=1, content_hash="abc")

    event = summaries.record("module:a.py", file, "a.py", "Does things.", model="m", by="bo", at=AT)

    assert (event.document_id, event.path, event.file_hash) == ("module:a.py", "a.py", "abc")


def test_an_unknown_or_removed_file_has_nothing_to_sum_up() -> None:
    with pytest.raises(NotFound, match=r"file 'a\.py' is not indexed"):
        summaries.record("module:a.py", File("file:a.py", version=2), "a.py", "x", model=None, by="bo", at=AT)


def test_a_summary_belongs_to_the_document_of_its_file_function_or_class() -> None:
    assert summaries.document_id("file", "a/b.py", "") == "module:a/b.py"
    assert summaries.document_id("function", "a/b.py", "C.run") == "function:a/b.py::C.run"
    assert summaries.document_id("class", "a/b.py", "C") == "class:a/b.py::C"
