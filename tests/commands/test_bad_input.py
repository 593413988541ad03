"""Bad input is answered with one line that names the field, the value and what is expected, and changes nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from docrunch.commands import registry
from docrunch.commands.command import Command
from docrunch.commands.parsing import parse
from docrunch.commands.reports import SubmitCompletion
from docrunch.commands.summaries import RecordSummary
from docrunch.commands.tasks import CreateTask
from docrunch.domain.errors import Invalid
from docrunch.domain.text import CONTENT_BYTES, ID_CHARACTERS, NAME_BYTES, PATH_BYTES, TITLE_BYTES

from .samples import INSTANTS, REQUIRED, sample

BY_KIND: dict[str, list[Any]] = {
    "id": ["", "a b", "../etc", "a#1", "é", "x" * (ID_CHARACTERS + 1), "a\0", "\ud800", 7, None, ["a"]],
    "optional id": ["", "a b", "x" * (ID_CHARACTERS + 1), "a\0", 7, ["a"]],
    "name": ["", " ", "a\nb", "x" * (NAME_BYTES + 1), "a\0", "\ud800", 7, ["a"]],
    "title": ["", "\t", "a\rb", "x" * (TITLE_BYTES + 1), "a\0", "\ud800", 7, {"a": 1}],
    "path": ["", "a\nb", "x" * (PATH_BYTES + 1), "a\0", "\ud800", 7],
    "content": ["", " \n ", "x" * (CONTENT_BYTES + 1), "a\0", "\ud800", 7, None, b"bytes"],
    "note": ["x" * (CONTENT_BYTES + 1), "a\0", "\ud800", 7, None],
    "instant": ["yesterday", "2026-01-31T12:00:00", "2026-01-31", "", 0, 1.5, True, None],
    "percentage": [-1, 101, 2**70, 50.5, "50", True, None],
    "flag": ["yes", 1, None, "true"],
    "task status": ["done", "CREATED", "", 1, None],
    "finding type": ["bugs", "Bug", "", None],
    "role": ["robot", "User", None],
    "kind": ["module", "method", None],
    "files": ["a.py", [7], ["a\0"], [""], ["x"] * 1_001, {"a": 1}],
    "ids": ["t", [""], ["a", "a"], [f"t{n}" for n in range(101)], [7], None],
    "object": [[], "x", None, {"a": float("nan")}, {"a": 2**53}, {"a\0": 1}, {1: 2}, {"a": "\ud800"}],
    "list": [{}, "x", None, [float("inf")], [-(2**53)], ["a\0"]],
    "tree": ["x", 1, None, [object()], {"a": "x" * CONTENT_BYTES}],
    "nested": ["x", {}, [7], [{}], [{"type": "bug"}]],
    "uuid": ["", "x", 7],
}
KINDS = {
    **dict.fromkeys(("task_id", "finding_id", "decision_id", "blocker_id", "pattern_id", "chat_id"), "id"),
    **dict.fromkeys(("superseded_by",), "id"),
    **dict.fromkeys(("actor", "action", "priority", "assigned_to", "model"), "name"),
    **dict.fromkeys(("reported_by", "created_by", "resolved_by", "published_by", "retired_by", "recorded_by"), "name"),
    **dict.fromkeys(("description", "needs", "summary", "context", "decision", "rationale", "text"), "content"),
    **dict.fromkeys(("note", "notes", "resolution", "example", "reason"), "note"),
    **dict.fromkeys(INSTANTS, "instant"),
    **dict.fromkeys(("command_id", "correlation_id", "causation_id"), "uuid"),
    **dict.fromkeys(("title", "name"), "title"),
    **dict.fromkeys(("findings", "decisions"), "nested"),
    **dict.fromkeys(("guardrails", "changes"), "tree"),
    "content": "content",
    "percentage": "percentage",
    "tests_passed": "flag",
    "status": "task status",
    "role": "role",
    "kind": "kind",
    "path": "path",
    "files": "files",
    "depends_on": "ids",
    "details": "object",
    "citations": "list",
}
EXCEPTIONS = {
    ("CreateTask", "type"): "name",
    ("CreateTask", "context"): "tree",
    ("RecordDecision", "task_id"): "optional id",
    ("CreateTask", "description"): "note",
    ("LogFinding", "type"): "finding type",
    ("RecordSummary", "qualified_name"): "title",
}


def kind_of(command_class: type[Command], field: str) -> str:
    return EXCEPTIONS.get((command_class.__name__, field)) or KINDS[field]


def bad_fields() -> Iterator[tuple[type[Command], str, Any]]:
    """Every field of every command with every value that does not fit it."""
    for command_class in REQUIRED:
        for field in command_class.model_fields:
            for value in BY_KIND[kind_of(command_class, field)]:
                yield command_class, field, value


def is_clear(error: Invalid, field: str) -> bool:
    says_what_is_wrong = re.search(r": expected .|: did you mean .|is missing: .", str(error))
    return field in str(error) and says_what_is_wrong is not None and is_one_line_for_people(error)


def is_one_line_for_people(error: Invalid) -> bool:
    text = str(error)
    return text.isprintable() and len(text) < 400 and error.exit_code == 2


def complaint(command_class: type[Command], field: str, value: Any) -> Invalid | None:
    try:
        sample(command_class, **{field: value})
    except Invalid as error:
        return error
    return None


@pytest.mark.parametrize("command_class", REQUIRED)
def test_a_value_that_does_not_fit_is_named_with_its_field(command_class: type[Command]) -> None:
    tried = [(field, value) for one, field, value in bad_fields() if one is command_class]
    complaints = [(field, value, complaint(command_class, field, value)) for field, value in tried]

    accepted = [(field, value) for field, value, error in complaints if error is None]
    unclear = [str(error) for field, _, error in complaints if error and not is_clear(error, field)]

    assert (accepted, unclear) == ([], [])


@pytest.mark.parametrize(("command_class", "field"), [(one, field) for one in REQUIRED for field in REQUIRED[one]])
def test_a_missing_field_is_named(command_class: type[Command], field: str) -> None:
    given = {name: value for name, value in REQUIRED[command_class].items() if name != field}

    with pytest.raises(Invalid, match=rf"^{field} is missing: {command_class.__name__} needs it$") as raised:
        parse(command_class, given)

    assert is_one_line_for_people(raised.value)


@pytest.mark.parametrize("command_class", REQUIRED)
def test_an_unknown_field_is_named_with_the_one_that_was_meant(command_class: type[Command]) -> None:
    with pytest.raises(Invalid, match=r"has no field 'acter' \(given 'ana'\): did you mean actor\?"):
        sample(command_class, acter="ana")
    with pytest.raises(Invalid, match=r"has no field 'zzz' \(given 1\): expected one of .*command_id"):
        sample(command_class, zzz=1)


@pytest.mark.parametrize("command_class", REQUIRED)
def test_a_command_made_directly_complains_in_the_same_words(command_class: type[Command]) -> None:
    with pytest.raises(Invalid) as parsed:
        parse(command_class, {"actor": 7, **REQUIRED[command_class]})
    with pytest.raises(Invalid) as made:
        command_class(actor=7, **REQUIRED[command_class])

    assert str(parsed.value) == str(made.value) == "actor is 7: expected text"
    assert made.value.__context__ is None


NESTED: list[tuple[dict[str, Any], str]] = [
    ({"findings": [{"type": "bug", "description": "d"}, {"type": "x", "description": "d"}]}, r"findings\[1\]\.type is"),
    ({"findings": [{"typ": "bug", "description": "d"}]}, r"no field 'findings\[0\]\.typ'.*did you mean type\?"),
    ({"findings": [{"type": "bug"}]}, r"findings\[0\]\.description is missing"),
    (
        {"findings": [{"type": "bug", "description": "a\0"}]},
        r"findings\[0\]\.description is 'a\\x00': expected text wit",
    ),
    ({"findings": [{"type": "bug", "description": "d", "files": ["a", 7]}]}, r"findings\[0\]\.files\[1\] is 7"),
    ({"decisions": [{"title": "x"}]}, r"decisions\[0\]\.context is missing.* \(and 2 more\)"),
    ({"findings": [{"type": "bug", "description": "d"}] * 101}, "findings is .*: expected at most 100 items, not 101"),
]


@pytest.mark.parametrize(("fields", "complaint"), NESTED)
def test_what_is_wrong_inside_is_named_with_its_place(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint) as raised:
        sample(SubmitCompletion, **fields)

    assert is_one_line_for_people(raised.value)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"qualified_name": "run"}, "qualified_name is 'run': expected nothing, as kind is file"),
        ({"kind": "function"}, "qualified_name is None: expected the qualified name of the function"),
        ({"kind": "class"}, "qualified_name is None: expected the qualified name of the class"),
    ],
)
def test_a_summary_names_what_it_is_of(fields: dict[str, Any], complaint: str) -> None:
    with pytest.raises(Invalid, match=complaint):
        sample(RecordSummary, **fields)


@pytest.mark.parametrize("fields", [[], "title", None, 7, {1: "x"}, {None: 1}])
def test_what_is_no_set_of_named_fields_is_refused(fields: Any) -> None:
    with pytest.raises(Invalid, match=r"^CreateTask (is .*: expected an object|has no field)") as raised:
        parse(CreateTask, fields)

    assert is_one_line_for_people(raised.value)


def test_a_huge_number_is_told_without_its_digits() -> None:
    with pytest.raises(Invalid, match="title is a very large int: expected text"):
        sample(CreateTask, title=10**5_000)


class Guarded(Command):
    """A command whose values nobody may read."""

    HIDES_VALUES = True

    secret: str


@pytest.mark.parametrize("fields", [{"secret": 4711}, {"sekret": "4711"}, {"secret": "x", "actor": ["4711"]}])
def test_a_command_that_hides_its_values_does_so_in_complaints(fields: dict[str, Any]) -> None:
    with pytest.raises(Invalid) as raised:
        parse(Guarded, fields)

    assert "4711" not in f"{raised.value} {raised.value.__context__} {raised.value.__cause__}"


def test_every_command_of_agents_has_its_bad_inputs() -> None:
    of_agents = {
        command
        for command in registry.COMMANDS.values()
        if command.__module__.rpartition(".")[2]
        in {"blockers", "chats", "decisions", "findings", "patterns", "reports", "summaries", "tasks"}
    }

    assert of_agents == REQUIRED.keys()
    print(f"{len(REQUIRED)} commands, {sum(1 for _ in bad_fields())} bad values")
