"""SQL as another program writes it: tables made up at random, printed by sqlglot in four dialects, are read back."""

import pytest
from docrunch.scanner.sql.parsing import parse_sql
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlglot import exp

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
