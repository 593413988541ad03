"""Whatever agents wish in whatever order, tasks live by their rules, and a refused wish leaves no trace."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from docrunch.commands.blockers import ReportBlocker, ResolveBlocker
from docrunch.commands.command import Command
from docrunch.commands.findings import LogFinding
from docrunch.commands.reports import PublishTaskReport, SubmitCompletion
from docrunch.commands.tasks import ClaimTask, CreateTask, LogTaskAction, UpdateProgress, UpdateTaskStatus
from docrunch.domain.errors import NotFound, Refused
from docrunch.domain.task_state import Task, task_stream
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from .memory import Memory

PROGRAMS = 3
TASKS = ("t", "u")
BLOCKERS = ("b-1", "b-2", "b-3")
STATUSES = ("created", "claimed", "in_progress", "blocked", "completed", "cancelled")

programs = st.integers(0, PROGRAMS - 1)
names = st.sampled_from(TASKS)
agents = st.sampled_from(("ana", "bo"))
statuses: st.SearchStrategy[Any] = st.sampled_from(STATUSES)


@dataclass
class Plain:
    """A task as its rules describe it, in the plainest form."""

    status: str = "created"
    before: str = ""
    holder: str | None = None
    blockers: list[str] = field(default_factory=list)


class TaskLife(RuleBasedStateMachine):
    """I1: several programs with caches of their own agree with a model that knows only the rules."""

    def __init__(self) -> None:
        super().__init__()
        # One more only reads, so that no other's cache is refreshed by it.
        self.memory = Memory(PROGRAMS + 1)
        self.tasks: dict[str, Plain] = {}
        self.blockers: dict[str, str] = {}
        self.resolved: set[str] = set()
        self.findings: set[str] = set()

    def wish(self, program: int, *commands: Command, is_allowed: bool) -> bool:
        """Dispatch; the model said whether that must succeed, and a refusal must append nothing."""
        before = len(self.memory.stored)
        refusal = self.refusal(program, commands)
        assert is_allowed == (refusal is None), refusal or commands
        assert refusal is None or len(self.memory.stored) == before
        return is_allowed

    def refusal(self, program: int, commands: Sequence[Command]) -> str | None:
        try:
            self.memory.do(*commands, program=program)
        except (Refused, NotFound) as error:
            return str(error)
        return None

    @initialize(blockers=st.integers(0, 2), is_begun=st.booleans())
    def begin_with_a_task_under_way(self, blockers: int, is_begun: bool) -> None:
        self.create(0, "t", [])
        self.claim(0, "t", "ana")
        if is_begun:
            self.progress(0, "t", 10, "in_progress")
        for blocker in BLOCKERS[:blockers]:
            self.block(0, "t", blocker)

    def status(self, name: str) -> str | None:
        return self.tasks[name].status if name in self.tasks else None

    @rule(program=programs, name=names, needed=st.lists(names, max_size=2, unique=True))
    def create(self, program: int, name: str, needed: Sequence[str]) -> None:
        is_allowed = name not in self.tasks and all(one in self.tasks for one in needed)
        if self.wish(program, CreateTask(task_id=name, title="T", depends_on=tuple(needed)), is_allowed=is_allowed):
            self.tasks[name] = Plain()

    @rule(program=programs, name=names, agent=agents)
    def claim(self, program: int, name: str, agent: str) -> None:
        claim = ClaimTask(task_id=name, reported_by=agent)
        if self.wish(program, claim, is_allowed=self.status(name) == "created"):
            self.tasks[name].status, self.tasks[name].holder = "claimed", agent

    @rule(program=programs, name=names, status=statuses)
    def change_status(self, program: int, name: str, status: Any) -> None:
        here = self.status(name)
        is_allowed = (here, status) in {("created", "claimed"), ("claimed", "in_progress")} or (
            status == "cancelled" and here in {"created", "claimed", "in_progress", "blocked"}
        )
        change = UpdateTaskStatus(task_id=name, status=status, reported_by="bo")
        if self.wish(program, change, is_allowed=is_allowed):
            self.tasks[name].status = status
            self.tasks[name].holder = "bo" if status == "claimed" else self.tasks[name].holder

    @rule(program=programs, name=names, percentage=st.integers(0, 100), status=statuses)
    def progress(self, program: int, name: str, percentage: int, status: Any) -> None:
        is_allowed = self.status(name) in {"claimed", "in_progress"} and status == "in_progress"
        report = UpdateProgress(task_id=name, percentage=percentage, status=status, reported_by="ana")
        if self.wish(program, report, is_allowed=is_allowed):
            self.tasks[name].status = "in_progress"

    @rule(program=programs, name=names, blocker=st.sampled_from(BLOCKERS))
    def block(self, program: int, name: str, blocker: str) -> None:
        is_allowed = self.status(name) in {"claimed", "in_progress", "blocked"} and blocker not in self.blockers
        report = ReportBlocker(blocker_id=blocker, task_id=name, description="d", needs="n", reported_by="ana")
        if self.wish(program, report, is_allowed=is_allowed):
            task = self.tasks[name]
            task.before = task.before if task.status == "blocked" else task.status
            task.status = "blocked"
            task.blockers.append(blocker)
            self.blockers[blocker] = name

    @rule(program=programs, blocker=st.sampled_from(BLOCKERS))
    def resolve(self, program: int, blocker: str) -> None:
        is_allowed = blocker in self.blockers and blocker not in self.resolved
        if self.wish(program, ResolveBlocker(blocker_id=blocker), is_allowed=is_allowed):
            task = self.tasks[self.blockers[blocker]]
            self.resolved.add(blocker)
            task.blockers.remove(blocker)
            if task.status == "blocked" and not task.blockers:
                task.status = task.before

    @rule(program=programs, name=names, findings=st.sets(st.sampled_from(("f-1", "f-2"))))
    def complete(self, program: int, name: str, findings: set[str]) -> None:
        is_allowed = self.status(name) in {"claimed", "in_progress"} and not findings & self.findings
        nested = [{"finding_id": finding, "type": "bug", "description": "d"} for finding in sorted(findings)]
        fields: dict[str, Any] = {"summary": "s", "changes": [], "tests_passed": True, "findings": nested}
        if self.wish(program, SubmitCompletion(task_id=name, **fields, reported_by="ana"), is_allowed=is_allowed):
            self.tasks[name].status = "completed"
            self.findings |= findings

    @rule(program=programs, name=names)
    def note(self, program: int, name: str) -> None:
        is_allowed = name in self.tasks
        self.wish(program, LogTaskAction(task_id=name, action="looked"), is_allowed=is_allowed)
        self.wish(program, PublishTaskReport(task_id=name), is_allowed=is_allowed)
        finding = LogFinding(task_id=name, type="question", description="?", created_by="bo")
        self.wish(program, finding, is_allowed=is_allowed)

    @rule(program=programs, name=names)
    def do_much_with_one_impossible_wish_at_the_end(self, program: int, name: str) -> None:
        impossible = CreateTask(title="T", depends_on=("never-created",))
        self.wish(program, CreateTask(title="T"), LogTaskAction(task_id=name, action="x"), impossible, is_allowed=False)

    @invariant()
    def every_program_and_the_log_agree_with_the_model(self) -> None:
        for name in TASKS:
            plain = self.tasks.get(name)
            task = self.memory.logs[-1].aggregate(Task, task_stream(name), fresh=True)
            assert task.status == (plain.status if plain else None)
            if plain:
                assert (task.holder, list(task.open_blockers)) == (plain.holder, plain.blockers)
                assert (task.status == "blocked") <= bool(plain.blockers)


TestTaskLife = TaskLife.TestCase
TestTaskLife.settings = settings(max_examples=200, stateful_step_count=25, deadline=None)


def test_rules_hold_where_they_are_most_easily_broken() -> None:
    """What random histories come upon now and then, for certain."""
    life = TaskLife()
    life.begin_with_a_task_under_way(blockers=2, is_begun=True)

    life.complete(1, "t", set())
    life.create(1, "u", ["u"])

    for blocker in BLOCKERS[:2]:
        life.resolve(1, blocker)
        life.every_program_and_the_log_agree_with_the_model()
