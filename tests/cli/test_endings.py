"""How a command ends when somebody else wishes it: signals, readers that go away, a terminal or none."""

import os
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from click.testing import Result

PROGRAM = [sys.executable, "-P", "-c", "from docrunch.cli import main; main(prog_name='docrunch')"]

pytestmark = pytest.mark.usefixtures("scanned")


@contextmanager
def started(*arguments: str) -> Iterator["subprocess.Popen[str]"]:
    """A program that takes signals as they come, also where those who run the tests ignore them (`&`, nohup)."""
    pipe = subprocess.PIPE
    with signals_taken(), subprocess.Popen([*PROGRAM, *arguments], stdout=pipe, stderr=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


@contextmanager
def signals_taken() -> Iterator[None]:
    """What is ignored here is ignored by programs that are started here."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGHUP)}
    for number, handler in before.items():
        if handler is signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_worker_ends_well_when_it_is_told_to(number: signal.Signals) -> None:
    with started("worker") as worker:
        assert worker.stderr is not None
        assert "press Ctrl-C" in worker.stderr.readline()
        worker.send_signal(number)

        assert (worker.wait(30), worker.stderr.read()) == (0, "")


def test_following_the_log_ends_well_too() -> None:
    with started("events", "--follow") as follower:
        assert follower.stdout is not None
        assert "scan.started" in follower.stdout.readline()
        follower.send_signal(signal.SIGINT)

        assert follower.wait(30) == 0


def test_an_interrupted_scan_says_so_and_is_recorded_as_failed(
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    with monkeypatch.context() as patched:
        patched.setattr("docrunch.application.scanning.Scan.find", interrupted)
        result = run("scan", code=128 + signal.SIGTERM)

    assert result.stderr == "docrunch: interrupted; what was recorded stays recorded\n"
    assert "scan.failed" in run("events").stdout.splitlines()[-1]
    run("scan")


def test_who_stops_reading_has_what_they_wanted() -> None:
    with started("events", "--json") as events:
        assert events.stdout is not None
        events.stdout.readline()
        events.stdout.close()
        events.stdout = None

        assert (events.wait(30), events.stderr.read() if events.stderr else "") == (0, "")


def test_an_output_that_cannot_be_written_is_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*PROGRAM, "status"], stdout=full, stderr=subprocess.PIPE, text=True, check=False, timeout=60
        )

    assert (done.returncode, done.stderr) == (1, "docrunch: the output: No space left on device\n")


def test_progress_is_shown_on_a_terminal_only(scanned: Path) -> None:
    (scanned / "more.py").write_text("x = 1\n")
    in_a_pipe = subprocess.run([*PROGRAM, "scan"], capture_output=True, text=True, check=True, timeout=60)
    (scanned / "more.py").write_text("x = 2\n")

    ours, theirs = pty.openpty()
    with subprocess.Popen([*PROGRAM, "scan"], stdout=subprocess.DEVNULL, stderr=theirs):
        os.close(theirs)
        shown = b"".join(iter(lambda: read(ours), b"")).decode()
    os.close(ours)

    assert in_a_pipe.stderr == ""
    assert "Scanning" in shown
    assert "Writing pages" in shown


def read(descriptor: int) -> bytes:
    # A terminal nobody writes to any more is an error on Linux.
    with suppress(OSError):
        return os.read(descriptor, 65536)
    return b""
