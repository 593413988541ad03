"""Programs that dispatch at the same moment on one log."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.domain.errors import NotFound, Refused
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database

from .llm import OpenVault


def log_on(database: Database) -> EventLog:
    recorder = PostgresRecorder(database)
    return EventLog(recorder, recorder)


def race(database: Database, commands: list[Command]) -> list[str | None]:
    """Each command by a program of its own, all at once; None for those that won, else why they did not."""
    start = Barrier(len(commands))

    def run(command: Command) -> str | None:
        log = log_on(database)
        start.wait()
        try:
            dispatch(log, [command], OpenVault())
        except (Refused, NotFound) as error:
            return str(error)
        return None

    with ThreadPoolExecutor(len(commands)) as pool:
        return list(pool.map(run, commands))
