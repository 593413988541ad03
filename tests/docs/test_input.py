"""The reference of input says what the code enforces."""

import re
from pathlib import Path
from typing import Any, get_args

from docrunch.commands import fields, reports, tasks
from docrunch.domain import free_json, text
from docrunch.domain.blockers import BlockerStatus
from docrunch.domain.chats import MessageRole
from docrunch.domain.findings import FindingType
from docrunch.domain.summaries import SummaryKind
from docrunch.domain.task_events import TaskStatus

LIMITS = {
    "id": [text.ID_CHARACTERS],
    "name": [text.NAME_BYTES],
    "title": [text.TITLE_BYTES],
    "path": [text.PATH_BYTES],
    "content": [text.CONTENT_BYTES],
    "note": [text.CONTENT_BYTES],
    "JSON": [free_json.JSON_BYTES, free_json.JSON_DEPTH],
    "`files`": [fields.MANY],
    "`depends_on`": [tasks.MAX_DEPENDENCIES],
    "`findings`": [reports.MAX_NESTED],
}
SETS: dict[str, Any] = {
    "status of a task": TaskStatus,
    "type of a finding": FindingType,
    "role of a message": MessageRole,
    "kind of a summary": SummaryKind,
    "status of a blocker": BlockerStatus,
}


def test_every_limit_is_in_the_reference(root: Path) -> None:
    page = (root / "docs/reference/input.md").read_text(encoding="utf-8")

    documented = {kind: numbers(row(page, kind).rpartition("|")[2]) for kind in LIMITS}

    assert documented == LIMITS


def test_every_closed_set_is_in_the_reference(root: Path) -> None:
    page = (root / "docs/reference/input.md").read_text(encoding="utf-8")

    documented = {name: tuple(re.findall(r"`(\w+)`", row(page, name))) for name in SETS}

    assert documented == {name: get_args(values) for name, values in SETS.items()}


def row(page: str, first: str) -> str:
    return next(line.strip("| ") for line in page.splitlines() if line.startswith(f"| {first}"))


def numbers(cell: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"[\d,]*\d", cell)]
