"""Every subject's commands, imported so that `HANDLERS` is complete; `domain.changes` does the same for events."""

from . import (
    blockers,
    chats,
    cli_models,
    decisions,
    files,
    findings,
    patterns,
    profiles,
    providers,
    reports,
    scans,
    summaries,
    tasks,
)
from .command import Command
from .dispatch import HANDLERS

SUBJECTS = (
    blockers,
    chats,
    cli_models,
    decisions,
    files,
    findings,
    patterns,
    profiles,
    providers,
    reports,
    scans,
    summaries,
    tasks,
)

COMMANDS: dict[str, type[Command]] = {command.__name__: command for command in HANDLERS}
"""Every command class by its name."""
