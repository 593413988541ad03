"""The tables of the design document that docrunch grew from: each is there, with its columns, types and keys."""

from typing import Any

import pytest

from .office import Office

TEXT, NUMBER, REAL = {"text"}, {"integer", "bigint"}, {"real", "double precision"}
INSTANT, FLAG, JSON = {"timestamp with time zone"}, {"boolean"}, {"jsonb"}

FILES = {"path": TEXT, "language": TEXT, "size": NUMBER, "modified_at": INSTANT, "content_hash": TEXT}
TABLES: dict[str, dict[str, set[str]]] = {
    "files": {"id": TEXT, **FILES, "last_scanned": INSTANT},
    "llm_providers": {
        "id": TEXT,
        "name": TEXT,
        "provider_type": TEXT,
        "is_enabled": FLAG,
        "config": JSON,
        "created_at": INSTANT,
        "updated_at": INSTANT,
    },
    "llm_profiles": {
        "id": TEXT,
        "role": TEXT,
        "display_name": TEXT,
        "description": TEXT,
        "provider_id": TEXT,
        "model": TEXT,
        "temperature": REAL,
        "system_prompt": TEXT,
        "max_tokens": NUMBER,
        "enabled": FLAG,
        "created_at": INSTANT,
        "updated_at": INSTANT,
    },
    "chat_sessions": {"id": TEXT, "title": TEXT, "created_at": INSTANT, "updated_at": INSTANT},
    "chat_messages": {
        "id": TEXT,
        "session_id": TEXT,
        "role": TEXT,
        "content": TEXT,
        "citations": JSON,
        "created_at": INSTANT,
    },
    "relationships": {"id": TEXT, "source_file": TEXT, "target_file": TEXT, "type": TEXT, "metadata": JSON},
    "tasks": {
        "id": TEXT,
        "type": TEXT,
        "title": TEXT,
        "description": TEXT,
        "status": TEXT,
        "priority": TEXT,
        "assigned_to": TEXT,
        "depends_on": JSON,
        "guardrails": JSON,
        "context": JSON,
        "created_at": INSTANT,
        "updated_at": INSTANT,
        "completed_at": INSTANT,
    },
    "task_history": {
        "id": TEXT,
        "task_id": TEXT,
        "action": TEXT,
        "agent": TEXT,
        "details": JSON,
        "timestamp": INSTANT,
    },
    "findings": {
        "id": TEXT,
        "task_id": TEXT,
        "type": TEXT,
        "description": TEXT,
        "files": JSON,
        "created_by": TEXT,
        "created_at": INSTANT,
    },
    "decisions": {
        "id": TEXT,
        "title": TEXT,
        "context": TEXT,
        "decision": TEXT,
        "rationale": TEXT,
        "created_at": INSTANT,
        "created_by": TEXT,
    },
    "completion_reports": {
        "id": TEXT,
        "task_id": TEXT,
        "summary": TEXT,
        "changes": JSON,
        "tests_passed": FLAG,
        "notes": TEXT,
        "created_at": INSTANT,
        "created_by": TEXT,
    },
    "blockers": {
        "id": TEXT,
        "task_id": TEXT,
        "description": TEXT,
        "needs": TEXT,
        "status": TEXT,
        "created_at": INSTANT,
        "resolved_at": INSTANT,
        "created_by": TEXT,
    },
}
FOREIGN_KEYS = {
    ("llm_profiles", "provider_id", "llm_providers"),
    ("chat_messages", "session_id", "chat_sessions"),
    ("relationships", "source_file", "files"),
    ("relationships", "target_file", "files"),
    *((table, "task_id", "tasks") for table in ("task_history", "findings", "completion_reports", "blockers")),
}

COLUMNS = """
SELECT column_name, data_type FROM information_schema.columns
 WHERE table_schema = current_schema() AND table_name = '{table}'
"""
KEYS = """
SELECT contype::text, conrelid::regclass::text, attname, nullif(confrelid, 0)::regclass::text
  FROM pg_constraint JOIN pg_attribute ON attrelid = conrelid AND attnum = ANY (conkey)
 WHERE connamespace = current_schema()::regnamespace
"""


@pytest.mark.parametrize("table", TABLES)
def test_a_table_has_the_columns_it_was_designed_with(office: Office, table: str) -> None:
    found = dict(office.rows(COLUMNS.format(table=table)))

    narrower = {name: found.get(name) for name, types in TABLES[table].items() if found.get(name) not in types}
    assert narrower == {}


def test_the_tables_have_their_keys(office: Office) -> None:
    keys: list[tuple[Any, ...]] = office.rows(KEYS)

    assert {(table, column) for kind, table, column, _ in keys if kind == "p"} >= {(table, "id") for table in TABLES}
    assert {(table, column, other) for kind, table, column, other in keys if kind == "f"} >= FOREIGN_KEYS
    assert ("files", "path") in {(table, column) for kind, table, column, _ in keys if kind == "u"}
