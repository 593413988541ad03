"""Events that a release wrote stay readable for ever: the files of `tests/fixtures/events` only grow in number."""

import json
from pathlib import Path

import pytest
from docrunch.domain.canonical import canonical_json
from docrunch.domain.changes import changed_entities
from docrunch.domain.events import EVENTS, upcast

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures/events").glob("v*/*.json"))


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_a_released_event_is_read_in_its_current_meaning(fixture: Path) -> None:
    topic, version = fixture.stem, int(fixture.parent.name.removeprefix("v"))

    data = upcast(topic, version, json.loads(fixture.read_text(encoding="utf-8")))
    event = EVENTS[topic].from_stored(data)

    assert event.canonical() == canonical_json(data)
    assert changed_entities(topic, data)


def test_the_events_of_the_first_scans_are_among_them() -> None:
    assert {path.stem for path in FIXTURES} >= {
        "file.indexed",
        "file.removed",
        "scan.started",
        "scan.completed",
        "scan.failed",
    }
