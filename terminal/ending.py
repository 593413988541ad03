"""How a command ends: an exit code and, where something is wrong, one line on stderr with what to do next."""

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any, NoReturn

import click

from ..domain.errors import DocrunchError
from .console import printable

FAILED, USAGE = 1, 2
SIGNALLED = 128
log = logging.getLogger("docrunch")


class Commands(click.Group):
    """A group that never shows a traceback. Exit codes: 0 done, 1 failed, 2 usage or bad input, 128 + n signal n."""

    def main(self, *args: Any, **options: Any) -> NoReturn:
        try:
            with signals_interrupt():
                code = super().main(*args, **options | {"standalone_mode": False})
                flush()
        except BaseException as error:  # noqa: BLE001  # the last frame of the program: nobody else could answer
            code = ended_by(error)
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            raise Interrupted(*error.args or (signal.SIGINT,)) from None
        except BrokenPipeError:
            # click would end with 1, but who stops reading has what they wanted.
            raise ReaderGone from None


class ReaderGone(Exception):
    """Nobody reads the output any more."""


class Interrupted(Exception):
    """A signal of this number ended the command."""


@contextmanager
def signals_interrupt() -> Iterator[None]:
    """Meanwhile SIGTERM and a closed terminal end the command as Ctrl-C does."""
    before = {number: signal.signal(number, interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def interrupt(number: int, _frame: FrameType | None) -> None:
    """End like Ctrl-C does: what is open is closed, and what is half done is undone."""
    raise KeyboardInterrupt(number)


@contextmanager
def until_interrupted() -> Iterator[None]:
    """For what has no end of its own: being interrupted is the right one."""
    with suppress(KeyboardInterrupt):
        yield


def ended_by(error: BaseException) -> int:
    """Say in one line what went wrong, if anything; returns the exit code."""
    match error:
        case SystemExit():
            return error.code if isinstance(error.code, int) else FAILED
        case click.exceptions.NoArgsIsHelpError():
            click.echo(error.ctx.get_help())
            return USAGE
        case ReaderGone() | BrokenPipeError():
            discard_output()
            return 0
        case OSError():
            discard_output()
    text, code = verdict(error)
    with suppress(OSError):
        click.echo(f"docrunch: {printable(' '.join(text.split()))}", err=True)
    return code


def verdict(error: BaseException) -> tuple[str, int]:
    """The line to show, and the exit code."""
    match error:
        case click.UsageError():
            command = error.ctx.command_path if error.ctx else "docrunch"
            return f"{error.format_message().rstrip('.')}; see: {command} --help", USAGE
        case DocrunchError():
            return (str(error) if error.hint is None else f"{error}; {error.hint}"), error.exit_code
        case Interrupted():
            return "interrupted; what was recorded stays recorded", SIGNALLED + error.args[0]
        case KeyboardInterrupt() | click.Abort():
            return "interrupted", SIGNALLED + signal.SIGINT
        case OSError():
            return f"{error.filename or 'the output'}: {error.strerror or error}", FAILED
    log.error("unforeseen", exc_info=error)
    return f"unforeseen {type(error).__name__}: {error}; run it again with -v and report what that shows", FAILED


def flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def discard_output() -> None:
    """Let Python not try again at its end to write what could not be written."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
