"""Records as people read them: tables that fit, and cards that tell all of one."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

import click

from .console import printable, show_table, width

PIPE_COLUMNS = 120
NARROWEST = 20
BETWEEN = 2
LABEL = 14


def show_list(what: str, columns: Sequence[str], rows: Sequence[Sequence[Any]], *, flexible: int) -> None:
    """A table; where it is wider than the terminal (120 columns in a pipe), one column's texts are cut short."""
    if not rows:
        click.echo(f"No {what}.")
        return
    cells = [[cell if isinstance(cell, int) else line(cell) for cell in row] for row in rows]
    widths = [max(map(width, map(str, column))) for column in zip(columns, *cells, strict=True)]
    over = sum(widths) + BETWEEN * (len(widths) - 1) - shutil.get_terminal_size((PIPE_COLUMNS, 0)).columns
    room = max(widths[flexible] - max(over, 0), NARROWEST)
    for row in cells:
        row[flexible] = cut(str(row[flexible]), room)
    show_table(columns, cells)


def line(cell: Any) -> str:
    return "-" if cell is None else when(cell) if isinstance(cell, datetime) else " ".join(str(cell).split())


def cut(text: str, room: int) -> str:
    """The text, or its beginning with `…`, in so many columns of a terminal."""
    if width(text) <= room:
        return text
    columns = accumulate(map(width, text))
    end = next(at for at, taken in enumerate(columns) if taken >= room)
    return f"{text[:end].rstrip()}…"


def when(instant: datetime | None) -> str:
    """For people: to the minute, in UTC."""
    return "-" if instant is None else f"{instant:%Y-%m-%d %H:%M}"


def show_card(title: str, facts: Mapping[str, Any], texts: Mapping[str, str | None] | None = None) -> None:
    """One record: its title, a line for each fact that there is, and its longer texts."""
    click.echo(printable(title))
    for name, value in facts.items():
        if value not in (None, "", [], {}, ()):
            click.echo(printable(f"  {name + ':':<{LABEL}}{told(value)}"))
    for name, text in (texts or {}).items():
        if text:
            click.echo(printable(f"\n{name}:\n{indented(text)}"))


def show_section(name: str, lines: Iterable[str]) -> None:
    """A heading and a line for each, when there are any."""
    for at, text in enumerate(lines):
        click.echo(printable((f"\n{name}:\n" if at == 0 else "") + f"  {' '.join(text.split())}"))


def told(value: Any) -> str:
    """A fact on one line; JSON of a caller's shape as JSON."""
    import orjson

    match value:
        case datetime():
            return f"{when(value)} UTC"
        case bool():
            return "yes" if value else "no"
        case list() if all(isinstance(item, str) for item in value):
            return ", ".join(value)
        case dict() | list():
            return orjson.dumps(value).decode()
    return " ".join(str(value).split())


def indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.rstrip().splitlines())
