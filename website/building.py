"""Pages as a website, by MkDocs with the theme Material: the optional extra `docs`."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Self

from ..domain.errors import Misconfigured, NotFound, Refused
from .settings import settings, write_settings

LOGGER = logging.getLogger("mkdocs")
SEARCHED = "search/search_index.json"
"""Every site has it, and nothing else."""


@dataclass(frozen=True, slots=True)
class Website:
    """The website of one project: its name, the folder of its pages, and a folder of docrunch's own."""

    name: str
    pages: Path
    workshop: Path

    @property
    def site(self) -> Path:
        """Where the site is made if nobody says otherwise."""
        return self.workshop / "site"

    def build(self, site: Path | None = None) -> list[str]:
        """Make the site in a folder, by default in the workshop; returns what MkDocs warns of, such as dead links.

        Raises Refused for a folder that holds anything else, which MkDocs would empty.
        """
        config_file = self.configure(site)
        require_free(site or self.site)
        from mkdocs.commands.build import build
        from mkdocs.config import load_config

        with Warnings() as warnings, given_up("the website cannot be made", warnings):
            config = load_config(str(config_file))
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        return warnings.texts

    def serve(self, address: str) -> None:
        """Serve the site at `HOST:PORT` and build it again whenever a page changes, until interrupted."""
        config_file = self.configure(None)
        from mkdocs.commands.serve import serve

        problem = f"the website cannot be served at {address}"
        with Warnings() as warnings, given_up(problem, warnings):
            try:
                serve(str(config_file), dev_addr=address)
            except OSError as error:
                raise Misconfigured(f"{problem}: {error.strerror or error}") from error

    def configure(self, site: Path | None) -> Path:
        """Write the configuration. Raises NotFound without pages, Misconfigured where MkDocs is not installed."""
        require_mkdocs()
        if not (self.pages / "index.md").is_file():
            raise NotFound(f"there are no pages in {self.pages}", hint="run `docrunch scan` first")
        try:
            return write_settings(self.workshop, settings(self.name, self.pages, site or self.site))
        except OSError as error:
            raise Misconfigured(f"{self.workshop} cannot be written: {error.strerror}") from error


def require_free(site: Path) -> None:
    """Raises Refused for a folder that holds something else than a site that was made before."""
    is_empty = not site.is_dir() or all(entry.name.startswith(".") for entry in site.iterdir())
    if not is_empty and not (site / SEARCHED).is_file():
        raise Refused(f"{site} holds something else than a website, and would be emptied", hint="name another folder")


@contextmanager
def given_up(problem: str, warnings: "Warnings") -> Iterator[None]:
    """Turn what MkDocs gives up for, which it says in its log alone, into one line."""
    from mkdocs.exceptions import MkDocsException

    try:
        yield
    except MkDocsException as error:
        reason = next(iter(warnings.texts), error.format_message())
        raise Misconfigured(f"{problem}: {reason}") from error


def require_mkdocs() -> None:
    # The theme would advertise its successor on every run.
    os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")
    if not all(map(find_spec, ("mkdocs", "material"))):
        hint = "run: pip install 'docrunch[docs]'"
        raise Misconfigured("the website needs mkdocs-material, which is not installed", hint=hint)


class Warnings(logging.Handler):
    """What MkDocs warns of while this is entered, instead of on the terminal."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.texts: list[str] = []
        self.before = LOGGER.level

    def emit(self, record: logging.LogRecord) -> None:
        self.texts.append(" ".join(record.getMessage().split()))

    def __enter__(self) -> Self:
        LOGGER.addHandler(self)
        if LOGGER.getEffectiveLevel() > logging.WARNING:
            # The program logs next to nothing: then MkDocs would not even tell this handler.
            LOGGER.setLevel(logging.WARNING)
            LOGGER.propagate = False
        return self

    def __exit__(self, *_: object) -> None:
        LOGGER.removeHandler(self)
        LOGGER.setLevel(self.before)
        LOGGER.propagate = True
