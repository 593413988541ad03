"""Names that a LightRAG server keeps as they are."""

import pytest
from docrunch.projections.lightrag.names import (
    Stamp,
    document_of,
    entity_name,
    is_ours,
    read_stamp,
    source,
    text_id,
)
from hypothesis import given
from hypothesis import strategies as st

IDS = st.text(st.characters(codec="utf-8"), min_size=1)
LONGEST_FILE_NAME = 255
LONGEST_HINT = len(".[-!F(chunk_ts=1000000000,chunk_ol=1000000000)]")


@given(IDS, IDS)
def test_no_two_documents_share_a_name(one: str, other: str) -> None:
    assert (entity_name(one) == entity_name(other)) == (one == other)
    assert (source(one) == source(other)) == (one == other)
    assert (text_id(one) == text_id(other)) == (one == other)


@given(IDS.map(lambda text: text * 20))
def test_a_source_fits_into_a_file_name_and_looks_like_no_path(document_id: str) -> None:
    name = source(document_id)

    assert len(name) + LONGEST_HINT <= LONGEST_FILE_NAME
    assert not set(name.removesuffix(".docrunch.txt")) & set("/.[] ")


@given(IDS)
def test_a_document_is_known_by_its_source_unless_it_was_shortened(document_id: str) -> None:
    assert document_of(source(document_id)) in {document_id, None}
    assert document_of(source("function:a.py::f")) == "function:a.py::f"


def test_names_stay_readable() -> None:
    assert entity_name("function:outbox/log.py::append") == "function:outbox/log.py::append"
    assert source("function:log.py::append") == "function%3Alog%2Epy%3A%3Aappend.docrunch.txt"


@given(IDS)
def test_a_stamp_is_read_as_it_was_written(document_id: str) -> None:
    stamp = Stamp(document_id, "a" * 64, "b" * 16, "cafecafe")

    assert read_stamp(str(stamp)) == stamp


@pytest.mark.parametrize("foreign", ["", "manual_creation", "notes.txt", "two words"])
def test_what_somebody_else_wrote_is_not_ours(foreign: str) -> None:
    assert read_stamp(foreign) is None
    assert not is_ours(foreign)
