"""The seed's storage of files and tasks: thin, and what was written can be read at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docrunch import Docrunch, Invalid, NotFound, PostgresStorage, Refused, Relationship, Task


@pytest.fixture
def storage(hosted: Path) -> Iterator[PostgresStorage]:
    with Docrunch.open(hosted, has_worker=False) as project:
        yield PostgresStorage(project)


def history(storage: PostgresStorage, task_id: str) -> list[str]:
    return [event.type for event in storage.docrunch.events(stream=f"task:{task_id}")]


def test_files_and_their_relationships_are_read_from_the_read_model(storage: PostgresStorage, hosted: Path) -> None:
    (hosted / "b.py").write_text("from a import f\n\n\ndef g(): f()\n")
    storage.docrunch.scan()
    storage.docrunch.drain()

    file = storage.get_file("b.py")

    assert file is not None
    assert (file.id, file.language) == ("file:b.py", "python")
    assert storage.get_file("nosuch.py") is None
    edges: list[Relationship] = storage.get_relationships(file.id)
    assert {(edge.source, edge.target, edge.type) for edge in edges} >= {("file:b.py", "file:a.py", "calls")}
    assert storage.get_relationships("file:nosuch.py") == []


def test_a_task_is_created_followed_and_noted_in_its_history(storage: PostgresStorage) -> None:
    first = storage.create_task(Task(title="First"))
    second = storage.create_task(Task(id="t-2", title="Second", depends_on=[first], guardrails=["no"]))

    storage.update_task_status(second, "claimed")
    storage.update_task_status(second, "in_progress")
    storage.log_task_action(second, "looked", {"at": "logs"})

    [claimed] = storage.get_tasks_by_status("in_progress")
    assert (claimed.id, claimed.depends_on, claimed.guardrails) == ("t-2", [first], ["no"])
    assert [task.title for task in storage.get_tasks_by_status("created")] == ["First"]
    assert first.startswith("task-")
    assert second == "t-2"
    assert history(storage, "t-2") == ["task.created", "task.claimed", "task.status_changed", "task.action_logged"]


@pytest.mark.parametrize(
    ("task", "error", "complaint"),
    [
        ({"title": ""}, Invalid, "title is ''"),
        ({"title": "T", "status": "claimed"}, Invalid, "status is 'claimed': expected 'created'"),
        ({"title": "T", "id": "a b"}, Invalid, "task_id is 'a b'"),
        ({"title": "T", "depends_on": ["nosuch"]}, NotFound, "there is no such task"),
        ({"title": "T", "id": "taken"}, Refused, "the id is taken"),
    ],
)
def test_what_is_no_new_task_is_refused(
    storage: PostgresStorage, task: dict[str, Any], error: type[Exception], complaint: str
) -> None:
    storage.create_task(Task(id="taken", title="T"))

    with pytest.raises(error, match=complaint):
        storage.create_task(Task(**task))

    assert len(list(storage.docrunch.events())) == 1


def test_a_task_is_completed_by_its_report_only(storage: PostgresStorage) -> None:
    storage.create_task(Task(id="t", title="T"))

    with pytest.raises(Refused, match="task t is created; a task becomes completed by submit_completion only"):
        storage.update_task_status("t", "completed")
    with pytest.raises(Invalid, match="status is 'done': expected one of"):
        storage.update_task_status("t", "done")
    with pytest.raises(Invalid, match="status is 'done': expected one of created, claimed"):
        storage.get_tasks_by_status("done")
    with pytest.raises(NotFound, match="there is no task nosuch"):
        storage.log_task_action("nosuch", "looked", {})
