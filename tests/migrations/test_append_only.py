"""The database itself keeps what was recorded (I1, I10): on every supported server."""

import pytest
from docrunch.postgres.connection import Database
from psycopg import errors

CHANGES = {
    "UPDATE": "UPDATE {table} SET {column} = {column}",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table} CASCADE",
    "UPSERT": "INSERT INTO {table} TABLE {table} ON CONFLICT ({column}) DO UPDATE SET {column} = excluded.{column}",
}
RECORDED = b"""
INSERT INTO events VALUES (1, 'file:a', 1, 'file.indexed', 1, '{}', '{}', 'hash');
INSERT INTO commands VALUES (gen_random_uuid(), 1, 1, '{}');
"""


@pytest.mark.parametrize(("table", "column"), [("events", "position"), ("commands", "command_id")])
@pytest.mark.parametrize("change", CHANGES)
def test_what_was_recorded_cannot_be_changed(any_database: Database, table: str, column: str, change: str) -> None:
    connection = any_database.connection()
    connection.execute(RECORDED)

    with pytest.raises(errors.RestrictViolation, match=f"table {table} is append-only"):
        connection.execute(CHANGES[change].format(table=table, column=column).encode())

    assert len(connection.execute(f"TABLE {table}".encode()).fetchall()) == 1
