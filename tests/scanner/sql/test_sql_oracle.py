"""SQL as another program writes and reads it.

Tables made up at random, printed by sqlglot in four dialects, are read back; PostgreSQL's own views read what sqlglot
says they read.
"""

from collections.abc import Iterator

import pytest
import sqlglot
from docrunch.postgres.binaries import installation
from docrunch.scanner.sql.definitions import definition_of
from docrunch.scanner.sql.parsing import parse_sql
from docrunch.scanner.sql.statements import Statement, statements_of
from docrunch.scanner.sql.tokens import tokens_of
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp
from sqlglot.optimizer.scope import traverse_scope

NAMES = st.text("abcXYZ_09 $éß-", min_size=1, max_size=12).map(str.strip).filter(bool) | st.sampled_from(
    ["key", "primary", "index", "check", "order", "like", "create", "constraint", "comment", "default", "a b"]
)
TYPES = st.sampled_from(["INT", "BIGINT", "VARCHAR(20)", "DECIMAL(10, 2)", "TEXT", "DATE", "TIMESTAMP", "BOOLEAN"])
DEFAULTS = st.sampled_from([None, None, "1", "'it''s, (x)'", "CURRENT_TIMESTAMP", "NULL"])
COLUMNS = st.lists(
    st.tuples(NAMES, TYPES, st.booleans(), st.booleans(), DEFAULTS),
    min_size=1,
    max_size=6,
    unique_by=lambda column: column[0].lower(),
)
TABLES = st.lists(st.tuples(NAMES, COLUMNS), min_size=1, max_size=3, unique_by=lambda table: table[0].lower())

Tables = list[tuple[str, list[tuple[str, str, bool, bool, str | None]]]]


def statement(name: str, columns: list[tuple[str, str, bool, bool, str | None]]) -> exp.Create:
    made = [definition(*column) for column in columns]
    schema = exp.Schema(this=exp.Table(this=exp.to_identifier(name, quoted=True)), expressions=made)
    return exp.Create(this=schema, kind="TABLE")


def definition(name: str, kind: str, is_required: bool, is_key: bool, default: str | None) -> exp.ColumnDef:
    constraints = [exp.ColumnConstraint(kind=exp.NotNullColumnConstraint())] if is_required else []
    if is_key:
        constraints.append(exp.ColumnConstraint(kind=exp.PrimaryKeyColumnConstraint()))
    if default is not None:
        constraints.append(exp.ColumnConstraint(kind=exp.DefaultColumnConstraint(this=exp.maybe_parse(default))))
    identifier = exp.to_identifier(name, quoted=True)
    return exp.ColumnDef(this=identifier, kind=exp.DataType.build(kind), constraints=constraints)


@pytest.mark.parametrize("dialect", ["postgres", "mysql", "sqlite", "tsql"])
@settings(max_examples=50, deadline=None)
@given(tables=TABLES, is_pretty=st.booleans())
def test_what_sqlglot_writes_is_read_back(dialect: str, tables: Tables, is_pretty: bool) -> None:
    text = ";\n".join(statement(*table).sql(dialect=dialect, pretty=is_pretty) for table in tables)

    parsed = parse_sql("a.sql", text.encode())

    assert parsed.problem is None, text
    assert [symbol["name"] for symbol in parsed.symbols] == [name for name, _ in tables], text
    for symbol, (_, columns) in zip(parsed.symbols, tables, strict=True):
        found = [(one["name"], one["is_nullable"], one["is_primary_key"]) for one in symbol["columns"]]
        assert found == [(name, not (needed or key), key) for name, _, needed, key, _ in columns], text
        assert [one["default"] is not None for one in symbol["columns"]] == [one[4] is not None for one in columns], (
            text
        )


POSTGRES = installation(18, None) / "share/postgresql"


@pytest.mark.parametrize("name", ["system_views.sql", "information_schema.sql"])
def test_views_of_postgres_read_what_sqlglot_says_that_they_read(name: str) -> None:
    text = (POSTGRES / name).read_text(encoding="utf-8")

    read = [(read_by_us(text, one), read_by_sqlglot(text, one)) for one in statements_of(text, tokens_of(text))]

    compared = [(ours, theirs) for ours, theirs in read if theirs is not None]
    assert len(compared) > 60
    assert [(ours, theirs) for ours, theirs in compared if ours != theirs] == []


def read_by_us(text: str, statement: Statement) -> set[str]:
    defined = definition_of(text, statement)
    return {name.lower() for name, _ in defined.reads} if defined is not None else set()


def read_by_sqlglot(text: str, statement: Statement) -> set[str] | None:
    """None for what is no view, and for what sqlglot itself cannot read."""
    sql = text[statement.tokens[0].start : statement.tokens[-1].end]
    try:
        tree = sqlglot.parse_one(sql, dialect="postgres")
    except sqlglot.errors.ParseError:
        return None
    return set(tables(tree.expression)) if isinstance(tree, exp.Create) and tree.kind == "VIEW" else None


def tables(query: exp.Expression) -> Iterator[str]:
    for scope in traverse_scope(query):
        for source in scope.sources.values():
            if isinstance(source, exp.Table) and source.name:
                yield ".".join(filter(None, (source.db, source.name))).lower()
