"""`.docrunch/cli_models.json`: the models of the CLI programs, for whoever reads files rather than a database.

    {
      "digest": "SHA-256 over the canonical JSON of models",
      "models": {"gemini": ["gemini-2.5-flash", "gemini-2.5-pro"]}
    }

The file is its own checkpoint: what it should be follows from the log alone, whatever it is now. Its digest and form
tell what docrunch wrote from what a hand changed, which is a conflict and left alone.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from ..domain.canonical import content_hash
from ..domain.errors import TargetUnavailable
from .one_file import alone, read, replace

NAME = "cli_models"

Models = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the file stands: current, behind (it will be written), conflict, or failing; `error` says why not."""

    state: Literal["current", "behind", "conflict", "failing"]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class CliModelsFile:
    """The file of one project. Writing is atomic, and alone among all processes."""

    path: Path

    @classmethod
    def of(cls, project_root: Path) -> "CliModelsFile":
        return cls(project_root / ".docrunch" / "cli_models.json")

    def bring(self, wanted: Callable[[], Models]) -> bool:
        """Bring the file to what is `wanted`, asked once no other process writes; returns whether it was written.

        A conflict stays as it is, see `standing`. Raises TargetUnavailable when the file cannot be written.
        """
        with reported(self.path), alone(self.path.parent):
            models = wanted()
            is_due = self.compare(models).state == "behind"
            if is_due:
                replace(self.path, rendered(models))
            return is_due

    def standing(self, models: Models) -> Standing:
        """How the file compares with these models."""
        try:
            return self.compare(models)
        except OSError as error:
            return Standing("failing", f"{self.path} cannot be read: {error.strerror}")

    def compare(self, models: Models) -> Standing:
        held = read(self.path)
        if not models or held == rendered(models):
            # Where nobody named any models, a file of that name is none of our business.
            return Standing("current")
        if held is None or is_ours(held):
            return Standing("behind")
        return Standing(
            "conflict",
            f"{self.path} was changed by hand and is left alone: say the changes with docrunch llm models, "
            "then delete the file",
        )


def rendered(models: Models) -> bytes:
    """The one form of these models: sorted, LF, the same bytes on every machine."""
    plain = {cli_type: sorted(names) for cli_type, names in models.items()}
    whole = {"digest": content_hash(plain), "models": plain}
    return (json.dumps(whole, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def is_ours(held: bytes) -> bool:
    """Whether these bytes are what docrunch writes for some models."""
    try:
        models: Any = json.loads(held)["models"]
        return rendered(models) == held
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return False


@contextmanager
def reported(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise TargetUnavailable(f"{path} cannot be written: {error.strerror}") from error
