"""What the read model must say, from the plain model, and what it says."""

from typing import Any

from docrunch.outbox.cli_models import cli_models

from ..projections.reports.office import Office
from .plain import Plain, Row, Rows

QUERIES = {
    "tasks": "SELECT id, title, status, percentage, assigned_to, published_status FROM tasks",
    "task_history": "SELECT task_id, action, agent FROM task_history ORDER BY task_id, version",
    "findings": "SELECT id, task_id, type, description, status, resolution FROM findings",
    "decisions": "SELECT id, number, title, task_id, superseded_by, status FROM decisions",
    "blockers": "SELECT id, task_id, needs, status FROM blockers",
    "completion_reports": "SELECT task_id, summary, tests_passed FROM completion_reports",
    "patterns": "SELECT id, name, status, reason FROM patterns",
    "summaries": "SELECT id, text, model FROM summaries",
    "files": "SELECT path, content_hash FROM files",
    "symbols": "SELECT substr(file_id, 6), qualified_name FROM symbols WHERE kind <> 'module'",
    "llm_providers": "SELECT id, is_enabled, name, provider_type FROM llm_providers",
    "llm_profiles": "SELECT id, enabled, provider_id, display_name FROM llm_profiles",
    "chat_sessions": "SELECT id, title FROM chat_sessions",
    "chat_messages": "SELECT session_id, number, role, content FROM chat_messages",
    "documents": "SELECT id FROM documents WHERE id LIKE '%:%' AND problem IS NULL",
}
IN_ORDER = {"task_history"}


def read(office: Office) -> dict[str, Any]:
    """The tables as they are."""
    tables: dict[str, Any] = {name: office.rows(query) for name, query in QUERIES.items()}
    found = {name: rows if name in IN_ORDER else sorted(rows, key=repr) for name, rows in tables.items()}
    models = cli_models(office.database)
    return found | {"cli_models": {name: set(names) for name, names in models.items()}}


def expected(plain: Plain) -> dict[str, Any]:
    """The tables as they must be."""
    chats = {id_: chat for id_, chat in plain.chat_sessions.items() if not chat["is_deleted"]}
    tables: dict[str, list[Any]] = {
        "tasks": told(plain.tasks, "title", "status", "percentage", "assigned_to", "published"),
        "task_history": [(id_, *entry) for id_, task in sorted(plain.tasks.items()) for entry in task["history"]],
        "findings": told(plain.findings, "task", "type", "description", "status", "resolution"),
        "decisions": [
            (*row, "superseded" if row[-1] else "accepted")
            for row in told(plain.decisions, "number", "title", "task", "superseded_by")
        ],
        "blockers": told(plain.blockers, "task", "needs", "status"),
        "completion_reports": told(plain.completion_reports, "summary", "tests_passed"),
        "patterns": told(plain.patterns, "name", "status", "reason"),
        "summaries": told(plain.summaries, "text", "model"),
        "files": told(plain.files, "content_hash"),
        "symbols": [(path, name) for path, file in plain.files.items() for name in file["symbols"]],
        "llm_providers": told(plain.llm_providers, "is_enabled", "name", "provider_type"),
        "llm_profiles": told(plain.llm_profiles, "enabled", "provider_id", "display_name"),
        "chat_sessions": told(chats, "title"),
        "chat_messages": [
            (id_, number, *message)
            for id_, chat in chats.items()
            for number, message in enumerate(chat["messages"], start=1)
        ],
        "documents": [(id_,) for id_ in documents(plain)],
    }
    found = {name: rows if name in IN_ORDER else sorted(rows, key=repr) for name, rows in tables.items()}
    return found | {"cli_models": plain.cli_models}


def told(rows: Rows, *columns: str) -> list[tuple[Any, ...]]:
    return [(id_, *(row[column] for column in columns)) for id_, row in rows.items()]


def documents(plain: Plain) -> list[str]:
    """Every document there must be, but the overview pages, whose ids have no colon."""
    active = {id_: row for id_, row in plain.patterns.items() if row["status"] == "active"}
    subjects = {"decision": plain.decisions, "pattern": active, "finding": plain.findings}
    reported = [f"{kind}:{id_}" for kind, rows in subjects.items() for id_ in rows]
    published = [f"task:{id_}" for id_, task in plain.tasks.items() if task["published"]]
    symbols = [document(path, name) for path, file in plain.files.items() for name in file["symbols"]]
    return [*reported, *published, *symbols, *(f"module:{path}" for path in plain.files)]


def document(path: str, qualified_name: str) -> str:
    kind = "class" if qualified_name.rpartition(".")[2][0].isupper() and "." not in qualified_name else "function"
    return f"{kind}:{path}::{qualified_name}"


__all__ = ["Row", "expected", "read"]
