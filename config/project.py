"""Which folder is the project."""

from pathlib import Path

FOLDER = ".docrunch"
FILE = "config.yaml"


def find_project_root(start: Path) -> Path:
    """The nearest folder at or above `start` with `.docrunch/`, else the nearest with `.git`, else `start` itself."""
    folder = start.resolve()
    above = (folder, *folder.parents)
    marked = [place for place in above if (place / FOLDER).is_dir()]
    versioned = [place for place in above if (place / ".git").exists()]
    return (marked or versioned or [folder])[0]


def config_file(project_root: Path) -> Path:
    return project_root / FOLDER / FILE
