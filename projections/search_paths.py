"""Which files a search is narrowed to: a folder, a file, or a glob."""

import posixpath
import re

GLOB = re.compile(r"\*\*/|\*\*|\*|\?")
MEANINGS = {"**/": "(.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def path_pattern(path: str) -> str | None:
    """The paths at or below `path` as a regular expression of Postgres; None for the whole project.

    `*` and `?` stay within a folder, `**` crosses folders. A glob without `/` means files and folders anywhere.
    """
    plain = posixpath.normpath(path.strip())
    if plain == ".":
        return None
    is_anywhere = "/" not in plain and GLOB.search(plain) is not None
    return f"^{'(.*/)?' if is_anywhere else ''}{translated(plain.lstrip('/'))}(/|$)"


def translated(glob: str) -> str:
    done, made = 0, ""
    for sign in GLOB.finditer(glob):
        made += re.escape(glob[done : sign.start()]) + MEANINGS[sign[0]]
        done = sign.end()
    return made + re.escape(glob[done:])
