"""docrunch: what is known about a code repository, as an event log in Postgres.

with docrunch.Docrunch.open("my-repository") as project:
    project.scan()
    project.search("parse file")
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .application.docrunch import Docrunch as Docrunch
    from .application.scan_report import ScanReport as ScanReport
    from .application.status import Status as Status
    from .commands.blockers import ReportBlocker as ReportBlocker
    from .commands.blockers import ResolveBlocker as ResolveBlocker
    from .commands.chats import DeleteChat as DeleteChat
    from .commands.chats import PostMessage as PostMessage
    from .commands.chats import RenameChat as RenameChat
    from .commands.chats import StartChat as StartChat
    from .commands.cli_models import AddCliModel as AddCliModel
    from .commands.cli_models import RemoveCliModel as RemoveCliModel
    from .commands.cli_models import SetCliModels as SetCliModels
    from .commands.command import Command as Command
    from .commands.decisions import RecordDecision as RecordDecision
    from .commands.decisions import SupersedeDecision as SupersedeDecision
    from .commands.files import FileChange as FileChange
    from .commands.files import IndexFile as IndexFile
    from .commands.files import RecordFileChanges as RecordFileChanges
    from .commands.files import RemoveFile as RemoveFile
    from .commands.findings import LogFinding as LogFinding
    from .commands.findings import ResolveFinding as ResolveFinding
    from .commands.patterns import RecordPattern as RecordPattern
    from .commands.patterns import RetirePattern as RetirePattern
    from .commands.profiles import ConfigureProfile as ConfigureProfile
    from .commands.profiles import DisableProfile as DisableProfile
    from .commands.profiles import EnableProfile as EnableProfile
    from .commands.profiles import RemoveProfile as RemoveProfile
    from .commands.provider_settings import ProviderSettings as ProviderSettings
    from .commands.providers import ConfigureProvider as ConfigureProvider
    from .commands.providers import DisableProvider as DisableProvider
    from .commands.providers import EnableProvider as EnableProvider
    from .commands.providers import RemoveProvider as RemoveProvider
    from .commands.reports import PublishTaskReport as PublishTaskReport
    from .commands.reports import ReportedDecision as ReportedDecision
    from .commands.reports import ReportedFinding as ReportedFinding
    from .commands.reports import SubmitCompletion as SubmitCompletion
    from .commands.scans import CompleteScan as CompleteScan
    from .commands.scans import FailScan as FailScan
    from .commands.scans import StartScan as StartScan
    from .commands.summaries import RecordSummary as RecordSummary
    from .commands.tasks import ClaimTask as ClaimTask
    from .commands.tasks import CreateTask as CreateTask
    from .commands.tasks import LogTaskAction as LogTaskAction
    from .commands.tasks import UpdateProgress as UpdateProgress
    from .commands.tasks import UpdateTaskStatus as UpdateTaskStatus
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
    from .domain.graph import Entity as Entity
    from .domain.graph import GraphData as GraphData
    from .domain.graph import Related as Related
    from .domain.graph import Surroundings as Surroundings
    from .domain.hits import Hit as Hit
    from .domain.hits import Result as Result
    from .domain.outline import FileTree as FileTree
    from .domain.outline import Function as Function
    from .domain.outline import Module as Module
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
    from .projections.records import FileRecord as FileRecord
    from .projections.reports.records import BlockerRecord as BlockerRecord
    from .projections.reports.records import CompletionReportRecord as CompletionReportRecord
    from .projections.reports.records import DecisionRecord as DecisionRecord
    from .projections.reports.records import FindingRecord as FindingRecord
    from .projections.reports.records import HistoryRecord as HistoryRecord
    from .projections.reports.records import PatternRecord as PatternRecord
    from .projections.reports.records import SummaryRecord as SummaryRecord
    from .projections.reports.records import TaskRecord as TaskRecord
    from .projections.reports.settings_records import ChatMessageRecord as ChatMessageRecord
    from .projections.reports.settings_records import ChatSessionRecord as ChatSessionRecord
    from .projections.reports.settings_records import ProfileRecord as ProfileRecord
    from .projections.reports.settings_records import ProviderRecord as ProviderRecord
    from .storage.hub import StorageHub as StorageHub
    from .storage.lightrag import LightRAGStorage as LightRAGStorage
    from .storage.markdown import MarkdownOutput as MarkdownOutput
    from .storage.postgres import PostgresStorage as PostgresStorage
    from .storage.records import SyncEvent as SyncEvent
    from .storage.records import Task as Task

# Found on first use: importing the command line's help must not import parsers, templates and a database driver.
HOMES = {
    "application.docrunch": ["Docrunch"],
    "application.scan_report": ["ScanReport"],
    "application.status": ["Status"],
    "commands.blockers": ["ReportBlocker", "ResolveBlocker"],
    "commands.chats": ["DeleteChat", "PostMessage", "RenameChat", "StartChat"],
    "commands.cli_models": ["AddCliModel", "RemoveCliModel", "SetCliModels"],
    "commands.command": ["Command"],
    "commands.decisions": ["RecordDecision", "SupersedeDecision"],
    "commands.files": ["FileChange", "IndexFile", "RecordFileChanges", "RemoveFile"],
    "commands.findings": ["LogFinding", "ResolveFinding"],
    "commands.patterns": ["RecordPattern", "RetirePattern"],
    "commands.profiles": ["ConfigureProfile", "DisableProfile", "EnableProfile", "RemoveProfile"],
    "commands.provider_settings": ["ProviderSettings"],
    "commands.providers": ["ConfigureProvider", "DisableProvider", "EnableProvider", "RemoveProvider"],
    "commands.reports": ["PublishTaskReport", "ReportedDecision", "ReportedFinding", "SubmitCompletion"],
    "commands.scans": ["CompleteScan", "FailScan", "StartScan"],
    "commands.summaries": ["RecordSummary"],
    "commands.tasks": ["ClaimTask", "CreateTask", "LogTaskAction", "UpdateProgress", "UpdateTaskStatus"],
    "domain.documents": ["Document", "Relationship"],
    "domain.errors": [
        *("Conflict", "DocrunchError", "DuplicateCommand", "Invalid", "Misconfigured", "NotFound", "Refused"),
        *("TargetUnavailable", "Unavailable"),
    ],
    "domain.graph": ["Entity", "GraphData", "Related", "Surroundings"],
    "domain.hits": ["Hit", "Result"],
    "domain.outline": ["FileTree", "Function", "Module"],
    "domain.receipts": ["Receipt"],
    "domain.scans": ["ScanCounts", "ScanProblem"],
    "domain.source": ["Parameter", "Reference", "SourceFile", "Symbol"],
    "domain.targets": ["Delivery", "Outcome", "Target"],
    "projections.records": ["FileRecord"],
    "projections.reports.records": [
        *("BlockerRecord", "CompletionReportRecord", "DecisionRecord", "FindingRecord", "HistoryRecord"),
        *("PatternRecord", "SummaryRecord", "TaskRecord"),
    ],
    "projections.reports.settings_records": [
        "ChatMessageRecord",
        "ChatSessionRecord",
        "ProfileRecord",
        "ProviderRecord",
    ],
    "storage.hub": ["StorageHub"],
    "storage.lightrag": ["LightRAGStorage"],
    "storage.markdown": ["MarkdownOutput"],
    "storage.postgres": ["PostgresStorage"],
    "storage.records": ["SyncEvent", "Task"],
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
