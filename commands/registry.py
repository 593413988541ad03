"""Every subject's commands, imported so that `HANDLERS` is complete; `domain.changes` does the same for events."""

from . import blockers, chats, decisions, files, findings, patterns, reports, scans, summaries, tasks
from .command import Command
from .dispatch import HANDLERS

SUBJECTS = (blockers, chats, decisions, files, findings, patterns, reports, scans, summaries, tasks)

COMMANDS: dict[str, type[Command]] = {command.__name__: command for command in HANDLERS}
"""Every command class by its name."""
