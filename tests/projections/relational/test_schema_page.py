"""A schema's page: its columns as the source has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.projections.relational.conftest import Build, History, ReadModel


def test_a_table_shows_what_each_column_takes(model: ReadModel, history: History, build: Build) -> None:
    columns = [
        {"name": "id", "type": "bigint", "is_nullable": False, "is_primary_key": True},
        {"name": "owner", "type": "text", "is_nullable": True, "references": "people.name"},
        {"name": "a|b", "default": "'|'", "description": "Who <b>knows</b> <it>."},
    ]
    table = build.function("things", kind="schema", role="table", signature="CREATE TABLE things", columns=columns)
    history.index(build.file("db.sql", [table], language="sql"))

    model.apply(history.batch())

    content = model.content("schema:db.sql::things")
    assert (
        "| Name | Type | Null | Key | Default | Description |\n"
        "| ---- | ---- | ---- | --- | ------- | ----------- |\n"
        "| `id` | `bigint` | no | primary |  |  |\n"
        "| `owner` | `text` | yes | `people.name` |  |  |\n"
        "| `a\\|b` |  |  |  | `'\\|'` | Who knows &lt;it&gt;. |\n"
    ) in content
    assert "A table with 3 columns, without a comment." in content


def test_an_index_shows_its_columns_and_their_table_and_no_empty_ones(
    model: ReadModel, history: History, build: Build
) -> None:
    columns = [{"name": "a", "references": "things"}, {"name": "b", "references": "things"}]
    index = build.function("i", kind="schema", role="index", signature="CREATE INDEX i", columns=columns)
    history.index(build.file("db.sql", [index], language="sql"))

    model.apply(history.batch())

    content = model.content("schema:db.sql::i")
    assert "| Name | Table |\n| ---- | ----- |\n| `a` | `things` |\n| `b` | `things` |\n" in content
    assert "An index with 2 columns, without a comment." in content


def test_of_a_view_that_names_no_columns_none_are_counted(model: ReadModel, history: History, build: Build) -> None:
    view = build.function("all_of_it", kind="schema", role="view", signature="CREATE VIEW all_of_it")
    history.index(build.file("db.sql", [view], language="sql"))

    model.apply(history.batch())

    assert "\nA view, without a comment.\n" in model.content("schema:db.sql::all_of_it")
