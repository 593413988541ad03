"""Which entities an event changes: what the outbox says live, and what a replay derives again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .canonical import digest
from .entity_change import REPORT_PRIORITY, SCAN_PRIORITY, EntityChange
from .files import FileIndexed, FileRemoved, file_id
from .llm_changes import LLM_DERIVATIONS
from .report_changes import REPORT_DERIVATIONS
from .scans import ScanCompleted, ScanFailed, ScanStarted

__all__ = [
    "REPORT_PRIORITY",
    "SCAN_PRIORITY",
    "EntityChange",
    "SealedEvent",
    "changed_entities",
    "wanted_hash",
]


def file_indexed(data: dict[str, Any]) -> list[EntityChange]:
    file = data["file"]
    change = EntityChange(
        "file", file_id(file["path"]), "upsert", file["content_hash"], SCAN_PRIORITY, data["scan_run_id"]
    )
    return [change]


def file_removed(data: dict[str, Any]) -> list[EntityChange]:
    return [EntityChange("file", file_id(data["path"]), "delete", None, SCAN_PRIORITY, data["scan_run_id"])]


def scan_changed(data: dict[str, Any]) -> list[EntityChange]:
    run = data["scan_run_id"]
    return [EntityChange("scan_run", run, "upsert", None, SCAN_PRIORITY, run)]


@dataclass(frozen=True, slots=True)
class SealedEvent:
    """An event whose data is already canonical JSON: what scanner processes hand over, serialised once."""

    TOPIC: str
    SCHEMA_VERSION: int
    data: bytes
    changes: tuple[EntityChange, ...]


DERIVATIONS: dict[str, Callable[[dict[str, Any]], list[EntityChange]]] = {
    FileIndexed.TOPIC: file_indexed,
    FileRemoved.TOPIC: file_removed,
    ScanStarted.TOPIC: scan_changed,
    ScanCompleted.TOPIC: scan_changed,
    ScanFailed.TOPIC: scan_changed,
    **LLM_DERIVATIONS,
    **REPORT_DERIVATIONS,
}


def changed_entities(topic: str, data: dict[str, Any]) -> list[EntityChange]:
    """The entities an event of this topic, with data of the current schema version, changes."""
    return DERIVATIONS[topic](data)


def wanted_hash(document_hash: str, renderer_version: str) -> str:
    """What a target should hold: the hash of a document as rendered by one version of that target's renderer."""
    return digest(f"{document_hash}\n{renderer_version}".encode())
