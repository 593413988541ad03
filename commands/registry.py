"""Every subject's commands, imported so that `HANDLERS` is complete; `domain.changes` does the same for events."""

from . import (  # noqa: F401  # each adds its own
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

COMMANDS: dict[str, type[Command]] = {command.__name__: command for command in HANDLERS}
"""Every command class by its name."""
