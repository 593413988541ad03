"""What agents may wish at random: few names, so that they meet; many wishes are refused, as in life."""

from datetime import timedelta
from typing import Any

from docrunch.commands.blockers import ReportBlocker, ResolveBlocker
from docrunch.commands.chats import DeleteChat, PostMessage, RenameChat, StartChat
from docrunch.commands.command import Command
from docrunch.commands.decisions import RecordDecision, SupersedeDecision
from docrunch.commands.files import IndexFile, RemoveFile
from docrunch.commands.findings import LogFinding, ResolveFinding
from docrunch.commands.patterns import RecordPattern, RetirePattern
from docrunch.commands.profiles import ConfigureProfile, DisableProfile, RemoveProfile
from docrunch.commands.providers import ConfigureProvider, DisableProvider, EnableProvider, RemoveProvider
from docrunch.commands.reports import PublishTaskReport, SubmitCompletion
from docrunch.commands.summaries import RecordSummary
from docrunch.commands.tasks import ClaimTask, CreateTask, LogTaskAction, UpdateProgress, UpdateTaskStatus
from hypothesis import strategies as st

from .office import AT, source

AGENTS = st.sampled_from(["ana", "bob"])
TASKS = st.sampled_from(["t", "t", "t", "T", "u"])
NAMES = st.sampled_from(["x", "x", "y", "z"])
PATHS = st.sampled_from(["a.py", "A.py", "p/b.py"])
FILES = st.lists(st.sampled_from(["a.py", "p/b.py", "gone.py"]), max_size=2, unique=True)
SYMBOLS = st.sampled_from([("f",), ("f", "K", "K.f"), ("F",), ()])
TEXTS = st.sampled_from(
    ["Plain.", "In a.py.", "See `a.f()` and p/b.py.", "`K` or m.K.f, A.f", "- a.K\n- p.b.f\n\n```\na.f\n```", "| <b> `"]
)
TITLES = st.sampled_from(["Ports", "ports!", "Use a log", "?"])


def wish(command_class: type[Command], /, **fields: Any) -> st.SearchStrategy[Command]:
    """Commands of this class; each field is a strategy or a value."""
    strategies = {name: one if isinstance(one, st.SearchStrategy) else st.just(one) for name, one in fields.items()}
    return st.fixed_dictionaries(strategies).map(command_class.model_validate)


def index(path: str, names: tuple[str, ...], module: str | None, minutes: int) -> IndexFile:
    facts = {"module": module} if module else {}
    file = source(path, *names, content=f"{minutes:x}", **facts)
    return IndexFile(file=file, scanned_at=AT + timedelta(minutes=minutes))


DECISION = {"title": TITLES, "context": TEXTS, "decision": TEXTS, "rationale": TEXTS, "decision_id": NAMES}
FINDING = {"finding_id": NAMES, "type": st.sampled_from(["bug", "question"]), "description": TEXTS, "files": FILES}
CHANGES = st.lists(TEXTS | PATHS, max_size=2) | st.fixed_dictionaries({"a.py": TEXTS, "deep": st.just({"a": [1]})})

about_tasks = st.one_of(
    wish(CreateTask, task_id=TASKS, title=TITLES, description=TEXTS, depends_on=st.lists(TASKS, max_size=1)),
    wish(ClaimTask, task_id=TASKS, reported_by=AGENTS),
    wish(
        UpdateProgress,
        task_id=TASKS,
        percentage=st.integers(0, 100),
        status="in_progress",
        note=TEXTS,
        reported_by=AGENTS,
    ),
    wish(UpdateTaskStatus, task_id=TASKS, status=st.sampled_from(["in_progress", "cancelled"])),
    wish(
        LogTaskAction, task_id=TASKS, action=st.sampled_from(["looked", "progressed"]), details=st.just({"at": "a.py"})
    ),
    wish(ReportBlocker, blocker_id=NAMES, task_id=TASKS, description=TEXTS, needs=TEXTS, reported_by=AGENTS),
    wish(ResolveBlocker, blocker_id=NAMES, resolution=TEXTS),
    wish(PublishTaskReport, task_id=TASKS),
    wish(
        SubmitCompletion,
        task_id=TASKS,
        summary=TEXTS,
        changes=CHANGES,
        tests_passed=st.booleans(),
        notes=TEXTS,
        findings=st.lists(st.fixed_dictionaries(FINDING), max_size=1),
        decisions=st.lists(st.fixed_dictionaries(DECISION), max_size=1),
        reported_by=AGENTS,
    ),
)
about_reports = st.one_of(
    wish(LogFinding, task_id=TASKS, created_by=AGENTS, **FINDING),
    wish(ResolveFinding, finding_id=NAMES, resolution=TEXTS),
    wish(RecordDecision, **DECISION, created_by=AGENTS, task_id=st.none() | TASKS),
    wish(SupersedeDecision, decision_id=NAMES, superseded_by=NAMES),
    wish(RecordPattern, pattern_id=NAMES, name=TITLES, description=TEXTS, example=TEXTS, files=FILES),
    wish(RetirePattern, pattern_id=NAMES, reason=TEXTS),
)
about_files = st.one_of(
    st.builds(index, PATHS, SYMBOLS, st.sampled_from([None, None, "m"]), st.integers(0, 15)),
    wish(RemoveFile, path=PATHS),
    wish(RecordSummary, kind="file", path=PATHS, text=TEXTS, model=st.sampled_from([None, "gpt-x"])),
    wish(RecordSummary, kind="function", path=PATHS, qualified_name=st.sampled_from(["f", "K.f"]), text=TEXTS),
    wish(RecordSummary, kind="class", path=PATHS, qualified_name="K", text=TEXTS),
)
about_settings = st.one_of(
    wish(ConfigureProvider, provider_id=NAMES, name=TITLES, provider_type="ollama", config=st.just({"timeout": 2.5})),
    wish(EnableProvider, provider_id=NAMES),
    wish(DisableProvider, provider_id=NAMES),
    wish(RemoveProvider, provider_id=NAMES),
    wish(ConfigureProfile, profile_id=NAMES, role="qa", display_name=TITLES, provider_id=NAMES, model="m"),
    wish(DisableProfile, profile_id=NAMES),
    wish(RemoveProfile, profile_id=NAMES),
    wish(StartChat, chat_id=NAMES),
    wish(PostMessage, chat_id=NAMES, role="user", content=TEXTS, citations=st.just([{"path": "a.py"}])),
    wish(RenameChat, chat_id=NAMES, title=TITLES),
    wish(DeleteChat, chat_id=NAMES),
)
wishes = st.one_of(about_tasks, about_tasks, about_reports, about_files, about_files, about_settings)

opening = st.permutations(
    [
        index("a.py", ("f", "K", "K.f"), None, 1),
        RecordDecision(
            decision_id="x", title="Use", context="a.py", decision="`a.f`", rationale="p.b.f", created_by="ana"
        ),
        RecordDecision(
            decision_id="y", title="Use", context="A.py", decision="`a.f`", rationale="m.f", created_by="ana"
        ),
        RecordPattern(pattern_id="y", name="Ports", description="As in a.py."),
        StartChat(chat_id="x"),
    ]
).map(
    lambda commands: [
        CreateTask(task_id="t", title="T"),
        *commands,
        ClaimTask(task_id="t", reported_by="ana"),
        CreateTask(task_id="T", title="Then", depends_on=("t",)),
        LogFinding(finding_id="x", task_id="t", type="bug", description="In a.py.", created_by="ana"),
    ]
)
"""Something to talk about, in some order."""
