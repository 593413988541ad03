"""What docrunch knows, as plain rows in memory, and the rules as the documentation tells them.

It shares no code with the aggregates or the projector: what it says and what they say must come to the same.
"""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any, TypeVar

from docrunch.commands import blockers, chats, decisions, files, findings, patterns, profiles, providers, reports, tasks
from docrunch.commands.cli_models import AddCliModel, RemoveCliModel, SetCliModels
from docrunch.commands.command import Command
from docrunch.commands.summaries import RecordSummary

Row = dict[str, Any]
Rows = dict[str, Row]
C = TypeVar("C", bound=Command)

ENDED = {"completed", "cancelled"}
UNDER_WAY = {"claimed", "in_progress"}


class Illegal(Exception):
    """A rule says no."""


@dataclass
class Plain:
    """Every table by the id of its rows; `lately` are files that were there at some time since it was last emptied."""

    tasks: Rows = field(default_factory=dict)
    findings: Rows = field(default_factory=dict)
    decisions: Rows = field(default_factory=dict)
    blockers: Rows = field(default_factory=dict)
    completion_reports: Rows = field(default_factory=dict)
    patterns: Rows = field(default_factory=dict)
    summaries: Rows = field(default_factory=dict)
    files: Rows = field(default_factory=dict)
    llm_providers: Rows = field(default_factory=dict)
    llm_profiles: Rows = field(default_factory=dict)
    chat_sessions: Rows = field(default_factory=dict)
    cli_models: dict[str, set[str]] = field(default_factory=dict)
    lately: set[str] = field(default_factory=set, compare=False)

    def after(self, *commands: Command) -> "Plain":
        """What there is once all of these were obeyed. Raises Illegal."""
        next_ = deepcopy(self)
        for command in commands:
            RULES[type(command)](next_, command)
        return next_


RULES: dict[type[Command], Callable[[Plain, Any], None]] = {}


def rule(command_class: type[C]) -> Callable[[Callable[[Plain, C], None]], Callable[[Plain, C], None]]:
    def register(obey: Callable[[Plain, C], None]) -> Callable[[Plain, C], None]:
        RULES[command_class] = obey
        return obey

    return register


def need(is_so: object, what: str) -> None:
    if not is_so:
        raise Illegal(what)


def known(rows: Rows, id_: str) -> Row:
    need(id_ in rows, f"{id_} is not known")
    return rows[id_]


def add(rows: Rows, id_: str, **columns: Any) -> Row:
    need(id_ not in rows, f"{id_} is taken")
    rows[id_] = columns
    return columns


def note(task: Row, action: str, agent: str | None) -> None:
    task["history"].append((action, agent or "docrunch"))


@rule(tasks.CreateTask)
def create(now: Plain, command: tasks.CreateTask) -> None:
    for name in command.depends_on:
        known(now.tasks, name)
    states: Row = {"status": "created", "before": None, "blockers": [], "percentage": 0, "published": None}
    add(now.tasks, command.task_id, title=command.title, assigned_to=None, history=[], **states)


@rule(tasks.ClaimTask)
def claim(now: Plain, command: tasks.ClaimTask) -> None:
    task = known(now.tasks, command.task_id)
    need(task["status"] == "created", "claimed before")
    task |= {"status": "claimed", "assigned_to": command.reported_by}
    note(task, "claimed", command.reported_by)


@rule(tasks.UpdateTaskStatus)
def change(now: Plain, command: tasks.UpdateTaskStatus) -> None:
    task = known(now.tasks, command.task_id)
    is_legal = {"in_progress": task["status"] == "claimed", "cancelled": task["status"] not in ENDED}
    need(is_legal.get(command.status), "no such step")
    task["status"] = command.status
    note(task, "status_changed", command.reported_by)


@rule(tasks.UpdateProgress)
def progress(now: Plain, command: tasks.UpdateProgress) -> None:
    task = known(now.tasks, command.task_id)
    need(task["status"] in UNDER_WAY and command.status == "in_progress", "not under way")
    task |= {"status": "in_progress", "percentage": command.percentage}
    note(task, "progressed", command.reported_by)


@rule(tasks.LogTaskAction)
def log(now: Plain, command: tasks.LogTaskAction) -> None:
    note(known(now.tasks, command.task_id), command.action, command.reported_by)


@rule(blockers.ReportBlocker)
def block(now: Plain, command: blockers.ReportBlocker) -> None:
    task = known(now.tasks, command.task_id)
    need(task["status"] in {*UNDER_WAY, "blocked"}, "not under way")
    add(now.blockers, command.blocker_id, task=command.task_id, needs=command.needs, status="open")
    if task["status"] != "blocked":
        task |= {"before": task["status"], "status": "blocked"}
    task["blockers"].append(command.blocker_id)
    note(task, "blocker_reported", command.reported_by)


@rule(blockers.ResolveBlocker)
def unblock(now: Plain, command: blockers.ResolveBlocker) -> None:
    blocker = known(now.blockers, command.blocker_id)
    need(blocker["status"] == "open", "resolved before")
    blocker["status"] = "resolved"
    task = now.tasks[blocker["task"]]
    task["blockers"].remove(command.blocker_id)
    if task["status"] == "blocked" and not task["blockers"]:
        task["status"] = task["before"]
    note(task, "blocker_resolved", command.resolved_by)


@rule(reports.SubmitCompletion)
def complete(now: Plain, command: reports.SubmitCompletion) -> None:
    task = known(now.tasks, command.task_id)
    need(task["status"] in UNDER_WAY, "not under way")
    task |= {"status": "completed", "percentage": 100, "published": "completed"}
    add(now.completion_reports, command.task_id, summary=command.summary, tests_passed=command.tests_passed)
    for one in command.findings:
        add_finding(now, one, command.task_id)
    for each in command.decisions:
        add_decision(now, each, command.task_id)
    note(task, "completed", command.reported_by)


@rule(reports.PublishTaskReport)
def publish(now: Plain, command: reports.PublishTaskReport) -> None:
    task = known(now.tasks, command.task_id)
    task["published"] = task["status"]
    note(task, "report_published", command.published_by)


def add_finding(now: Plain, one: Any, task_id: str) -> None:
    text = {"type": one.type, "description": one.description}
    add(now.findings, one.finding_id, task=task_id, **text, status="open", resolution=None)


def add_decision(now: Plain, one: Any, task_id: str | None) -> None:
    number = len(now.decisions) + 1
    add(now.decisions, one.decision_id, number=number, title=one.title, task=task_id, superseded_by=None)


@rule(findings.LogFinding)
def find(now: Plain, command: findings.LogFinding) -> None:
    known(now.tasks, command.task_id)
    add_finding(now, command, command.task_id)


@rule(findings.ResolveFinding)
def resolve(now: Plain, command: findings.ResolveFinding) -> None:
    finding = known(now.findings, command.finding_id)
    need(finding["status"] == "open", "resolved before")
    finding |= {"status": "resolved", "resolution": command.resolution}


@rule(decisions.RecordDecision)
def decide(now: Plain, command: decisions.RecordDecision) -> None:
    if command.task_id is not None:
        known(now.tasks, command.task_id)
    add_decision(now, command, command.task_id)


@rule(decisions.SupersedeDecision)
def supersede(now: Plain, command: decisions.SupersedeDecision) -> None:
    old, new = known(now.decisions, command.decision_id), known(now.decisions, command.superseded_by)
    need(old is not new and not old["superseded_by"] and not new["superseded_by"], "not both in force")
    old["superseded_by"] = command.superseded_by


@rule(patterns.RecordPattern)
def describe(now: Plain, command: patterns.RecordPattern) -> None:
    add(now.patterns, command.pattern_id, name=command.name, status="active", reason=None)


@rule(patterns.RetirePattern)
def retire(now: Plain, command: patterns.RetirePattern) -> None:
    pattern = known(now.patterns, command.pattern_id)
    need(pattern["status"] == "active", "retired before")
    pattern |= {"status": "retired", "reason": command.reason}


@rule(files.IndexFile)
def index(now: Plain, command: files.IndexFile) -> None:
    file = command.file
    now.lately.add(file.path)
    if now.files.get(file.path, {}).get("content_hash") != file.content_hash:
        symbols = sorted(symbol.qualified_name for symbol in file.symbols)
        now.files[file.path] = {"content_hash": file.content_hash, "symbols": symbols}


@rule(files.RemoveFile)
def remove(now: Plain, command: files.RemoveFile) -> None:
    known(now.files, command.path)
    del now.files[command.path]


@rule(RecordSummary)
def sum_up(now: Plain, command: RecordSummary) -> None:
    # The one fact that no version guards: the file may go in the instant between the look and the append. What was
    # said of it stays true of the content whose hash the event names.
    need(command.path in now.files or command.path in now.lately, "not indexed")
    name = f"module:{command.path}" if command.kind == "file" else f"{command.path}::{command.qualified_name}"
    kind = "" if command.kind == "file" else f"{command.kind}:"
    now.summaries[kind + name] = {"text": command.text, "model": command.model}


@rule(providers.ConfigureProvider)
def configure(now: Plain, command: providers.ConfigureProvider) -> None:
    provider = now.llm_providers.setdefault(command.provider_id, {"is_enabled": True})
    provider |= {"name": command.name, "provider_type": command.provider_type}


@rule(providers.EnableProvider)
def enable(now: Plain, command: providers.EnableProvider) -> None:
    switch(known(now.llm_providers, command.provider_id), "is_enabled", to=True)


@rule(providers.DisableProvider)
def disable(now: Plain, command: providers.DisableProvider) -> None:
    switch(known(now.llm_providers, command.provider_id), "is_enabled", to=False)


@rule(providers.RemoveProvider)
def forget(now: Plain, command: providers.RemoveProvider) -> None:
    known(now.llm_providers, command.provider_id)
    need(all(one["provider_id"] != command.provider_id for one in now.llm_profiles.values()), "in use")
    del now.llm_providers[command.provider_id]


def switch(row: Row, column: str, *, to: bool) -> None:
    need(row[column] is not to, f"is so already: {to}")
    row[column] = to


@rule(profiles.ConfigureProfile)
def specialise(now: Plain, command: profiles.ConfigureProfile) -> None:
    before = now.llm_profiles.get(command.profile_id, {"enabled": True, "provider_id": None})
    if command.provider_id != before["provider_id"]:
        known(now.llm_providers, str(command.provider_id))
    now.llm_profiles[command.profile_id] = before | {
        "provider_id": command.provider_id,
        "display_name": command.display_name,
    }


@rule(profiles.EnableProfile)
def enable_profile(now: Plain, command: profiles.EnableProfile) -> None:
    switch(known(now.llm_profiles, command.profile_id), "enabled", to=True)


@rule(profiles.DisableProfile)
def disable_profile(now: Plain, command: profiles.DisableProfile) -> None:
    switch(known(now.llm_profiles, command.profile_id), "enabled", to=False)


@rule(profiles.RemoveProfile)
def dismiss(now: Plain, command: profiles.RemoveProfile) -> None:
    known(now.llm_profiles, command.profile_id)
    del now.llm_profiles[command.profile_id]


@rule(chats.StartChat)
def start(now: Plain, command: chats.StartChat) -> None:
    add(now.chat_sessions, command.chat_id, title=command.title, messages=[], is_deleted=False)


def open_chat(now: Plain, chat_id: str) -> Row:
    chat = known(now.chat_sessions, chat_id)
    need(not chat["is_deleted"], "deleted")
    return chat


@rule(chats.PostMessage)
def post(now: Plain, command: chats.PostMessage) -> None:
    open_chat(now, command.chat_id)["messages"].append((command.role, command.content))


@rule(chats.RenameChat)
def rename(now: Plain, command: chats.RenameChat) -> None:
    open_chat(now, command.chat_id)["title"] = command.title


@rule(chats.DeleteChat)
def delete(now: Plain, command: chats.DeleteChat) -> None:
    open_chat(now, command.chat_id)["is_deleted"] = True


@rule(SetCliModels)
def name_models(now: Plain, command: SetCliModels) -> None:
    now.cli_models[command.cli_type] = set(command.models)


@rule(AddCliModel)
def add_model(now: Plain, command: AddCliModel) -> None:
    models = now.cli_models.setdefault(command.cli_type, set())
    need(command.model not in models, "named before")
    models.add(command.model)


@rule(RemoveCliModel)
def remove_model(now: Plain, command: RemoveCliModel) -> None:
    need(command.model in now.cli_models.get(command.cli_type, ()), "not named")
    now.cli_models[command.cli_type].remove(command.model)
