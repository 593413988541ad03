"""What holds for every event there is: it comes back as it was, and a replay derives what was written live."""

from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from docrunch.domain.canonical import LARGEST, canonical_json, content_hash
from docrunch.domain.changes import DERIVATIONS, changed_entities
from docrunch.domain.events import EVENTS, Event, StreamEvent
from docrunch.outbox.mapper import JsonMapper, event_hash
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0", max_codepoint=0xFFFF), max_size=9)
LEAVES = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.floats(-LARGEST, LARGEST) | TEXT
JSON = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("k"), inner), max_leaves=4
)
INSTANTS = st.datetimes(timezones=st.just(UTC))

st.register_type_strategy(str, TEXT)
st.register_type_strategy(int, st.integers(-LARGEST, LARGEST))
st.register_type_strategy(float, st.floats(-LARGEST, LARGEST))
st.register_type_strategy(datetime, INSTANTS)


def events(event_class: type[Event]) -> st.SearchStrategy[Event]:
    fields = {name: strategy(field.annotation) for name, field in event_class.model_fields.items()}
    return st.builds(event_class, **fields)


def strategy(annotation: Any) -> st.SearchStrategy[Any]:
    """Values of a field; free JSON where the annotation is that free."""
    free = {Any: JSON, dict[str, Any]: st.dictionaries(TEXT, JSON, max_size=3), list[Any]: st.lists(JSON, max_size=3)}
    options = getattr(annotation, "__args__", ())
    if annotation in free:
        return free[annotation]
    if any(option in free for option in options):
        return st.one_of(*(strategy(option) for option in options))
    return st.from_type(annotation)


EVERY_EVENT = pytest.mark.parametrize("topic", sorted(EVENTS))


@EVERY_EVENT
@given(data=st.data())
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
def test_every_event_comes_back_as_it_was(topic: str, data: st.DataObject) -> None:
    event = data.draw(events(EVENTS[topic]))

    stored = JsonMapper().to_stored_event(StreamEvent("stream", 1, event))

    assert stored.state == event.canonical()
    assert JsonMapper().to_domain_event(stored).event.canonical() == stored.state


@EVERY_EVENT
@given(data=st.data())
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
def test_a_replay_derives_what_was_written_live(topic: str, data: st.DataObject) -> None:
    stored = JsonMapper().to_stored_event(StreamEvent("stream", 1, data.draw(events(EVENTS[topic]))))

    assert list(stored.changes) == changed_entities(topic, orjson.loads(stored.state)) != []


@EVERY_EVENT
@given(data=st.data())
@settings(max_examples=10, suppress_health_check=[HealthCheck.too_slow])
def test_the_content_hash_is_that_of_the_canonical_event(topic: str, data: st.DataObject) -> None:
    stored = JsonMapper().to_stored_event(StreamEvent("file:é", 7, data.draw(events(EVENTS[topic]))))
    whole = {"data": orjson.loads(stored.state), "type": topic, "schema_version": 1, "stream": "file:é", "version": 7}

    assert event_hash(stored) == content_hash(whole | {"schema_version": EVENTS[topic].SCHEMA_VERSION})
    assert canonical_json(whole["data"]) == stored.state


def test_every_event_says_what_it_changes() -> None:
    assert DERIVATIONS.keys() == EVENTS.keys()


def test_two_events_cannot_share_a_topic() -> None:
    with pytest.raises(TypeError, match="share the topic"):
        type("Impostor", (Event,), {"TOPIC": "file.removed", "__annotations__": {"TOPIC": "ClassVar[str]"}})
