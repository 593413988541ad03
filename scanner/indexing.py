"""From a path to what a scan records of it: the ready JSON of a FileIndexed event, or a problem."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..domain.canonical import canonical_json
from ..domain.scans import ScanProblem
from .facts import Parsed, ParseFailure
from .language import Language
from .languages import LANGUAGES, language_of
from .problems import PARSE_FAILED
from .read import FileContent, read_file
from .storable import storable


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan learned about one file.

    `event` is the canonical JSON of a FileIndexed event where the content is new or changed; it is None for an
    unchanged file and for one that could not be read, which has a `problem` and no `content_hash`. A file that was
    read but not parsed in full has both an event and a `problem`. `functions` counts methods too; the three counts are
    those of the event, so they are 0 without one.
    """

    path: str
    content_hash: str | None = None
    event: bytes | None = None
    functions: int = 0
    classes: int = 0
    references: int = 0
    problem: ScanProblem | None = None


@dataclass(frozen=True, slots=True)
class ScanContext:
    """What all events of a scan share; `scanned_at` is aware."""

    root: str
    scan_run_id: str | None
    scanned_at: datetime


def scan_file(context: ScanContext, path: str, known_hash: str | None = None) -> Scanned:
    """Read a file and, unless its content has the hash already known, parse it. Raises nothing for what is in it."""
    content = read_file(context.root, path)
    if isinstance(content, ScanProblem):
        return Scanned(path, problem=content)
    if content.content_hash == known_hash:
        return Scanned(path, content.content_hash)
    language = language_of(path) or LANGUAGES[0]
    return _scanned(context, path, content, language, _parse(language, path, content.data))


def _parse(language: Language, path: str, data: bytes) -> Parsed:
    try:
        return language.parse(path, data)
    except ParseFailure as failure:
        return Parsed(problem=failure.code, message=str(failure))
    except Exception as error:  # noqa: BLE001  # one file, whatever is in it, never stops a scan
        reason = " ".join(str(error).split())
        return Parsed(problem=PARSE_FAILED, message=f"the parser failed: {type(error).__name__}: {reason}")


def _scanned(context: ScanContext, path: str, content: FileContent, language: Language, parsed: Parsed) -> Scanned:
    kinds = Counter(symbol["kind"] for symbol in parsed.symbols)
    return Scanned(
        path,
        content.content_hash,
        canonical_json(_event(context, path, content, language, parsed)),
        functions=kinds["function"] + kinds["method"],
        classes=kinds["class"],
        references=len(parsed.references),
        problem=_problem(path, parsed),
    )


def _problem(path: str, parsed: Parsed) -> ScanProblem | None:
    if parsed.problem is None:
        return None
    return ScanProblem(code=parsed.problem, path=path, message=storable(parsed.message))


def _event(
    context: ScanContext, path: str, content: FileContent, language: Language, parsed: Parsed
) -> Mapping[str, Any]:
    file = {
        "path": path,
        "language": language.name,
        "size": content.size,
        "modified_at": content.modified_at,
        "content_hash": content.content_hash,
        "module": language.module_of(path),
        "docstring": parsed.docstring,
        "title": parsed.title,
        "symbols": parsed.symbols,
        "variables": parsed.variables,
        "references": parsed.references,
        "bindings": parsed.bindings,
        "public": parsed.public,
        "parser_version": language.version,
        "problem": parsed.problem,
    }
    return {"file": file, "scan_run_id": context.scan_run_id, "scanned_at": context.scanned_at}
