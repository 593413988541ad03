"""Paths in JavaScript and TypeScript: which files a path may mean, and what a configuration makes of a specifier."""

from collections.abc import Mapping

from .definitions import NOTHING, Definition, Found, MappedPath
from .keys import SCRIPT

PREFERRED = {extension: rank for rank, extension in enumerate(("ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"))}


def candidates(path: str) -> list[list[str]]:
    """The places that a path may mean, best first: a file or a folder's index, each with what declares its types."""
    folder = path.rstrip("/")
    own = [[path, f"{path}.d"]] if folder == path else []
    return [*own, [f"{folder}/index", f"{folder}/index.d"]]


def configurations(scope: str) -> list[str]:
    """The keys of configurations for files in a folder (with `/` at its end), nearest first."""
    folders = [scope[: end + 1] for end in range(len(scope) - 1, -1, -1) if scope[end] == "/"]
    return [f"{folder}{name}" for folder in folders for name in ("tsconfig", "jsconfig")]


def nearest(keys: list[str], known: Mapping[str, Definition]) -> str | None:
    """The first of these configurations that there is."""
    return next((key for key in keys if known.get(key, NOTHING).modules), None)


def mapped(paths: list[MappedPath], specifier: str) -> list[str]:
    """The modules that the best pattern stands for (without `*`, or with the most before it), and then those of `*`."""
    best = max((path.pattern for path in paths if fits(path.pattern, specifier)), key=weight, default=None)
    found = [module_path(path, specifier) for pattern in (best, "*") for path in paths if path.pattern == pattern]
    return list(dict.fromkeys(found))


def fits(pattern: str, specifier: str) -> bool:
    before, star, after = pattern.partition("*")
    if not star:
        return pattern == specifier
    is_long_enough = len(specifier) >= len(before) + len(after)
    return is_long_enough and specifier.startswith(before) and specifier.endswith(after)


def weight(pattern: str) -> tuple[bool, int]:
    return "*" not in pattern, len(pattern.partition("*")[0])


def module_path(path: MappedPath, specifier: str) -> str:
    before, star, after = path.pattern.partition("*")
    middle = specifier[len(before) : len(specifier) - len(after)] if star else ""
    return SCRIPT.sub("", path.target.replace("*", middle))


def scripts(modules: list[Found]) -> list[Found]:
    """Without configurations, which nobody imports."""
    return [module for module in modules if not module.file_id.endswith(".json")]


def rank(module: Found) -> int:
    """Among files that differ in their extension only, the lowest is meant."""
    return PREFERRED.get(module.id.rpartition(".")[2], len(PREFERRED))
