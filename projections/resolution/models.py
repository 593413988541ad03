"""Where a string that names a model leads: `mapped:Order` of SQLAlchemy, `django:order` and `django:shop.order`.

`setting:AUTH_USER_MODEL` is the label that all settings of the repository agree on.
"""

from ...domain.source import SCHEMA
from .definitions import NOTHING, Bound, Steps, Walk

DJANGO = "django"
SETTING = "setting"
MODELS = "models"


class ModelWalk:
    """The way of one name. Where several models are equally good, it leads nowhere."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk

    def run(self) -> Steps[str | None]:
        """The id of the schema in the end."""
        scope, target = self.walk.name
        if target.startswith(f"{SETTING}:"):
            target = yield from self.agreed(target)
        library, _, name = target.partition(":")
        key = f"{library}:{name.rpartition('.')[2]}"
        yield from self.walk.ask([key])
        models = self.walk.known.get(key, NOTHING).names
        fitting = in_app(models, name, scope) if library == DJANGO else called(models, name, scope)
        return (yield from schema_of(self.walk, fitting))

    def agreed(self, setting: str) -> Steps[str]:
        """What every file that assigns the setting says; the setting itself, which is no model, where they differ."""
        yield from self.walk.ask([setting])
        said = {one.name.target for one in self.walk.known.get(setting, NOTHING).names if one.name is not None}
        return said.pop() if len(said) == 1 else setting


def schema_of(walk: Walk, models: list[Bound]) -> Steps[str | None]:
    """The schema of the only one of these models, as its own file has it."""
    (model,) = models if len(models) == 1 else (None,)
    if model is None or model.name is None:
        return None
    key = model.name.target
    yield from walk.ask([key])
    found = [symbol.id for symbol in walk.known.get(key, NOTHING).symbols if symbol.file_id == model.file_id]
    return found[0] if len(found) == 1 else None


def called(models: list[Bound], name: str, path: str) -> list[Bound]:
    """SQLAlchemy finds a class by its name, or the end of its dotted name, wherever it is; here in the file first."""
    named = [one for one in models if one.name is not None and f".{one.name.target}".endswith(f".{name}{SCHEMA}")]
    return [one for one in named if one.file_id == f"file:{path}"] or named


def in_app(models: list[Bound], name: str, path: str) -> list[Bound]:
    """Django finds a model in an app: in the one that is named before it, or in its own."""
    app, _, _ = name.rpartition(".")
    if not app:
        return [one for one in models if app_of(one.file_id) == app_of(f"file:{path}")]
    return [one for one in models if app_of(one.file_id).rpartition("/")[2].lower() == app]


def app_of(file_id: str) -> str:
    """The folder of the app that a file is of: the one above `models`, or else the file's own."""
    folders = f"/{file_id.removeprefix('file:')}".split("/")[:-1]
    above = folders[: folders.index(MODELS)] if MODELS in folders else folders
    return "/".join(above)
