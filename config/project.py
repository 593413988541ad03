"""Which folder is the project."""

from pathlib import Path

from ..domain.errors import Invalid, Misconfigured

FOLDER = ".docrunch"
FILE = "config.yaml"
IGNORED = "/pg*\n"


def find_project_root(start: Path) -> Path:
    """The nearest folder at or above `start` that is a project; where there is none, `start` itself becomes one."""
    folder = start.resolve()
    return next(filter(is_project, (folder, *folder.parents)), folder)


def is_project(folder: Path) -> bool:
    """Whether a project was set up here."""
    return (folder / FOLDER).is_dir()


def make_project(root: Path) -> None:
    """Mark a folder as a project. Raises Invalid for what holds far more than one, Misconfigured if it is refused."""
    require_narrow(root)
    try:
        make_folder(root)
    except OSError as error:
        raise Misconfigured(
            f"{root / FOLDER} cannot be written: {error.strerror}", hint="make the folder writable"
        ) from error


def make_folder(root: Path) -> Path:
    """The folder of docrunch's own in a project, of which git is to leave the data out. Raises OSError."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text(IGNORED, encoding="utf-8")
    return folder


def require_narrow(root: Path) -> None:
    """Refuse what holds far more than a project, unless it was made one on purpose."""
    broad = {Path(root.anchor): "the whole file system", home(): "your home folder"}
    if root in broad and not is_project(root):
        raise Invalid(
            f"{root} is {broad[root]}, hardly one project",
            hint=f"name the folder of a project; if you mean it, run: docrunch init {root}",
        )


def home() -> Path | None:
    try:
        return Path.home().resolve()
    except (RuntimeError, OSError):
        return None


def config_file(project_root: Path) -> Path:
    return project_root / FOLDER / FILE
