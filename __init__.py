"""docrunch: what is known about a code repository, as an event log in Postgres.

with docrunch.Docrunch.open("my-repository") as project:
    project.scan()
    project.search("parse file")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .application import Docrunch as Docrunch
    from .commands.command import Command as Command
    from .commands.files import FileChange as FileChange
    from .commands.files import IndexFile as IndexFile
    from .commands.files import RecordFileChanges as RecordFileChanges
    from .commands.files import RemoveFile as RemoveFile
    from .commands.scans import CompleteScan as CompleteScan
    from .commands.scans import FailScan as FailScan
    from .commands.scans import StartScan as StartScan
    from .domain.documents import Document as Document
    from .domain.documents import Relationship as Relationship
    from .domain.errors import Conflict as Conflict
    from .domain.errors import DocrunchError as DocrunchError
    from .domain.errors import DuplicateCommand as DuplicateCommand
    from .domain.errors import Invalid as Invalid
    from .domain.errors import Misconfigured as Misconfigured
    from .domain.errors import NotFound as NotFound
    from .domain.errors import Refused as Refused
    from .domain.errors import TargetUnavailable as TargetUnavailable
    from .domain.errors import Unavailable as Unavailable
    from .domain.receipts import Receipt as Receipt
    from .domain.scans import ScanCounts as ScanCounts
    from .domain.scans import ScanProblem as ScanProblem
    from .domain.source import Parameter as Parameter
    from .domain.source import Reference as Reference
    from .domain.source import SourceFile as SourceFile
    from .domain.source import Symbol as Symbol
    from .domain.targets import Delivery as Delivery
    from .domain.targets import Outcome as Outcome
    from .domain.targets import Target as Target
    from .projections.search import Hit as Hit
    from .scanning import ScanReport as ScanReport
    from .status import Status as Status

# Found on first use: importing the command line's help must not import parsers, templates and a database driver.
HOMES = {
    "application": ["Docrunch"],
    "commands.command": ["Command"],
    "commands.files": ["FileChange", "IndexFile", "RecordFileChanges", "RemoveFile"],
    "commands.scans": ["CompleteScan", "FailScan", "StartScan"],
    "domain.documents": ["Document", "Relationship"],
    "domain.errors": [
        *("Conflict", "DocrunchError", "DuplicateCommand", "Invalid", "Misconfigured", "NotFound", "Refused"),
        *("TargetUnavailable", "Unavailable"),
    ],
    "domain.receipts": ["Receipt"],
    "domain.scans": ["ScanCounts", "ScanProblem"],
    "domain.source": ["Parameter", "Reference", "SourceFile", "Symbol"],
    "domain.targets": ["Delivery", "Outcome", "Target"],
    "projections.search": ["Hit"],
    "scanning": ["ScanReport"],
    "status": ["Status"],
}

__all__ = [  # noqa: PLE0604  # the names above, written once
    *sorted(name for names in HOMES.values() for name in names)
]


def __getattr__(name: str) -> Any:
    for home, names in HOMES.items():
        if name in names:
            value = getattr(import_module(f"{__name__}.{home}"), name)
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
