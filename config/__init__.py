"""One frozen `Settings`, read once from `.docrunch/config.yaml` and the environment."""

from .loading import load
from .project import find_project_root, is_project, make_project
from .settings import Settings
from .text import reference, write_default

__all__ = ["Settings", "find_project_root", "is_project", "load", "make_project", "reference", "write_default"]
