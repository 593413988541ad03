"""Walk a project: which source files there are, in an order that depends on nothing but their names."""

import os
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, field

from ..domain.errors import Invalid
from ..domain.scans import ScanProblem
from .ignore import IGNORE_FILE, IgnoreRules, read_project_rules, read_rules
from .languages import language_of
from .minified import is_minified, minified_problem
from .problems import SCAN_FILE_VANISHED, os_problem, path_problem
from .python.parsing import STUB
from .unread import is_source, unread_problems

# An environment under another name is known by its marker; `venv` itself is also a package of the standard library.
SKIPPED_FOLDERS = frozenset({".git", ".docrunch", ".venv", "node_modules", "__pycache__", "build"})
VIRTUAL_ENVIRONMENT_MARKER = "pyvenv.cfg"


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder yet to be looked into: `prefix` is its path with a trailing `/`, "" for the root."""

    prefix: str
    rules: IgnoreRules | None


@dataclass(frozen=True, slots=True)
class Rules:
    """What a project leaves out: the output's folder, what `.docrunch/ignore.yaml` names, and what nothing reads."""

    output: str | None
    own: IgnoreRules | None
    unread: Counter[str] = field(default_factory=Counter)
    minified: list[str] = field(default_factory=list)

    def ignores(self, folder: Folder, path: str, *, is_folder: bool) -> bool:
        """Whether this entry of a folder is left out."""
        verdict = None if self.own is None else self.own.verdict(path + "/" if is_folder else path)
        if verdict is not None:
            return verdict
        return folder.rules is not None and folder.rules.ignores(path, is_folder=is_folder)

    def brings_back(self, path: str) -> bool:
        """Whether `.docrunch/ignore.yaml` asks for a file that would be left out."""
        return self.own is not None and self.own.verdict(path) is False


def walk(root: str, *, output_folder: str | None = None) -> Iterator[str | ScanProblem]:
    """Find the source files below `root`: paths relative to it, with `/`, and the problems met on the way.

    Left out are what `.gitignore` files and `.docrunch/ignore.yaml` name, environments and build results,
    `output_folder` (absolute, or relative to `root`), symbolic links and everything that is no regular file. Problems
    about minified scripts, one for all, and files in languages that nothing reads, one for each, come last. Raises
    Invalid when `root` cannot be listed, Misconfigured for an ignore.yaml that makes no sense.
    """
    own = read_project_rules(root) if os.path.isdir(root) else None
    project = Rules(_relative(root, output_folder), own)
    pending = [Folder("", None)]
    while pending:
        folder = pending.pop()
        try:
            entries = _list(root, folder)
        except OSError as error:
            yield from _unlisted(root, folder, error)
            continue
        inner: list[Folder] = []
        yield from _look(root, folder, entries, project, inner)
        pending.extend(reversed(inner))
    if project.minified:
        yield minified_problem(project.minified)
    yield from unread_problems(project.unread)


def _list(root: str, folder: Folder) -> list[os.DirEntry[str]]:
    place = os.path.join(root, folder.prefix)
    # What was a folder when its parent was listed may be a link by now, which leads out of the project.
    if folder.prefix and os.path.islink(place.rstrip("/")):
        raise NotADirectoryError
    with os.scandir(place) as entries:
        return sorted(entries, key=lambda entry: entry.name)


def _unlisted(root: str, folder: Folder, error: OSError) -> Iterator[ScanProblem]:
    if not folder.prefix:
        reason = error.strerror or type(error).__name__
        raise Invalid(f"cannot list {root}: {reason}", hint="name a folder that can be read") from error
    problem = os_problem(folder.prefix.rstrip("/"), error)
    if problem.code != SCAN_FILE_VANISHED:
        yield problem


def _look(
    root: str, folder: Folder, entries: list[os.DirEntry[str]], project: Rules, inner: list[Folder]
) -> Iterator[str | ScanProblem]:
    names = {entry.name for entry in entries}
    if folder.prefix and VIRTUAL_ENVIRONMENT_MARKER in names:
        return
    if IGNORE_FILE in names:
        found = read_rules(root, folder.prefix, folder.rules)
        if isinstance(found, ScanProblem):
            yield found
        else:
            folder = Folder(folder.prefix, found)
    for path, is_folder in _candidates(folder.prefix, entries, project.output):
        if project.ignores(folder, path, is_folder=is_folder) or is_repeated(path, names):
            continue
        if problem := path_problem(path):
            yield problem
        elif is_folder:
            inner.append(Folder(path + "/", folder.rules))
        elif not language_of(path):
            project.unread[os.path.splitext(path)[1]] += 1
        elif is_minified(root, path) and not project.brings_back(path):
            project.minified.append(path)
        else:
            yield path


def _candidates(prefix: str, entries: Iterable[os.DirEntry[str]], skipped: str | None) -> Iterator[tuple[str, bool]]:
    for entry in entries:
        path = prefix + entry.name
        if entry.is_dir(follow_symlinks=False):
            if not _is_skipped(entry.name) and path != skipped:
                yield path, True
        elif is_source(path) and entry.is_file(follow_symlinks=False):
            yield path, False


def is_repeated(path: str, names: Container[str]) -> bool:
    """Whether this is a stub with its source among the names of its folder."""
    return path.endswith(STUB) and os.path.basename(path).removesuffix("i") in names


def _is_skipped(name: str) -> bool:
    return name in SKIPPED_FOLDERS or name.endswith(".egg-info")


def _relative(root: str, output_folder: str | None) -> str | None:
    if output_folder is None:
        return None
    target = os.path.realpath(os.path.join(root, output_folder))
    return os.path.relpath(target, os.path.realpath(root)).replace(os.sep, "/")
