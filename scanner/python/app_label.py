"""The app that a model of Django says it is of: `class Meta: app_label = "shop"`."""

from .definitions import CLASS, unwrapped
from .fields import fields_of, string_of
from .findings import Modelled
from .relations import Relation
from .symbols import BODY, symbol_name

META = "Meta"
APP_LABEL = "app_label"
DJANGO = "django:"


def app_label(source: bytes, found: Modelled) -> str | None:
    """The label in small letters, "" where the folder tells the app, None where nobody can tell it."""
    for node in found.body.named_children:
        meta = unwrapped(node)
        body = meta.child_by_field_id(BODY) if meta.kind_id == CLASS and symbol_name(source, meta) == META else None
        for made in [] if body is None else fields_of(source, body):
            if made.name == APP_LABEL:
                label = string_of(source, made.value) or ""
                return label.lower() if label.isidentifier() else None
    return ""


def in_app(relation: Relation, label: str | None) -> Relation:
    """What a model of this label means by a name that has none."""
    target = relation.target or ""
    if label == "" or not target.startswith(DJANGO) or "." in target:
        return relation
    return relation._replace(target=label and named(target.removeprefix(DJANGO), label))


def named(name: str, label: str) -> str:
    """By what name others may refer to a model: with its app only where it says so itself."""
    return DJANGO + f"{label}.{name}".removeprefix(".").lower()
