"""The classes of the design document that docrunch grew from: importable from `docrunch`, with its signatures."""

import dataclasses
import inspect
from typing import get_type_hints

import docrunch
import pytest

SIGNATURES = {
    "StorageHub": {"on_file_indexed": "(file: FileRecord) -> None"},
    "PostgresStorage": {
        "get_file": "(path: str) -> FileRecord | None",
        "get_relationships": "(file_id: str) -> list[Relationship]",
        "create_task": "(task: Task) -> str",
        "update_task_status": "(task_id: str, status: str) -> None",
        "get_tasks_by_status": "(status: str) -> list[Task]",
        "log_task_action": "(task_id: str, action: str, details: dict[str, Any]) -> None",
    },
    "MarkdownOutput": {
        "generate_index": "(tree: FileTree) -> str",
        "generate_module_doc": "(module: Module) -> str",
        "generate_function_doc": "(func: Function) -> str",
        "write_docs": "(output_dir: Path) -> None",
    },
}
FIELDS = {
    "Document": {"id", "type", "title", "content", "metadata", "relationships"},
    "FileRecord": {"id", "path", "language", "size", "modified_at", "content_hash", "last_scanned"},
    "Task": {
        *("id", "type", "title", "description", "status", "priority", "assigned_to", "depends_on", "guardrails"),
        *("context", "created_at", "updated_at", "completed_at"),
    },
    "SyncEvent": {"entity_type", "entity_id", "content_hash", "action"},
}
METHODS = [(name, method) for name, methods in SIGNATURES.items() for method in methods]


def plain(annotation: object) -> str:
    """A type as people write it, without the modules it is from."""
    words = str(annotation) if not isinstance(annotation, type) or "[" in str(annotation) else annotation.__name__
    text = words.replace("NoneType", "None")
    for part in {part for word in text.replace("[", " ").replace("]", " ").split() if "." in (part := word.strip(","))}:
        text = text.replace(part, part.rpartition(".")[2])
    return text


@pytest.mark.parametrize(("name", "method"), METHODS)
def test_a_method_takes_and_gives_what_it_was_designed_with(name: str, method: str) -> None:
    function = getattr(getattr(docrunch, name), method)
    hints = {field: plain(type_) for field, type_ in get_type_hints(function).items()}
    taken = [field for field in inspect.signature(function).parameters if field != "self"]

    shown = f"({', '.join(f'{field}: {hints[field]}' for field in taken)}) -> {hints['return']}"

    assert shown == SIGNATURES[name][method]
    assert inspect.iscoroutinefunction(function) == (method == "on_file_indexed")
    assert function.__doc__


@pytest.mark.parametrize("name", FIELDS)
def test_a_type_has_the_fields_it_was_designed_with_and_says_what_they_are(name: str) -> None:
    kind = getattr(docrunch, name)

    assert {field.name for field in dataclasses.fields(kind)} >= FIELDS[name]
    assert len(kind.__doc__) > 60


@pytest.mark.parametrize("name", ["Relationship", "FileTree", "Module", "Function"])
def test_the_other_types_of_these_signatures_say_what_their_fields_are(name: str) -> None:
    assert dataclasses.fields(getattr(docrunch, name))
    assert len(getattr(docrunch, name).__doc__) > 60
