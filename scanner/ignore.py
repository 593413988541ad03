"""What `.gitignore` files say about the entries of the folders below them."""

from dataclasses import dataclass

from pathspec import GitIgnoreSpec

from ..domain.scans import ScanProblem
from .read import read_file

IGNORE_FILE = ".gitignore"


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
            verdict = rules.spec.check_file(name[len(rules.prefix) :]).include
            if verdict is not None:
                return verdict
            rules = rules.above
        return False


def read_rules(root: str, prefix: str, above: IgnoreRules | None) -> IgnoreRules | ScanProblem:
    """Read the `.gitignore` of the folder at `prefix`."""
    content = read_file(root, prefix + IGNORE_FILE)
    if isinstance(content, ScanProblem):
        return content
    text = content.data.decode("utf-8-sig", "surrogateescape")
    patterns = [line for line in text.replace("\r\n", "\n").split("\n") if is_pattern(line)]
    return IgnoreRules(prefix, GitIgnoreSpec.from_lines(patterns, backend="simple"), above)


def is_pattern(line: str) -> bool:
    """Whether this line can be compiled; git too passes over lines that make no pattern."""
    try:
        GitIgnoreSpec.from_lines([line], backend="simple")
    except ValueError:
        return False
    return True
