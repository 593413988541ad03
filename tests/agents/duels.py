"""Where agents get in each other's way for certain; each duel is about something of its own, so it can be had again."""

from collections.abc import Callable

from docrunch.commands.blockers import ReportBlocker, ResolveBlocker
from docrunch.commands.command import Command
from docrunch.commands.decisions import RecordDecision, SupersedeDecision
from docrunch.commands.findings import LogFinding
from docrunch.commands.profiles import ConfigureProfile, RemoveProfile
from docrunch.commands.providers import ConfigureProvider, RemoveProvider
from docrunch.commands.reports import ReportedFinding, SubmitCompletion
from docrunch.commands.tasks import ClaimTask, CreateTask, UpdateTaskStatus

from ..projections.reports.office import AT

Duel = tuple[list[Command], list[Command]]
"""What comes first, and then one command for each of four agents."""


def superseding(name: str) -> Duel:
    """In a ring: the last one in force stays so."""
    ids = [f"{name}-{at}" for at in range(4)]
    texts = {"title": "Use a log", "context": "We forget.", "decision": "A log.", "rationale": "It remembers."}
    ring = zip(ids, [*ids[1:], ids[0]], strict=True)
    return (
        [RecordDecision.model_validate({"decision_id": one, **texts, "created_by": "ana"}) for one in ids],
        [SupersedeDecision(decision_id=old, superseded_by=new) for old, new in ring],
    )


def employing(name: str) -> Duel:
    """A provider is removed while profiles begin to use it."""
    profile = {"role": "qa", "display_name": "QA", "provider_id": name, "model": "m"}
    other = f"{name}-other"
    return (
        [
            ConfigureProvider(provider_id=one, name="Ollama", provider_type="ollama", configured_at=AT)
            for one in (name, other)
        ]
        + [ConfigureProfile.model_validate({"profile_id": f"{name}-b", **profile, "provider_id": other})],
        [
            ConfigureProfile.model_validate({"profile_id": f"{name}-a", **profile}),
            RemoveProvider(provider_id=name),
            ConfigureProfile.model_validate({"profile_id": f"{name}-b", **profile}),
            RemoveProvider(provider_id=other),
        ],
    )


def ending(name: str) -> Duel:
    """A task under way is completed, blocked, cancelled and completed again."""
    report = {"task_id": name, "summary": "s", "changes": [], "tests_passed": True, "reported_by": "ana"}
    return (
        [CreateTask(task_id=name, title="T"), ClaimTask(task_id=name, reported_by="ana")],
        [
            SubmitCompletion.model_validate(report | {"findings": [found(name)]}),
            ReportBlocker(blocker_id=name, task_id=name, description="d", needs="n", reported_by="bo"),
            UpdateTaskStatus(task_id=name, status="cancelled"),
            SubmitCompletion.model_validate(report | {"findings": [found(name)], "reported_by": "bo"}),
        ],
    )


def found(name: str) -> ReportedFinding:
    return ReportedFinding(finding_id=name, type="bug", description="d")


def beginning(name: str) -> Duel:
    """A task is claimed twice, cancelled, and there is a finding about it."""
    return (
        [CreateTask(task_id=name, title="T")],
        [
            ClaimTask(task_id=name, reported_by="ana"),
            ClaimTask(task_id=name, reported_by="bo"),
            UpdateTaskStatus(task_id=name, status="cancelled"),
            LogFinding(finding_id=name, task_id=name, type="question", description="?", created_by="bo"),
        ],
    )


def unblocking(name: str) -> Duel:
    """Two blockers are resolved, one of them twice, while a third is reported."""
    ids = [f"{name}-{at}" for at in range(3)]
    needs = {"task_id": name, "description": "d", "needs": "n", "reported_by": "bo"}
    reports = [ReportBlocker.model_validate({"blocker_id": one, **needs}) for one in ids]
    return (
        [CreateTask(task_id=name, title="T"), ClaimTask(task_id=name, reported_by="ana"), *reports[:2]],
        [*(ResolveBlocker(blocker_id=one) for one in (ids[0], ids[1], ids[1])), reports[2]],
    )


def leaving(name: str) -> Duel:
    """A profile is removed, changed, and its provider removed twice."""
    before, _ = employing(name)
    profile = {"profile_id": f"{name}-b", "model": "n"}
    return (
        before,
        [
            RemoveProfile(profile_id=f"{name}-b"),
            RemoveProvider(provider_id=f"{name}-other"),
            ConfigureProfile.model_validate({**profile, "provider_id": name, "display_name": "QA", "role": "qa"}),
            RemoveProvider(provider_id=name),
        ],
    )


DUELS: tuple[Callable[[str], Duel], ...] = (superseding, employing, ending, beginning, unblocking, leaving)
