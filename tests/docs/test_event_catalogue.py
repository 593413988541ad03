"""The catalogue of events is made from the code, current and complete."""

from pathlib import Path

from docrunch.domain.changes import DERIVATIONS
from docrunch.domain.events import EVENTS
from docrunch.projections.catalogue import event_catalogue
from docrunch.projections.effects import EFFECTS


def test_the_catalogue_is_current(root: Path) -> None:
    page = (root / "docs/reference/events.md").read_text(encoding="utf-8")

    assert page == event_catalogue(), "write docrunch.projections.catalogue.event_catalogue() to this page"


def test_the_catalogue_has_every_event_and_field(root: Path) -> None:
    page = (root / "docs/reference/events.md").read_text(encoding="utf-8")
    sections = {part.partition("\n")[0]: part for part in page.split("\n## ")[1:]}

    missing = [
        f"{topic}: {name}"
        for topic in DERIVATIONS
        for name in EVENTS[topic].model_fields
        if f"| `{name}` |" not in sections.get(topic, "")
    ]

    assert missing == []


def test_every_event_of_the_package_says_what_it_touches() -> None:
    ours = {topic for topic, event in EVENTS.items() if event.__module__.startswith("docrunch.")}

    assert EFFECTS.keys() == ours == DERIVATIONS.keys()
