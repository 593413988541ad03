"""Which delivery targets there are: the built-in ones and those that installed packages register."""

from collections.abc import Callable
from importlib.metadata import entry_points
from pathlib import Path

from ..config import Settings
from ..domain.errors import Misconfigured
from ..domain.targets import Target
from ..projections.lightrag.target import LightRagTarget
from ..projections.markdown.target import MarkdownTarget

Factory = Callable[[Settings, Path], Target]
"""Makes a target from the settings and the project's root folder; connects to nothing yet."""

GROUP = "docrunch.targets"


def markdown(settings: Settings, root: Path) -> Target:
    return MarkdownTarget(root / settings.storage.markdown.output_dir, root)


def lightrag(settings: Settings, _root: Path) -> Target:
    return LightRagTarget(settings.storage.lightrag, settings.lightrag_api_key)


BUILT_IN: dict[str, Factory] = {"markdown": markdown, "lightrag": lightrag}


def make_targets(settings: Settings, root: Path) -> dict[str, Target | None]:
    """The targets of `storage.sync.targets` by name; None for one that this installation lacks.

    Raises Misconfigured when a registered target cannot be made.
    """
    factories = BUILT_IN | {point.name: point.load() for point in entry_points(group=GROUP)}
    return {name: made(name, factories.get(name), settings, root) for name in settings.storage.sync.targets}


def made(name: str, factory: Factory | None, settings: Settings, root: Path) -> Target | None:
    if factory is None:
        return None
    try:
        return factory(settings, root)
    except (TypeError, ValueError) as error:
        raise Misconfigured(
            f"the target {name!r} cannot be made: {error}", hint="check storage.sync.targets"
        ) from error
