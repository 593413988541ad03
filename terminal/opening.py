"""Which project a command means, and the options by which it is told."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from ..domain.errors import Invalid, NotFound

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch

Function = TypeVar("Function", bound=Callable[..., Any])

FOLDER = click.Path(path_type=Path)

json_option = click.option("--json", "is_json", is_flag=True, help="Print JSON, for programs.")
project_option = click.option(
    "--project", type=FOLDER, default=Path(), help="A folder of the project (default: the one you are in)."
)


def asks(function: Function) -> Function:
    """The options of every command that only asks."""
    return project_option(json_option(function))


def existing_folder(path: Path) -> Path:
    """The folder, resolved. Raises Invalid when there is none."""
    try:
        if path.is_dir():
            return path.resolve()
        problem = f"{path} is a file" if path.exists() else f"{path} does not exist"
    except (OSError, ValueError) as error:
        problem = f"{str(path)!r} cannot be used: {getattr(error, 'strerror', None) or error}"
    raise Invalid(problem, hint="name a folder")


def existing_root(path: Path) -> Path:
    """The root of the project that was set up at or above this folder. Raises Invalid and NotFound."""
    from ..config import find_project_root, is_project

    root = find_project_root(existing_folder(path))
    if not is_project(root):
        raise NotFound(f"no docrunch project is at or above {root}", hint="run `docrunch scan` in its top folder first")
    return root


def existing(path: Path) -> "Docrunch":
    """Open a project that was set up before."""
    # Only here: what a project needs takes half a second to import.
    from ..application.docrunch import Docrunch

    return Docrunch.open(existing_root(path), has_worker=False)
