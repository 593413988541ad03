"""What each event touches: the tables of the read model, and the types of documents that may look different then."""

from typing import NamedTuple

from ..domain.cli_models import CliModelsChanged
from ..domain.files import FileIndexed, FileRemoved
from .fold import SCAN_EVENTS
from .reports.registry import REPORTS


class Effects(NamedTuple):
    """`files` are small files that follow the log themselves."""

    tables: frozenset[str] = frozenset()
    documents: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


FILE_TABLES = frozenset(
    {"files", "contents", "symbols", "symbol_references", "bindings", "names", "trails", "relationships"}
)
FILE_DOCUMENTS = frozenset({"module", "function", "class", "schema", "index", "architecture", "module_index"})
NAMING_FILES = frozenset({"decision", "pattern", "task_report", "finding"})
"""Documents that link the files and functions they name."""
OF_A_FILE = Effects(FILE_TABLES, FILE_DOCUMENTS | NAMING_FILES)

EFFECTS: dict[str, Effects] = {
    FileIndexed.TOPIC: OF_A_FILE,
    FileRemoved.TOPIC: OF_A_FILE,
    **dict.fromkeys(SCAN_EVENTS, Effects(frozenset({"scan_runs"}))),
    **{topic: Effects(projected.tables, projected.documents) for topic, projected in REPORTS.items()},
    CliModelsChanged.TOPIC: Effects(files=frozenset({".docrunch/cli_models.json"})),
}
