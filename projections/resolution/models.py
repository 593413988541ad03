"""Where a string that names a model leads: `mapped:Order` of SQLAlchemy, `django:order` and `django:shop.order`.

A model of Django is found as `django:order` where its folder tells the app, and else as `django:shop.order` itself.

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
        found = self.in_app(name, scope) if library == DJANGO else self.called(library, name, scope)
        return (yield from schema_of(self.walk, (yield from found)))

    def agreed(self, setting: str) -> Steps[str]:
        """What every file that assigns the setting says; the setting itself, which is no model, where they differ."""
        yield from self.walk.ask([setting])
        said = {one.name.target for one in self.walk.known.get(setting, NOTHING).names if one.name is not None}
        return said.pop() if len(said) == 1 else setting

    def called(self, library: str, name: str, path: str) -> Steps[list[Bound]]:
        """SQLAlchemy finds a class by its name, or the end of its dotted name, wherever it is; in the file first."""
        models = yield from self.known(f"{library}:{name.rpartition('.')[2]}")
        named = [one for one in models if one.name is not None and f".{one.name.target}".endswith(f".{name}{SCHEMA}")]
        return [one for one in named if one.file_id == f"file:{path}"] or named

    def in_app(self, name: str, path: str) -> Steps[list[Bound]]:
        """Django finds a model in an app, named before it or its own: that of its folder, or as it says itself."""
        label, _, model = name.rpartition(".")
        own = app_of(f"file:{path}")
        labelled = yield from self.known(f"{DJANGO}:{label or label_of(own)}.{model}")
        others = yield from self.known(f"{DJANGO}:{model}")
        apps = [(app_of(one.file_id), one) for one in others]
        return [*labelled, *(one for app, one in apps if (label_of(app) == label if label else app == own))]

    def known(self, key: str) -> Steps[list[Bound]]:
        """The models that a key leads to."""
        yield from self.walk.ask([key])
        return self.walk.known.get(key, NOTHING).names


def schema_of(walk: Walk, models: list[Bound]) -> Steps[str | None]:
    """The schema of the only one of these models, as its own file has it."""
    (model,) = models if len(models) == 1 else (None,)
    if model is None or model.name is None:
        return None
    key = model.name.target
    yield from walk.ask([key])
    found = [symbol.id for symbol in walk.known.get(key, NOTHING).symbols if symbol.file_id == model.file_id]
    return found[0] if len(found) == 1 else None


def app_of(file_id: str) -> str:
    """The folder of the app that a file is of: the one above `models`, or else the file's own."""
    folders = f"/{file_id.removeprefix('file:')}".split("/")[:-1]
    above = folders[: folders.index(MODELS)] if MODELS in folders else folders
    return "/".join(above)


def label_of(app: str) -> str:
    """How Django calls the app in a folder."""
    return app.rpartition("/")[2].lower()
