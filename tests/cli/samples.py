"""A good call of every command that records something: what it requires, and nothing else."""

from collections.abc import Iterator

import click
from docrunch.cli import main

RECORDING: dict[str, str] = {
    "task create": "Title --id t",
    "task claim": "t",
    "task progress": "t 40",
    "task status": "t cancelled",
    "task cancel": "t",
    "task log": "t looked",
    "task complete": "t --summary Done --change a.py --tests-passed",
    "task publish": "t",
    "finding log": "t bug --description Leaks --id f",
    "finding resolve": "f",
    "decision record": "Title --context C --decision D --rationale R --id d",
    "decision supersede": "d e",
    "pattern record": "Ports --description D --id p",
    "pattern retire": "p",
    "summary record": "file text.py --text Texts",
    "blocker report": "t --description D --needs N --id b",
    "blocker resolve": "b",
    "llm provider configure": "openai --name OpenAI --type openai",
    "llm provider enable": "openai",
    "llm provider disable": "openai",
    "llm provider remove": "openai",
    "llm profile configure": "chat --role chat --name Chat --provider openai --model gpt",
    "llm profile enable": "chat",
    "llm profile disable": "chat",
    "llm profile remove": "chat",
    "llm models set": "gemini gemini-3",
    "llm models add": "gemini gemini-4",
    "llm models remove": "gemini gemini-4",
    "chat start": "Title --id c",
    "chat post": "c user --content Hello",
    "chat rename": "c Title",
    "chat delete": "c",
}


def command_at(path: str) -> click.Command:
    """The command of this name, such as `task claim`."""
    command: click.Command = main
    for name in path.split():
        assert isinstance(command, click.Group)
        command = command.commands[name]
    return command


def good(path: str) -> list[str]:
    """The words of a good call."""
    return [*path.split(), *RECORDING[path].split()]


def leaves(group: click.Group = main, above: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that is no group, by its name."""
    for name, command in group.commands.items():
        path = f"{above} {name}".strip()
        if isinstance(command, click.Group):
            yield from leaves(command, path)
        else:
            yield path, command
