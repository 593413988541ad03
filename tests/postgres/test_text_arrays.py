"""Arrays of text arrive as they were sent, whatever the text."""

from typing import Any

import psycopg
import pytest
from docrunch.postgres.connection import Database
from docrunch.postgres.text_arrays import TextArrayDumper
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.adapt import Transformer

TEXTS = st.lists(
    st.one_of(
        st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])),
        st.sampled_from(["", "NULL", '"', "\\", '\\"', "{}", ",", " a ", "'"]),
    )
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(TEXTS)
def test_texts_come_back_as_they_went(database: Database, texts: list[str]) -> None:
    assert database.connection().execute("SELECT %s::text[]", [texts]).fetchone() == (texts,)


@pytest.mark.parametrize(
    ("type_", "values"), [("text[]", ["a", None]), ("bigint[]", [1, 2]), ("text[]", []), ("text[]", [["a"], ["b"]])]
)
def test_other_lists_go_the_librarys_way(database: Database, type_: str, values: list[Any]) -> None:
    assert database.connection().execute(f"SELECT %s::{type_}".encode(), [values]).fetchone() == (values,)


@pytest.mark.parametrize("values", [["a\0b"], ["a", "\0"], ["\0"]])
def test_text_with_a_nul_is_refused_and_not_taken_for_two(database: Database, values: list[str]) -> None:
    with pytest.raises(psycopg.DataError, match="NUL"):
        database.connection().execute("SELECT %s::text[]", [values])


def test_a_connection_uses_it(database: Database) -> None:
    found = Transformer(database.connection()).get_dumper(["a"], psycopg.adapt.PyFormat.AUTO)

    assert isinstance(found, TextArrayDumper)
