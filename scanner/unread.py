"""Source files in programming languages that nothing here reads: counted, so that their absence is no surprise."""

import os
from collections import Counter, defaultdict
from collections.abc import Iterator

from ..domain.scans import ScanProblem
from .languages import language_of
from .problems import PARSE_UNSUPPORTED_LANGUAGE

UNREAD = {
    ".c": "C",
    ".h": "C",
    ".cc": "C++",
    ".cpp": "C++",
    ".cxx": "C++",
    ".hpp": "C++",
    ".cs": "C#",
    ".clj": "Clojure",
    ".dart": "Dart",
    ".erl": "Erlang",
    ".ex": "Elixir",
    ".exs": "Elixir",
    ".fs": "F#",
    ".go": "Go",
    ".groovy": "Groovy",
    ".hs": "Haskell",
    ".java": "Java",
    ".jl": "Julia",
    ".kt": "Kotlin",
    ".kts": "Kotlin",
    ".lua": "Lua",
    ".ml": "OCaml",
    ".mm": "Objective-C",
    ".php": "PHP",
    ".pl": "Perl",
    ".pm": "Perl",
    ".r": "R",
    ".rb": "Ruby",
    ".rs": "Rust",
    ".scala": "Scala",
    ".svelte": "Svelte",
    ".swift": "Swift",
    ".vue": "Vue",
    ".zig": "Zig",
}


def is_source(path: str) -> bool:
    """Whether the file at this path is source code, read or not."""
    return language_of(path) is not None or os.path.splitext(path)[1] in UNREAD


def unread_problems(extensions: Counter[str]) -> Iterator[ScanProblem]:
    """One problem for each language that was met, with the number of its files."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for extension in sorted(extensions):
        found[UNREAD[extension]].append(extension)
    for language, spellings in sorted(found.items()):
        count = sum(extensions[extension] for extension in spellings)
        files = "1 file is" if count == 1 else f"{count} files are"
        path = ", ".join(f"*{extension}" for extension in spellings)
        yield ScanProblem(
            code=PARSE_UNSUPPORTED_LANGUAGE, path=path, message=f"{files} left out: docrunch does not read {language}"
        )
