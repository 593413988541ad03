"""What the documents of decisions, patterns and findings say."""

from functools import partial
from typing import Any

from ...domain.anchors import heading_anchors
from ...domain.instants import minute
from ..escaping import code, plain
from ..prose import summary
from .drawn import Drawing
from .links import Links, code_block
from .material import Material
from .pages import decision_label
from .records import DecisionRecord, FindingRecord, PatternRecord, TaskRecord


def decision(around: Material, made: DecisionRecord) -> Drawing:
    replaced = around.known_decisions.get(made.superseded_by or "")
    status = f"superseded by {decision_label(replaced.number)}" if replaced else made.status
    date = made.created_at.date().isoformat()
    return Drawing(
        f"decision:{made.id}",
        "decision",
        made.title,
        {
            "date": date,
            "front_matter": {"date": date, "decision-makers": [made.created_by], "status": status},
            "name": decision_label(made.number),
            "number": made.number,
            "page": made.page,
            "status": made.status,
        },
        partial(decision_context, around, made),
        summary(made.decision),
        f"{made.context}\n{made.decision}\n{made.rationale}",
        [("supersedes", f"decision:{old}") for old in made.supersedes],
    )


def decision_context(around: Material, made: DecisionRecord, links: Links) -> dict[str, Any]:
    known = around.known_decisions
    return {
        "heading": f"{decision_label(made.number)}: {plain(made.title)}",
        "replaced": decision_link(known[made.superseded_by]) if made.superseded_by else None,
        "supersedes": [decision_link(known[old]) for old in made.supersedes],
        "date": made.created_at.date().isoformat(),
        "by": plain(made.created_by),
        "task": task_link(around.known_tasks.get(made.task_id)) if made.task_id else None,
        "context": links.prose(made.context),
        "decision": links.prose(made.decision),
        "rationale": links.prose(made.rationale),
    }


def pattern(_around: Material, made: PatternRecord) -> Drawing:
    return Drawing(
        f"pattern:{made.id}",
        "pattern",
        made.name,
        {"name": made.id, "page": made.page},
        partial(pattern_context, made),
        summary(made.description),
        f"{made.description}\n{made.example}",
    )


def pattern_context(made: PatternRecord, links: Links) -> dict[str, Any]:
    return {
        "heading": plain(made.name),
        "description": links.prose(made.description),
        "example": code_block(made.example) if made.example.strip() else None,
        "files": [links.code(path) for path in made.files],
        "by": plain(made.created_by),
        "date": made.created_at.date().isoformat(),
    }


def finding(around: Material, made: FindingRecord) -> Drawing:
    task = around.known_tasks.get(made.task_id)
    page = {"page": f"{task.page}#{finding_anchor(made.id)}"} if task and task.page else {}
    return Drawing(
        f"finding:{made.id}",
        "finding",
        finding_title(made),
        {"kind": made.type, "name": made.id, "status": made.status, "task": made.task_id, **page},
        partial(finding_context, task, made),
        summary(made.description),
        "\n".join((made.description, made.resolution or "")),
    )


def finding_context(task: TaskRecord | None, made: FindingRecord, links: Links) -> dict[str, Any]:
    return {"heading": plain(finding_title(made)), "task": task_link(task), "finding": finding_section(made, links)}


def finding_section(made: FindingRecord, links: Links) -> dict[str, Any]:
    """A finding as a part of its own document and of its task's report."""
    return {
        "id": made.id,
        "type": made.type,
        "by": plain(made.created_by),
        "at": minute(made.created_at),
        "description": links.prose(made.description),
        "files": [links.code(path) for path in made.files],
        "resolved": f"{minute(made.resolved_at)} by {plain(made.resolved_by or '')}" if made.resolved_at else None,
        "resolution": links.prose(made.resolution or ""),
    }


def finding_title(made: FindingRecord) -> str:
    return f"{made.type.capitalize()}: {summary(made.description)}"


def finding_anchor(finding_id: str) -> str:
    """The anchor of the heading `Finding <id>`."""
    return heading_anchors([f"Finding {finding_id}"])[0]


def decision_link(made: DecisionRecord) -> str:
    return f"[{decision_label(made.number)}: {plain(made.title)}](/{made.page})"


def task_link(task: TaskRecord | None) -> str | None:
    if task is None:
        return None
    return f"[{plain(task.title)}](/{task.page})" if task.page else f"{plain(task.title)} ({code(task.id)})"
