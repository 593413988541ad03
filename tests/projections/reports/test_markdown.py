"""Pages of reports on disk: the real target takes every type that has a page, with front matter and relative links."""

from pathlib import Path

import pytest
import yaml
from docrunch.commands.decisions import RecordDecision, SupersedeDecision
from docrunch.commands.findings import LogFinding
from docrunch.commands.patterns import RecordPattern
from docrunch.commands.reports import SubmitCompletion
from docrunch.commands.tasks import ClaimTask, CreateTask
from docrunch.domain.targets import Delivery, Outcome
from docrunch.projections.markdown.target import MarkdownTarget

from .office import AT, MARKDOWN, Office


@pytest.fixture
def pages(office: Office, tmp_path: Path) -> Path:
    """The folder after one delivery of everything that has a page."""
    office.index("outbox/log.py", "append")
    texts = {
        "context": "See `outbox.log.append`.",
        "decision": "D: yes",
        "rationale": "R",
        "created_by": "ana: the first",
    }
    office.do(
        CreateTask(task_id="t", title="Write it"),
        ClaimTask(task_id="t", reported_by="ana"),
        LogFinding(finding_id="f", task_id="t", type="bug", description="Bad.", created_by="ana"),
        *(
            RecordDecision.model_validate({"decision_id": name, "title": name, "created_at": AT, **texts})
            for name in "ab"
        ),
        SupersedeDecision(decision_id="a", superseded_by="b"),
        RecordPattern(pattern_id="p", name="Ports", description="In outbox/log.py."),
        SubmitCompletion(task_id="t", summary="Done.", changes=["outbox/log.py"], tests_passed=True, reported_by="ana"),
    )
    target = MarkdownTarget(tmp_path / "docs", tmp_path)
    target.create_place()
    assert deliver(office, target) == []
    return tmp_path / "docs"


def deliver(office: Office, target: MarkdownTarget) -> list[Outcome]:
    """Deliver all documents the target takes; returns the failures."""
    with office.reading() as read:
        documents = read.documents([one.id for one in read.listed() if one.type in target.document_types])
    deliveries = [Delivery(id_, document.content_hash(), document) for id_, document in documents.items()]
    outcomes = target.deliver(deliveries, lambda asked: {one.document_id for one in asked})
    return [outcome for outcome in outcomes if outcome.error]


def test_every_type_with_a_page_has_one(pages: Path) -> None:
    assert MarkdownTarget.document_types == MARKDOWN.document_types
    assert {str(path.relative_to(pages)) for path in pages.rglob("*.md")} == {
        "index.md",
        "architecture.md",
        "modules/index.md",
        "modules/outbox.log.md",
        "functions/outbox.log.append.md",
        "decisions/index.md",
        "decisions/adr-001-a.md",
        "decisions/adr-002-b.md",
        "patterns/ports.md",
        "tasks/t.md",
    }


def test_a_decision_has_the_front_matter_of_madr(pages: Path) -> None:
    front = yaml.safe_load((pages / "decisions/adr-001-a.md").read_text().split("---\n")[1])

    assert front == {
        "aliases": ["a", "ADR-001"],
        "date": "2026-01-31",
        "decision-makers": ["ana: the first"],
        "id": "decision:a",
        "status": "superseded by ADR-002",
        "tags": ["docrunch/decision"],
        "title": "a",
        "type": "decision",
    }


def test_links_between_reports_and_code_are_relative_and_lead_somewhere(pages: Path) -> None:
    decision = (pages / "decisions/adr-001-a.md").read_text()
    index = (pages / "index.md").read_text()

    assert "superseded by [ADR-002: b](adr-002-b.md)" in decision
    assert "[`outbox.log.append`](../functions/outbox.log.append.md)" in decision
    assert "[`outbox/log.py`](../modules/outbox.log.md)" in (pages / "tasks/t.md").read_text()
    assert "[Write it](tasks/t.md)" in index
    assert "[decision index](decisions/index.md)" in index
