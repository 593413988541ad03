"""The models of a CLI program are a set that is replaced, grows and shrinks."""

import pytest
from docrunch.domain import cli_models
from docrunch.domain.cli_models import MOST_MODELS, CliModels, CliModelsChanged
from docrunch.domain.errors import Refused
from docrunch.domain.scans import ScanStarted

from .given import AT, given

NEW = CliModels("cli_models:gemini")


def changed(*models: str) -> CliModelsChanged:
    return CliModelsChanged(cli_type="gemini", models=models, changed_at=AT)


KNOWN = given(NEW, changed("a", "b"))


def test_a_set_is_recorded_sorted_and_without_repeats() -> None:
    assert cli_models.replace_all(NEW, ("b", "a", "b"), at=AT) == changed("a", "b")


def test_the_same_set_is_no_event() -> None:
    assert cli_models.replace_all(KNOWN, ("b", "a"), at=AT) is None


def test_an_empty_set_is_a_set() -> None:
    assert cli_models.replace_all(NEW, (), at=AT) == changed()
    assert cli_models.replace_all(given(NEW, changed()), (), at=AT) is None


def test_a_model_is_added_and_taken_away() -> None:
    assert cli_models.add(KNOWN, "c", at=AT) == changed("a", "b", "c")
    assert cli_models.remove(KNOWN, "a", at=AT) == changed("b")
    assert cli_models.add(NEW, "c", at=AT) == changed("c")


def test_a_model_is_not_added_twice() -> None:
    with pytest.raises(Refused, match="gemini has the model 'a' already"):
        cli_models.add(KNOWN, "a", at=AT)


@pytest.mark.parametrize(("state", "there"), [(NEW, "none"), (KNOWN, "a, b")])
def test_a_model_that_is_not_there_is_not_taken_away(state: CliModels, there: str) -> None:
    with pytest.raises(Refused, match=f"gemini has no model 'x'; it has {there}"):
        cli_models.remove(state, "x", at=AT)


def test_a_set_has_its_limit() -> None:
    full = given(NEW, changed(*(f"m{number:04}" for number in range(MOST_MODELS))))

    with pytest.raises(Refused, match="gemini would have 1,001 models, more than 1,000"):
        cli_models.add(full, "one more", at=AT)


def test_events_of_others_are_no_events_of_cli_models() -> None:
    with pytest.raises(TypeError, match=r"scan.started is not an event of CLI models"):
        given(NEW, ScanStarted(scan_run_id="s", started_at=AT))
