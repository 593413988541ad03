"""Every command says what it does; help is fast and its reference is current."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from docrunch.cli import main
from docrunch.terminal.manual import reference

COSTLY = {"eventsourcing", "jinja2", "psycopg", "pydantic", "rich", "tree_sitter", "yaml"}
ROOT = Path(__file__).resolve().parents[2]


def commands(group: click.Group) -> Iterator[click.Command]:
    for command in group.commands.values():
        yield command
        if isinstance(command, click.Group):
            yield from commands(command)


def test_every_command_and_option_has_help_that_is_not_cut_short() -> None:
    for command in commands(main):
        assert command.help
        assert not command.get_short_help_str(60).endswith("...")
        assert all(option.help for option in command.params if isinstance(option, click.Option))


def test_the_reference_is_current() -> None:
    page = (ROOT / "docs/reference/cli.md").read_text(encoding="utf-8")

    assert page == reference(main), "write docrunch.terminal.manual.reference(docrunch.cli.main) to this page"


def test_help_does_not_import_what_only_work_needs() -> None:
    script = "import sys, docrunch, docrunch.cli; print(*sys.modules)"

    done = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, text=True, check=True)

    assert COSTLY & set(done.stdout.split()) == set()
