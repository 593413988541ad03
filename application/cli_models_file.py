"""Keeping `.docrunch/cli_models.json` in step with the log."""

from ..outbox.cli_models import cli_models
from ..projections.cli_models import NAME, CliModelsFile, Standing
from .wiring import Project

__all__ = ["NAME", "bring", "standing_of"]


def bring(project: Project) -> bool:
    """Write the file where the log says something else; returns whether it was written.

    A hand's changes are left alone, `standing_of` tells of them. Raises TargetUnavailable when it cannot be written.
    """
    if not project.settings.storage.sync.enabled:
        return False
    file = CliModelsFile.of(project.root)
    # Nearly always there is nothing to do: then nothing is locked, and the folder may be read-only.
    is_behind = file.standing(cli_models(project.database)).state == "behind"
    return is_behind and file.bring(lambda: cli_models(project.database))


def standing_of(project: Project) -> Standing | None:
    """How the file compares with the log; None while nobody named any models."""
    models = cli_models(project.database)
    return CliModelsFile.of(project.root).standing(models) if models else None
