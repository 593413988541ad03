"""The reference of the command line, made from the commands themselves."""

from collections.abc import Iterator

import click

HEAD = """\
# Command line

Every command looks for its project at or above the folder you are in (`--project` names another). With `--json` it
prints one JSON document, `events` and `projections rebuild` one a line. Errors are one line on stderr that says what to
do. Exit codes: 0 done, 1 failed, 2 wrong usage or input, 128 + n ended by signal n.
"""


def reference(main: click.Group) -> str:
    """The page docs/reference/cli.md, of the group of all commands."""
    context = click.Context(main, info_name="docrunch")
    return "\n".join([HEAD, *sections(context)])


def sections(context: click.Context) -> Iterator[str]:
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            child = command.get_command(context, name)
            if child is not None:
                yield from sections(click.Context(child, info_name=name, parent=context))
    else:
        yield section(context)


def section(context: click.Context) -> str:
    """One command: how it is called, what it does, its options."""
    command = context.command
    usage = f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"
    records = [one.get_help_record(context) for one in command.params if isinstance(one, click.Option)]
    table = "\n".join(["| option | what it is for |", "|---|---|", *(row(record) for record in records if record)])
    return f"## {context.command_path}\n\n```text\n{usage}\n```\n\n{prose(command)}\n" + f"\n{table}\n" * bool(records)


def prose(command: click.Command) -> str:
    paragraphs = (command.help or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def row(record: tuple[str, str]) -> str:
    option, text = record
    return f"| `{option}` | {text.replace('|', chr(92) + '|')} |"
