"""Page paths: what a document asks for is safe on every file system, or it is refused."""

import re

from .errors import PageRefused

LONGEST_COMPONENT = 200
LONGEST_PATH = 1000
DEVICE = r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])"

PROBLEMS = {
    "it is not a plain relative path": re.compile(r"(?:^|/)\.{0,2}(?:/|$)"),
    "it holds a character that some file systems refuse": re.compile(r'[\x00-\x1f\x7f\\<>:"|?*#]'),
    "a part of it ends in a dot or a space": re.compile(r"[. ](?:/|$)"),
    "a part of it is the name of a device on Windows": re.compile(rf"(?:^|/){DEVICE} *(?:[./]|$)", re.IGNORECASE),
    "a part of it is reserved": re.compile(r"(?:^|/)(?:\.docrunch|\.git(?:/|$))", re.IGNORECASE),
    "it does not end in .md": re.compile(r"(?<!\.md)\Z"),
}


def safe_page_path(wanted: object) -> str:
    """The path below the output folder, with `/`, that a document asks for. Raises PageRefused when it is not safe."""
    if not isinstance(wanted, str) or not wanted:
        raise PageRefused(f"the document names no page (metadata page is {wanted!r})")
    problem = next(
        (problem for problem, pattern in PROBLEMS.items() if pattern.search(wanted)), problem_of_length(wanted)
    )
    if problem is not None:
        raise PageRefused(f"the page path {wanted[:300]!r} is refused: {problem}")
    return wanted


def problem_of_length(path: str) -> str | None:
    try:
        length = len(path.encode())
    except UnicodeEncodeError:
        return "it cannot be written as UTF-8"
    if length > LONGEST_PATH:
        return f"it is longer than {LONGEST_PATH} bytes"
    if length > LONGEST_COMPONENT and any(len(part.encode()) > LONGEST_COMPONENT for part in path.split("/")):
        return f"a part of it is longer than {LONGEST_COMPONENT} bytes"
    return None


def folders_of(path: str) -> list[str]:
    """Every folder on the way to a page, the output folder itself ("") first."""
    parts = path.split("/")
    return ["/".join(parts[:depth]) for depth in range(len(parts))]
