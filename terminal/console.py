"""What the command line writes with: JSON for programs, tables, notes and progress for people."""

import sys
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from typing import Any

import click

from ..domain.steering import harmless_json


def note(text: str) -> None:
    """Something a person should know, on stderr."""
    click.echo(f"  {printable(' '.join(text.split()))}", err=True)


def show_json(value: Any, *, is_line: bool = False) -> None:
    """One JSON document on stdout, indented or, for streams, on one line."""
    import orjson

    options = orjson.OPT_UTC_Z if is_line else orjson.OPT_UTC_Z | orjson.OPT_INDENT_2
    click.echo(harmless_json(orjson.dumps(value, default=plain, option=options).decode()))


def plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if hasattr(value, "model_dump"):
        return value.model_dump()
    return str(value)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """A table on stdout: as wide as its widest cells, numbers to the right."""
    cells = [[printable(str(cell)) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(columns, *cells, strict=True)]
    numeric = [any(isinstance(cell, int) for cell in column) for column in zip(*rows, strict=True)]
    for row in [list(columns), *cells]:
        padded = [padded_to(*of) for of in zip(row, widths, numeric or [False] * len(row), strict=True)]
        click.echo("  ".join(padded).rstrip())


def padded_to(cell: str, wanted: int, is_number: bool) -> str:
    gap = " " * (wanted - width(cell))
    return gap + cell if is_number else cell + gap


def width(text: str) -> int:
    """The columns a text takes on a terminal."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) > 0 for char in text)


def count(number: int, one: str, many: str | None = None) -> str:
    """`1 page`, `2 pages`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def printable(text: str) -> str:
    """Text from files and logs without what would steer a terminal."""
    return "".join(char if char in "\n\t" or char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr when it is a terminal, nothing in a pipe; yields what to call with (done, total)."""
    if not is_terminal():
        yield lambda _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def counting(label: str) -> Iterator[Callable[[int], None]]:
    """A running count on stderr when it is a terminal; yields what to call with the number of new ones."""
    if not is_terminal():
        yield lambda _more: None
        return
    from rich.console import Console
    from rich.progress import Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}: {task.completed:.0f} events"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda more: bar.advance(task, more)


def is_terminal() -> bool:
    return sys.stderr is not None and sys.stderr.isatty()
