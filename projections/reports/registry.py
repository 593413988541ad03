"""Every event of tasks, reports, LLM settings and chats, with what it comes to."""

from .blockers import BLOCKERS
from .changes import Projected
from .chats import CHATS
from .decisions import DECISIONS
from .findings import FINDINGS
from .llm import LLM
from .patterns import PATTERNS
from .summaries import SUMMARIES
from .tasks import TASKS

REPORTS: dict[str, Projected] = {
    **TASKS,
    **FINDINGS,
    **DECISIONS,
    **BLOCKERS,
    **PATTERNS,
    **SUMMARIES,
    **LLM,
    **CHATS,
}
