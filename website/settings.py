"""The configuration of MkDocs, made from what is in the folder of pages."""

from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import yaml

THEME = files(__package__).joinpath("theme")
RANKING = files(__package__).joinpath("ranking.py")
ENTRANCES = {
    "Home": "index.md",
    "Architecture": "architecture.md",
    "Modules": "modules/index.md",
    "Decisions": "decisions/index.md",
}
"""The menu. Every page holds it, so a menu of all modules would make a site that grows with the square of them."""


PARTS_OF_NAMES = r"""[\s\-,:!=\[\]()"'`/]+|\.(?!\d)"""
"""`execute` finds `Session.execute`; a name with underscores stays one word, by which it is found exactly."""


class Extensions(NamedTuple):
    """Of Python-Markdown, with their settings."""

    names: tuple[str, ...]
    settings: dict[str, dict[str, Any]]


EXTENSIONS = Extensions(
    ("tables", "docrunch.website.reading", "pymdownx.superfences"),
    {"pymdownx.superfences": {"custom_fences": [{"name": "mermaid", "class": "mermaid"}]}},
)
"""Few, as each is one more syntax that text from source code could happen to use."""


def settings(name: str, pages: Path, site: Path) -> dict[str, Any]:
    """For a project of this name; links, anchors included, are checked."""
    return {
        "site_name": harmless(name),
        "docs_dir": str(pages),
        "site_dir": str(site),
        # A folder of pages that work from the disk as well as from a server.
        "use_directory_urls": False,
        "theme": {
            "name": "material",
            "custom_dir": str(THEME),
            # Nothing is fetched from elsewhere when a page is read.
            "font": False,
            "features": ["content.code.copy", "navigation.top", "search.highlight", "search.suggest", "toc.follow"],
        },
        "plugins": [{"search": {"separator": PARTS_OF_NAMES}}],
        "hooks": [str(RANKING)],
        "extra_css": ["assets/docrunch.css"],
        "extra_javascript": ["assets/mermaid.tiny.js"],
        "nav": [{title: page} for title, page in ENTRANCES.items() if (pages / page).is_file()],
        "validation": {
            "nav": {"omitted_files": "ignore"},
            "links": {"not_found": "warn", "anchors": "warn", "absolute_links": "warn", "unrecognized_links": "warn"},
        },
        "markdown_extensions": [{name: EXTENSIONS.settings.get(name, {})} for name in EXTENSIONS.names],
    }


def harmless(name: str) -> str:
    """The templates of MkDocs do not escape the name of a site."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def write_settings(folder: Path, made: dict[str, Any]) -> Path:
    """Write them into a folder of docrunch's own, which git does not see. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    path = folder / "mkdocs.yml"
    path.write_text(yaml.safe_dump(made, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return path
