"""The secrets of LLM providers in an open project: forgotten with their provider, shown masked."""

import logging
from collections.abc import Iterable

from pydantic import SecretStr

from ..commands.command import Command
from ..commands.providers import RemoveProvider
from ..domain.errors import DocrunchError
from ..domain.providers import Provider, provider_stream
from .wiring import Project

log = logging.getLogger("docrunch.secrecy")


def forget_removed(project: Project, commands: Iterable[Command] | None = None) -> None:
    """Destroy the data keys of removed providers: after `commands` if one removes any, else after whatever was.

    The removal stands whatever happens here, so a failure is logged and tried again when the project is opened next.
    """
    if commands is not None and not any(isinstance(command, RemoveProvider) for command in commands):
        return
    try:
        project.vault.sweep()
    except DocrunchError as error:
        log.warning("data keys of removed providers wait to be destroyed: %s", error)


def api_key(project: Project, provider_id: str) -> SecretStr | None:
    """A provider's key in the open, None when it has none. Raises NotFound, Misconfigured, Unavailable."""
    provider = project.log.aggregate(Provider, provider_stream(provider_id), fresh=True)
    sealed = provider.require_known().config.api_key
    return None if sealed is None else project.vault.reveal(provider_id, "api_key", sealed)
