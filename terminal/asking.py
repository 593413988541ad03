"""Questions to a project: the answer in words for people, as JSON for programs."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from . import console
from .opening import asks, existing

Answer = TypeVar("Answer")


def asking(show: Callable[[Answer], None]) -> Callable[[Callable[..., Answer]], Callable[..., None]]:
    """Make a command of a question, which is given the open project and what was typed; `show` says the answer."""

    def command_of(question: Callable[..., Answer]) -> Callable[..., None]:
        @asks
        @wraps(question)
        def command(project: Path, *, is_json: bool, **given: Any) -> None:
            with existing(project) as docrunch:
                answer = question(docrunch, **given)
            if is_json:
                console.show_json(answer)
            else:
                show(answer)

        return command

    return command_of
