"""What `.gitignore` files say about the entries of the folders below them, and `.docrunch/ignore.yaml` about all.

ignore:            # patterns as in a .gitignore at the project's root; they outweigh every .gitignore
  - "*.generated.ts"
  - /legacy/
  - "!/legacy/kept.py"
"""

import re
from dataclasses import dataclass
from pathlib import Path

from pathspec import GitIgnoreSpec, RegexPattern

from ..config.file import read
from ..domain.errors import Misconfigured
from ..domain.scans import ScanProblem
from .read import read_file

IGNORE_FILE = ".gitignore"
PROJECT_FILE = ".docrunch/ignore.yaml"
FOLDERS_BELOW = re.compile(r"/\*\*/(?=\s*$)")
HINT = "it holds `ignore:` and a list of patterns as in .gitignore, each in quotes"


@dataclass(frozen=True, slots=True)
class IgnoreRules:
    """The `.gitignore` of one folder, whose path with a trailing `/` is `prefix` ("" for the root), and those above."""

    prefix: str
    spec: GitIgnoreSpec
    above: "IgnoreRules | None"

    def ignores(self, path: str, *, is_folder: bool) -> bool:
        """Whether git would leave this entry out, given that it takes in the folder the entry is in."""
        name = path + "/" if is_folder else path
        rules: IgnoreRules | None = self
        while rules is not None:
            verdict = rules.own_verdict(name)
            if verdict is not None:
                return verdict
            rules = rules.above
        return False

    def own_verdict(self, name: str) -> bool | None:
        """The same of this entry alone, not of a folder that it is in: the last pattern that it matches decides.

        The library takes `a` on the folder `a/` for a match of what is in it, which counts less than one of `!*`.
        """
        below = name[len(self.prefix) :]
        return next((pattern.include for pattern in reversed(self.spec.patterns) if is_met(pattern, below)), None)

    def verdict(self, name: str) -> bool | None:
        """What these patterns alone say, None where they say nothing; the name of a folder ends in `/`."""
        return self.spec.check_file(name[len(self.prefix) :]).include


def is_met(pattern: RegexPattern, name: str) -> bool:
    """Whether a pattern is about this entry: not about a folder that it is in, and not about what is in it."""
    found = pattern.match_file(name)
    if found is None:
        return False
    is_whole = found.match.end() == len(name)
    return is_whole if any(found.match.groups()) else not (is_whole and name.endswith("/"))


def read_rules(root: str, prefix: str, above: IgnoreRules | None) -> IgnoreRules | ScanProblem:
    """Read the `.gitignore` of the folder at `prefix`."""
    content = read_file(root, prefix + IGNORE_FILE)
    if isinstance(content, ScanProblem):
        return content
    text = content.data.decode("utf-8-sig", "surrogateescape")
    # The library takes `a/**/` for all that is in `a`; git for the folders in it.
    lines = (FOLDERS_BELOW.sub(r"\g<0>*/", line) for line in text.replace("\r\n", "\n").split("\n"))
    patterns = [line for line in lines if is_pattern(line)]
    return IgnoreRules(prefix, GitIgnoreSpec.from_lines(patterns, backend="simple"), above)


def read_project_rules(root: str) -> IgnoreRules | None:
    """Read `.docrunch/ignore.yaml`, if there is one. Raises Misconfigured in one line."""
    path = Path(root, PROJECT_FILE)
    found = read(path, HINT, "ignore: […]")
    for key in found:
        if key != "ignore":
            raise Misconfigured(f"{path} holds the key {key!r}, expected `ignore` alone", hint=HINT)
    patterns = found.get("ignore") or []
    if not isinstance(patterns, list):
        raise Misconfigured(f"{path}: ignore is {patterns!r}, expected a list of patterns", hint=HINT)
    for pattern in patterns:
        if not isinstance(pattern, str) or not is_pattern(pattern):
            raise Misconfigured(f"{path}: ignore holds {pattern!r}, expected a pattern", hint=HINT)
    return IgnoreRules("", GitIgnoreSpec.from_lines(patterns, backend="simple"), None) if patterns else None


def is_pattern(line: str) -> bool:
    """Whether this line can be compiled; git too passes over lines that make no pattern."""
    try:
        GitIgnoreSpec.from_lines([line], backend="simple")
    except ValueError:
        return False
    return True
