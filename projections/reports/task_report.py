"""What the report of a task says."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

import orjson

from ...domain.instants import minute
from ..escaping import fenced, plain
from ..prose import summary
from .drawing import decision_link, finding_section, task_link
from .drawn import Drawing
from .history import entry_line
from .links import Links
from .material import Material, TaskMaterial
from .records import BlockerRecord, HistoryRecord

MOST_HISTORY = 200


def task_report(around: Material, made: TaskMaterial) -> Drawing:
    task, report = made.task, made.report
    told, told_at = (report.summary, report.created_at) if report else (task.description, task.published_at)
    return Drawing(
        f"task:{task.id}",
        "task_report",
        task.title,
        {
            "date": told_at.date().isoformat() if told_at else "",
            "front_matter": {"status": task.published_status or ""},
            "name": task.id,
            "page": task.page,
            "status": task.published_status,
        },
        partial(context, around, made),
        summary(told),
        "\n".join((task.description, *((report.summary, report.notes) if report else ()))),
        [
            *(("contains", f"finding:{one.id}") for one in made.findings),
            *(("contains", f"decision:{one.id}") for one in made.decisions),
        ],
    )


def context(around: Material, made: TaskMaterial, links: Links) -> dict[str, Any]:
    task, report = made.task, made.report
    needed = [around.known_tasks.get(name) for name in task.depends_on]
    return {
        "task": task,
        "standing": standing(made),
        "created": f"{minute(task.created_at)} by {plain(task.created_by)}",
        "completed": f"{minute(report.created_at)} by {plain(report.created_by)}" if report else None,
        "published": f"{minute(task.published_at)} by {plain(task.published_by or '')}" if task.published_at else None,
        "needed": [link for link in map(task_link, needed) if link],
        "description": links.prose(task.description),
        "summary": links.prose(report.summary) if report else None,
        "changes": changes(report.changes, links) if report and report.changes else None,
        "tests_passed": report.tests_passed if report else None,
        "notes": links.prose(report.notes) if report else None,
        "findings": [finding_section(finding, links) for finding in made.findings],
        "decisions": [decision_link(decision) for decision in made.decisions],
        "blockers": list(blockers(made, links)),
        "earlier": max(0, len(made.history) - MOST_HISTORY),
        "history": [entry_line(entry, links) for entry in made.history[-MOST_HISTORY:]],
    }


def standing(made: TaskMaterial) -> str:
    status = (made.task.published_status or "").replace("_", " ")
    percentage = made.task.published_percentage
    return f"{status}, {percentage} %" if percentage and status != "completed" else status


def changes(value: dict[str, Any] | list[Any], links: Links) -> str:
    """A list or an object of plain values as a list, anything else as JSON."""
    items = [(None, item) for item in value] if isinstance(value, list) else list(value.items())
    if all(isinstance(item, str | int | float | bool | None) for _, item in items):
        return "\n".join(f"- {change(name, item, links)}" for name, item in items)
    return fenced(orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode(), "json")


def change(name: str | None, value: Any, links: Links) -> str:
    """A path alone is a name; other text is text, in which names may stand."""
    told = value if isinstance(value, str) else orjson.dumps(value).decode()
    shown = links.code(told) if links.find(told) else links.line(told)
    if name is None:
        return shown
    return f"{links.code(name) if links.find(name) else plain(name)}: {shown}"


def blockers(made: TaskMaterial, links: Links) -> Iterator[dict[str, Any]]:
    """Those that the history tells of as far as it is told."""
    ended = blockers_named(made.history, "blocker_resolved")
    for id_ in blockers_named(made.history, "blocker_reported"):
        blocker = made.blockers.get(id_)
        if blocker is not None and blocker.task_id == made.task.id:
            yield blocker_section(blocker, links, is_resolved=id_ in ended)


def blockers_named(history: Iterable[HistoryRecord], action: str) -> list[str]:
    """Each once: anybody may log an action of this name too, with details of any shape."""
    ids = (entry.details.get("blocker_id") for entry in history if entry.action == action)
    return list(dict.fromkeys(id_ for id_ in ids if isinstance(id_, str)))


def blocker_section(blocker: BlockerRecord, links: Links, *, is_resolved: bool) -> dict[str, Any]:
    resolved_at = blocker.resolved_at if is_resolved else None
    return {
        "description": links.prose(blocker.description),
        "needs": links.prose(blocker.needs),
        "reported": f"{minute(blocker.created_at)} by {plain(blocker.created_by)}",
        "resolved": f"{minute(resolved_at)} by {plain(blocker.resolved_by or '')}" if resolved_at else None,
        "resolution": links.prose(blocker.resolution or "") if is_resolved else "",
    }
