"""The pages of decisions, patterns and task reports, and what summaries change, in sentences."""

from typing import Any

import pytest
from docrunch.commands.blockers import ReportBlocker, ResolveBlocker
from docrunch.commands.decisions import RecordDecision, SupersedeDecision
from docrunch.commands.findings import LogFinding, ResolveFinding
from docrunch.commands.patterns import RecordPattern, RetirePattern
from docrunch.commands.reports import PublishTaskReport, SubmitCompletion
from docrunch.commands.tasks import ClaimTask, CreateTask, LogTaskAction, UpdateProgress
from docrunch.domain.documents import Relationship

from .office import AT, Office

DECISION = """# ADR-002: Use a log

- **Status:** superseded by [ADR-003: Use two](/decisions/adr-003-use-two.md)
- **Date:** 2026-01-31
- **Decided by:** ana
- **Supersedes:** [ADR-001: Use a file](/decisions/adr-001-use-a-file.md)

## Context

We forget.

## Decision

Call [`outbox.log.append()`](/functions/outbox.log.append.md) in [`outbox/log.py`](/modules/outbox.log.md).

## Rationale

It remembers.
"""
PATTERN = """# Ports &amp; adapters

As [`outbox.log.Log`](/modules/outbox.log.md#class-log) does.

## Example

```python
x = 1
```

## Where to see it

- [`outbox/log.py`](/modules/outbox.log.md)
- `gone.py`

Recorded by ana on 2026-01-31.
"""
REPORT = """# Write it

- **Task:** `t`, feature of normal priority
- **Status:** completed
- **Created:** 2026-01-31 12:00 UTC by eve
- **Completed:** 2026-01-31 12:00 UTC by ana
- **Depends on:** Before (`s`)

## Description

In [`outbox/log.py`](/modules/outbox.log.md).

## Summary

It is written.

Tests: passed.

## Changes

- [`outbox/log.py`](/modules/outbox.log.md)
- some words about [`outbox.log.append`](/functions/outbox.log.append.md)

## Notes

None.

## Findings

### Finding f.1

**Bug**, noticed 2026-01-31 12:00 UTC by ana, resolved 2026-01-31 12:00 UTC by bob

It leaks. Badly.

- [`outbox/log.py`](/modules/outbox.log.md)

**Resolution:**

Fixed.

## Blockers

**Reported** 2026-01-31 12:00 UTC by ana, resolved 2026-01-31 12:00 UTC by bob

No key.

**Needs:**

A key.

**Resolution:**

Here.

## History

- 2026-01-31 12:00 UTC: claimed by ana
- 2026-01-31 12:00 UTC: progressed by ana: 40 %: half of it
- 2026-01-31 12:00 UTC: looked by bob: `{"where":"there"}`
- 2026-01-31 12:00 UTC: blocker reported by ana: b
- 2026-01-31 12:00 UTC: blocker resolved by bob: b, in progress again
- 2026-01-31 12:00 UTC: completed by ana
"""


def decision(name: str, title: str, **texts: str) -> RecordDecision:
    told = {"context": "We forget.", "decision": "We keep a log.", "rationale": "It remembers.", **texts}
    origin = {"created_by": "ana", "created_at": AT}
    return RecordDecision.model_validate({"decision_id": name, "title": title, **told, **origin})


def pattern(name: str, title: str, description: str = "As usual.") -> RecordPattern:
    return RecordPattern(pattern_id=name, name=title, description=description, created_by="ana", created_at=AT)


def supersede(old: str, new: str) -> SupersedeDecision:
    return SupersedeDecision(decision_id=old, superseded_by=new, reported_by="ana", reported_at=AT)


@pytest.fixture
def written(office: Office) -> Office:
    """A project with one file."""
    office.index("outbox/log.py", "append", "Log")
    return office


@pytest.fixture
def at_work(written: Office) -> Office:
    """A task on which ana works."""
    written.do(
        CreateTask(task_id="s", title="Before", created_at=AT),
        CreateTask(
            task_id="t",
            type="feature",
            title="Write it",
            description="In outbox/log.py.",
            depends_on=("s",),
            created_by="eve",
            created_at=AT,
        ),
        ClaimTask(task_id="t", reported_by="ana", reported_at=AT),
        progress(40, "half of it"),
    )
    return written


def progress(percentage: int, note: str = "") -> UpdateProgress:
    return UpdateProgress(
        task_id="t", percentage=percentage, status="in_progress", note=note, reported_by="ana", reported_at=AT
    )


def noted(action: str, details: dict[str, Any]) -> LogTaskAction:
    return LogTaskAction(task_id="t", action=action, details=details, reported_by="bob", reported_at=AT)


def finding(description: str = "It leaks. Badly.") -> LogFinding:
    paths = ("outbox/log.py",)
    return LogFinding(
        finding_id="f.1", task_id="t", type="bug", description=description, files=paths, created_by="ana", created_at=AT
    )


COMPLETION = SubmitCompletion(
    task_id="t",
    summary="It is written.",
    changes=["outbox/log.py", "some words about outbox.log.append"],
    tests_passed=True,
    notes="None.",
    reported_by="ana",
    reported_at=AT,
)


def test_a_decision_page_says_what_was_decided_and_links_what_it_names(written: Office) -> None:
    named = "Call `outbox.log.append()` in outbox/log.py."
    written.do(decision("a", "Use a file"), decision("b", "Use a log", decision=named), supersede("a", "b"))
    written.do(decision("c", "Use two"), supersede("b", "c"))

    assert written.content("decision:b") == DECISION


def test_both_sides_of_a_supersession_agree(office: Office) -> None:
    office.do(decision("a", "Use a file"), decision("b", "Use a log"))
    assert "- **Status:** accepted\n" in office.content("decision:a")

    office.do(supersede("a", "b"))

    assert "superseded by [ADR-002: Use a log](/decisions/adr-002-use-a-log.md)" in office.content("decision:a")
    assert "**Supersedes:** [ADR-001: Use a file](/decisions/adr-001-use-a-file.md)" in office.content("decision:b")
    with office.reading() as read:
        old, new = read.reports.decisions()
    assert (old.status, old.superseded_by, new.status, new.supersedes) == ("superseded", "b", "accepted", ["a"])


def test_decisions_are_numbered_in_the_order_they_came_and_named_after_their_titles(office: Office) -> None:
    titles = ["Use a log!", "Äpfel & Birnen", "...", "A" * 500]
    office.do(*(decision(f"d{9 - number}", title) for number, title in enumerate(titles)))

    pages = [office.pages()[f"decision:d{9 - number}"] for number in range(4)]

    assert pages == [
        "decisions/adr-001-use-a-log.md",
        "decisions/adr-002-äpfel-birnen.md",
        "decisions/adr-003.md",
        f"decisions/adr-004-{'a' * 80}.md",
    ]


def test_a_decision_carries_its_front_matter_and_its_edges(written: Office) -> None:
    written.do(decision("a", "Old"), decision("b", "New", context="See outbox/log.py."), supersede("a", "b"))

    with written.reading() as read:
        documents = read.documents(["decision:a", "decision:b"])

    assert documents["decision:a"].metadata["front_matter"] == {
        "date": "2026-01-31",
        "decision-makers": ["ana"],
        "status": "superseded by ADR-002",
    }
    assert documents["decision:b"].relationships == [
        Relationship("decision:b", "module:outbox/log.py", "mentions"),
        Relationship("decision:b", "decision:a", "supersedes"),
    ]


def test_the_decision_index_lists_all_with_their_status(office: Office) -> None:
    office.do(decision("a", "Use a | file"), decision("b", "Use a log"), supersede("a", "b"))

    assert office.content("decision_index").splitlines()[4:] == [
        "| [`ADR-001`](/decisions/adr-001-use-a-file.md) | Use a \\| file | superseded | 2026-01-31 |",
        "| [`ADR-002`](/decisions/adr-002-use-a-log.md) | Use a log | accepted | 2026-01-31 |",
    ]
    assert office.pages()["decision_index"] == "decisions/index.md"


def test_a_pattern_page_shows_it_and_where_it_can_be_seen(written: Office) -> None:
    made = pattern("p", "Ports & adapters", "As `outbox.log.Log` does.")
    example, paths = "```python\nx = 1\n```", ("outbox/log.py", "gone.py")
    written.do(made.model_copy(update={"example": example, "files": paths}))

    assert written.content("pattern:p") == PATTERN
    assert written.pages()["pattern:p"] == "patterns/ports-adapters.md"


def test_patterns_of_one_name_have_a_page_each_as_long_as_both_are_there(office: Office) -> None:
    office.do(pattern("p", "Ports"))
    assert office.pages()["pattern:p"] == "patterns/ports.md"

    office.do(pattern("q", "PORTS!"))
    shared = office.pages()
    office.do(RetirePattern(pattern_id="q"))

    assert shared["pattern:p"].startswith("patterns/ports-")
    assert shared["pattern:q"].startswith("patterns/ports-")
    assert shared["pattern:p"] != shared["pattern:q"]
    assert office.pages()["pattern:p"] == "patterns/ports.md"


def test_a_rebuild_gives_every_page_the_path_it_has(office: Office) -> None:
    office.do(pattern("p", "Ports"), pattern("q", "PORTS!"), decision("a", "Use a log"))
    before = office.pages()

    office.rebuild_from_log()

    assert office.pages() == before


def test_a_retired_pattern_has_no_page_and_is_still_known(office: Office) -> None:
    office.do(pattern("p", "Ports"))

    office.do(RetirePattern(pattern_id="p", reason="Too much.", retired_by="bob", retired_at=AT))

    assert "pattern:p" not in office.pages()
    assert "index" not in office.pages()
    with office.reading() as read:
        known = read.reports.pattern("p")
        assert read.reports.patterns() == []
    assert known is not None
    assert (known.status, known.reason, known.page) == ("retired", "Too much.", None)


def test_a_task_report_tells_the_whole_task(at_work: Office) -> None:
    at_work.do(
        LogTaskAction(task_id="t", action="looked", details={"where": "there"}, reported_by="bob", reported_at=AT),
        ReportBlocker(
            blocker_id="b", task_id="t", description="No key.", needs="A key.", reported_by="ana", reported_at=AT
        ),
        ResolveBlocker(blocker_id="b", resolution="Here.", resolved_by="bob", resolved_at=AT),
        finding(),
        COMPLETION,
        ResolveFinding(finding_id="f.1", resolution="Fixed.", resolved_by="bob", resolved_at=AT),
    )

    assert at_work.content("task:t") == REPORT
    assert at_work.pages()["task:t"] == "tasks/t.md"


def test_an_action_of_any_name_and_shape_leaves_the_report_readable(at_work: Office) -> None:
    blocker = ReportBlocker(
        blocker_id="b", task_id="t", description="No key.", needs="A key.", reported_by="ana", reported_at=AT
    )
    at_work.do(
        blocker,
        noted("looked", {"blocker_id": ["b", "c"], "note": ["odd"]}),
        noted("blocker_reported", {"blocker_id": "b"}),
        noted("blocker_resolved", {"blocker_id": {"b": 1}}),
        PublishTaskReport(task_id="t", published_by="eve", published_at=AT),
    )

    report = at_work.content("task:t")
    assert report.count("No key.") == 1
    assert 'looked by bob: `{"blocker_id":["b","c"],"note":["odd"]}`' in report


def test_a_task_has_no_page_before_it_is_completed_or_published(at_work: Office) -> None:
    at_work.do(finding())

    assert "task:t" not in at_work.pages()
    assert at_work.pages()["finding:f.1"] is None
    assert "**Task:** Write it (`t`)\n" in at_work.content("finding:f.1")


def test_a_published_report_tells_the_task_as_it_stood_then(at_work: Office) -> None:
    at_work.do(PublishTaskReport(task_id="t", published_by="eve", published_at=AT), progress(80, "more"))
    once = at_work.content("task:t")

    at_work.do(PublishTaskReport(task_id="t", published_by="eve", published_at=AT))

    again = at_work.content("task:t")
    assert "- **Status:** in progress, 40 %\n- **Created:** 2026-01-31 12:00 UTC by eve\n" in once
    assert "- **Published:** 2026-01-31 12:00 UTC by eve\n" in once
    assert "more" not in once
    assert "- **Status:** in progress, 80 %\n" in again
    assert "progressed by ana: 80 %: more\n" in again


def test_a_finding_leads_to_the_report_of_its_task_once_there_is_one(at_work: Office) -> None:
    at_work.do(finding())

    at_work.do(COMPLETION)

    assert at_work.pages()["finding:f.1"] == "tasks/t.md#finding-f1"
    assert "**Task:** [Write it](/tasks/t.md)\n" in at_work.content("finding:f.1")


def test_tasks_and_decisions_link_reports_once_there_are_any(at_work: Office) -> None:
    at_work.do(decision("a", "Use a log").model_copy(update={"task_id": "s"}), COMPLETION)
    assert "- **Depends on:** Before (`s`)\n" in at_work.content("task:t")
    assert "- **Task:** Before (`s`)\n" in at_work.content("decision:a")

    at_work.do(PublishTaskReport(task_id="s"))

    assert "- **Depends on:** [Before](/tasks/s.md)\n" in at_work.content("task:t")
    assert "- **Task:** [Before](/tasks/s.md)\n" in at_work.content("decision:a")
    assert "- [ADR-001: Use a log](/decisions/adr-001-use-a-log.md)\n" in at_work.content("task:s")


def test_reports_of_ids_that_differ_in_case_only_have_a_page_each(office: Office) -> None:
    office.do(*(CreateTask(task_id=name, title=name) for name in ("x", "X")))
    office.do(*(PublishTaskReport(task_id=name) for name in ("x", "X")))

    pages = {office.pages()[name].lower() for name in ("task:x", "task:X")}

    assert len(pages) == 2


def test_the_index_links_decisions_patterns_and_task_reports(at_work: Office) -> None:
    before = at_work.content("index")
    at_work.do(decision("a", "Use a log"), pattern("p", "Ports"), COMPLETION)

    after = at_work.content("index")

    assert not [heading for heading in ("## Decisions", "## Patterns", "## Task reports") if heading in before]
    assert "[decision index](/decisions/index.md)" in after
    assert "- [ADR-001: Use a log](/decisions/adr-001-use-a-log.md)\n" in after
    assert "- [Ports](/patterns/ports.md)\n" in after
    assert "- [Write it](/tasks/t.md), completed\n" in after


def test_a_project_without_files_has_an_index_of_what_was_reported(office: Office) -> None:
    office.do(decision("a", "Use a log"))

    assert "- [ADR-001: Use a log](/decisions/adr-001-use-a-log.md)\n" in office.content("index")
    assert office.pages().keys() == {"decision:a", "decision_index", "index"}
